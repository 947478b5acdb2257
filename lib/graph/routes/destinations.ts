/** Where VirtualServices and routes send traffic, and whether anything is there. Resolution: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
import type { ClusterObjects, KubernetesObject, Labels, VirtualService } from '../../istio/objects.ts';
import { weigh } from '../../istio/routing/destination/destinations.ts';
import { isCatchAll } from '../../istio/routing/http/http-conditions.ts';
import type { RouteGroup } from '../../istio/routing/route-groups.ts';
import type { Destination, HttpRule, TcpRule, TlsRule } from '../../istio/routing/rules.ts';
import { fullHost } from '../build/badges.ts';
import type { ClusterIndex, IndexedWorkload } from '../build/cluster-index.ts';
import { entryOf, namespaceOf, parseServiceHost, selects } from '../build/cluster-index.ts';
import type { RoutePlans } from './plans.ts';

export interface RouteDestination {
  /** Full host name. */
  host: string;
  subset: string | null;
  /** Share of the rule's traffic, or of what is copied for a mirror, 0..1. */
  share: number;
  mirrored: boolean;
}

export interface WrittenRule {
  /** A VirtualService, an HTTPRoute or a GRPCRoute. */
  object: KubernetesObject;
  protocol: 'http' | 'tls' | 'tcp';
  index: number;
  name: string | null;
  /** Only some requests follow it. */
  conditional: boolean;
  destinations: RouteDestination[];
}

/** Every rule with its destinations; weights need not add up to 100, a single destination gets everything. */
export function writtenRules(
  objects: ClusterObjects,
  { routeGroups }: Pick<RoutePlans, 'routeGroups'>,
): WrittenRule[] {
  const { domain } = objects.meshConfig;
  return [
    ...objects.virtualServices.flatMap((object) => rulesOf(object, domain)),
    ...rulesOfRoutes(objects, routeGroups),
  ];
}

function rulesOf(object: VirtualService, domain: string): WrittenRule[] {
  const resolve = (host: string): string => fullHost(host, namespaceOf(object), domain);
  const { http = [], tls = [], tcp = [] } = object.spec ?? {};
  const ofConnections = (protocol: 'tls' | 'tcp', rules: readonly (TlsRule | TcpRule)[]) =>
    rules.map(
      ({ match = [], route }, index): WrittenRule => ({
        object,
        protocol,
        index,
        name: null,
        conditional: match.length > 0,
        destinations: sharesOf(route, resolve),
      }),
    );
  return [
    ...http.map(
      (rule, index): WrittenRule => ({
        object,
        protocol: 'http',
        index,
        name: rule.name ?? null,
        conditional: (rule.match ?? []).length > 0,
        destinations: [...sharesOf(rule.route, resolve), ...mirrorsOf(rule, resolve)],
      }),
    ),
    ...ofConnections('tls', tls),
    ...ofConnections('tcp', tcp),
  ];
}

/** Of routes that lead somewhere, each rule once, wherever it is bound. */
function rulesOfRoutes(
  { httpRoutes, grpcRoutes }: ClusterObjects,
  groups: readonly RouteGroup[],
): WrittenRule[] {
  const keyOf = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;
  const byKey = new Map(
    [...httpRoutes, ...grpcRoutes].map((object) => [
      keyOf(object.kind, namespaceOf(object), object.metadata.name),
      object,
    ]),
  );
  const found = new Map<string, WrittenRule>();
  const resolve = (host: string): string => host;
  for (const { of, index, rule } of groups.flatMap(({ rules }) => rules)) {
    const key = keyOf(of.kind, of.namespace, of.name);
    const object = byKey.get(key);
    if (object === undefined || found.has(`${key} ${index}`)) continue;
    found.set(`${key} ${index}`, {
      object,
      protocol: 'http',
      index,
      name: rule.name ?? null,
      conditional: (rule.match ?? []).some((match) => !isCatchAll(match)),
      destinations: [...sharesOf(rule.route, resolve), ...mirrorsOf(rule, resolve)],
    });
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

function sharesOf(
  route: { destination: Destination; weight?: number }[] = [],
  resolve: (host: string) => string,
): RouteDestination[] {
  return weigh(route).map(({ route: { destination }, share }) => ({
    host: resolve(destination.host),
    subset: destination.subset ?? null,
    share,
    mirrored: false,
  }));
}

function mirrorsOf(rule: HttpRule, resolve: (host: string) => string): RouteDestination[] {
  const { value } = rule.mirrorPercentage ?? { value: rule.mirrorPercent ?? rule.mirror_percent };
  const single = rule.mirror ? [{ destination: rule.mirror, percentage: { value } }] : [];
  return [...single, ...(rule.mirrors ?? [])].map(({ destination, percentage }) => ({
    host: resolve(destination.host),
    subset: destination.subset ?? null,
    share: (percentage?.value ?? 100) / 100,
    mirrored: true,
  }));
}

/** Labels of a subset, from the rules that may speak for the client or the host; null when none defines it. */
export function subsetLabels(
  objects: ClusterObjects,
  { host, subset }: RouteDestination,
  clientNamespace: string,
): Labels | null {
  const domain = objects.meshConfig.domain;
  const home = parseServiceHost(host, domain)?.namespace;
  const namespaces = [clientNamespace, home, objects.meshConfig.rootNamespace];
  for (const rule of objects.destinationRules) {
    if (!namespaces.includes(namespaceOf(rule))) continue;
    const ruleHost = fullHost(rule.spec?.host ?? '', namespaceOf(rule), domain);
    if (ruleHost !== host && !(ruleHost.startsWith('*') && host.endsWith(ruleHost.slice(1)))) continue;
    const found = rule.spec?.subsets?.find(({ name }) => name === subset);
    if (found !== undefined) return found.labels ?? {};
  }
  return null;
}

/** The workloads that get a destination's traffic; null when the host has none of its own (external). */
export function workloadsOf(
  objects: ClusterObjects,
  index: ClusterIndex,
  destination: RouteDestination,
  clientNamespace: string,
): readonly IndexedWorkload[] | null {
  const service = index.services.get(destination.host);
  if (service === undefined) return null;
  if (destination.subset === null) return service.workloads;
  const labels = subsetLabels(objects, destination, clientNamespace);
  return labels === null ? [] : service.workloads.filter((workload) => selects(labels, workload.labels));
}

/** What a destination lacks, e.g. "subset v9" or the host itself; null when traffic arrives, or nobody can tell. */
export function missingPart(
  objects: ClusterObjects,
  index: ClusterIndex,
  destination: RouteDestination,
  clientNamespace: string,
): string | null {
  const { host, subset } = destination;
  if (host.includes('*') || index.services.size === 0) return null;
  const service = index.services.get(host);
  if (service === undefined && entryOf(index, host) === undefined) return host;
  if (subset === null) return null;
  const labels = subsetLabels(objects, destination, clientNamespace);
  if (labels === null) return subset;
  if (service === undefined || service.workloads.length === 0) return null;
  const chosen = service.workloads.filter((workload) => selects(labels, workload.labels));
  const empty = chosen.every(({ pods, running }) => (pods === null ? running === 0 : pods.ready === 0));
  return empty ? subset : null;
}
