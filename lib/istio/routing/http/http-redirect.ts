/** Redirects: Istio's translation and the Location that Envoy makes of it. */
import { answer } from '../answers.ts';
import type { FlatRoute, HttpRedirect } from '../rules.ts';
import type { RouteAnswer } from '../types.ts';
import type { HttpRequest } from './http-request.ts';
import { matchedPrefixLength } from './http-rewrite.ts';

const translatedCodes = new Set([301, 302, 303, 307, 308]);
const defaultPorts = { http: 80, https: 443 } as const;

/** An answer with 404 when Istio does not translate the code: it then writes a route without an action. */
export function redirectOf(
  redirect: HttpRedirect,
  route: FlatRoute,
  request: HttpRequest,
  listenerPort: number,
  parts: Partial<RouteAnswer>,
): RouteAnswer {
  const code = redirect.redirectCode || 301;
  if (!translatedCodes.has(code)) return answer('not-found', { ...parts, status: 404 });
  const scheme = redirect.scheme === 'https' || redirect.scheme === 'http' ? redirect.scheme : request.scheme;
  const askedPort = redirect.derivePort === 'FROM_REQUEST_PORT' ? listenerPort : redirect.port;
  return answer('redirect', {
    ...parts,
    status: code,
    redirect: {
      code,
      scheme,
      host: redirect.authority || request.authority,
      port: askedPort || defaultPorts[scheme],
      path: redirectPath(redirect, route, request),
    },
  });
}

/** A plain-text server with httpsRedirect sends everything to the same place over TLS. */
export function redirectToHttps(request: HttpRequest, parts: Partial<RouteAnswer>): RouteAnswer {
  return answer('redirect', {
    ...parts,
    status: 301,
    redirect: {
      code: 301,
      scheme: 'https',
      host: request.authority,
      port: defaultPorts.https,
      path: request.path + request.queryString,
    },
  });
}

/** The query stays, unless the new path brings its own. */
function redirectPath(redirect: HttpRedirect, route: FlatRoute, request: HttpRequest): string {
  if (redirect.prefixRewrite) {
    const rest = request.path.slice(matchedPrefixLength(route.match?.match, request.path));
    return redirect.prefixRewrite + rest + request.queryString;
  }
  const path = redirect.uri || request.path;
  return path.includes('?') ? path : path + request.queryString;
}
