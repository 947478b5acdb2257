/**
 * The way of every edge: out of the source's right side, up or down its trunk, then flat into the target's left side, where the
 * label lives. Edges that would cross cards, or that run back, take a channel between rows instead. A way once drawn is kept.
 */

import { type Ends, endsOf, spreadEnds, trunksOf } from './ends.ts';
import { Lanes } from './lanes.ts';
import type { LayoutCard, LayoutEdge, PlacedCard, Point, Rect, RoutedEdge } from './model.ts';
import { layoutSizes } from './model.ts';
import { Obstacles } from './obstacles.ts';

const { trunkOffset } = layoutSizes;
/** The shortest flat run before a target: the arrow and the corner. */
const entry = 20;
/** Where in a channel a line may run, and how much of a detour it is worth to have it for itself. */
const laneShifts = [0, -4, 4];
const sharedCost = 24;
/** How much of a detour it is worth to spare the words on a box. */
const wordsCost = 240;
/** The same for a box that it has nothing to do with. */
const boxCost = 240;
/** Where there are more boxes all is seen from so far away that no line can be followed: it is not worth the time. */
const mostSpared = 24;
const clearance = 6;

const loopReach = 12;
const loopDrop = 8;
const loopBack = 22;

/**
 * `titles` are the strips that nothing runs along, `words` what of them is written on.
 * `previous` are ways that are kept where their ends still are; what they take stays taken, also by those that are gone.
 */
export function routeEdges(
  cards: readonly LayoutCard[],
  placed: readonly PlacedCard[],
  boxes: readonly Rect[],
  titles: readonly Rect[],
  words: readonly Rect[],
  edges: readonly LayoutEdge[],
  previous: readonly RoutedEdge[],
): RoutedEdge[] {
  const rects = new Map(placed.map((card) => [card.id, card]));
  const isLoop = ({ source, target }: LayoutEdge) => source === target;
  const loops = endsOf(cards, rects, edges.filter(isLoop)).map(loop);
  const others = endsOf(
    cards,
    rects,
    edges.filter((edge) => !isLoop(edge)),
  );
  const ways = new Map(previous.map((way) => [way.id, way]));
  const kept = new Map(
    others.flatMap((ends) => {
      const way = ways.get(ends.edge.id);
      return way && stillFits(way, ends) ? [[ends.edge.id, way] as const] : [];
    }),
  );
  const present = new Set(edges.map(({ id }) => id));
  // What is gone, or has to find a new way, takes no room that another way needs.
  const taken = previous.filter(({ id }) => kept.has(id) || !present.has(id));
  const free = spreadEnds(
    others.filter(({ edge }) => !kept.has(edge.id)),
    taken,
  );
  const trunks = trunksOf(free, taken);
  const obstacles = new Obstacles(placed, titles, words, boxes.length > mostSpared ? [] : boxes);
  const lanes = new Lanes();
  for (const { points, source } of taken) lanes.take(points, source);
  const routed = free.map((end): RoutedEdge => {
    const { id, source } = end.edge;
    const trunkX = trunks.get(source) ?? end.start.x + trunkOffset;
    const points = route(end, trunkX, obstacles, lanes);
    lanes.take(points, source);
    const last = points.at(-2) ?? end.start;
    return { id, source, points, trunkX, label: { x: last.x, y: end.end.y, width: end.end.x - last.x } };
  });
  return [...kept.values(), ...routed, ...loops];
}

/** It still leaves its source where it did, and meets its target. */
function stillFits({ points }: RoutedEdge, { start, end, reach }: Ends): boolean {
  const [first, last] = [points[0], points.at(-1)];
  return (
    first !== undefined &&
    last !== undefined &&
    first.x === start.x &&
    first.y === start.y &&
    last.x === end.x &&
    Math.abs(last.y - end.y) <= reach
  );
}

/** Whether a line crosses a card, other than by leaving or meeting it. */
export function runsThrough(points: readonly Point[], card: Rect): boolean {
  return points.some((point, at) => {
    const before = points[at - 1];
    if (!before) return false;
    return (
      Math.min(point.x, before.x) < card.x + card.width &&
      Math.max(point.x, before.x) > card.x &&
      Math.min(point.y, before.y) < card.y + card.height &&
      Math.max(point.y, before.y) > card.y
    );
  });
}

