/**
 * Which requests of one rule another rule would take, as far as it can be said without seeing a request: all of them, none of them,
 * or nobody knows. Nothing is guessed: two matches are told apart only where a condition of one excludes the other.
 */
import type { HttpMatch } from '../../istio/routing/rules.ts';

export type Relation = 'all' | 'none' | 'maybe';

/** The requests of a rule: one of `matches` (none means any request), and nothing that an earlier rule takes. */
export interface RequestClass {
  matches: readonly HttpMatch[];
  excluded: readonly HttpMatch[];
}

/** Without those that an earlier rule takes whole. */
export function openMatches(matches: readonly HttpMatch[], excluded: readonly HttpMatch[]): HttpMatch[] {
  return matches.filter((match) => !excluded.some((earlier) => implies(match, earlier)));
}

/** What a rule with `wanted` (none means any request) takes of the class. */
export function relationOf({ matches, excluded }: RequestClass, wanted: readonly HttpMatch[]): Relation {
  if (wanted.length === 0) return 'all';
  const open = openMatches(wanted, excluded);
  if (open.length === 0) return 'none';
  if (matches.length === 0) return 'maybe';
  if (matches.every((match) => open.some((one) => implies(match, one)))) return 'all';
  return matches.every((match) => open.every((one) => areDisjoint(match, one))) ? 'none' : 'maybe';
}

type Conditions = ReadonlyMap<string, Condition>;
interface Condition {
  value: unknown;
  foldsCase: boolean;
}

/** True when every request of `match` fulfils `wider`, too. */
function implies(match: HttpMatch, wider: HttpMatch): boolean {
  const own = conditionsOf(match);
  return [...conditionsOf(wider)].every(([key, wanted]) => {
    const present = own.get(key);
    return present !== undefined && (isSame(present, wanted) || isWithin(present, wanted));
  });
}

function areDisjoint(match: HttpMatch, other: HttpMatch): boolean {
  const own = conditionsOf(match);
  return [...conditionsOf(other)].some(([key, wanted]) => {
    const present = own.get(key);
    if (present === undefined || key.startsWith('without ') || present.foldsCase || wanted.foldsCase)
      return false;
    if (key === 'port') return present.value !== wanted.value;
    return excludes(present.value, wanted.value) || excludes(wanted.value, present.value);
  });
}

function excludes(value: unknown, other: unknown): boolean {
  const exact = textOf(value, 'exact');
  if (exact !== null) {
    const [otherExact, prefix] = [textOf(other, 'exact'), textOf(other, 'prefix')];
    return (otherExact !== null && otherExact !== exact) || (prefix !== null && !exact.startsWith(prefix));
  }
  const [prefix, otherPrefix] = [textOf(value, 'prefix'), textOf(other, 'prefix')];
  return (
    prefix !== null &&
    otherPrefix !== null &&
    !prefix.startsWith(otherPrefix) &&
    !otherPrefix.startsWith(prefix)
  );
}

function isWithin({ value, foldsCase }: Condition, wider: Condition): boolean {
  if (foldsCase || wider.foldsCase) return false;
  const prefix = textOf(wider.value, 'prefix');
  const text = textOf(value, 'exact') ?? textOf(value, 'prefix');
  return prefix !== null && text?.startsWith(prefix) === true;
}

function isSame(one: Condition, other: Condition): boolean {
  return one.foldsCase === other.foldsCase && JSON.stringify(one.value) === JSON.stringify(other.value);
}

function textOf(value: unknown, key: 'exact' | 'prefix'): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' ? text : null;
}

/** Without what is decided by who asks: clients' labels and gateways were looked at before. */
function conditionsOf(match: HttpMatch): Conditions {
  const found = new Map<string, Condition>();
  const put = (key: string, value: unknown, foldsCase = false) => {
    if (value !== undefined) found.set(key, { value, foldsCase });
  };
  put('uri', match.uri, match.ignoreUriCase === true);
  put('scheme', match.scheme);
  put('method', match.method);
  put('authority', match.authority);
  put('port', match.port);
  for (const [name, value] of Object.entries(match.headers ?? {})) put(`header ${name.toLowerCase()}`, value);
  for (const [name, value] of Object.entries(match.queryParams ?? {})) put(`query ${name}`, value);
  for (const [name, value] of Object.entries(match.withoutHeaders ?? {}))
    put(`without ${name.toLowerCase()}`, value);
  return found;
}
