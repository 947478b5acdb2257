/**
 * The few objects that could touch a subject, out of all: who asks about every service of a mesh cannot walk every object each time.
 * It takes too many rather than too few; `concernedObjects` and `holdingPolicies` decide, and say the same of the few as of all.
 */
import { isWildcard, resolveShortName } from '../hosts/host-name.ts';
import type { ClusterObjects, HttpRoute, KubernetesObject, VirtualService } from '../objects.ts';
import { destinationsOf, gatewaysOf, pathOf, type RoutingSubject } from './routing-objects.ts';

/** Objects are sorted once, then narrowed for any number of subjects. */
export function narrowingBook(objects: ClusterObjects): (subject: RoutingSubject) => ClusterObjects {
  const { domain, rootNamespace } = objects.meshConfig;
  const full = (host: string, { metadata }: KubernetesObject) =>
    resolveShortName(host, metadata.namespace ?? '', domain).toLowerCase();
  const virtualServices = byKey(objects.virtualServices, (one) =>
    [...(one.spec?.hosts ?? []), ...destinationsOf(one)].map((host) => full(host, one)),
  );
  const destinationRules = byKey(objects.destinationRules, (one) =>
    one.spec?.host === undefined ? [] : [full(one.spec.host, one)],
  );
  const serviceEntries = byKey(objects.serviceEntries, (one) => [
    ...(one.spec?.hosts ?? []).map((host) => host.toLowerCase()),
    ...(one.spec?.workloadSelector === undefined ? [] : [`${one.metadata.namespace ?? ''}/`]),
  ]);
  const httpRoutes = byKey(objects.httpRoutes, referredTo);
  const grpcRoutes = byKey(objects.grpcRoutes, referredTo);
  const virtualServiceAt = new Map(objects.virtualServices.map((one) => [pathOf(one), one]));
  const gatewayAt = new Map(objects.gateways.map((one) => [pathOf(one), one]));
  const inNamespace = <T extends KubernetesObject>(all: readonly T[]) => {
    const groups = Map.groupBy(all, ({ metadata }) => metadata.namespace ?? '');
    return (namespace: string): T[] =>
      [...new Set([namespace, rootNamespace])].flatMap((one) => groups.get(one) ?? []);
  };
  const policies = {
    requestAuthentications: inNamespace(objects.requestAuthentications),
    authorizationPolicies: inNamespace(objects.authorizationPolicies),
    telemetries: inNamespace(objects.telemetries),
    envoyFilters: inNamespace(objects.envoyFilters),
    peerAuthentications: inNamespace(objects.peerAuthentications),
    sidecars: inNamespace(objects.sidecars),
  };

  return ({ namespace, hosts, services, workloads }) => {
    // What reaches a gateway is bound by the gateway, whatever its hosts.
    const atGateway = workloads.some(({ gateway }) => gateway);
    const routing = atGateway
      ? objects.virtualServices
      : withDelegates(virtualServices(hosts), virtualServiceAt);
    return {
      ...objects,
      virtualServices: routing,
      gateways: atGateway
        ? objects.gateways
        : [...new Set(routing.flatMap(gatewaysOf))].flatMap((path) => gatewayAt.get(path) ?? []),
      destinationRules: destinationRules(hosts),
      serviceEntries: serviceEntries([...hosts, `${namespace}/`]),
      httpRoutes: httpRoutes(services.map((name) => `${namespace}/${name}`)),
      grpcRoutes: grpcRoutes(services.map((name) => `${namespace}/${name}`)),
      requestAuthentications: policies.requestAuthentications(namespace),
      authorizationPolicies: policies.authorizationPolicies(namespace),
      telemetries: policies.telemetries(namespace),
      envoyFilters: policies.envoyFilters(namespace),
      peerAuthentications: policies.peerAuthentications(namespace),
      sidecars: policies.sidecars(namespace),
    };
  };
}

/** Finds objects by any of their keys; wildcards may cover any key, and are always found. */
function byKey<T>(
  all: readonly T[],
  keysOf: (object: T) => readonly string[],
): (keys: readonly string[]) => T[] {
  const exact = new Map<string, T[]>();
  const always = new Set<T>();
  for (const object of all) {
    for (const key of new Set(keysOf(object))) {
      const present = exact.get(key);
      if (isWildcard(key)) always.add(object);
      else if (present === undefined) exact.set(key, [object]);
      else present.push(object);
    }
  }
  return (keys) =>
    keys.some(isWildcard)
      ? [...all]
      : [...new Set([...always, ...keys.flatMap((key) => exact.get(key) ?? [])])];
}

function withDelegates(
  roots: readonly VirtualService[],
  byPath: ReadonlyMap<string, VirtualService>,
): VirtualService[] {
  const leaves = roots.flatMap((root) =>
    (root.spec?.http ?? []).flatMap(({ delegate }) =>
      delegate?.name === undefined
        ? []
        : (byPath.get(`${delegate.namespace ?? root.metadata.namespace ?? ''}/${delegate.name}`) ?? []),
    ),
  );
  return [...new Set([...roots, ...leaves])];
}

/** Services that a route is bound to or sends to, as "namespace/name". */
function referredTo({ metadata, spec }: HttpRoute): string[] {
  const backends = (spec?.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs);
  return [...(spec?.parentRefs ?? []), ...backends].map(
    ({ namespace, name }) => `${namespace ?? metadata.namespace ?? ''}/${name}`,
  );
}
