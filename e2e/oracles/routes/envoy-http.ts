/**
 * The route that Envoy takes for an HTTP request, by its documented rules
 * (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_routing): the domain that fits best,
 * then the first route whose every matcher holds.
 */
import type { Route, RouteConfiguration, RouteMatch, StringMatcher, VirtualHost } from './envoy-config.ts';

export interface EnvoyRequest {
  host: string;
  /** Without the query. */
  path: string;
  /** With the question mark, or empty. */
  queryString: string;
  scheme: 'http' | 'https';
  /** Names in lower case, pseudo headers included. */
  headers: ReadonlyMap<string, string>;
  /** Not decoded; the first of several values. */
  query: ReadonlyMap<string, string>;
}

export function envoyRequest(
  request: { host: string; path: string; method: string; headers: Readonly<Record<string, string>> },
  scheme: EnvoyRequest['scheme'],
): EnvoyRequest {
  const { host, method, headers } = request;
  const [path = '', queryText] = request.path.split('?', 2);
  const query = new Map<string, string>();
  for (const pair of queryText?.split('&') ?? []) {
    const [name = '', ...value] = pair.split('=');
    if (name && !query.has(name)) query.set(name, value.join('='));
  }
  return {
    host,
    path,
    queryString: queryText === undefined ? '' : `?${queryText}`,
    scheme,
    headers: new Map([
      [':method', method],
      [':authority', host],
      [':scheme', scheme],
      ...Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]),
    ]),
    query,
  };
}

/** Exact, then the longest `*suffix`, then `*`: Istio writes no `prefix*`. 0 when the domain does not cover the host. */
function domainRank(domain: string, host: string): number {
  if (domain === host) return Number.POSITIVE_INFINITY;
  if (domain === '*') return 1;
  const covers = domain.startsWith('*') && host.length >= domain.length && host.endsWith(domain.slice(1));
  return covers ? 1 + domain.length : 0;
}

export function chooseVirtualHost(config: RouteConfiguration, requestHost: string): VirtualHost | null {
  const host = requestHost.toLowerCase();
  let best: VirtualHost | null = null;
  let bestRank = 0;
  for (const virtualHost of config.virtualHosts ?? []) {
    for (const domain of virtualHost.domains) {
      const rank = domainRank(domain.toLowerCase(), host);
      if (rank > bestRank) {
        best = virtualHost;
        bestRank = rank;
      }
    }
  }
  return best;
}

/** The vocabulary's patterns mean the same in RE2 and JavaScript. */
function matchesFully(regex: string, value: string): boolean {
  return new RegExp(`^(?:${regex})$`).test(value);
}

function matchesString(matcher: StringMatcher, value: string): boolean {
  if (matcher.exact !== undefined) return value === matcher.exact;
  if (matcher.prefix !== undefined) return value.startsWith(matcher.prefix);
  if (matcher.safeRegex) return matchesFully(matcher.safeRegex.regex, value);
  return value === '';
}

function matchesPath(match: RouteMatch, path: string): boolean {
  const fold = (text: string): string => (match.caseSensitive === false ? text.toLowerCase() : text);
  if (match.path !== undefined) return fold(path) === fold(match.path);
  if (match.safeRegex) return matchesFully(match.safeRegex.regex, path);
  if (match.pathSeparatedPrefix !== undefined) {
    const segments = fold(match.pathSeparatedPrefix);
    return fold(path) === segments || fold(path).startsWith(`${segments}/`);
  }
  return fold(path).startsWith(fold(match.prefix ?? ''));
}

/** A header that is not there fulfils nothing, not even an inverted matcher, unless absence counts as empty. */
function matchesHeaders(match: RouteMatch, headers: EnvoyRequest['headers']): boolean {
  return (match.headers ?? []).every((matcher) => {
    const value = headers.get(matcher.name.toLowerCase());
    if (matcher.presentMatch) return (value !== undefined) !== (matcher.invertMatch ?? false);
    if (value === undefined && !matcher.treatMissingHeaderAsEmpty) return false;
    return matchesString(matcher.stringMatch ?? {}, value ?? '') !== (matcher.invertMatch ?? false);
  });
}

function matchesQuery(match: RouteMatch, query: EnvoyRequest['query']): boolean {
  return (match.queryParameters ?? []).every(({ name, stringMatch, presentMatch }) => {
    const value = query.get(name);
    if (value === undefined) return false;
    return presentMatch === true || matchesString(stringMatch ?? {}, value);
  });
}

/** Dynamic metadata (JWT claims) is what no request here carries: only matchers that are inverted hold. */
export function chooseRoute(virtualHost: VirtualHost, request: EnvoyRequest): Route | null {
  const chosen = (virtualHost.routes ?? []).find(
    ({ match = {} }) =>
      matchesPath(match, request.path) &&
      (match.dynamicMetadata ?? []).every(({ invert = false }) => invert) &&
      matchesHeaders(match, request.headers) &&
      matchesQuery(match, request.query),
  );
  return chosen ?? null;
}
