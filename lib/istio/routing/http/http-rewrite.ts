/** The path and host that a request goes on with: rewrite.uri, rewrite.uriRegexRewrite, rewrite.authority and host headers that are set. */

import type { HttpMatch, HttpRule, WeightedDestination } from '../rules.ts';
import type { RouteAnswer } from '../types.ts';
import type { HttpRequest } from './http-request.ts';
import { compileRegex } from './regex.ts';
import { wholeSegments } from './string-match.ts';

/** `destinations` are those that get traffic. Null when path and host stay as they are. */
export function rewriteOf(
  rule: HttpRule,
  match: HttpMatch | undefined,
  request: HttpRequest,
  destinations: readonly WeightedDestination[],
): RouteAnswer['rewrite'] {
  const path = rewrittenPath(rule.rewrite, match, request.path);
  const host = rewrittenHost(rule, destinations);
  if (path === undefined && host === undefined) return null;
  return { path: (path ?? request.path) + request.queryString, host: host ?? request.authority };
}

/** How much of the path the rule's uri match took: the prefix, or everything for exact and regex; `/` without one. */
export function matchedPrefixLength(match: HttpMatch | undefined, path: string): number {
  const uri = match?.uri;
  if (uri?.pathPrefix !== undefined) return wholeSegments(uri.pathPrefix).length;
  if (uri?.prefix !== undefined) return uri.prefix.length;
  return uri?.exact !== undefined || uri?.regex !== undefined ? path.length : 1;
}

function rewrittenPath(
  rewrite: HttpRule['rewrite'],
  match: HttpMatch | undefined,
  path: string,
): string | undefined {
  if (rewrite?.uriRegexRewrite) {
    const { match: pattern = '', rewrite: replacement = '' } = rewrite.uriRegexRewrite;
    const regex = compileRegex(pattern);
    return regex.ok ? regex.value.replaceAll(path, replacement) : undefined;
  }
  if (!rewrite?.uri) return undefined;
  if (rewrite.uri === '/' && match?.uri?.pathPrefix !== undefined) return withoutPrefix(match, path);
  return rewrite.uri + path.slice(matchedPrefixLength(match, path));
}

/** `/` in place of a path prefix takes it away: of two slashes that meet one stays. */
function withoutPrefix(match: HttpMatch, path: string): string {
  const rest = path.slice(matchedPrefixLength(match, path));
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The rule's own authority; a destination's counts for one destination only where the rule has none, and over it for several. */
function rewrittenHost(rule: HttpRule, destinations: readonly WeightedDestination[]): string | undefined {
  const ofRule = rule.rewrite?.authority || authorityIn(rule.headers);
  const ofDestinations = new Set(destinations.map((destination) => authorityIn(destination.headers)));
  const [common] = ofDestinations;
  if (ofDestinations.size !== 1 || !common) return ofRule;
  return destinations.length === 1 ? (ofRule ?? common) : common;
}

function authorityIn(headers: HttpRule['headers']): string | undefined {
  if (!headers?.request) return undefined;
  const { set = {}, add = {} } = headers.request;
  for (const values of [set, add]) {
    for (const [name, value] of Object.entries(values)) {
      if (/^(?::authority|host)$/i.test(name) && value) return value;
    }
  }
  return undefined;
}
