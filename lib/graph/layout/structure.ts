/** What is left of what, and above what: cards grouped into blocks (a namespace, or a card without one), ranked and ordered inside. */
import type { LayoutCard, LayoutEdge } from './model.ts';
import type { CardLink } from './ports.ts';
import { linksOf } from './ports.ts';

export interface Block {
  namespace: string | null;
  /** Card indexes, columns from left to right, each from top to bottom. */
  columns: number[][];
  /** Mean rank of its cards in the whole graph: how far right it belongs. */
  rank: number;
}

export interface Structure {
  cards: readonly LayoutCard[];
  links: readonly CardLink[];
  blocks: Block[];
  /** Block index of each card. */
  blockOf: number[];
}

type Arc = readonly [from: number, to: number];

const sweeps = 6;

export function buildStructure(cards: readonly LayoutCard[], edges: readonly LayoutEdge[]): Structure {
  const links = linksOf(cards, edges);
  const arcs = links.map(({ source, target }): Arc => [source.card, target.card]);
  const ranks = rankAll(cards.length, arcs);
  const groups = Map.groupBy(cards.keys(), (card) => cards[card]?.namespace ?? `\n${cards[card]?.id}`);
  const calls = new Set(arcs.map(([from]) => from));
  const blockOf: number[] = [];
  const blocks = [...groups.values()].map((members, block): Block => {
    for (const card of members) blockOf[card] = block;
    const rank = members.reduce((sum, card) => sum + (ranks[card] ?? 0), 0) / members.length;
    return { namespace: cards[members[0] ?? 0]?.namespace ?? null, columns: [], rank };
  });
  for (const [from, to] of arcs) {
    // A loose card that calls nobody stands right after those that call it, not among the namespaces of its rank.
    const [caller, sink] = [blocks[blockOf[from] ?? 0], blocks[blockOf[to] ?? 0]];
    if (caller === undefined || sink === undefined || sink.namespace !== null || calls.has(to)) continue;
    sink.rank = Math.max(sink.rank, caller.rank + 1);
  }
  const internal = Map.groupBy(
    arcs.filter(([from, to]) => blockOf[from] === blockOf[to]),
    ([from]) => blockOf[from] ?? -1,
  );
  [...groups.values()].forEach((members, block) => {
    const target = blocks[block];
    if (target !== undefined) target.columns = columnsOf(members, internal.get(block) ?? []);
  });
  return { cards, links, blocks, blockOf };
}

/** Longest-path ranks of a block, tall ranks split, crossings reduced; cards without edges fill the short columns. */
function columnsOf(members: readonly number[], arcs: readonly Arc[]): number[][] {
  const local = new Map(members.map((card, index) => [card, index]));
  const localArcs = arcs.map(([from, to]): Arc => [local.get(from) ?? 0, local.get(to) ?? 0]);
  const linked = new Set(localArcs.flat());
  const ranks = rankAll(members.length, localArcs);
  const byRank: number[][] = [];
  for (const index of members.keys()) {
    if (!linked.has(index)) continue;
    const rank = ranks[index] ?? 0;
    byRank[rank] ??= [];
    byRank[rank].push(index);
  }
  const limit = Math.max(4, Math.ceil(Math.sqrt(members.length * 2.2)));
  const columns = byRank.filter((column) => column !== undefined && column.length > 0);
  reduceCrossings(columns, localArcs, members.length);
  const split = columns.flatMap((column) => chunks(column, limit));
  const unlinked = [...members.keys()].filter((index) => !linked.has(index));
  for (const index of unlinked) {
    const shortest = split.toSorted((a, b) => a.length - b.length)[0];
    if (shortest === undefined || shortest.length >= limit) split.push([index]);
    else shortest.push(index);
  }
  return split.map((column) => column.map((index) => members[index] ?? 0));
}

function chunks(column: readonly number[], limit: number): number[][] {
  const count = Math.ceil(column.length / limit);
  const size = Math.ceil(column.length / count);
  return Array.from({ length: count }, (_, part) => column.slice(part * size, (part + 1) * size));
}

/** Ranks so that arcs go up, except those that close a cycle; sources are pulled up to what they call. */
export function rankAll(count: number, arcs: readonly Arc[]): number[] {
  const out: number[][] = Array.from({ length: count }, () => []);
  const inDegree = new Array<number>(count).fill(0);
  for (const [from, to] of arcs) {
    if (from === to) continue;
    out[from]?.push(to);
    inDegree[to] = (inDegree[to] ?? 0) + 1;
  }
  const balance = (node: number) => (out[node]?.length ?? 0) - (inDegree[node] ?? 0);
  const starts = [...out.keys()].sort(
    (a, b) =>
      Number((inDegree[a] ?? 0) > 0) - Number((inDegree[b] ?? 0) > 0) || balance(b) - balance(a) || a - b,
  );
  const finished = depthFirst(starts, out);
  const order = finished.toReversed();
  const position = new Map(order.map((node, index) => [node, index]));
  const forward = (from: number, to: number) => (position.get(from) ?? 0) < (position.get(to) ?? 0);
  const ranks = new Array<number>(count).fill(0);
  for (const node of order) {
    for (const next of out[node] ?? []) {
      if (forward(node, next)) ranks[next] = Math.max(ranks[next] ?? 0, (ranks[node] ?? 0) + 1);
    }
  }
  for (const node of order.toReversed()) {
    if ((inDegree[node] ?? 0) > 0) continue;
    const called = (out[node] ?? []).filter((next) => forward(node, next)).map((next) => ranks[next] ?? 0);
    if (called.length > 0) ranks[node] = Math.min(...called) - 1;
  }
  return ranks;
}

/** Nodes in the order in which a depth-first search leaves them; without recursion, since chains may be long. */
function depthFirst(starts: readonly number[], out: readonly (readonly number[])[]): number[] {
  const seen = new Set<number>();
  const finished: number[] = [];
  for (const start of starts) {
    if (seen.has(start)) continue;
    seen.add(start);
    const stack = [{ node: start, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const child = out[top.node]?.[top.next++];
      if (child === undefined) {
        finished.push(top.node);
        stack.pop();
      } else if (!seen.has(child)) {
        seen.add(child);
        stack.push({ node: child, next: 0 });
      }
    }
  }
  return finished;
}

/** Barycentre sweeps: each column is sorted by the mean place of the neighbours on the side it is swept from. */
function reduceCrossings(columns: number[][], arcs: readonly Arc[], count: number): void {
  const before: number[][] = Array.from({ length: count }, () => []);
  const after: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of arcs) {
    after[from]?.push(to);
    before[to]?.push(from);
  }
  const place = new Array<number>(count).fill(0);
  const setPlaces = (column: readonly number[]) => {
    column.forEach((node, index) => {
      place[node] = (index + 0.5) / column.length;
    });
  };
  columns.forEach(setPlaces);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const rightward = sweep % 2 === 0;
    const neighbours = rightward ? before : after;
    for (const column of rightward ? columns : columns.toReversed()) {
      const centre = new Map(
        column.map((node) => [node, mean(neighbours[node] ?? [], place) ?? place[node] ?? 0]),
      );
      column.sort((a, b) => (centre.get(a) ?? 0) - (centre.get(b) ?? 0) || (place[a] ?? 0) - (place[b] ?? 0));
      setPlaces(column);
    }
  }
}

function mean(nodes: readonly number[], place: readonly number[]): number | null {
  if (nodes.length === 0) return null;
  return nodes.reduce((sum, node) => sum + (place[node] ?? 0), 0) / nodes.length;
}
