/** What Envoy does with a request once a route or a TCP filter has it, as facts. */
import type { AnswerFacts } from './answer-facts.ts';
import type {
  FaultFilter,
  FractionalPercent,
  ProxyConfig,
  RedirectAction,
  Route,
  RouteAction,
  RouteMatch,
  WeightedCluster,
} from './envoy-config.ts';
import type { EnvoyRequest } from './envoy-http.ts';

/** Clusters by name: outbound|PORT|SUBSET|HOST, between clusters outbound_.PORT_.SUBSET_.HOST. */
function parseCluster(name: string): { host: string; subset: string | null; port: number } {
  const [, port, subset, host = ''] = name.split(name.includes('|') ? '|' : '_.');
  // Of what may not be referred to there is neither host nor port.
  return { host, subset: subset || null, port: Number(port) || 0 };
}

/** A cluster that the proxy was not sent is a 503 with the flag NC. */
export function forwardTo(
  { clusters }: ProxyConfig,
  target: { cluster?: string; weightedClusters?: { clusters?: WeightedCluster[] } },
): AnswerFacts {
  if (target.cluster === 'PassthroughCluster') return { outcome: 'passthrough', destinations: [] };
  if (target.cluster === 'BlackHoleCluster') return { outcome: 'closed', destinations: [] };
  const weighted =
    target.cluster === undefined
      ? (target.weightedClusters?.clusters ?? [])
      : [{ name: target.cluster, weight: 1 }];
  const total = weighted.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return {
    outcome: 'forward',
    destinations: weighted.map(({ name, weight = 0 }) => ({
      ...parseCluster(name),
      share: weight / total,
      missing: !clusters.includes(name),
    })),
  };
}

const denominators = { HUNDRED: 1, TEN_THOUSAND: 100, MILLION: 10_000 };

const percentOf = ({ numerator = 0, denominator = 'HUNDRED' }: FractionalPercent = {}): number =>
  numerator / denominators[denominator];

function faultOf({ abort, delay }: FaultFilter = {}): AnswerFacts['fault'] {
  if (!abort && !delay) return null;
  return {
    delay: delay ? { duration: delay.fixedDelay ?? '', percent: percentOf(delay.percentage) } : null,
    abort: abort ? { status: String(abort.httpStatus), percent: percentOf(abort.percentage) } : null,
  };
}

/** Regular expressions replace everywhere in the path; a prefix rewrite what the path matcher took: prefix, or all of it. */
function pathSentOn({ prefixRewrite, regexRewrite }: RouteAction, { match }: Route, path: string): string {
  if (regexRewrite) {
    const substitution = (regexRewrite.substitution ?? '').replaceAll('$', '$$$$').replace(/\\(\d)/g, '$$$1');
    return path.replaceAll(new RegExp(regexRewrite.pattern.regex, 'g'), substitution);
  }
  return prefixRewrite ? withNewPrefix(prefixRewrite, match, path) : path;
}

function withNewPrefix(prefix: string, match: RouteMatch | undefined, path: string): string {
  const matched = match?.prefix ?? match?.pathSeparatedPrefix ?? path;
  return prefix + path.slice(matched.length);
}

const codes: Record<string, number> = {
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
};

const defaultPorts: Record<string, number> = { http: 80, https: 443 };

/** Empty texts are what Istio writes for "as it is". */
function redirectOf(
  action: RedirectAction,
  match: RouteMatch | undefined,
  request: EnvoyRequest,
): NonNullable<AnswerFacts['redirect']> {
  const scheme = action.schemeRedirect || request.scheme;
  return {
    code: codes[action.responseCode ?? 'MOVED_PERMANENTLY'] ?? 0,
    scheme,
    host: action.hostRedirect || request.host,
    port: action.portRedirect ?? defaultPorts[scheme] ?? 0,
    path:
      (action.prefixRewrite
        ? withNewPrefix(action.prefixRewrite, match, request.path)
        : action.pathRedirect || request.path) + request.queryString,
  };
}

