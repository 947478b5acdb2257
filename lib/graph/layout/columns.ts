/** Blocks in columns: sorted by how far right they belong, filled so that the whole has the wanted shape and few edges run back. */
import type { LayoutInput, PlacedCard, Rect } from './model.ts';
import { layoutSizes } from './model.ts';
import type { Gaps, PlacedBlock } from './place.ts';
import { leastGaps, placeBlock, placeInOrder, stackHeight } from './place.ts';
import type { Structure } from './structure.ts';

/** Columns of block indexes, left to right, each from top to bottom. */
export type Arrangement = readonly (readonly number[])[];

export interface Measured {
  cards: PlacedCard[];
  width: number;
  height: number;
  /** Gaps that could be widened along the widest row and down the column with most of them. */
  columnGaps: number;
  downGaps: number;
}

/** By how much the height of columns shrinks from one try to the next. */
const limitStep = 0.88;
const sweeps = 8;
/** What one more column must save in edges that would run up or down inside one. */
const columnCosts = [1.5, 5, 15, 50, 1e6];
/** How bad it is that all edges run back, measured in e-folds of zooming out. */
const backwardWeight = 3;

/**
 * Tries column heights, from all blocks in one column to one each, and keeps what is best in size and direction.
 * Without viewport only the shape counts: the same however big.
 */
export function arrangeBlocks(
  structure: Structure,
  viewport: LayoutInput['viewport'],
  gaps: Gaps = leastGaps,
): Arrangement {
  const room = viewport ?? { width: 16, height: 9 };
  const fits = viewport === null ? 0 : 1;
  const sorted = [...structure.blocks.keys()].sort(
    (a, b) => (structure.blocks[a]?.rank ?? 0) - (structure.blocks[b]?.rank ?? 0) || a - b,
  );
  const placed = placeBlocks(structure, gaps);
  const across = crossLinks(structure);
  const heights = sorted.map((block) => outerHeight(structure, placed, block) + boxGap);
  const total = heights.reduce((sum, height) => sum + height, 0);
  const tallest = Math.max(0, ...heights);
  const bonds = bondsOf(structure, sorted);
  const tried = new Set<string>();
  let best: { arrangement: number[][]; cost: number } = { arrangement: [], cost: Number.POSITIVE_INFINITY };
  for (const columnCost of columnCosts) {
    for (let limit = total; limit > tallest * limitStep; limit *= limitStep) {
      const starts = breakColumns(heights, bonds, Math.max(tallest, limit), columnCost);
      if (tried.has(starts.join())) continue;
      tried.add(starts.join());
      const arrangement = starts.map((start, column) => sorted.slice(start, starts[column + 1]));
      const { lefts, width } = alongColumns(arrangement, structure, placed, across, gaps);
      const height = Math.max(...arrangement.map((blocks) => stackOf(blocks, structure, placed)));
      const shrink = Math.log(Math.max(width / room.width, height / room.height, fits));
      const cost = shrink + backwardWeight * backwardShare(structure, placed, lefts);
      if (cost < best.cost) best = { arrangement, cost };
    }
  }
  return best.arrangement;
}

/** Edges to the block at a place before another one in the order. */
interface Bond {
  place: number;
  count: number;
}

/** Of the block at each place, its edges with those at places before it. Those of an entry to the mesh count twice. */
function bondsOf({ links, blockOf }: Structure, sorted: readonly number[]): Bond[][] {
  const placeOf = new Map(sorted.map((block, place) => [block, place]));
  const across = links
    .map(({ source, target }) => [blockOf[source.card] ?? 0, blockOf[target.card] ?? 0] as const)
    .filter(([from, to]) => from !== to);
  const called = new Set(across.map(([, to]) => to));
  const bonds = sorted.map(() => new Map<number, number>());
  for (const [from, to] of across) {
    const [a, b] = [placeOf.get(from) ?? 0, placeOf.get(to) ?? 0];
    const [low, high] = a < b ? [a, b] : [b, a];
    bonds[high]?.set(low, (bonds[high]?.get(low) ?? 0) + (called.has(from) ? 1 : 2));
  }
  return bonds.map((before) => [...before].map(([place, count]) => ({ place, count })));
}

