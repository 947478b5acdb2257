/** Routes of the Gateway API as far as a caller may read them, and the cluster with what istiod makes of them. */
import type { GatewayApiObjects } from '#lib/istio/gateway-api/translation/objects.ts';
import { withGatewayApi } from '#lib/istio/gateway-api/translation/translate.ts';
import type { ClusterObjects, KubernetesObject } from '#lib/istio/objects.ts';
import type { KindRights } from '../access/kind-rights.ts';

export const routeKinds = [
  'kubernetesGateways',
  'httpRoutes',
  'grpcRoutes',
  'referenceGrants',
] as const satisfies readonly (keyof GatewayApiObjects)[];

export function routesOf(snapshot: { list(key: (typeof routeKinds)[number]): readonly KubernetesObject[] }) {
  const listed = routeKinds.map((key) => [key, snapshot.list(key)] as const);
  return Object.fromEntries(listed) as Record<(typeof routeKinds)[number], readonly KubernetesObject[]>;
}

export function visibleRoutes(objects: GatewayApiObjects, rights: KindRights): GatewayApiObjects {
  const cut = routeKinds.map(
    (key) =>
      [key, objects[key].filter(({ metadata }) => rights.lists(key, metadata.namespace ?? ''))] as const,
  );
  return { ...objects, ...Object.fromEntries(cut) };
}

const known = new WeakMap<ClusterObjects, { routes: GatewayApiObjects; joined: ClusterObjects }>();

/** The same objects again while nothing of both has changed: what was worked out for them is kept by their identity. */
export function withRoutes(objects: ClusterObjects, routes: GatewayApiObjects): ClusterObjects {
  const before = known.get(objects);
  if (before !== undefined && routeKinds.every((key) => isSame(before.routes[key], routes[key])))
    return before.joined;
  const joined = withGatewayApi(objects, routes, before?.joined ?? null);
  known.set(objects, { routes, joined });
  return joined;
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
