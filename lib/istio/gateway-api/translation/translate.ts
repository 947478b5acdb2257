/**
 * Gateways and routes of the Gateway API as the Gateways and VirtualServices that istiod makes of them, which the route evaluator takes
 * beside those that people write (`HTTPRouteCollection`, `GRPCRouteCollection` and `mergeHTTPRoutes` of istio
 * pilot/pkg/config/kube/gateway/route_collections.go). TCPRoutes and TLSRoutes are not read.
 */
import { compareText } from '#lib/compare-text.ts';
import { creationMs } from '../../hosts/object-order.ts';
import type { Registry } from '../../hosts/registry.ts';
import type { ClusterObjects, KubernetesObject } from '../../objects.ts';
import type { ServedGateway } from '../../routing/gateway/served-gateways.ts';
import type { RoutedRule, RouteGroup } from '../../routing/route-groups.ts';
import type { HttpRule } from '../../routing/rules.ts';
import { type ListenerBook, listenersOf } from '../gateway/listeners.ts';
import { actionOf, type RuleWorld } from './actions.ts';
import { isIstios } from './classes.ts';
import { inOrder, matchOf } from './matches.ts';
import { type GatewayObject, type GrantObject, type RouteObject, soundOf } from './objects.ts';
import { type Place, placesOf } from './parents.ts';

export interface Translated {
  gateways: readonly ServedGateway[];
  groups: readonly RouteGroup[];
}

const nothing: Translated = { gateways: [], groups: [] };

export function translated(objects: ClusterObjects, registry: Registry): Translated {
  const { kubernetesGateways, httpRoutes, grpcRoutes } = objects;
  if (kubernetesGateways.length + httpRoutes.length + grpcRoutes.length === 0) return nothing;
  const listeners: ListenerBook = new Map(
    soundOf<GatewayObject>(kubernetesGateways)
      .filter(isIstios)
      .map((gateway) => [
        `${gateway.metadata.namespace}/${gateway.metadata.name}`,
        listenersOf(gateway, objects),
      ]),
  );
  return {
    gateways: [...listeners.values()].flat().map(({ served }) => served),
    groups: groupsOf(oldestRoutes(objects), listeners, { objects, registry }),
  };
}

/** Oldest first, then by namespace and by what istiod calls what it makes of them: `a~0` comes after `ab~0`. */
function oldestRoutes({ httpRoutes, grpcRoutes }: ClusterObjects): RouteObject[] {
  const routes = [...soundOf<RouteObject>(httpRoutes), ...soundOf<RouteObject>(grpcRoutes)];
  const inNamespace = ({ metadata }: KubernetesObject): string => metadata.namespace ?? '';
  return routes
    .map((route) => ({ route, createdMs: creationMs(route) }))
    .sort(
      (a, b) =>
        a.createdMs - b.createdMs ||
        compareText(inNamespace(a.route), inNamespace(b.route)) ||
        compareText(`${a.route.metadata.name}~`, `${b.route.metadata.name}~`),
    )
    .map(({ route }) => route);
}

interface Around {
  objects: ClusterObjects;
  registry: Registry;
}

function groupsOf(
  routes: readonly RouteObject[],
  listeners: ListenerBook,
  { objects, registry }: Around,
): RouteGroup[] {
  const world: Omit<RuleWorld, 'onMesh'> = {
    domain: objects.meshConfig.domain,
    grants: soundOf<GrantObject>(objects.referenceGrants),
    services: new Set(objects.services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)),
    isKnownHost: (host) => registry.byHost.has(host),
  };
  const groups = new Map<string, { place: Place; routes: RouteObject[]; rules: RoutedRule[] }>();
  for (const route of routes) {
    const onMesh = rulesOnce(route, { ...world, onMesh: true });
    const atGateways = rulesOnce(route, { ...world, onMesh: false });
    for (const place of placesOf(route, listeners, objects)) {
      const rules = place.gateway === 'mesh' ? onMesh() : atGateways();
      if (rules.length === 0) continue;
      const group = groups.get(place.key) ?? { place, routes: [], rules: [] };
      group.routes.push(route);
      group.rules.push(...rules.map((ruled) => onPort(ruled, place.port)));
      groups.set(place.key, group);
    }
  }
  return [...groups.values()].flatMap((group) => {
    const [oldest] = group.routes;
    return oldest === undefined ? [] : groupOf(oldest, group);
  });
}

function groupOf(
  oldest: RouteObject,
  { place, routes, rules }: { place: Place; routes: readonly RouteObject[]; rules: readonly RoutedRule[] },
): RouteGroup {
  const { namespace = '', creationTimestamp } = oldest.metadata;
  return {
    metadata: {
      namespace,
      name: place.key.replaceAll('/', '~'),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    host: place.host,
    gateway: place.gateway,
    routes: [...new Set(routes)].map(refOf),
    rules: inOrder(rules),
  };
}

/** Worked out when a place first asks. */
function rulesOnce(route: RouteObject, world: RuleWorld): () => readonly RoutedRule[] {
  let known: readonly RoutedRule[] | undefined;
  return () => {
    known ??= rulesOf(route, world);
    return known;
  };
}

/** One for each match; none where istiod gives up on the route. */
function rulesOf(route: RouteObject, world: RuleWorld): RoutedRule[] {
  const of = refOf(route);
  const found: RoutedRule[] = [];
  for (const [index, rule] of (route.spec?.rules ?? []).entries()) {
    const action = actionOf(rule, route, world);
    if (action === null) return [];
    const name = rule.name === undefined ? {} : { name: rule.name };
    const matches = rule.matches?.map(matchOf) ?? [];
    if (matches.length === 0) found.push({ of, index, rule: { ...name, ...action } });
    for (const match of matches) found.push({ of, index, rule: { ...name, match: [match], ...action } });
  }
  return found;
}

function onPort({ of, index, rule }: RoutedRule, port: number | null): RoutedRule {
  if (port === null) return { of, index, rule };
  const [match = {}] = rule.match ?? [];
  const asked: HttpRule = { ...rule, match: [{ ...match, port }] };
  return { of, index, rule: asked };
}

const refOf = ({ kind, metadata: { namespace = '', name } }: KubernetesObject) => ({ kind, namespace, name });