/** Where columns start so that none is higher than the limit and as few edges as possible stay inside a column; fewer columns of equals. */
function breakColumns(
  heights: readonly number[],
  bonds: readonly (readonly Bond[])[],
  limit: number,
  columnCost: number,
): number[] {
  const best: { cost: number; start: number }[] = [{ cost: 0, start: 0 }];
  /** Of each place, its edges with places behind it and before `end`. */
  const behind = new Float64Array(heights.length);
  for (let end = 1; end <= heights.length; end++) {
    for (const { place, count } of bonds[end - 1] ?? []) behind[place] = (behind[place] ?? 0) + count;
    let chosen = { cost: Number.POSITIVE_INFINITY, start: end - 1 };
    let height = 0;
    let inside = 0;
    for (let start = end - 1; start >= 0; start--) {
      height += heights[start] ?? 0;
      if (height > limit && start < end - 1) break;
      inside += behind[start] ?? 0;
      const cost = (best[start]?.cost ?? 0) + inside + columnCost;
      if (cost < chosen.cost) chosen = { cost, start };
    }
    best.push(chosen);
  }
  const starts: number[] = [];
  for (let end = heights.length; end > 0; end = best[end]?.start ?? 0) starts.unshift(best[end]?.start ?? 0);
  return starts;
}

export function measure(arrangement: Arrangement, structure: Structure, gaps: Gaps): Measured {
  const placed = placeBlocks(structure, gaps);
  const { cards, width, height } = compose(arrangement, structure, placed, gaps);
  const columnsIn = (block: number) => structure.blocks[block]?.columns ?? [];
  const columnGaps = arrangement.reduce(
    (sum, blocks) => sum + Math.max(...blocks.map((block) => columnsIn(block).length)) - 1,
    arrangement.length - 1,
  );
  const rowsIn = (block: number) => Math.max(0, ...columnsIn(block).map((column) => column.length - 1));
  const downGaps = Math.max(
    0,
    ...arrangement.map((blocks) => blocks.reduce((sum, block) => sum + rowsIn(block), blocks.length - 1)),
  );
  return {
    cards: [...cards].map(([card, rect]) => ({ ...rect, id: structure.cards[card]?.id ?? '' })),
    width,
    height,
    columnGaps,
    downGaps,
  };
}

function placeBlocks(structure: Structure, gaps: Gaps): PlacedBlock[] {
  const inside = Map.groupBy(
    structure.links.filter(
      ({ source, target }) => structure.blockOf[source.card] === structure.blockOf[target.card],
    ),
    ({ source }) => structure.blockOf[source.card],
  );
  return structure.blocks.map(({ columns }, block) =>
    placeBlock(columns, structure.cards, inside.get(block) ?? [], gaps),
  );
}

const { boxPadding, boxTitle, boxGap } = layoutSizes;

interface Composed {
  cards: Map<number, Rect>;
  width: number;
  height: number;
}

