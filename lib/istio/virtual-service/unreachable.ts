/** Rules that no request can reach, as istiod warns of them (analyzeUnreachableHTTPRules and its siblings; IST0130, IST0131). */
import type { Finding, Path } from '../admission/finding.ts';
import type { HttpMatch, StringMatch } from './http-match.ts';
import type { HttpRoute } from './route.ts';

interface RuleLike {
  name?: string;
  match?: object[];
}

interface SeenMatch {
  match: HttpMatch;
  rule: string;
}

export function unreachableHttp(routes: readonly HttpRoute[]): Finding[] {
  const prefixes: SeenMatch[] = [];
  return walk('http', routes, (path, rule, match, place) => {
    const found = coveredByPrefix(match as HttpMatch, prefixes).map((earlier) =>
      ineffectiveMatch(path, rule, place, earlier.rule),
    );
    if ((match as HttpMatch).uri?.prefix !== undefined) prefixes.push({ match: match as HttpMatch, rule });
    return found;
  });
}

export function unreachableLayer4(list: 'tls' | 'tcp', routes: readonly RuleLike[]): Finding[] {
  return walk(list, routes, () => []);
}

function walk(
  list: string,
  routes: readonly RuleLike[],
  examine: (path: Path, rule: string, match: object, place: string) => Finding[],
): Finding[] {
  const found: Finding[] = [];
  const seen = new Map<string, string>();
  let catchAll = false;
  for (const [index, route] of routes.entries()) {
    const path = ['spec', list, index];
    const rule = route.name ? `"${route.name}"` : `#${index}`;
    if (!route.match?.length) {
      if (catchAll) found.push(unreachableRule(path, rule, 'only the last rule can have no matches'));
      catchAll = true;
      continue;
    }
    let duplicates = 0;
    for (const [position, match] of route.match.entries()) {
      const here = [...path, 'match', position];
      const place = `#${position}`;
      const key = JSON.stringify({ ...match, name: undefined });
      const earlier = seen.get(key);
      if (catchAll) {
        found.push(unreachableRule(here, rule, 'route without matches defined before'));
      } else if (earlier !== undefined) {
        duplicates += 1;
        found.push(ineffectiveMatch(here, rule, place, earlier));
      } else {
        found.push(...examine(here, rule, match, place));
        seen.set(key, rule);
      }
    }
    if (duplicates === route.match.length)
      found.push(unreachableRule(path, rule, 'all matches used by prior rules'));
  }
  return found;
}

function unreachableRule(path: Path, rule: string, reason: string): Finding {
  return {
    path,
    severity: 'warning',
    message: `virtualService rule ${rule} not used (${reason})`,
    unreachable: { code: 'IST0130', params: { rule, reason } },
  };
}

function ineffectiveMatch(path: Path, rule: string, match: string, earlier: string): Finding {
  return {
    path,
    severity: 'warning',
    message: `virtualService rule ${rule} match ${match} is not used (duplicate/overlapping match in rule ${earlier})`,
    unreachable: { code: 'IST0131', params: { rule, match, earlier } },
  };
}

/** An earlier prefix match that takes all that this prefix match could take (coveredValidation). */
function coveredByPrefix(match: HttpMatch, earlier: readonly SeenMatch[]): SeenMatch[] {
  const prefix = match.uri?.prefix;
  if (prefix === undefined) return [];
  return earlier.filter(({ match: before }) => {
    const first = before.uri?.prefix;
    if (first === undefined || first === prefix || !prefix.startsWith(first)) return false;
    if ((before.port ?? 0) !== (match.port ?? 0)) return false;
    return (
      coversText(before.method, match.method) &&
      coversText(before.authority, match.authority) &&
      coversMap(before.headers, match.headers) &&
      coversMap(before.queryParams, match.queryParams) &&
      coversMap(before.withoutHeaders, match.withoutHeaders)
    );
  });
}

function text(match: StringMatch | undefined): string {
  return match?.exact ?? match?.prefix ?? match?.regex ?? (match ? '' : 'GET');
}

function coversText(before: StringMatch | undefined, after: StringMatch | undefined): boolean {
  if (before === undefined && after === undefined) return true;
  return text(before).startsWith(text(after));
}

type MatchMap = Readonly<Record<string, StringMatch>> | undefined;

function coversMap(before: MatchMap, after: MatchMap): boolean {
  const names = Object.keys(before ?? {});
  if (names.length !== Object.keys(after ?? {}).length) return false;
  return names.every((name) => {
    const later = after?.[name];
    const first = before?.[name];
    return (
      later !== undefined &&
      first !== undefined &&
      (later.prefix ?? later.exact ?? '').startsWith(first.prefix ?? first.exact ?? '')
    );
  });
}
