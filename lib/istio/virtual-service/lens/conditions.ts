/**
 * A match of a rule as a list of conditions that must all hold, and what a reader does to them as changes of the document.
 * Headers that must be there, must not be there and cookies are three places of the document, but one kind of condition to a reader.
 */
import type { Change } from '#lib/document/change.ts';
import { isJsonObject, type Json, type JsonObject, own, type Path, valueAt } from '#lib/document/json.ts';
import { type CookieFrame, newCookieFrame, readCookiePattern, writeCookiePattern } from './cookie-pattern.ts';

export const subjects = [
  'uri',
  'header',
  'cookie',
  'method',
  'authority',
  'query',
  'scheme',
  'port',
  'sourceLabel',
  'sourceNamespace',
  'gateways',
] as const;
export type Subject = (typeof subjects)[number];

export type Comparison = 'exact' | 'prefix' | 'regex' | 'present';

export interface Condition {
  subject: Subject;
  /** Of the header, cookie, query parameter or label; empty for all others. */
  name: string;
  comparison: Comparison;
  /** Of headers only: the request must not be like that. */
  negated: boolean;
  value: string;
  /** Of `gateways` only. */
  gateways: readonly string[];
}

export type ReadCondition = Condition & {
  /** Of the value that holds it. */
  path: Path;
  frame: CookieFrame | null;
};

/** What a match holds that no condition can show. */
export interface KeptCondition {
  path: Path;
}

export interface ReadMatch {
  conditions: ReadCondition[];
  kept: KeptCondition[];
}

const texts = { uri: 'uri', method: 'method', authority: 'authority', scheme: 'scheme' } as const;
const maps = { headers: 'header', withoutHeaders: 'header', queryParams: 'query' } as const;
/** Shown beside the conditions. */
const asides = new Set(['name', 'statPrefix', 'ignoreUriCase']);

const plain = { name: '', comparison: 'exact', negated: false, value: '', gateways: [] } as const;
const base = { ...plain, frame: null } as const;

/** In the order of the document. */
export function readMatch(match: Json, path: Path): ReadMatch {
  const read: ReadMatch = { conditions: [], kept: [] };
  if (!isJsonObject(match)) return { conditions: [], kept: match === null ? [] : [{ path }] };
  for (const [key, value] of Object.entries(match)) {
    if (value === null || asides.has(key)) continue;
    readField(key, value, [...path, key], read);
  }
  return read;
}

function readField(key: string, value: Json, path: Path, read: ReadMatch): void {
  const keep = (at: Path = path): void => void read.kept.push({ path: at });
  if (Object.hasOwn(texts, key)) {
    const compared = readText(value);
    if (compared === null || compared.comparison === 'present') keep();
    else read.conditions.push({ ...base, subject: key as keyof typeof texts, ...compared, path });
  } else if (Object.hasOwn(maps, key) && isJsonObject(value)) {
    for (const [name, text] of Object.entries(value)) {
      const found = readNamed(key as keyof typeof maps, name, text, [...path, name]);
      if (found === null) keep([...path, name]);
      else read.conditions.push(found);
    }
  } else if (key === 'sourceLabels' && isJsonObject(value)) {
    for (const [name, text] of Object.entries(value)) {
      const at = [...path, name];
      if (typeof text !== 'string') keep(at);
      else read.conditions.push({ ...base, subject: 'sourceLabel', name, value: text, path: at });
    }
  } else if (key === 'sourceNamespace' && typeof value === 'string') {
    read.conditions.push({ ...base, subject: 'sourceNamespace', value, path });
  } else if (key === 'port' && typeof value === 'number') {
    read.conditions.push({ ...base, subject: 'port', value: String(value), path });
  } else if (key === 'gateways' && Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    read.conditions.push({ ...base, subject: 'gateways', gateways: value, path });
  } else keep();
}

function readText(value: Json): { comparison: Comparison; value: string } | null {
  if (!isJsonObject(value)) return null;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first === undefined) return { comparison: 'present', value: '' };
  const [comparison, text] = first;
  if (entries.length > 1 || typeof text !== 'string') return null;
  if (comparison !== 'exact' && comparison !== 'prefix' && comparison !== 'regex') return null;
  return { comparison, value: text };
}

function readNamed(field: keyof typeof maps, name: string, text: Json, path: Path): ReadCondition | null {
  const compared = readText(text);
  if (compared === null) return null;
  const negated = field === 'withoutHeaders';
  if (field === 'headers' && name === 'cookie' && compared.comparison === 'regex') {
    const cookie = readCookiePattern(compared.value);
    if (cookie !== null) {
      const { op, value, frame } = cookie;
      return { ...base, subject: 'cookie', name: cookie.name, comparison: op, value, path, frame };
    }
  }
  // In withoutHeaders, `*` is how presence used to be written.
  const any = negated && compared.comparison === 'regex' && compared.value === '*';
  const { comparison, value } = any ? { comparison: 'present' as const, value: '' } : compared;
  return { ...base, subject: maps[field], name, comparison, negated, value, path };
}

/** Where a condition is kept, below its match. */
export function slotOf(condition: Pick<Condition, 'subject' | 'name' | 'negated'>): readonly string[] {
  switch (condition.subject) {
    case 'header':
      return [condition.negated ? 'withoutHeaders' : 'headers', condition.name];
    case 'cookie':
      return ['headers', 'cookie'];
    case 'query':
      return ['queryParams', condition.name];
    case 'sourceLabel':
      return ['sourceLabels', condition.name];
    default:
      return [condition.subject];
  }
}