/** The cards where they stand: blocks stacked in their columns, moved up and down so that few links between columns slope. */
function compose(
  arrangement: Arrangement,
  structure: Structure,
  placed: readonly PlacedBlock[],
  gaps: Gaps,
): Composed {
  const heightOf = (block: number) => outerHeight(structure, placed, block);
  const columns = arrangement.map((blocks) => [...blocks]);
  const room = Math.max(0, ...columns.map((blocks) => stackHeight(blocks.map(heightOf), gaps.box)));
  const tops = new Map<number, number>();
  const portY = (card: number, y: number) => {
    const block = structure.blockOf[card] ?? 0;
    return (tops.get(block) ?? 0) + titleOf(structure, block) + (placed[block]?.cards.get(card)?.y ?? 0) + y;
  };
  const across = crossLinks(structure);
  const columnOf = new Map(
    columns.flatMap((blocks, column) => blocks.map((block) => [block, column] as const)),
  );
  /** The top at which the block's links to other columns would be flat, on the average. */
  const wishOf = (block: number, column: number) => {
    const top = tops.get(block) ?? 0;
    const outside = (across.get(block) ?? []).filter(
      ({ other }) => columnOf.get(structure.blockOf[other.card] ?? 0) !== column,
    );
    const wished = outside.map(
      ({ own, other }) => portY(other.card, other.y) - (portY(own.card, own.y) - top),
    );
    return wished.length === 0 ? top : wished.reduce((sum, one) => sum + one, 0) / wished.length;
  };
  const stack = (blocks: number[], wish: (block: number) => number) => {
    const starts = placeInOrder(blocks.map(wish), blocks.map(heightOf), gaps.box, room);
    blocks.forEach((block, index) => {
      tops.set(block, starts[index] ?? 0);
    });
  };
  for (const blocks of columns) {
    const free = room - stackHeight(blocks.map(heightOf), gaps.box);
    let top = free / 2;
    const wishes = new Map<number, number>();
    for (const block of blocks) {
      wishes.set(block, top);
      top += heightOf(block) + gaps.box;
    }
    stack(blocks, (block) => wishes.get(block) ?? 0);
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const inTurn = [...columns.entries()];
    for (const [column, blocks] of sweep % 2 === 0 ? inTurn : inTurn.toReversed()) {
      const wishes = new Map(blocks.map((block) => [block, wishOf(block, column)]));
      const middle = (block: number) => (wishes.get(block) ?? 0) + heightOf(block) / 2;
      if (sweep < sweeps - 2) blocks.sort((a, b) => middle(a) - middle(b) || a - b);
      stack(blocks, (block) => wishes.get(block) ?? 0);
    }
  }
  const grid = gridRow(structure);
  const rows = grid === null ? 0 : onGrid(columns, tops, heightOf, grid, gaps.box);
  const { lefts, width } = alongColumns(columns, structure, placed, across, gaps);
  const cards = new Map<number, Rect>();
  for (const [block, left] of lefts) {
    const top = (tops.get(block) ?? 0) + titleOf(structure, block);
    for (const [card, rect] of placed[block]?.cards ?? []) {
      cards.set(card, { ...rect, x: left + rect.x, y: top + rect.y });
    }
  }
  return { cards, width, height: grid === null ? room : rows * (grid + gaps.box) - gaps.box };
}

/**
 * The height of a row where nearly everything is as high as everything else and nothing is in a box (an overview of folded boxes):
 * rows across all columns look calm, and leave channels through which a line reaches any column.
 */
function gridRow({ cards, blocks }: Structure): number | null {
  if (blocks.length < 2 || blocks.some(({ namespace }) => namespace !== null)) return null;
  const tallest = Math.max(...cards.map(({ height }) => height));
  const alike = cards.filter(({ height }) => height === tallest).length;
  return alike >= cards.length / 2 ? tallest : null;
}

/** Moves every block to the row nearest to where it stands; answers the number of rows. */
function onGrid(
  columns: readonly (readonly number[])[],
  tops: Map<number, number>,
  heightOf: (block: number) => number,
  row: number,
  gap: number,
): number {
  const count = Math.max(...columns.map((blocks) => blocks.length));
  for (const blocks of columns) {
    const wished = blocks.map(
      (block) => ((tops.get(block) ?? 0) + (heightOf(block) - row) / 2) / (row + gap),
    );
    const starts = placeInOrder(
      wished,
      blocks.map(() => 1),
      0,
      count,
    );
    blocks.forEach((block, index) => {
      tops.set(block, Math.round((starts[index] ?? 0) * (row + gap) + (row - heightOf(block)) / 2));
    });
  }
  return count;
}

