/**
 * Routing objects that concern some hosts or a gateway: by the hosts they name, by where their rules send requests, and by what binds them.
 * Names are completed as istiod does (`ResolveShortnameToFQDN`); a wildcard concerns every host that it covers.
 */
import { hostsOverlap, isWithin, resolveShortName } from '../hosts/host-name.ts';
import { selectsLabels } from '../hosts/labels.ts';
import type {
  ClusterObjects,
  DestinationRule,
  Gateway,
  HttpRoute,
  KubernetesObject,
  Labels,
  ServiceEntry,
  VirtualService,
} from '../objects.ts';
import { resolveGatewayName } from '../routing/virtual-service-index.ts';

export type RoutingReason = 'host' | 'route' | 'delegate' | 'gateway' | 'selector';

export interface ConcernedObject {
  object: KubernetesObject;
  reason: RoutingReason;
}

export interface RoutingSubject {
  namespace: string;
  /** Full names, lower case. */
  hosts: readonly string[];
  /** Names of the Kubernetes Services among them, in `namespace`. */
  services: readonly string[];
  /** Labels of each workload: Gateways and ServiceEntries select pods by them. */
  workloads: readonly { labels: Labels; gateway: boolean }[];
}

export function concernedObjects(objects: ClusterObjects, subject: RoutingSubject): ConcernedObject[] {
  const selected = selectedGateways(objects, subject);
  const virtualServices = concernedVirtualServices(objects, subject, selected);
  const bound = new Set(virtualServices.flatMap(({ object }) => gatewaysOf(object)));
  const gateways = objects.gateways.flatMap((object): ConcernedObject[] => {
    if (selected.includes(object)) return [{ object, reason: 'selector' }];
    return bound.has(pathOf(object)) ? [{ object, reason: 'gateway' }] : [];
  });
  return [
    ...virtualServices,
    ...objects.destinationRules.flatMap((rule) => concernedRule(rule, objects, subject)),
    ...gateways,
    ...objects.serviceEntries.flatMap((entry) => concernedEntry(entry, subject)),
    ...[...objects.httpRoutes, ...objects.grpcRoutes].flatMap((route) => concernedRoute(route, subject)),
  ];
}

export function pathOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Gateways that it is bound to, as "namespace/name"; "mesh" as it is. */
export function gatewaysOf({ metadata, spec }: VirtualService): string[] {
  return (spec?.gateways ?? []).map((name) => resolveGatewayName(name, metadata.namespace ?? ''));
}

/** Gateways whose selector takes a gateway workload; they may lie in any namespace. */
function selectedGateways({ gateways }: ClusterObjects, { workloads }: RoutingSubject): Gateway[] {
  return gateways.filter(({ spec }) =>
    workloads.some(
      ({ labels, gateway }) =>
        gateway && spec?.selector !== undefined && selectsLabels(spec.selector, labels),
    ),
  );
}

function concernedVirtualServices(
  objects: ClusterObjects,
  { hosts }: RoutingSubject,
  selected: readonly Gateway[],
): { object: VirtualService; reason: RoutingReason }[] {
  const { domain } = objects.meshConfig;
  const found = new Map<VirtualService, RoutingReason>();
  const atGateway = new Set(selected.map(pathOf));
  for (const object of objects.virtualServices) {
    const namespace = object.metadata.namespace ?? '';
    const full = (host: string) => resolveShortName(host, namespace, domain).toLowerCase();
    const own = (object.spec?.hosts ?? []).map(full);
    if (own.some((pattern) => hosts.some((host) => hostsOverlap(host, pattern)))) found.set(object, 'host');
    else if (destinationsOf(object).some((host) => hosts.includes(full(host)))) found.set(object, 'route');
    else if (gatewaysOf(object).some((name) => atGateway.has(name))) found.set(object, 'gateway');
  }
  const byPath = new Map(objects.virtualServices.map((object) => [pathOf(object), object]));
  for (const root of [...found.keys()]) {
    for (const { delegate } of root.spec?.http ?? []) {
      if (delegate?.name === undefined) continue;
      const leaf = byPath.get(`${delegate.namespace ?? root.metadata.namespace ?? ''}/${delegate.name}`);
      if (leaf !== undefined && found.get(leaf) !== 'host') found.set(leaf, 'delegate');
    }
  }
  return [...found].map(([object, reason]) => ({ object, reason }));
}

/** Hosts that its rules send requests to, as written. */
export function destinationsOf({ spec }: VirtualService): string[] {
  const rules = [...(spec?.http ?? []), ...(spec?.tls ?? []), ...(spec?.tcp ?? [])];
  const mirrors = (spec?.http ?? []).flatMap(({ mirror, mirrors = [] }) => [
    ...(mirror === undefined ? [] : [mirror]),
    ...mirrors.map(({ destination }) => destination),
  ]);
  return [...rules.flatMap(({ route = [] }) => route.map(({ destination }) => destination)), ...mirrors].map(
    ({ host }) => host,
  );
}

/** A rule for chosen workloads speaks of what those call, not of who answers. */
function concernedRule(
  object: DestinationRule,
  { meshConfig }: ClusterObjects,
  { hosts }: RoutingSubject,
): ConcernedObject[] {
  if (object.spec?.host === undefined) return [];
  const host = resolveShortName(object.spec.host, object.metadata.namespace ?? '', meshConfig.domain);
  return hosts.some((own) => isWithin(own, host.toLowerCase())) ? [{ object, reason: 'host' }] : [];
}

function concernedEntry(
  object: ServiceEntry,
  { namespace, hosts, workloads }: RoutingSubject,
): ConcernedObject[] {
  const named = (object.spec?.hosts ?? []).map((host) => host.toLowerCase());
  if (named.some((pattern) => hosts.some((host) => isWithin(host, pattern))))
    return [{ object, reason: 'host' }];
  const selector = object.spec?.workloadSelector?.labels;
  if (selector === undefined || object.metadata.namespace !== namespace) return [];
  return workloads.some(({ labels }) => selectsLabels(selector, labels))
    ? [{ object, reason: 'selector' }]
    : [];
}

/** Bound to a Service as parent (a route of the mesh), or sending requests to it. */
function concernedRoute(object: HttpRoute, { namespace, services }: RoutingSubject): ConcernedObject[] {
  const own = object.metadata.namespace ?? '';
  const isOurs = (ref: { kind?: string; namespace?: string; name: string }, kind: string | undefined) =>
    kind === 'Service' && (ref.namespace ?? own) === namespace && services.includes(ref.name);
  if (object.spec?.parentRefs?.some((ref) => isOurs(ref, ref.kind))) return [{ object, reason: 'host' }];
  const backends = (object.spec?.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs);
  return backends.some((ref) => isOurs(ref, ref.kind ?? 'Service')) ? [{ object, reason: 'route' }] : [];
}
