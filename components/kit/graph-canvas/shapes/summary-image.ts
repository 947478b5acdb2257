/** The image of a folded box: chevron, state mark, and the bar of what it holds. */
import type { Tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasState, CanvasSummary } from '../canvas-model.ts';
import { card, summary } from '../geometry/card-geometry.ts';
import { iconPaths } from './icon-paths.ts';

interface Segment {
  readonly state: CanvasState;
  readonly x: number;
  readonly width: number;
}

/** Whole pixels that fill the width; none so narrow that one of many could be overlooked. */
export function segmentsOf(bar: CanvasSummary['bar'], width: number): Segment[] {
  const shown = bar.filter(({ count }) => count > 0);
  const total = shown.reduce((sum, { count }) => sum + count, 0);
  const room = width - summary.barGap * (shown.length - 1);
  const widths = shown.map(({ count }) => Math.max(summary.leastSegment, Math.round((room * count) / total)));
  const excess = widths.reduce((sum, own) => sum + own, 0) - room;
  const widest = widths.indexOf(Math.max(...widths));
  let x = 0;
  return shown.map(({ state }, index) => {
    const own = (widths[index] ?? 0) - (index === widest ? excess : 0);
    const segment = { state, x, width: own };
    x += own + summary.barGap;
    return segment;
  });
}

export function chevron(x: number, y: number, open: boolean, tokens: Tokens): string {
  const path = iconPaths[open ? 'chevron-down' : 'chevron-right'];
  return `<g transform="translate(${x} ${y}) scale(${summary.chevron / 24})" fill="none" stroke="${tokens.dim}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></g>`;
}

export function summaryBody(
  { bar }: CanvasSummary,
  width: number,
  mark: (x: number, y: number, size: number) => string,
  tokens: Tokens,
): string {
  const fill: Record<CanvasState, string> = {
    ok: tokens.healthyShare,
    warn: tokens.degraded,
    fail: tokens.failing,
    idle: 'none',
  };
  const segments = segmentsOf(bar, width - 2 * summary.inset).map(({ state, x, width: own }) => {
    const left = summary.inset + x;
    return state === 'idle'
      ? `<rect x="${left + 0.5}" y="${summary.barTop + 0.5}" width="${own - 1}" height="${summary.barHeight - 1}" rx="2.5" fill="none" stroke="${tokens.idle}" stroke-dasharray="2 1.6"/>`
      : `<rect x="${left}" y="${summary.barTop}" width="${own}" height="${summary.barHeight}" rx="3" fill="${fill[state]}"/>`;
  });
  const size = card.headMarkSize;
  return (
    chevron(summary.chevronLeft, summary.titleMiddle - summary.chevron / 2, false, tokens) +
    mark(width - summary.inset - size, summary.titleMiddle - size / 2, size) +
    segments.join('')
  );
}