/** Where each block's first cards begin. */
function alongColumns(
  columns: Arrangement,
  structure: Structure,
  placed: readonly PlacedBlock[],
  across: ReadonlyMap<number, readonly CrossLink[]>,
  gaps: Gaps,
): { lefts: Map<number, number>; width: number } {
  const lefts = new Map<number, number>();
  let x = boxPadding;
  for (const blocks of columns) {
    const widest = Math.max(...blocks.map((block) => placed[block]?.width ?? 0));
    for (const block of blocks) {
      const spare = widest - (placed[block]?.width ?? 0);
      lefts.set(block, x + (runsBetterRight(block, blocks, spare, structure, placed, across) ? spare : 0));
    }
    x += widest + gaps.column;
  }
  return { lefts, width: Math.max(0, x - gaps.column + boxPadding) };
}

function titleOf({ blocks }: Structure, block: number): number {
  return blocks[block]?.namespace == null ? 0 : boxTitle;
}

/** With the frame of a box. */
function outerHeight(structure: Structure, placed: readonly PlacedBlock[], block: number): number {
  const title = titleOf(structure, block);
  return (placed[block]?.height ?? 0) + (title === 0 ? 0 : title + boxPadding);
}

function stackOf(blocks: readonly number[], structure: Structure, placed: readonly PlacedBlock[]): number {
  return stackHeight(
    blocks.map((block) => outerHeight(structure, placed, block)),
    boxGap,
  );
}

interface CrossLink {
  own: { card: number; y: number };
  other: { card: number; y: number };
  outgoing: boolean;
}

function crossLinks({ links, blockOf }: Structure): Map<number, CrossLink[]> {
  const across = new Map<number, CrossLink[]>();
  const add = (block: number, link: CrossLink) => {
    const list = across.get(block);
    if (list === undefined) across.set(block, [link]);
    else list.push(link);
  };
  for (const { source, target } of links) {
    const [from = 0, to = 0] = [blockOf[source.card], blockOf[target.card]];
    if (from === to) continue;
    add(from, { own: source, other: target, outgoing: true });
    add(to, { own: target, other: source, outgoing: false });
  }
  return across;
}

/**
 * A narrow block moves to the right of its column where more of its edges to the others there run right than on the left. Where that
 * makes no difference the lowest box moves: at the lower left stand map and legend.
 */
function runsBetterRight(
  block: number,
  column: readonly number[],
  spare: number,
  { blockOf, blocks }: Structure,
  placed: readonly PlacedBlock[],
  across: ReadonlyMap<number, readonly CrossLink[]>,
): boolean {
  if (spare <= 0) return false;
  const within = (card: number) => placed[blockOf[card] ?? 0]?.cards.get(card)?.x ?? 0;
  const forward = (shift: number) =>
    (across.get(block) ?? []).filter(({ own, other, outgoing }) => {
      if (!column.includes(blockOf[other.card] ?? -1)) return false;
      const [here, there] = [within(own.card) + shift, within(other.card)];
      return outgoing ? there > here : here > there;
    }).length;
  const gain = forward(spare) - forward(0);
  const boxes = column.filter((one) => blocks[one]?.namespace !== null);
  return gain > 0 || (gain === 0 && boxes.length > 1 && boxes.at(-1) === block);
}

function backwardShare(
  { links, blockOf }: Structure,
  placed: readonly PlacedBlock[],
  lefts: ReadonlyMap<number, number>,
): number {
  if (links.length === 0) return 0;
  const left = (card: number) => {
    const block = blockOf[card] ?? 0;
    return (lefts.get(block) ?? 0) + (placed[block]?.cards.get(card)?.x ?? 0);
  };
  let backward = 0;
  for (const { source, target } of links) if (left(target.card) <= left(source.card)) backward++;
  return backward / links.length;
}