/** A virtual host with `requireTls` sends plain requests to the same place over TLS, before any route. */
export function redirectToTls(request: EnvoyRequest): AnswerFacts {
  const redirect = redirectOf({ schemeRedirect: 'https' }, undefined, request);
  return { outcome: 'redirect', destinations: [], status: redirect.code, redirect };
}

/**
 * `/apis/networking.istio.io/v1/namespaces/NS/virtual-service/NAME`, as Istio's metadata has it. What it makes of routes of the Gateway
 * API has a name that no object has; there it names each route of Envoy's by the one that it comes from: NAMESPACE.NAME.INDEX.
 */
function virtualServiceOf({ metadata, name }: Route): string | null {
  const path = metadata?.filterMetadata?.istio?.config;
  if (path?.includes('~')) return (name ?? '').replace(/^(.*)\.(.*)\.(.*)$/, '$1/$2[$3]');
  return path?.replace(/^.*namespaces\/(.*)\/virtual-service\/(.*)$/, '$1/$2') ?? null;
}

/** Codes are policies as people write them. */
function retriesOf({
  numRetries = 0,
  retryOn = '',
  retriableStatusCodes = [],
}: NonNullable<RouteAction['retryPolicy']>): NonNullable<AnswerFacts['retries']> {
  const policies = retryOn.split(',');
  const named =
    retriableStatusCodes.length === 0 ? policies : policies.filter((one) => one !== 'retriable-status-codes');
  return { attempts: numRetries, on: [...named, ...retriableStatusCodes].join() };
}

function forward(config: ProxyConfig, route: Route, action: RouteAction, request: EnvoyRequest): AnswerFacts {
  const facts = forwardTo(config, action);
  if (facts.outcome !== 'forward') return { ...facts, virtualService: virtualServiceOf(route) };
  const { timeout, retryPolicy } = action;
  return {
    ...facts,
    virtualService: virtualServiceOf(route),
    timeout: timeout === undefined || timeout === '0s' ? null : protoDuration(timeout),
    lostStatus: action.clusterNotFoundResponseCode === 'INTERNAL_SERVER_ERROR' ? 500 : 503,
    retries: retryPolicy ? retriesOf(retryPolicy) : null,
    mirrors: (action.requestMirrorPolicies ?? []).map(({ cluster, runtimeFraction }) => ({
      ...parseCluster(cluster),
      share: percentOf(runtimeFraction?.defaultValue) / 100,
    })),
    fault: faultOf(route.typedPerFilterConfig?.['envoy.filters.http.fault']),
    sentOn: {
      path: pathSentOn(action, route, request.path) + request.queryString,
      host: hostSentOn(action, request.host),
    },
  };
}

/** What every cluster rewrites alike comes before what the route says. */
function hostSentOn({ hostRewriteLiteral, weightedClusters }: RouteAction, host: string): string {
  const [common, ...others] = new Set(weightedClusters?.clusters?.map((one) => one.hostRewriteLiteral));
  return (others.length === 0 ? common : undefined) || hostRewriteLiteral || host;
}

/** protojson writes 0.500s where the object says 0.5s. */
const protoDuration = (duration: string): string => `${Number.parseFloat(duration)}s`;

export function answerOfRoute(config: ProxyConfig, route: Route, request: EnvoyRequest): AnswerFacts {
  const virtualService = virtualServiceOf(route);
  if (route.directResponse) {
    return {
      outcome: 'direct-response',
      destinations: [],
      status: route.directResponse.status,
      virtualService,
      fault: faultOf(route.typedPerFilterConfig?.['envoy.filters.http.fault']),
    };
  }
  if (route.redirect) {
    const redirect = redirectOf(route.redirect, route.match, request);
    return { outcome: 'redirect', destinations: [], status: redirect.code, virtualService, redirect };
  }
  if (!route.route) return { outcome: 'not-found', destinations: [], status: 404, virtualService };
  return forward(config, route, route.route, request);
}
