/**
 * What a rule's corsPolicy makes of a request (`TranslateCORSPolicy` of istio's route.go, and Envoy's CORS filter): browsers say who asks in
 * `Origin`, and ask beforehand with OPTIONS. Only what is asked beforehand is ever answered by the proxy itself.
 */

import type { HttpRule } from '../rules.ts';
import type { RouteAnswer } from '../types.ts';
import type { HttpRequest } from './http-request.ts';
import { compileStringMatch } from './string-match.ts';

export function corsOf({ corsPolicy }: HttpRule, request: HttpRequest): RouteAnswer['cors'] {
  if (!corsPolicy) return null;
  const { allowMethods = [], allowHeaders = [], exposeHeaders = [], maxAge, allowCredentials } = corsPolicy;
  const origin = request.header('origin') || null;
  const isAllowed = origin === null ? null : allows(corsPolicy, origin);
  return {
    origin,
    allowed: isAllowed,
    preflight: preflightOf(corsPolicy, request, isAllowed),
    methods: allowMethods,
    headers: allowHeaders,
    exposed: exposeHeaders,
    maxAge: maxAge ?? null,
    credentials: allowCredentials === true,
  };
}

type CorsPolicy = NonNullable<HttpRule['corsPolicy']>;

/** A pattern that takes a literal `*` takes every origin. */
function allows({ allowOrigins = [], allowOrigin = [] }: CorsPolicy, origin: string): boolean {
  const patterns = allowOrigins.length > 0 ? allowOrigins : allowOrigin.map((exact) => ({ exact }));
  return patterns.some((pattern) => {
    const matcher = compileStringMatch(pattern);
    return matcher.test('*') || matcher.test(origin);
  });
}

function preflightOf(
  { unmatchedPreflights }: CorsPolicy,
  request: HttpRequest,
  isAllowed: boolean | null,
): NonNullable<RouteAnswer['cors']>['preflight'] {
  const isPreflight =
    isAllowed !== null &&
    request.method === 'OPTIONS' &&
    (request.header('access-control-request-method') ?? '') !== '';
  if (!isPreflight) return null;
  if (isAllowed) return 'granted';
  return unmatchedPreflights === 'IGNORE' ? 'ignored' : 'forwarded';
}
