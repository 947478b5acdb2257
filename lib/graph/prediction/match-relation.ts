/**
 * Which requests of one rule another rule would take, as far as it can be said without seeing a request: all of them, none of them,
 * or nobody knows. Nothing is guessed: two matches are told apart only where a condition of one excludes the other.
 */
import { hostsOverlap, isWithin } from '../../istio/hosts/host-name.ts';
import { wholeSegments } from '../../istio/routing/http/string-match.ts';
import type { HttpMatch, L4Match } from '../../istio/routing/rules.ts';

export type Relation = 'all' | 'none' | 'maybe';

/** Of requests or of connections. */
type Match = HttpMatch | L4Match;

/** The requests of a rule: one of `matches` (none means any request), and nothing that an earlier rule takes. */
export interface RequestClass {
  matches: readonly Match[];
  excluded: Excluded;
}

/** What earlier rules take. */
export interface Excluded {
  /** Whether it is one of their matches, word for word: most rules of a proposal are those that are there. */
  has(match: Match): boolean;
  /** Whether one of their matches takes all that this one asks for. */
  take(match: Match): boolean;
}

/** Without those that an earlier rule takes whole. */
export function openMatches<Any extends Match>(matches: readonly Any[], excluded: Excluded): Any[] {
  return matches.filter((match) => !excluded.take(match));
}

/**
 * The matches of earlier rules, one list for all rules of an entry, looked up by where their path begins: of thousands of rules only
 * those are compared that may take the same requests.
 */
export class EarlierMatches {
  readonly #all: Match[] = [];
  /** Of each text the first place. */
  readonly #first = new Map<string, number>();
  /** Places in the list, rising. */
  readonly #places = new Map<string, number[]>();
  readonly #lengths: number[] = [];

