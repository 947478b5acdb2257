/** Sizes inside a card, in pixels at zoom 1. The layout knows only outer sizes and the heights at which rows meet the edge. */
import type { CanvasCard, CanvasModel } from '../canvas-model.ts';
import { zoomClass } from './viewport.ts';

export const card = {
  height: 40,
  minWidth: 96,
  minWidthWithRows: 134,
  /** Of a text, in pixels of the screen: longer names are cut. */
  maxText: 160,
  radius: 8,
  iconLeft: 8,
  iconSize: 16,
  textLeft: 30,
  textRight: 7,
  /** Lines stand this far above and below the middle. */
  lineOffset: 7.5,
  /** Smaller letters: half a pixel more sets both lines optically even. */
  detailOffset: 8,
  /** They never come nearer to each other than their letters are high; pixels of the screen. */
  leastOffset: 6.5,
  markSize: 13,
  headHeight: 30,
  headMarkSize: 14,
  headRight: 10,
  rowInset: 8,
  rowHeight: 26,
  rowPitch: 30,
  rowMarkCentre: 12,
  rowTextLeft: 23,
  /** The state's mark, from the row's right end: leaves room for "100%" at any zoom that shows it. */
  rowMarkRight: 66,
  bottom: 8,
  badgeSize: 17,
  badgePitch: 20,
  badgeRight: 13,
  /** Their middles stand this far over the line: they leave the name alone. */
  badgeRise: 3,
  maxBadges: 3,
} as const;

/** A folded box. */
export const summary = {
  width: 168,
  height: 84,
  radius: 10,
  inset: 12,
  chevron: 13,
  chevronLeft: 10,
  titleLeft: 28,
  titleMiddle: 19,
  lineMiddles: [37, 55],
  barTop: 69,
  barHeight: 6,
  barGap: 2,
  leastSegment: 6,
  /** Where a press unfolds, from the upper left corner. */
  toggle: { width: 28, height: 34 },
} as const;

/** Head of a box: the chevron folds, the rest chooses. */
export const boxHead = {
  height: 28,
  toggle: 26,
  titleLeft: 26,
  halfLetters: 6,
  /** Between a title and what is said beside it. */
  apart: 9,
} as const;

export const summaryFont = { size: 13, weight: 600 } as const;
/** Figures of a folded box. */
export const figureFont = { size: 11.5, weight: 500 } as const;
export const strongFont = { size: 11.5, weight: 600 } as const;
export const moreFont = { size: 9, weight: 600 } as const;
export const titleFont = { size: 12, weight: 600 } as const;
export const detailFont = { size: 11, weight: 400 } as const;
export const labelFont = { size: 11, weight: 500 } as const;
export const chipFont = { size: 11, weight: 600 } as const;

export interface TextStyle {
  readonly size: number;
  readonly weight: number;
}

/** Width of a text in pixels; passed in, because only a browser knows it. */
export type MeasureText = (text: string, style: TextStyle) => number;

/** The longest usual total in a head. */
const totalReserve = '88/s';

export function cardHeight({ rows, summary: folded }: Pick<CanvasCard, 'rows' | 'summary'>): number {
  if (folded) return summary.height;
  const rowCount = rows.length;
  return rowCount === 0
    ? card.height
    : card.headHeight + rowCount * card.rowPitch - (card.rowPitch - card.rowHeight) + card.bottom;
}

/**
 * As wide as its texts need at this zoom: text does not shrink, all around it does. Room for a mark is kept in any state, so that
 * no name is cut when something breaks.
 */
export function cardWidth(item: CanvasCard, measure: MeasureText, zoom = 1): number {
  if (item.summary) return summary.width;
  const names = zoomClass(zoom) !== 'full';
  const around = (text: number, rest: number) => Math.ceil(Math.min(card.maxText, text) / zoom + rest);
  const title = measure(item.title, titleFont);
  if (item.rows.length > 0) {
    const total = names ? 0 : measure(totalReserve, detailFont) + 6;
    const head = around(title + total, card.textLeft + card.headMarkSize + 5 + card.headRight);
    const rows = item.rows.map((row) =>
      around(measure(row.title, titleFont), 2 * card.rowInset + card.rowTextLeft + card.rowMarkRight + 2),
    );
    return Math.max(card.minWidthWithRows, head, ...rows);
  }
  const rest = card.textLeft + card.textRight;
  return names
    ? Math.max(card.minWidth, around(title, rest + card.markSize + 4))
    : Math.max(
        card.minWidth,
        around(Math.max(title, measure(item.detailReserve, detailFont) + card.markSize), rest),
      );
}

/** How far the words on each box and region reach from its left edge at this zoom, in pixels of the model. */
export function titleReach(
  { boxes, regions }: Pick<CanvasModel, 'boxes' | 'regions'>,
  measure: MeasureText,
  zoom: number,
): Map<string, number> {
  const far = zoomClass(zoom) === 'shapes';
  return new Map(
    [...regions, ...boxes].map(({ id, title, detail }) => {
      const beside = far || detail === '' ? 0 : boxHead.apart + measure(detail, detailFont);
      return [id, Math.ceil(boxHead.titleLeft + (measure(title, titleFont) + beside) / zoom)];
    }),
  );
}

/** How far down from the upper edge of a box its title's letters go at this zoom, in pixels of the model. */
export function titleBottom(zoom: number): number {
  return Math.min(boxHead.height, Math.ceil(boxHead.height / 2 + boxHead.halfLetters / zoom));
}

/** Top of a row, from the card's top. */
export function rowTop(index: number): number {
  return card.headHeight + index * card.rowPitch;
}
