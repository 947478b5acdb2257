/** A match of an HTTPRoute's or GRPCRoute's rule as conditions that must all hold, and what a reader does to them as changes. */
import type { Change } from '#lib/document/change.ts';
import { isJsonObject, type Json, type JsonObject, own, type Path, valueAt } from '#lib/document/json.ts';
import { applied, clearField, insertItem, removeItem } from '../../forms/actions.ts';

export type RouteKind = 'HTTPRoute' | 'GRPCRoute';

export type RouteSubject = 'path' | 'method' | 'header' | 'query' | 'service' | 'rpc';

export const comparisons = ['Exact', 'PathPrefix', 'RegularExpression'] as const;
export type RouteComparison = (typeof comparisons)[number];

export interface RouteCondition {
  subject: RouteSubject;
  /** Of the header or query parameter; empty for all others. */
  name: string;
  comparison: RouteComparison;
  value: string;
  /** Of what goes when the condition goes. */
  path: Path;
  valuePath: Path;
  /** Null where there is nothing to compare but whole words. */
  comparisonPath: Path | null;
}

export interface ReadRouteMatch {
  conditions: RouteCondition[];
  /** What no condition can show. */
  kept: Path[];
}

const subjectsOfKind: Readonly<Record<RouteKind, readonly RouteSubject[]>> = {
  HTTPRoute: ['path', 'method', 'header', 'query'],
  GRPCRoute: ['service', 'rpc', 'header'],
};
const lists = { header: 'headers', query: 'queryParams' } as const;

export function subjectsOf(kind: RouteKind): readonly RouteSubject[] {
  return subjectsOfKind[kind];
}

export function comparisonsOf(subject: RouteSubject): readonly RouteComparison[] {
  if (subject === 'path') return comparisons;
  return subject === 'method' ? [] : ['Exact', 'RegularExpression'];
}

export function readRouteMatch(kind: RouteKind, match: Json, path: Path): ReadRouteMatch {
  const found: ReadRouteMatch = { conditions: [], kept: [] };
  if (!isJsonObject(match)) return { ...found, kept: [path] };
  for (const subject of subjectsOfKind[kind]) {
    if (subject === 'header' || subject === 'query') readList(subject, match, path, found);
    else if (subject === 'method') readMethod(match, path, found);
    else if (subject === 'path') readPath(match, path, found);
    else readCall(subject, match, path, found);
  }
  return found;
}

function readPath(match: JsonObject, at: Path, { conditions, kept }: ReadRouteMatch): void {
  const value = own(match, 'path') ?? undefined;
  if (value === undefined) return;
  const path = [...at, 'path'];
  const comparison = comparisonIn(value, 'PathPrefix');
  const text = isJsonObject(value) ? (own(value, 'value') ?? '/') : null;
  if (comparison === null || typeof text !== 'string') {
    kept.push(path);
    return;
  }
  conditions.push({
    subject: 'path',
    name: '',
    comparison,
    value: text,
    path,
    valuePath: [...path, 'value'],
    comparisonPath: [...path, 'type'],
  });
}

function readMethod(match: JsonObject, at: Path, { conditions, kept }: ReadRouteMatch): void {
  const value = own(match, 'method') ?? undefined;
  if (value === undefined) return;
  const path = [...at, 'method'];
  if (typeof value !== 'string') kept.push(path);
  else {
    const whole = { name: '', comparison: 'Exact', comparisonPath: null } as const;
    conditions.push({ ...whole, subject: 'method', value, path, valuePath: path });
  }
}

/** Service and method of a call stand in one group, and are compared in one way. */
function readCall(
  subject: 'service' | 'rpc',
  match: JsonObject,
  at: Path,
  { conditions, kept }: ReadRouteMatch,
): void {
  const call = own(match, 'method') ?? undefined;
  if (call === undefined) return;
  const path = [...at, 'method'];
  const comparison = comparisonIn(call, 'Exact');
  const key = subject === 'service' ? 'service' : 'method';
  const value = isJsonObject(call) ? (own(call, key) ?? undefined) : undefined;
  const misread = comparison === null || (value !== undefined && typeof value !== 'string');
  if (misread && !kept.some((one) => one.length === path.length && one.at(-1) === 'method')) kept.push(path);
  if (misread || value === undefined) return;
  const place = [...path, key];
  conditions.push({
    subject,
    name: '',
    comparison,
    value,
    path: place,
    valuePath: place,
    comparisonPath: [...path, 'type'],
  });
}

