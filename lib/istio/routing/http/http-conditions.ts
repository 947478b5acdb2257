/**
 * The conditions of one HTTPMatchRequest, each able to judge a request and to say why it failed.
 * Mirrors `TranslateRouteMatch` of istio pilot/pkg/networking/core/route and Envoy's route matching.
 */

import type { Subject } from '../reason.ts';
import type { HttpCondition, HttpMatch, StringMatch } from '../rules.ts';
import type { HttpRequest } from './http-request.ts';
import { compileStringMatch, wantedOf } from './string-match.ts';

/** Order: what is cheapest to read first. */
export function compileConditions(match: HttpMatch): HttpCondition[] {
  const conditions: HttpCondition[] = [];
  if (match.uri) conditions.push(...pathCondition(match.uri, match.ignoreUriCase === true));
  if (match.method)
    conditions.push(valueCondition(about('method'), match.method, (request) => request.method));
  if (match.authority) {
    conditions.push(valueCondition(about('authority'), match.authority, (request) => request.authority));
  }
  if (match.scheme)
    conditions.push(valueCondition(about('scheme'), match.scheme, (request) => request.scheme));
  for (const [name, wanted] of Object.entries(match.headers ?? {})) {
    conditions.push(headerCondition(name, wanted));
  }
  for (const [name, unwanted] of Object.entries(match.withoutHeaders ?? {})) {
    conditions.push(withoutHeaderCondition(name, unwanted));
  }
  for (const [name, wanted] of Object.entries(match.queryParams ?? {})) {
    conditions.push(valueCondition(about('query', name), wanted, (request) => request.query(name)));
  }
  return conditions;
}

/** Istio's own test: a path that fits everything and no other run-time condition. */
export function isCatchAll(match: HttpMatch): boolean {
  const { exact, prefix, pathPrefix, regex } = match.uri ?? {};
  const anyPath =
    exact === undefined &&
    pathPrefix === undefined &&
    (prefix === undefined ? regex === undefined || regex === '.*' : prefix === '/');
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
  // Case is ignored for exact and prefix alone, and in the Gateway API for nothing.
  const folded = ignoreCase && matcher.kind !== 'regex';
  const asked = folded ? compileStringMatch(lowerCased(uri)) : matcher;
  return [
    {
      unmet: ({ path }) =>
        asked.test(folded ? path.toLowerCase() : path)
          ? null
          : { key: 'missed', subject: about('path'), value: path, wanted: wantedOf(matcher) },
      met: () => ({
        key: 'met',
        subject: about('path'),
        wanted: wantedOf(matcher),
        ignoringCase: folded,
      }),
    },
  ];
}

function lowerCased(match: StringMatch): StringMatch {
  return { exact: match.exact?.toLowerCase(), prefix: match.prefix?.toLowerCase() };
}

function valueCondition(
  subject: Subject,
  wanted: StringMatch | null,
  read: (request: HttpRequest) => string | undefined,
): HttpCondition {
  const matcher = compileStringMatch(wanted);
  return {
    unmet: (request) => {
      const value = read(request);
      if (value === undefined) return { key: 'not-present', subject, wanted: wantedOf(matcher) };
      return matcher.test(value) ? null : { key: 'missed', subject, value, wanted: wantedOf(matcher) };
    },
    met: () => ({ key: 'met', subject, wanted: wantedOf(matcher), ignoringCase: false }),
  };
}

function about(what: Subject['what'], name = ''): Subject {
  return { what, name };
}

function headerCondition(name: string, wanted: StringMatch | null): HttpCondition {
  return isClaim(name)
    ? claimCondition(name)
    : valueCondition(about('header', name), wanted, (request) => request.header(name));
}

/** Anything but presence counts a missing header as empty. */
function withoutHeaderCondition(name: string, unwanted: StringMatch | null): HttpCondition {
  if (isClaim(name)) return { unmet: () => null, met: () => ({ key: 'claim-absent', name }) };
  const matcher = compileStringMatch(unwanted);
  const subject = about('header', name);
  if (matcher.kind === 'present') {
    return {
      unmet: (request) => (request.header(name) === undefined ? null : { key: 'excluded-present', subject }),
      met: () => ({ key: 'excluded-absent', subject }),
    };
  }
  return {
    unmet: (request) => {
      const wanted = wantedOf(matcher);
      if (wanted.invalid !== null) return { key: 'excluded-invalid', subject, wanted };
      const value = request.header(name) ?? '';
      return matcher.test(value) ? { key: 'excluded-met', subject, wanted } : null;
    },
    met: () => ({ key: 'excluded-unmet', subject, wanted: wantedOf(matcher) }),
  };
}

/** `@request.auth.claims.group` or `@request.auth.claims[group]`, as pkg/jwt/routing.go reads it; anything else is a header. */
function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(?:\..|\[.+\]$)/i.test(name);
}

/** Claims exist only after a gateway has verified a token; a request on paper carries none. */
function claimCondition(name: string): HttpCondition {
  return {
    unmet: () => ({ key: 'claim-needed', name }),
    met: () => ({ key: 'claim', name }),
  };
}
