/**
 * The way of every edge: out of the source's right side, up or down its trunk, then flat into the target's left side, where the
 * label lives. Edges that would cross cards, or that run back, take a channel between rows instead.
 */

import { Lanes } from './layout-lanes.ts';
import type { LayoutCard, LayoutEdge, PlacedCard, Point, Rect, RoutedEdge } from './layout-model.ts';
import { layoutSizes } from './layout-model.ts';
import { Obstacles } from './layout-obstacles.ts';
import { portsOf } from './layout-ports.ts';

const { trunkOffset, trunkPitch, endPitch } = layoutSizes;
/** The shortest flat run before a target: the arrow and the corner. */
const entry = 20;
const laneLimit = 4;
/** Where in a channel a line may run, and how much of a detour it is worth to have it for itself. */
const laneShifts = [0, -4, 4];
const sharedCost = 24;
const clearance = 6;

/** The lowest pixels of a title strip are free of letters. */
const titleBelow = 8;
const loopReach = 12;
const loopDrop = 8;
const loopBack = 22;

interface Ends {
  edge: LayoutEdge;
  /** It starts at a row of its card. */
  isRow: boolean;
  from: PlacedCard;
  to: PlacedCard;
  start: Point;
  end: Point;
}

export function routeEdges(
  cards: readonly LayoutCard[],
  placed: readonly PlacedCard[],
  boxes: readonly Rect[],
  edges: readonly LayoutEdge[],
): RoutedEdge[] {
  const rects = new Map(placed.map((card) => [card.id, card]));
  const isLoop = ({ source, target }: LayoutEdge) => source === target;
  const loops = endsOf(cards, rects, edges.filter(isLoop)).map(loop);
  const others = edges.filter((edge) => !isLoop(edge));
  const ends = spreadEnds(endsOf(cards, rects, others), cards);
  const trunks = trunksOf(ends);
  const titles = boxes.map((box) => ({ ...box, height: layoutSizes.boxTitle - titleBelow }));
  const obstacles = new Obstacles(placed, titles);
  const lanes = new Lanes();
  const routed = ends.map((end) => {
    const trunkX = trunks.get(end.edge.source) ?? end.start.x + trunkOffset;
    const points = route(end, trunkX, obstacles, lanes);
    lanes.take(points, end.edge.source);
    const last = points.at(-2) ?? end.start;
    return {
      id: end.edge.id,
      points,
      trunkX,
      label: { x: last.x, y: end.end.y, width: end.end.x - last.x },
    };
  });
  return [...routed, ...loops];
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
  return { id: edge.id, points, trunkX: out, label: { x: end.x, y: end.y, width: 0 } };
}

function endsOf(
  cards: readonly LayoutCard[],
  rects: ReadonlyMap<string, PlacedCard>,
  edges: readonly LayoutEdge[],
): Ends[] {
  const ports = portsOf(cards);
  return edges.flatMap((edge) => {
    const [source, target] = [ports.get(edge.source), ports.get(edge.target)];
    if (source === undefined || target === undefined) return [];
    const from = rects.get(cards[source.card]?.id ?? '');
    const to = rects.get(cards[target.card]?.id ?? '');
    if (from === undefined || to === undefined) return [];
    const start = { x: from.x + from.width, y: Math.round(from.y + source.y) };
    return [
      {
        edge,
        isRow: edge.source !== from.id,
        from,
        to,
        start,
        end: { x: to.x, y: Math.round(to.y + target.y) },
      },
    ];
  });
}

/** Several edges into one place end apart, in the order in which they come from above. */
function spreadEnds(ends: readonly Ends[], cards: readonly LayoutCard[]): Ends[] {
  const heights = new Map(
    cards.flatMap(({ id, height, rows = [] }) => [
      [id, rows.length > 0 ? layoutSizes.cardHead : height] as const,
      ...rows.map((row) => [row.id, row.height] as const),
    ]),
  );
  for (const [target, group] of Map.groupBy(ends, ({ edge }) => edge.target)) {
    if (group.length < 2) continue;
    const room = (heights.get(target) ?? 0) - 10;
    const pitch = Math.min(endPitch, room / (group.length - 1));
    group.sort((a, b) => a.start.y - b.start.y || b.start.x - a.start.x || (a.edge.id < b.edge.id ? -1 : 1));
    group.forEach((end, index) => {
      end.end = { x: end.end.x, y: Math.round(end.end.y + (index - (group.length - 1) / 2) * pitch) };
    });
  }
  return [...ends];
}

/** Sources whose trunks would lie over each other get lanes of their own. */
function trunksOf(ends: readonly Ends[]): Map<string, number> {
  const trunks = new Map<string, number>();
  const spans = [...Map.groupBy(ends, ({ edge }) => edge.source)].map(([source, group]) => {
    const ys = group.flatMap(({ start, end }) => [start.y, end.y]);
    return { source, x: group[0]?.start.x ?? 0, top: Math.min(...ys), bottom: Math.max(...ys) };
  });
  for (const column of Map.groupBy(spans, ({ x }) => x).values()) {
    const lanes: number[] = [];
    for (const { source, x, top, bottom } of column.sort((a, b) => a.top - b.top || a.bottom - b.bottom)) {
      const free = lanes.findIndex((end) => end < top);
      const lane = free >= 0 ? free : lanes.length;
      lanes[lane] = bottom;
      trunks.set(source, x + trunkOffset + Math.min(lane, laneLimit - 1) * trunkPitch);
    }
  }
  return trunks;
}

function route(ends: Ends, trunkX: number, obstacles: Obstacles, lanes: Lanes): Point[] {
  const { from, to, start, end } = ends;
  if (end.x - trunkX < entry) return channel(ends, trunkX, obstacles, lanes);
  if (start.y === end.y && obstacles.isFlatFree(start.x, end.x, end.y, from, to)) return [start, end];
  const direct = obstacles.isFlatFree(trunkX, end.x, end.y, from, to);
  if (direct && obstacles.isUprightFree(trunkX, start.y, end.y, from, to)) {
    return bends(start, end, trunkX);
  }
  const late = end.x - layoutSizes.columnGap + trunkOffset + entry;
  const lateX = Math.max(trunkX, late);
  if (
    obstacles.isFlatFree(start.x, lateX, start.y, from, to) &&
    obstacles.isUprightFree(lateX, start.y, end.y, from, to)
  ) {
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
      const cost = length + shared + blocked * 10_000;
      if (cost < best.cost) best = { y, x, cost };
    }
  }
  const { x, y } = best;
  return [start, { x: trunkX, y: start.y }, { x: trunkX, y }, { x, y }, { x, y: end.y }, end];
}