function readList(
  subject: 'header' | 'query',
  match: JsonObject,
  at: Path,
  { conditions, kept }: ReadRouteMatch,
): void {
  const items = own(match, lists[subject]) ?? undefined;
  if (items === undefined) return;
  const list = [...at, lists[subject]];
  if (!Array.isArray(items)) {
    kept.push(list);
    return;
  }
  items.forEach((item, index) => {
    const path = [...list, index];
    const comparison = comparisonIn(item, 'Exact');
    const [name, value] = isJsonObject(item)
      ? [own(item, 'name') ?? '', own(item, 'value') ?? '']
      : [null, null];
    if (comparison === null || typeof name !== 'string' || typeof value !== 'string') kept.push(path);
    else {
      const places = { path, valuePath: [...path, 'value'], comparisonPath: [...path, 'type'] };
      conditions.push({ subject, name, comparison, value, ...places });
    }
  });
}

/** Null where it is none that a reader could choose. */
function comparisonIn(value: Json, normal: RouteComparison): RouteComparison | null {
  if (!isJsonObject(value)) return null;
  const type = own(value, 'type') ?? normal;
  return comparisons.find((one) => one === type) ?? null;
}

/** Whether another condition of this subject would have no place. */
export function isTaken(conditions: readonly RouteCondition[], subject: RouteSubject): boolean {
  const many = subject === 'header' || subject === 'query';
  return !many && conditions.some((one) => one.subject === subject);
}

/** Its last condition gone, a match is left that takes everything. */
export function removeCondition(document: Json, { subject, path }: RouteCondition): Change[] {
  const last = path.at(-1);
  if (typeof last === 'number') return removeItem(document, path.slice(0, -1), last);
  if (subject !== 'service' && subject !== 'rpc') return clearField(document, path);
  const call = path.slice(0, -1);
  const there = valueAt(document, call);
  const others = isJsonObject(there)
    ? Object.keys(there).filter((key) => key !== last && key !== 'type')
    : [];
  return clearField(document, others.length === 0 ? call : path);
}

/** `match`: the path of the match. */
export function addCondition(document: Json, match: Path, subject: RouteSubject): Change[] {
  switch (subject) {
    case 'path':
      return [{ op: 'set', path: [...match, 'path'], value: { type: 'PathPrefix', value: '/' } }];
    case 'method':
      return [{ op: 'set', path: [...match, 'method'], value: 'GET' }];
    case 'service':
      return [{ op: 'set', path: [...match, 'method', 'service'], value: '' }];
    case 'rpc':
      return [{ op: 'set', path: [...match, 'method', 'method'], value: '' }];
    default: {
      const list = [...match, lists[subject]];
      const items = valueAt(document, list);
      return insertItem(document, list, Array.isArray(items) ? items.length : 0, { name: '', value: '' });
    }
  }
}

/** Where the condition stands that `addCondition` makes. */
export function slotOf(document: Json, match: Path, subject: RouteSubject): Path {
  if (subject === 'path' || subject === 'method') return [...match, subject];
  if (subject === 'service') return [...match, 'method', 'service'];
  if (subject === 'rpc') return [...match, 'method', 'method'];
  const items = valueAt(document, [...match, lists[subject]]);
  return [...match, lists[subject], Array.isArray(items) ? items.length : 0];
}

/** The condition looks at something else. */
export function changeSubject(
  document: Json,
  match: Path,
  condition: RouteCondition,
  subject: RouteSubject,
): Change[] {
  if (subject === condition.subject) return [];
  // First what comes, so that the match is never empty in between.
  const added = addCondition(document, match, subject);
  return [...added, ...removeCondition(applied(document, added), condition)];
}

export function newMatch(kind: RouteKind): JsonObject {
  return kind === 'HTTPRoute' ? { path: { type: 'PathPrefix', value: '/' } } : { method: { service: '' } };
}
