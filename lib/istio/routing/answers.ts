/** The shape every answer starts from, and the answers that no VirtualService decides. */
import type { RegistryService } from '../hosts/registry.ts';
import type { ProxyScope } from './sidecar/sidecar-scope.ts';
import type { RouteAnswer, TriedRule } from './types.ts';

/** What Istio retries on when nobody says otherwise. */
export const defaultRetryOn = 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes';
export const defaultRetries = { attempts: 2, on: defaultRetryOn };

export function answer(outcome: RouteAnswer['outcome'], parts: Partial<RouteAnswer>): RouteAnswer {
  return {
    outcome,
    destinations: [],
    timeout: null,
    retries: null,
    fault: null,
    mirrors: [],
    rewrite: null,
    redirect: null,
    cors: null,
    status: null,
    body: null,
    rule: null,
    tried: [],
    ...parts,
  };
}

/**
 * The route a service has when no VirtualService speaks for it. `missing` where the service only has a listener:
 * of several that describe one host, the first has the clusters.
 */
export function defaultRoute(
  service: RegistryService,
  port: number,
  family: 'http' | 'l4',
  missing: boolean,
  tried: TriedRule[],
): RouteAnswer {
  return answer('forward', {
    destinations: [{ host: service.host, subset: null, port, share: 1, missing }],
    retries: family === 'http' ? { ...defaultRetries } : null,
    tried,
  });
}

/** Traffic to what the sidecar does not know: on to where the client meant it, or the end. */
export function unknownDestination(
  scope: ProxyScope,
  level: 'http' | 'connection',
  tried: TriedRule[],
): RouteAnswer {
  if (scope.outboundTrafficPolicy === 'ALLOW_ANY') return answer('passthrough', { tried });
  return answer('closed', { status: level === 'http' ? 502 : null, tried });
}