  add(matches: readonly Match[]): void {
    for (const match of matches) {
      const uri = conditionsOf(match).get('uri');
      const begin = uri === undefined || uri.foldsCase ? null : beginningOf(uri.value);
      const name = uri === undefined ? anyPath : begin === null ? sameAs(uri) : `^${begin}`;
      const known = this.#places.get(name);
      if (known !== undefined) known.push(this.#all.length);
      else this.#places.set(name, [this.#all.length]);
      if (begin !== null && !this.#lengths.includes(begin.length)) this.#lengths.push(begin.length);
      const text = textOfMatch(match);
      if (!this.#first.has(text)) this.#first.set(text, this.#all.length);
      this.#all.push(match);
    }
  }

  /** Those that are there now; what is added later is none of them. */
  now(): Excluded {
    const count = this.#all.length;
    const has = (match: Match): boolean => (this.#first.get(textOfMatch(match)) ?? count) < count;
    return { has, take: (match) => has(match) || this.#take(match, count) };
  }

  #take(match: Match, count: number): boolean {
    const isTaken = (name: string): boolean => {
      for (const place of this.#places.get(name) ?? []) {
        if (place >= count) return false;
        const earlier = this.#all[place];
        if (earlier !== undefined && implies(match, earlier)) return true;
      }
      return false;
    };
    if (isTaken(anyPath)) return true;
    const uri = conditionsOf(match).get('uri');
    if (uri === undefined) return false;
    if (isTaken(sameAs(uri))) return true;
    const text = uri.foldsCase ? null : (textOf(uri.value, 'exact') ?? beginningOf(uri.value));
    return (
      text !== null &&
      this.#lengths.some((length) => length <= text.length && isTaken(`^${text.slice(0, length)}`))
    );
  }
}

const texts = new WeakMap<Match, string>();

function textOfMatch(match: Match): string {
  let text = texts.get(match);
  if (text === undefined) {
    text = JSON.stringify(match);
    texts.set(match, text);
  }
  return text;
}

const anyPath = '*';
const sameAs = ({ text, foldsCase }: Condition): string => `=${foldsCase ? 'i' : ''} ${text}`;

/** What a rule with `wanted` (none means any request) takes of the class. */
export function relationOf({ matches, excluded }: RequestClass, wanted: readonly Match[]): Relation {
  if (wanted.length === 0) return 'all';
  if (wanted.every(excluded.has)) return 'none';
  // Most rules have nothing in common, which is seen without looking at all the earlier ones.
  const apart = (match: Match) => wanted.every((one) => areDisjoint(match, one) && !implies(match, one));
  if (matches.length > 0 && matches.every(apart)) return 'none';
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
  /** Equal for equal values. */
  text: string;
}

/** True when every request of `match` fulfils `wider`, too. */
function implies(match: Match, wider: Match): boolean {
  const own = conditionsOf(match);
  for (const [key, wanted] of conditionsOf(wider)) {
    const present = own.get(key);
    if (present === undefined || !isFulfilled(key, present, wanted)) return false;
  }
  return true;
}

function isFulfilled(key: string, present: Condition, wanted: Condition): boolean {
  if (key === 'server name')
    return namesOf(present).every((own) => namesOf(wanted).some((name) => isWithin(own, name)));
  return isSame(present, wanted) || startsWithin(present, wanted);
}

function areDisjoint(match: Match, other: Match): boolean {
  const own = conditionsOf(match);
  for (const [key, wanted] of conditionsOf(other)) {
    const present = own.get(key);
    if (present !== undefined && isExcluded(key, present, wanted)) return true;
  }
  return false;
}

function isExcluded(key: string, present: Condition, wanted: Condition): boolean {
  if (key.startsWith('without ') || present.foldsCase || wanted.foldsCase) return false;
  if (key === 'port') return present.value !== wanted.value;
  if (key === 'server name')
    return !namesOf(present).some((one) => namesOf(wanted).some((name) => hostsOverlap(one, name)));
  return excludes(present.value, wanted.value) || excludes(wanted.value, present.value);
}

function excludes(value: unknown, other: unknown): boolean {
  const exact = textOf(value, 'exact');
  if (exact !== null) {
    const otherExact = textOf(other, 'exact');
    if (otherExact !== null) return otherExact !== exact;
    return beginningOf(other) !== null && !isBelow(exact, other);
  }
  const [begin, otherBegin] = [beginningOf(value), beginningOf(other)];
  if (begin === null || otherBegin === null) return false;
  return !isBelow(begin, other) && !isBelow(otherBegin, value);
}

function startsWithin({ value, foldsCase }: Condition, wider: Condition): boolean {
  if (foldsCase || wider.foldsCase) return false;
  const text = textOf(value, 'exact') ?? beginningOf(value);
  return text !== null && isBelow(text, wider.value);
}

function beginningOf(value: unknown): string | null {
  const segments = textOf(value, 'pathPrefix');
  return segments === null ? textOf(value, 'prefix') : wholeSegments(segments);
}

/** Whether what begins so fits the prefix, which may ask for whole segments. */
function isBelow(text: string, prefix: unknown): boolean {
  const begin = beginningOf(prefix);
  if (begin === null) return false;
  if (textOf(prefix, 'pathPrefix') === null) return text.startsWith(begin);
  return text === begin || text.startsWith(`${begin}/`);
}

function isSame(one: Condition, other: Condition): boolean {
  return one.foldsCase === other.foldsCase && one.text === other.text;
}

function textOf(value: unknown, key: 'exact' | 'prefix' | 'pathPrefix'): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' ? text : null;
}

function namesOf({ value }: Condition): string[] {
  return Array.isArray(value) ? value.map((name) => String(name).toLowerCase()) : [];
}

const read = new WeakMap<Match, Conditions>();

/** Each match of hundreds of rules is compared with each other. */
function conditionsOf(match: Match): Conditions {
  let conditions = read.get(match);
  if (conditions === undefined) {
    conditions = readConditions(match);
    read.set(match, conditions);
  }
  return conditions;
}

/** Without what is decided by who asks: clients' labels and gateways were looked at before. */
function readConditions(match: Match): Conditions {
  const found = new Map<string, Condition>();
  const put = (key: string, value: unknown, foldsCase = false) => {
    if (value !== undefined) found.set(key, { value, foldsCase, text: JSON.stringify(value) });
  };
  put('port', match.port);
  if ('sniHosts' in match) put('server name', match.sniHosts);
  if ('destinationSubnets' in match) put('addresses', match.destinationSubnets);
  if (!isOfRequests(match)) return found;
  // Every path begins with it.
  if (match.uri?.prefix !== '/') put('uri', match.uri, match.ignoreUriCase === true);
  put('scheme', match.scheme);
  put('method', match.method);
  put('authority', match.authority);
  for (const [name, value] of Object.entries(match.headers ?? {})) put(`header ${name.toLowerCase()}`, value);
  for (const [name, value] of Object.entries(match.queryParams ?? {})) put(`query ${name}`, value);
  for (const [name, value] of Object.entries(match.withoutHeaders ?? {}))
    put(`without ${name.toLowerCase()}`, value);
  return found;
}

function isOfRequests(match: Match): match is HttpMatch {
  return !('sniHosts' in match || 'destinationSubnets' in match || 'sourceSubnet' in match);
}
