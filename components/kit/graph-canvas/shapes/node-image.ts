/**
 * One composed SVG per node: icon, state mark, badges; no text (page fonts do not reach into images).
 * Images are cached by what they show, and nodes that look alike share one.
 */
import type { Tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasBadge, CanvasCard, CanvasRow, CanvasState } from '../canvas-model.ts';
import { card } from '../geometry/card-geometry.ts';
import { type IconName, iconPaths } from './icon-paths.ts';
import { idleDash, rowMarkColour, rowMarkPaths, stateColour, stateMarks } from './marks.ts';
import { chevron, segmentsOf, summaryBody } from './summary-image.ts';

/** The image is larger than its node by this much on each side, so that badges may stand on the line. */
export const imageMargin = 13;

type Theme = 'light' | 'dark';

const cache = new Map<string, string>();

function icon(name: IconName, x: number, y: number, size: number, colour: string, lineWidth = 1.75): string {
  return `<g transform="translate(${x} ${y}) scale(${size / 24})" fill="none" stroke="${colour}" stroke-width="${lineWidth}" stroke-linecap="round" stroke-linejoin="round"><path d="${iconPaths[name]}"/></g>`;
}

function stateMark(state: CanvasState, x: number, y: number, size: number, tokens: Tokens): string {
  if (state === 'ok') return '';
  const { outline, sign, dashed } = stateMarks[state];
  const colour = stateColour(state, tokens);
  const body = dashed
    ? `<path d="${outline}" fill="none" stroke="${colour}" stroke-width="1.6" stroke-dasharray="${idleDash.join(' ')}"/>`
    : `<path d="${outline}" fill="${colour}" stroke="${colour}" stroke-width="1.4" stroke-linejoin="round"/><path d="${sign}" fill="none" stroke="${tokens.card}" stroke-width="1.7" stroke-linecap="round"/>`;
  return `<g transform="translate(${x} ${y}) scale(${size / 16})">${body}</g>`;
}

function badge(item: CanvasBadge, x: number, y: number, tokens: Tokens): string {
  const line = item.warn ? tokens.degradedLine : tokens.cardLine;
  const ground = item.warn ? tokens.degradedSoft : tokens.card;
  const colour = item.warn ? tokens.degraded : tokens.dim;
  return `<circle cx="${x}" cy="${y}" r="${card.badgeSize / 2}" fill="${ground}" stroke="${line}"/>${icon(item.icon, x - 5.5, y - 5.5, 11, colour, 2)}`;
}

/** Where badges stand on the upper line, and how many find no place: those are counted, by the text layer. */
export function badgePlaces(
  count: number,
  width: number,
): { xs: number[]; more: { x: number; count: number } | null } {
  const at = (index: number) => width - card.badgeRight - index * card.badgePitch;
  const shown = Math.min(count, card.maxBadges);
  const xs = Array.from({ length: shown }, (_, index) => at(index));
  return { xs, more: count > shown ? { x: at(shown), count: count - shown } : null };
}

function badges(items: readonly CanvasBadge[], width: number, tokens: Tokens): string {
  const { xs, more } = badgePlaces(items.length, width);
  const drawn = items
    .slice(0, xs.length)
    .map((item, index) => badge(item, xs[index] ?? 0, -card.badgeRise, tokens));
  const rest = more
    ? `<circle cx="${more.x}" cy="${-card.badgeRise}" r="${card.badgeSize / 2}" fill="${tokens.card}" stroke="${tokens.cardLine}"/>`
    : '';
  return drawn.join('') + rest;
}

function dataUri(svg: string): string {
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}

function compose(width: number, height: number, body: string): string {
  const w = width + 2 * imageMargin;
  const h = height + 2 * imageMargin;
  const view = `${-imageMargin} ${-imageMargin} ${w} ${h}`;
  return dataUri(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="${view}">${body}</svg>`,
  );
}

function cached(key: readonly (string | number | boolean)[], make: () => string): string {
  const text = key.join('|');
  const known = cache.get(text);
  if (known) return known;
  const made = make();
  cache.set(text, made);
  return made;
}

export function cardImage(
  item: CanvasCard,
  width: number,
  height: number,
  theme: Theme,
  tokens: Tokens,
): string {
  const folded = item.summary;
  if (folded) {
    const bar = segmentsOf(folded.bar, width).map(({ state, width: own }) => `${state}${own}`);
    return cached(['summary', theme, width, height, item.state, ...bar], () =>
      compose(
        width,
        height,
        summaryBody(folded, width, (x, y, size) => stateMark(item.state, x, y, size, tokens), tokens),
      ),
    );
  }
  const shown = item.badges.map((entry) => `${entry.icon}${entry.warn ? '!' : ''}`).join(',');
  const withRows = item.rows.length > 0;
  const key = ['card', theme, width, height, item.icon, item.state, shown, withRows];
  return cached(key, () => {
    const middle = withRows ? card.headHeight / 2 + 2 : height / 2;
    const size = withRows ? card.headMarkSize : card.markSize;
    const markTop = withRows ? middle - size / 2 : middle + card.lineOffset - size / 2 - 0.5;
    const colour = item.state === 'idle' ? tokens.faint : tokens.dim;
    return compose(
      width,
      height,
      icon(item.icon, card.iconLeft, middle - card.iconSize / 2, card.iconSize, colour) +
        stateMark(
          item.state,
          width - (withRows ? card.headRight : card.textRight) - size,
          markTop,
          size,
          tokens,
        ) +
        badges(item.badges, width, tokens),
    );
  });
}

export function rowImage(item: CanvasRow, width: number, theme: Theme, tokens: Tokens): string {
  return cached(['row', theme, width, item.mark, item.state], () => {
    const middle = card.rowHeight / 2;
    const mark = `<g transform="translate(${card.rowMarkCentre - 4.5} ${middle - 4.5}) scale(${9 / 16})"><path d="${rowMarkPaths[item.mark]}" fill="${rowMarkColour(item.mark, tokens)}"/></g>`;
    const state = stateMark(
      item.state,
      width - card.rowMarkRight,
      middle - card.markSize / 2,
      card.markSize,
      tokens,
    );
    return compose(width, card.rowHeight, mark + state);
  });
}

/** Fixed size: all boxes share the image, drawn at their upper left corner. */
export function boxImage(foldable: boolean, theme: Theme, tokens: Tokens): string {
  return cached(['box', theme, foldable], () => {
    const sign = foldable ? chevron(8, 7.5, true, tokens) : icon('layers', 8, 7.5, 13, tokens.dim, 2);
    return dataUri(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="28">${sign}</svg>`);
  });
}