/** What calls itself: around the lower right corner of a card, or out of a row's right end and back into it. Without room for a label. */
function loop({ edge, from, start, isRow }: Ends): RoutedEdge {
  const out = start.x + loopReach;
  const bottom = from.y + from.height;
  const below = bottom + loopDrop;
  const back = start.x - loopBack;
  const points = isRow
    ? bends({ x: start.x, y: start.y + 3 }, { x: start.x, y: start.y + 11 }, out)
    : [
        { x: start.x, y: bottom - 10 },
        { x: out, y: bottom - 10 },
        { x: out, y: below },
        { x: back, y: below },
        { x: back, y: bottom },
      ];
  const end = points.at(-1) ?? start;
  return { id: edge.id, source: edge.source, points, trunkX: out, label: { x: end.x, y: end.y, width: 0 } };
}

function route(ends: Ends, trunkX: number, obstacles: Obstacles, lanes: Lanes): Point[] {
  const { from, to, start, end } = ends;
  if (end.x - trunkX < entry) return channel(ends, trunkX, obstacles, lanes);
  if (start.y === end.y && obstacles.isFlatFree(start.x, end.x, end.y, from, to)) return [start, end];
  const direct = obstacles.isFlatFree(trunkX, end.x, end.y, from, to);
  const isFree = (x: number) =>
    obstacles.isUprightFree(x, start.y, end.y, from, to) && !obstacles.crossesWords(x, start.y, end.y);
  if (direct && isFree(trunkX)) {
    return bends(start, end, trunkX);
  }
  const late = end.x - layoutSizes.columnGap + trunkOffset + entry;
  const lateX = Math.max(trunkX, late);
  if (obstacles.isFlatFree(start.x, lateX, start.y, from, to) && isFree(lateX)) {
    return bends(start, end, lateX);
  }
  return channel(ends, trunkX, obstacles, lanes);
}

function bends(start: Point, end: Point, x: number): Point[] {
  return [start, { x, y: start.y }, { x, y: end.y }, end];
}

/**
 * Trunk, a flat run through the nearest free channel, down before the target. The shortest one that crosses no card wins; where others
 * run already, one beside them.
 */
function channel(
  { edge, from, to, start, end }: Ends,
  trunkX: number,
  obstacles: Obstacles,
  lanes: Lanes,
): Point[] {
  const forward = end.x - trunkX >= 2 * entry;
  const last = forward ? end.x - layoutSizes.columnGap + trunkOffset + entry : end.x - entry;
  const heights = [
    ...obstacles.channels(Math.min(trunkX, last), Math.max(trunkX, last), start.y, end.y),
    from.y - clearance,
    from.y + from.height + clearance,
    to.y - clearance,
    to.y + to.height + clearance,
  ];
  let best = { y: heights[0] ?? start.y, x: last, cost: Number.POSITIVE_INFINITY };
  for (const height of heights) {
    for (const shift of laneShifts) {
      const y = Math.round(height + shift);
      const length = Math.abs(y - start.y) + Math.abs(y - end.y);
      if (length >= best.cost) continue;
      const x = last - lanes.besideUpright(last, y, end.y, edge.source);
      const blocked =
        Number(!obstacles.isFlatFree(trunkX, x, y, null, null)) +
        Number(!obstacles.isUprightFree(trunkX, start.y, y, from, to)) +
        Number(!obstacles.isUprightFree(x, y, end.y, from, to));
      const shared = lanes.isFlatTaken(trunkX, x, y, edge.source) ? sharedCost : 0;
      const words =
        Number(obstacles.crossesWords(trunkX, start.y, y)) + Number(obstacles.crossesWords(x, y, end.y));
      const through = obstacles.boxesCrossed(trunkX, x, y, from, to);
      const cost = length + shared + words * wordsCost + through * boxCost + blocked * 10_000;
      if (cost < best.cost) best = { y, x, cost };
    }
  }
  const { x, y } = best;
  return [start, { x: trunkX, y: start.y }, { x: trunkX, y }, { x, y }, { x, y: end.y }, end];
}
