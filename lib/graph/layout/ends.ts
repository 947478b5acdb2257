/**
 * Where edges leave and meet cards: at ports, several into one place apart, and beside each other on the trunks that leave a column.
 * What is taken by ways that are kept stays theirs.
 */
import type { LayoutCard, LayoutEdge, PlacedCard, Point, RoutedEdge } from './model.ts';
import { layoutSizes } from './model.ts';
import { portsOf } from './ports.ts';

const { trunkOffset, trunkPitch, endPitch } = layoutSizes;
const laneLimit = 4;
/** Of a target's height, what is left free above and below its ends. */
const cornerRoom = 10;

export interface Ends {
  edge: LayoutEdge;
  /** It starts at a row of its card. */
  isRow: boolean;
  from: PlacedCard;
  to: PlacedCard;
  start: Point;
  end: Point;
  /** How far above and below `end` the target may be met. */
  reach: number;
}

export function endsOf(
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
        reach: (target.height - cornerRoom) / 2,
      },
    ];
  });
}

/** Several edges into one place end apart, in the order in which they come from above; beside taken ends as far away as there is room. */
export function spreadEnds(ends: readonly Ends[], taken: readonly RoutedEdge[]): Ends[] {
  const ys = new Map<number, number[]>();
  for (const { points } of taken) {
    const last = points.at(-1);
    if (!last) continue;
    const list = ys.get(last.x);
    if (list === undefined) ys.set(last.x, [last.y]);
    else list.push(last.y);
  }
  for (const group of Map.groupBy(ends, ({ edge }) => edge.target).values()) {
    const [first] = group;
    if (!first) continue;
    const middle = first.end.y;
    const { reach } = first;
    const fixed = (ys.get(first.end.x) ?? []).filter((y) => Math.abs(y - middle) <= reach);
    group.sort((a, b) => a.start.y - b.start.y || b.start.x - a.start.x || (a.edge.id < b.edge.id ? -1 : 1));
    const pitch = Math.min(endPitch, (2 * reach) / Math.max(1, group.length + fixed.length - 1));
    group.forEach((end, index) => {
      const wished = middle + (index - (group.length - 1) / 2) * pitch;
      const y = fixed.length === 0 ? Math.round(wished) : freeEnd(end, middle, fixed);
      end.end = { x: end.end.x, y };
      if (fixed.length > 0) fixed.push(y);
    });
  }
  return [...ends];
}

/** The height farthest from those taken, as far as that is worth; of equals the one nearest to where the edge comes from. */
function freeEnd({ start, reach }: Ends, middle: number, taken: readonly number[]): number {
  let best = { y: middle, room: -1, way: 0 };
  for (let y = Math.ceil(middle - reach); y <= middle + reach; y++) {
    const room = Math.min(endPitch, ...taken.map((other) => Math.abs(other - y)));
    const way = Math.abs(y - start.y);
    if (room > best.room || (room === best.room && way < best.way)) best = { y, room, way };
  }
  return best.y;
}

interface Span {
  readonly source: string;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** Sources whose trunks would lie over each other get lanes of their own; whoever has a trunk keeps it. */
export function trunksOf(ends: readonly Ends[], taken: readonly RoutedEdge[]): Map<string, number> {
  const trunks = new Map<string, number>();
  const lanes = new Map<number, Span[]>();
  const take = (x: number, span: Span) => {
    const lane = lanes.get(x);
    if (lane === undefined) lanes.set(x, [span]);
    else lane.push(span);
  };
  for (const { source, points, trunkX } of taken) {
    const heights = points.map(({ y }) => y);
    trunks.set(source, trunkX);
    take(trunkX, { source, x: trunkX, top: Math.min(...heights), bottom: Math.max(...heights) });
  }
  const spans = [...Map.groupBy(ends, ({ edge }) => edge.source)]
    .filter(([source, [first]]) => !isBeside(trunks.get(source), first?.start.x ?? 0))
    .map(([source, group]): Span => {
      const heights = group.flatMap(({ start, end }) => [start.y, end.y]);
      const x = (group[0]?.start.x ?? 0) + trunkOffset;
      return { source, x, top: Math.min(...heights), bottom: Math.max(...heights) };
    });
  for (const span of spans.sort((a, b) => a.x - b.x || a.top - b.top || a.bottom - b.bottom)) {
    let lane = 0;
    while (lane < laneLimit - 1 && isTaken(lanes.get(span.x + lane * trunkPitch), span)) lane++;
    const x = span.x + lane * trunkPitch;
    trunks.set(span.source, x);
    take(x, span);
  }
  return trunks;
}

/** A source that has moved since needs another trunk. */
function isBeside(trunkX: number | undefined, right: number): boolean {
  return trunkX !== undefined && trunkX > right && trunkX <= right + trunkOffset + laneLimit * trunkPitch;
}

function isTaken(lane: readonly Span[] | undefined, { top, bottom }: Span): boolean {
  return lane?.some((other) => other.top <= bottom && top <= other.bottom) ?? false;
}