export function isTaken(match: Json, slot: readonly string[]): boolean {
  return valueAt(match, slot) !== undefined;
}

/** How a subject can be compared. */
export function comparisonsOf(subject: Subject): readonly { comparison: Comparison; negated: boolean }[] {
  const three = (['exact', 'prefix', 'regex'] as const).map((comparison) => ({ comparison, negated: false }));
  const present = { comparison: 'present', negated: false } as const;
  switch (subject) {
    case 'header':
      return [...three, present, ...[...three, present].map((one) => ({ ...one, negated: true }))];
    case 'query':
      return [...three, present];
    case 'cookie':
      return [...three.slice(0, 2), present];
    case 'uri':
    case 'method':
    case 'authority':
    case 'scheme':
      return three;
    default:
      return three.slice(0, 1);
  }
}

/** What stands there once the subject is chosen; its name is one that the match has not yet. */
export function newCondition(subject: Subject, match: Json): Condition {
  const condition: Condition = { ...plain, subject };
  switch (subject) {
    case 'uri':
      return { ...condition, comparison: 'prefix', value: '/' };
    case 'method':
      return { ...condition, value: 'GET' };
    case 'scheme':
      return { ...condition, value: 'https' };
    case 'port':
      return { ...condition, value: '80' };
    case 'header':
      return { ...condition, name: freeName('x-header', (name) => ['headers', name], match) };
    case 'query':
      return { ...condition, name: freeName('q', (name) => ['queryParams', name], match) };
    case 'sourceLabel':
      return { ...condition, name: freeName('app', (name) => ['sourceLabels', name], match) };
    case 'cookie':
      return { ...condition, name: 'session' };
    case 'gateways':
      return { ...condition, gateways: ['mesh'] };
    default:
      return condition;
  }
}

function freeName(wish: string, slot: (name: string) => readonly string[], match: Json): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wish : `${wish}-${count}`;
    if (!isTaken(match, slot(name))) return name;
  }
}

/** The value that a condition is kept as. */
export function conditionValue(condition: Condition, frame: CookieFrame | null = null): Json {
  const { subject, comparison, value, gateways } = condition;
  switch (subject) {
    case 'port':
      return Number(value);
    case 'sourceLabel':
    case 'sourceNamespace':
      return value;
    case 'gateways':
      return [...gateways];
    case 'cookie': {
      const op = comparison === 'regex' ? 'exact' : comparison;
      return {
        regex: writeCookiePattern({ name: condition.name, op, value, frame: frame ?? newCookieFrame }),
      };
    }
    default:
      return comparison === 'present' ? {} : { [comparison]: value };
  }
}

export function addCondition(match: Path, condition: Condition): Change[] {
  return [{ op: 'set', path: [...match, ...slotOf(condition)], value: conditionValue(condition) }];
}

/** A map of conditions that is empty goes too. */
export function removeCondition(document: Json, { path }: { path: Path }): Change[] {
  const parent = valueAt(document, path.slice(0, -1));
  const inMap = typeof path.at(-2) === 'string';
  const lone = inMap && isJsonObject(parent) && Object.keys(parent).length === 1;
  return [{ op: 'remove', path: lone ? path.slice(0, -1) : path }];
}

/**
 * The condition becomes another one: as small a change as the document allows.
 * Null where the match has a condition of that place already.
 */
export function changeCondition(
  document: Json,
  match: Path,
  old: ReadCondition,
  next: Condition,
): Change[] | null {
  const [from, to] = [slotOf(old), slotOf(next)];
  const same = from.length === to.length && from.every((step, index) => step === to[index]);
  const here = valueAt(document, match) ?? null;
  if (!same && isTaken(here, to)) return null;
  const [fromMap] = from;
  const [toMap, name] = to;
  const renamed = !same && from.length === 2 && fromMap === toMap && name !== undefined;
  const changes: Change[] = renamed ? [{ op: 'rename', path: old.path, key: name }] : [];
  const path = [...match, ...to];
  const value = conditionValue(next, next.subject === 'cookie' ? old.frame : null);
  if (!same && !renamed) {
    // The new one first: the match is never without conditions, and so never dropped.
    return [{ op: 'set', path, value }, ...removeCondition(document, old)];
  }
  const before = valueAt(document, old.path);
  changes.push(...textChanges(path, before, value));
  return changes;
}

/** `exact` to `prefix` renames the key, a new text changes the text alone. */
function textChanges(path: Path, before: Json | undefined, after: Json): Change[] {
  if (!isJsonObject(before) || !isJsonObject(after)) return [{ op: 'set', path, value: after }];
  const [old] = Object.keys(before);
  const [now] = Object.keys(after);
  if (old === undefined || now === undefined || Object.keys(before).length > 1)
    return [{ op: 'set', path, value: after }];
  const text = own(after, now) ?? '';
  const changes: Change[] = old === now ? [] : [{ op: 'rename', path: [...path, old], key: now }];
  if (own(before, old) !== text) changes.push({ op: 'set', path: [...path, now], value: text });
  return changes;
}

/** For another case beside a rule's: what a new match holds. */
export function newMatch(): JsonObject {
  return { uri: { prefix: '/' } };
}
