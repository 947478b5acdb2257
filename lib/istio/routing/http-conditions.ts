/**
 * The conditions of one HTTPMatchRequest, each able to judge a request and to say in English why it failed.
 * Mirrors `TranslateRouteMatch` of istio pilot/pkg/networking/core/route and Envoy's route matching.
 */
import type { HttpRequest } from './http-request.ts';
import type { HttpCondition, HttpMatch, StringMatch } from './rules.ts';
import { compileStringMatch, describeMatcher, describeMiss, type Matcher, quote } from './string-match.ts';

/** Order: what is cheapest to read first. */
export function compileConditions(match: HttpMatch): HttpCondition[] {
  const conditions: HttpCondition[] = [];
  if (match.uri) conditions.push(...pathCondition(match.uri, match.ignoreUriCase === true));
  if (match.method) conditions.push(valueCondition('method', match.method, (request) => request.method));
  if (match.authority) {
    conditions.push(valueCondition('authority', match.authority, (request) => request.authority));
  }
  if (match.scheme) conditions.push(valueCondition('scheme', match.scheme, (request) => request.scheme));
  for (const [name, wanted] of Object.entries(match.headers ?? {})) {
    conditions.push(headerCondition(name, wanted));
  }
  for (const [name, unwanted] of Object.entries(match.withoutHeaders ?? {})) {
    conditions.push(withoutHeaderCondition(name, unwanted));
  }
  for (const [name, wanted] of Object.entries(match.queryParams ?? {})) {
    conditions.push(valueCondition(`query parameter ${name}`, wanted, (request) => request.query(name)));
  }
  return conditions;
}

/** Istio's own test: a path that fits everything and no other run-time condition. */
export function isCatchAll(match: HttpMatch): boolean {
  const { exact, prefix, regex } = match.uri ?? {};
  const anyPath =
    exact === undefined && (prefix === undefined ? regex === undefined || regex === '.*' : prefix === '/');
  return (
    anyPath &&
    !match.method &&
    !match.authority &&
    !match.scheme &&
    isEmpty(match.headers) &&
    isEmpty(match.withoutHeaders) &&
    isEmpty(match.queryParams)
  );
}

function isEmpty(record: object | undefined): boolean {
  return !record || Object.keys(record).length === 0;
}

function pathCondition(uri: StringMatch, ignoreCase: boolean): HttpCondition[] {
  const matcher = compileStringMatch(uri);
  if (matcher.kind === 'present') return [];
  // Case is ignored for exact and prefix alone.
  const folded = ignoreCase && matcher.kind !== 'regex';
  const asked = folded ? compileStringMatch(lowerCased(uri)) : matcher;
  return [
    {
      unmet: ({ path }) =>
        asked.test(folded ? path.toLowerCase() : path)
          ? null
          : `path is ${quote(path)}, ${describeMiss(matcher)}`,
      met: `path ${describeMatcher(matcher)}${folded ? ' (ignoring case)' : ''}`,
    },
  ];
}

function lowerCased(match: StringMatch): StringMatch {
  return { exact: match.exact?.toLowerCase(), prefix: match.prefix?.toLowerCase() };
}

function valueCondition(
  what: string,
  wanted: StringMatch | null,
  read: (request: HttpRequest) => string | undefined,
): HttpCondition {
  const matcher = compileStringMatch(wanted);
  return {
    unmet: (request) => {
      const value = read(request);
      if (value === undefined) return absent(what, matcher);
      return matcher.test(value) ? null : `${what} is ${quote(value)}, ${describeMiss(matcher)}`;
    },
    met: `${what} ${describeMatcher(matcher)}`,
  };
}

function absent(what: string, matcher: Matcher): string {
  if (matcher.kind === 'present') return `${what} is not present`;
  return `${what} is not present (wanted: ${describeMatcher(matcher)})`;
}

function headerCondition(name: string, wanted: StringMatch | null): HttpCondition {
  return isClaim(name)
    ? claimCondition(name)
    : valueCondition(`header ${name}`, wanted, (request) => request.header(name));
}

/** Anything but presence counts a missing header as empty. */
function withoutHeaderCondition(name: string, unwanted: StringMatch | null): HttpCondition {
  if (isClaim(name)) return { unmet: () => null, met: `claim ${name} is absent: no verified JWT` };
  const matcher = compileStringMatch(unwanted);
  const met = `header ${name} not (${describeMatcher(matcher)})`;
  if (matcher.kind === 'present') {
    return {
      unmet: (request) =>
        request.header(name) === undefined ? null : `header ${name} is present, but must be absent`,
      met: `header ${name} is absent`,
    };
  }
  return {
    unmet: (request) => {
      const invalid = matcher.invalid();
      if (invalid !== null)
        return `header ${name}: regex ${quote(matcher.operand)} is not valid (${invalid})`;
      const value = request.header(name) ?? '';
      return matcher.test(value)
        ? `header ${name} ${describeMatcher(matcher)}, which the rule excludes`
        : null;
    },
    met,
  };
}

/** `@request.auth.claims.group` or `@request.auth.claims[group]`, as pkg/jwt/routing.go reads it; anything else is a header. */
function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(?:\..|\[.+\]$)/i.test(name);
}

/** Claims exist only after a gateway has verified a token; a request on paper carries none. */
function claimCondition(name: string): HttpCondition {
  return {
    unmet: () => `${name} needs a verified JWT, which is not evaluated here: treated as no match`,
    met: `claim ${name}`,
  };
}
