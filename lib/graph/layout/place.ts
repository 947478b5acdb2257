/** Puts ordered things on a line as near as possible to where they want to be, and the cards of a block on its grid. */
import type { LayoutCard, Rect } from './model.ts';
import { layoutSizes } from './model.ts';
import type { CardLink } from './ports.ts';

/** Pixels between columns, between rows of cards, and between boxes (or cards without one) below each other. */
export interface Gaps {
  column: number;
  row: number;
  box: number;
}

export const leastGaps: Gaps = {
  column: layoutSizes.columnGap,
  row: layoutSizes.rowGap,
  box: layoutSizes.boxGap,
};

/**
 * Starts of things with these sizes, in this order and at least `gap` apart inside [0, room], nearest (least squares) to the
 * wished starts: isotonic regression by pooling neighbours that push each other. Whole numbers for whole sizes and gaps.
 */
export function placeInOrder(
  wished: readonly number[],
  sizes: readonly number[],
  gap: number,
  room: number,
): number[] {
  const offsets: number[] = [];
  let total = 0;
  for (const size of sizes) {
    offsets.push(total);
    total += size + gap;
  }
  const slack = Math.max(0, room - (total - gap));
  const pools: { sum: number; count: number }[] = [];
  wished.forEach((wish, index) => {
    let pool = { sum: wish - (offsets[index] ?? 0), count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count >= pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  });
  const starts: number[] = [];
  for (const { sum, count } of pools) {
    const shift = Math.round(Math.min(slack, Math.max(0, sum / count)));
    for (let part = 0; part < count; part++) starts.push(shift + (offsets[starts.length] ?? 0));
  }
  return starts;
}

export function stackHeight(sizes: readonly number[], gap: number): number {
  return sizes.reduce((sum, size) => sum + size, 0) + gap * Math.max(0, sizes.length - 1);
}

export interface PlacedBlock {
  /** Relative to the block's first card column and row; by card index. */
  cards: Map<number, Rect>;
  width: number;
  height: number;
}

const passes = 4;

/** Cards of one block: columns of one width each, every card as level as possible with those it talks to. */
export function placeBlock(
  columns: readonly (readonly number[])[],
  cards: readonly LayoutCard[],
  links: readonly CardLink[],
  gaps: Gaps,
): PlacedBlock {
  const heightOf = (card: number) => cards[card]?.height ?? 0;
  const heights = columns.map((column) => stackHeight(column.map(heightOf), gaps.row));
  const height = Math.max(0, ...heights);
  const tops = new Map<number, number>();
  columns.forEach((column, index) => {
    const start = (height - (heights[index] ?? 0)) / 2;
    const sizes = column.map(heightOf);
    const starts = placeInOrder(
      sizes.map((_, place) => start + stackHeight(sizes.slice(0, place + 1), gaps.row) - (sizes[place] ?? 0)),
      sizes,
      gaps.row,
      height,
    );
    column.forEach((card, place) => {
      tops.set(card, starts[place] ?? 0);
    });
  });
  const before = Map.groupBy(links, ({ target }) => target.card);
  const after = Map.groupBy(links, ({ source }) => source.card);
  for (let pass = 0; pass < passes; pass++) {
    const rightward = pass % 2 === 0;
    for (const column of rightward ? columns : columns.toReversed()) {
      const wished = column.map((card) => {
        const [first, second] = rightward ? [before, after] : [after, before];
        return (
          wishedTop(card, first.get(card), tops) ??
          wishedTop(card, second.get(card), tops) ??
          tops.get(card) ??
          0
        );
      });
      const starts = placeInOrder(wished, column.map(heightOf), gaps.row, height);
      column.forEach((card, place) => {
        tops.set(card, starts[place] ?? 0);
      });
    }
  }
  const placed = new Map<number, Rect>();
  let x = 0;
  for (const column of columns) {
    const width = Math.max(0, ...column.map((card) => Math.ceil(cards[card]?.width ?? 0)));
    for (const card of column) {
      placed.set(card, { x, y: tops.get(card) ?? 0, width, height: heightOf(card) });
    }
    x += width + gaps.column;
  }
  return { cards: placed, width: Math.max(0, x - gaps.column), height };
}

/** The top at which a card's ports are level with the other ends, on average; null without other ends here. */
function wishedTop(
  card: number,
  links: readonly CardLink[] | undefined,
  tops: ReadonlyMap<number, number>,
): number | null {
  let sum = 0;
  let count = 0;
  for (const { source, target } of links ?? []) {
    const [own, other] = source.card === card ? [source, target] : [target, source];
    const top = tops.get(other.card);
    if (top === undefined) continue;
    sum += top + other.y - own.y;
    count++;
  }
  return count > 0 ? sum / count : null;
}
