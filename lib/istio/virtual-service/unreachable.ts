/** Rules that no request can reach, as istiod warns of them (analyzeUnreachableHTTPRules and its siblings; IST0130, IST0131). */
import { type Finding, type Path, warning } from '../admission/finding.ts';
import type { HttpMatch, StringMatch } from './http-match.ts';
import type { HttpRoute } from './route.ts';

interface RuleLike {
  name?: string;
  match?: object[];
}

/** A prefix match of a rule that is reached. */
interface PrefixMatch {
  path: Path;
  prefix: string;
  match: HttpMatch;
  rule: string;
  place: string;
}

export function unreachableHttp(routes: readonly HttpRoute[]): Finding[] {
  const prefixes: PrefixMatch[] = [];
  const found = walk('http', routes, (path, rule, match: HttpMatch, place) => {
    const prefix = match.uri?.prefix;
    if (prefix) prefixes.push({ path, prefix, match, rule, place });
  });
  return [...found, ...coveredPrefixes(prefixes)];
}

export function unreachableLayer4(list: 'tls' | 'tcp', routes: readonly RuleLike[]): Finding[] {
  return walk(list, routes, () => {});
}

function ineffective(path: Path, rule: string, match: string, earlier: string): Finding {
  return {
    ...warning(
      path,
      `virtualService rule ${rule} match ${match} is not used (duplicate/overlapping match in rule ${earlier})`,
    ),
    unreachable: { code: 'IST0131', params: { rule, match, earlier } },
  };
}

function unused(path: Path, rule: string, reason: string): Finding {
  return {
    ...warning(path, `virtualService rule ${rule} not used (${reason})`),
    unreachable: { code: 'IST0130', params: { rule, reason } },
  };
}

function nameOf(thing: { name?: string }, index: number): string {
  return thing.name ? `"${thing.name}"` : `#${index}`;
}

/** Says what no request reaches, and hands over the matches that one may reach. */
function walk<Match extends { name?: string }>(
  list: string,
  routes: readonly { name?: string; match?: Match[] }[],
  reached: (path: Path, rule: string, match: Match, place: string) => void,
): Finding[] {
  const found: Finding[] = [];
  const seen = new SeenMatches();
  let catchAll = false;
  for (const [index, route] of routes.entries()) {
    const path = ['spec', list, index];
    const rule = nameOf(route, index);
    if (!route.match?.length) {
      if (catchAll) found.push(unused(path, rule, 'only the last rule can have no matches'));
      catchAll = true;
      continue;
    }
    let duplicates = 0;
    for (const [position, match] of route.match.entries()) {
      const here = [...path, 'match', position];
      const place = nameOf(match, position);
      if (catchAll) {
        found.push(unused(here, rule, 'route without matches defined before'));
        continue;
      }
      const earlier = seen.ruleOf(match, rule);
      if (earlier !== null) {
        duplicates += 1;
        found.push(ineffective(here, rule, place, earlier));
        continue;
      }
      reached(here, rule, match, place);
    }
    if (duplicates === route.match.length) found.push(unused(path, rule, 'all matches used by prior rules'));
  }
  return found;
}

/** Which rule has a match already. Most objects have one match, of which no text is made. */
class SeenMatches {
  readonly #rules = new Map<string, string>();
  #only: { match: object; rule: string } | null = null;
  #count = 0;

  /** Null for one that is new: from here on it is the rule's. */
  ruleOf(match: object, rule: string): string | null {
    this.#count += 1;
    if (this.#count === 1) {
      this.#only = { match, rule };
      return null;
    }
    if (this.#only !== null) this.#rules.set(textOf(this.#only.match), this.#only.rule);
    this.#only = null;
    const text = textOf(match);
    const earlier = this.#rules.get(text);
    if (earlier === undefined) this.#rules.set(text, rule);
    return earlier ?? null;
  }
}

const textOf = (match: object): string => canonical({ ...match, name: undefined });

/** The same for the same content, in whatever order it was written. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value).filter(([, part]) => part !== undefined);
  const inOrder = fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${inOrder.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join()}}`;
}

/** A text of a mebibyte has thousands of rules, and of some all cover each other: what is found within so many comparisons is told. */
const mostCompared = 200_000;
const mostCovered = 2000;

/** Of each pair, a later prefix match that takes nothing which the earlier does not take (coveredValidation). */
function coveredPrefixes(prefixes: readonly PrefixMatch[]): Finding[] {
  return coveredPairs(prefixes).map(([before, later]) =>
    ineffective(
      later.path,
      later.rule,
      `${later.place} of prefix ${later.prefix}`,
      `${before.place} of prefix ${before.prefix} on ${before.rule}`,
    ),
  );
}

/** Only what begins alike is compared: each prefix is looked up by its own beginnings. */
function coveredPairs(prefixes: readonly PrefixMatch[]): [before: PrefixMatch, later: PrefixMatch][] {
  if (prefixes.length < 2) return [];
  const earlier = new Map<string, number[]>();
  const lengths: number[] = [];
  const pairs: [number, number][] = [];
  let compared = 0;
  for (const [place, later] of prefixes.entries()) {
    const { prefix } = later;
    for (const length of lengths) {
      if (length >= prefix.length) continue;
      for (const at of earlier.get(prefix.slice(0, length)) ?? []) {
        compared += 1;
        const before = prefixes[at];
        if (before !== undefined && covers(before, later)) pairs.push([at, place]);
        if (compared >= mostCompared || pairs.length >= mostCovered) return inOrder(pairs, prefixes);
      }
    }
    const same = earlier.get(prefix);
    if (same !== undefined) same.push(place);
    else {
      earlier.set(prefix, [place]);
      if (!lengths.includes(prefix.length)) lengths.push(prefix.length);
    }
  }
  return inOrder(pairs, prefixes);
}

/** As the webhook says them: by the earlier match, then by the later one. */
function inOrder(
  pairs: [number, number][],
  prefixes: readonly PrefixMatch[],
): [before: PrefixMatch, later: PrefixMatch][] {
  return pairs
    .sort(([a, b], [c, d]) => a - c || b - d)
    .flatMap(([at, place]): [PrefixMatch, PrefixMatch][] => {
      const [before, later] = [prefixes[at], prefixes[place]];
      return before === undefined || later === undefined ? [] : [[before, later]];
    });
}

function covers(before: PrefixMatch, later: PrefixMatch): boolean {
  const [a, b] = [before.match, later.match];
  return (
    later.prefix.startsWith(before.prefix) &&
    (a.port ?? 0) === (b.port ?? 0) &&
    (text(a.method) || 'exact GET').startsWith(text(b.method) || 'exact GET') &&
    text(a.authority).startsWith(text(b.authority)) &&
    (['headers', 'queryParams', 'withoutHeaders'] as const).every((field) => coversMap(a[field], b[field]))
  );
}

/** Regular expressions count as nothing. */
function text(match: StringMatch | undefined): string {
  if (match?.exact) return `exact ${match.exact}`;
  return match?.prefix ? `prefix ${match.prefix}` : '';
}

type MatchMap = Readonly<Record<string, StringMatch>> | undefined;

function coversMap(before: MatchMap = {}, later: MatchMap = {}): boolean {
  const names = Object.keys(before);
  return (
    names.length === Object.keys(later).length &&
    names.every((name) => Object.hasOwn(later, name) && text(before[name]).startsWith(text(later[name])))
  );
}
