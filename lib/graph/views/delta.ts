/**
 * The difference of two versions of a graph, and the way back: `applyDelta(before, graphDelta(before, after))` equals `after`,
 * and whatever did not change is the very same object as before, so that a screen draws only what did.
 */
import type { Graph } from '../../api/traffic/graph.ts';
import type { GraphDelta, Patch } from '../../api/traffic/graph-delta.ts';
import { isRecord } from '../../record.ts';
import { eachInSteps, finish, type Steps } from '../../steps.ts';

interface ListDelta<T> {
  change?: [number, Patch][] | undefined;
  remove?: number[] | undefined;
  order?: number[] | undefined;
  add?: [number, T][] | undefined;
}

const lists: ReadonlySet<string> = new Set(['version', 'nodes', 'edges']);

/** Ids are unique in each list, as `buildGraph` makes them. */
export function graphDelta(before: Graph, after: Graph): GraphDelta {
  return finish(deltaSteps(before, after));
}

/** As `graphDelta`, with pauses. */
export function* deltaSteps(before: Graph, after: Graph): Steps<GraphDelta> {
  const set: Patch = {};
  for (const [name, value] of Object.entries(after)) {
    if (!lists.has(name) && !same(fieldOf(before, name), value)) set[name] = value;
  }
  const delta: GraphDelta = { from: before.version, to: after.version, set };
  const nodes = yield* listSteps(before.nodes, after.nodes);
  const edges = yield* listSteps(before.edges, after.edges);
  if (nodes !== null) delta.nodes = nodes;
  if (edges !== null) delta.edges = edges;
  return delta;
}

/** Throws when `before` is not the version that the delta starts from. */
export function applyDelta(before: Graph, delta: GraphDelta): Graph {
  if (before.version !== delta.from) throw new Error('The delta belongs to another version.');
  return {
    ...before,
    ...delta.set,
    version: delta.to,
    nodes: applyList(before.nodes, delta.nodes),
    edges: applyList(before.edges, delta.edges),
  };
}

function* listSteps<T extends { id: string }>(
  before: readonly T[],
  after: readonly T[],
): Steps<ListDelta<T> | null> {
  const places = new Map(before.map(({ id }, index) => [id, index]));
  const change: [number, Patch][] = [];
  const add: [number, T][] = [];
  const kept: number[] = [];
  yield* eachInSteps(after.entries(), ([index, item]) => {
    const place = places.get(item.id);
    const present = place === undefined ? undefined : before[place];
    // What a change did not touch is the same object, and needs no second look.
    if (place !== undefined && present === item) {
      kept.push(place);
      return;
    }
    const patch = present === undefined ? null : patchOf(present, item);
    if (place === undefined || patch === null) {
      add.push([index, item]);
      return;
    }
    kept.push(place);
    if (Object.keys(patch).length > 0) change.push([place, patch]);
  });
  const staying = new Set(kept);
  const remove = before.flatMap((_, index) => (staying.has(index) ? [] : [index]));
  const reordered = kept.some((place, index) => index > 0 && place < (kept[index - 1] ?? 0));
  const delta: ListDelta<T> = {
    ...(change.length > 0 && { change }),
    ...(remove.length > 0 && { remove }),
    ...(reordered && { order: kept }),
    ...(add.length > 0 && { add }),
  };
  return Object.keys(delta).length > 0 ? delta : null;
}

function applyList<T extends object>(before: T[], delta: ListDelta<T> | undefined): T[] {
  if (delta === undefined) return before;
  const { change = [], remove = [], order, add = [] } = delta;
  const changed: (T | undefined)[] = [...before];
  for (const [place, patch] of change) {
    const item = before[place];
    if (item !== undefined) changed[place] = applyPatch(item, patch);
  }
  const gone = new Set(remove);
  const stay = (order ?? changed.map((_, place) => place).filter((place) => !gone.has(place))).flatMap(
    (place) => changed[place] ?? [],
  );
  if (add.length === 0) return stay;
  const result: T[] = [];
  let next = 0;
  for (const [place, item] of add) {
    const missing = place - result.length;
    result.push(...stay.slice(next, next + missing), item);
    next += missing;
  }
  return [...result, ...stay.slice(next)];
}

/** Changed fields; null when a field is gone: that cannot be said, the item is sent whole. */
function patchOf(before: object, after: object): Patch | null {
  const patch: Patch = {};
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) return null;
  for (const [name, value] of Object.entries(after)) {
    const old = fieldOf(before, name);
    if (same(old, value)) continue;
    if (!isRecord(old) || !isRecord(value)) {
      patch[name] = value;
      continue;
    }
    const inner = patchOf(old, value);
    if (inner === null) return null;
    patch[name] = inner;
  }
  return patch;
}

function applyPatch<T extends object>(before: T, patch: Patch): T {
  const after = { ...before };
  for (const [name, value] of Object.entries(patch)) {
    const old = fieldOf(before, name);
    Object.assign(after, { [name]: isRecord(old) && isRecord(value) ? applyPatch(old, value) : value });
  }
  return after;
}

function fieldOf(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** Equality of JSON values. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) && a.length === b.length && a.every((value: unknown, index) => same(value, b[index]))
    );
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
  );
}
