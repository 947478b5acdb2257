/**
 * The route evaluator: where one request goes, and because of which rule, as istiod configures the proxy and Envoy decides.
 * https://istio.io/latest/docs/concepts/traffic-management/
 */
import type { ProxyRef } from '../objects.ts';
import { unknownDestination } from './answers.ts';
import { type MergedDestinationRule, selectDestinationRule } from './destination/destination-rules.ts';
import { policyFor } from './destination/effective-policy.ts';
import { routeGateway } from './gateway/gateway-routes.ts';
import { destinationService, meshView } from './mesh-view.ts';
import type { RoutingIndex } from './routing-index.ts';
import type { TrafficPolicy } from './rules.ts';
import { routeSidecarHttp } from './sidecar/sidecar-http.ts';
import { routeSidecarL4 } from './sidecar/sidecar-l4.ts';
import { scopeOf } from './sidecar/sidecar-scope.ts';
import type { RouteAnswer, RouteRequest } from './types.ts';

export function route(index: RoutingIndex, request: RouteRequest): RouteAnswer {
  if (request.from.type === 'gateway') return routeGateway(index, request);
  const scope = scopeOf(index.sidecars, request.from);
  const view = meshView(index, scope, request.port);
  if (!view) return unknownDestination(scope, 'connection', []);
  return (request.protocol ?? 'http') === 'http'
    ? routeSidecarHttp(view, request)
    : routeSidecarL4(view, request);
}

/** The DestinationRule that this client obeys for a host (full name); null when there is none, or no such service. */
export function findDestinationRule(
  index: RoutingIndex,
  client: ProxyRef,
  host: string,
): MergedDestinationRule | null {
  const service = destinationService(index, scopeOf(index.sidecars, client), host.toLowerCase());
  return service ? selectDestinationRule(index.destinationRules, client, service) : null;
}

/** Load balancing, pools, outlier detection and TLS of one destination; undefined where Istio's defaults apply. */
export function effectivePolicy(
  index: RoutingIndex,
  client: ProxyRef,
  host: string,
  port: number,
  subset: string | null,
): TrafficPolicy | undefined {
  return policyFor(findDestinationRule(index, client, host), port, subset);
}
