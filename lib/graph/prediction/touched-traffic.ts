/**
 * The traffic that a change may steer: to the hosts that changed VirtualServices and routes are for and send to, to those of changed
 * DestinationRules and behind changed Gateways, and all that leaves the namespaces of changed Sidecars.
 */
import { equalJson, type Json } from '../../document/json.ts';
import { resolveShortName } from '../../istio/hosts/host-name.ts';
import type { ClusterObjects, KubernetesObject } from '../../istio/objects.ts';
import type { RouteGroup } from '../../istio/routing/route-groups.ts';
import type { RoutePlans } from '../routes/plans.ts';

/** Kinds that decide where requests go, as the evaluator reads them. */
export const steeringKinds = [
  'virtualServices',
  'destinationRules',
  'gateways',
  'serviceEntries',
  'sidecars',
  'workloadEntries',
  'kubernetesGateways',
  'httpRoutes',
  'grpcRoutes',
  'referenceGrants',
] as const satisfies readonly (keyof ClusterObjects)[];

const narrow = new Set<string>([
  'virtualServices',
  'destinationRules',
  'gateways',
  'kubernetesGateways',
  'httpRoutes',
  'grpcRoutes',
  'referenceGrants',
  'sidecars',
]);
const everywhere = steeringKinds.filter((key) => !narrow.has(key));

interface Objects {
  objects: ClusterObjects;
  plans: RoutePlans;
}

export interface TouchedTraffic {
  /** Full names, lower case: whoever sends there. */
  hosts: ReadonlySet<string>;
  /** Namespaces of callers: wherever they send. */
  callers: ReadonlySet<string>;
}

/** Null: all of it may be touched. */
export function touchedTraffic(now: Objects, after: Objects): TouchedTraffic | null {
  if (everywhere.some((key) => now.objects[key] !== after.objects[key])) return null;
  const hosts = new Set<string>();
  const callers = new Set<string>();
  for (const [own, other] of [
    [now, after],
    [after, now],
  ] as const) {
    const services = changed(own.objects.virtualServices, other.objects.virtualServices);
    // A delegate speaks through its roots, whichever they are.
    if (services.some(({ spec }) => (spec?.hosts ?? []).length === 0)) return null;
    const names = new Set(services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
    const groups = changedGroups(own.plans.routeGroups, other.plans.routeGroups);
    for (const { metadata } of groups) names.add(`${metadata.namespace}/${metadata.name}`);
    for (const host of own.plans.hostsOf(names)) hosts.add(host);
    for (const gateway of changedGateways(own, other))
      for (const host of own.plans.hostsBehind(gateway)) hosts.add(host);
    for (const { metadata, spec } of changed(own.objects.destinationRules, other.objects.destinationRules)) {
      const host = (spec?.host ?? '').toLowerCase();
      if (host.includes('*')) return null;
      hosts.add(resolveShortName(host, metadata.namespace ?? '', own.objects.meshConfig.domain));
    }
    for (const { metadata } of changed(own.objects.sidecars, other.objects.sidecars)) {
      // Those of the root namespace are for whoever has none.
      if (metadata.namespace === own.objects.meshConfig.rootNamespace) return null;
      callers.add(metadata.namespace ?? '');
    }
  }
  return { hosts, callers };
}

function changed<T extends KubernetesObject>(own: readonly T[], other: readonly T[]): T[] {
  if (own === other) return [];
  const there = new Set(other);
  return own.filter((one) => !there.has(one));
}

/** By what istiod makes of routes: one of them may change the rules of many. */
function changedGroups(own: readonly RouteGroup[], other: readonly RouteGroup[]): RouteGroup[] {
  if (own === other) return [];
  const there = new Map(other.map((group) => [keyOf(group), group]));
  return own.filter((group) => {
    const same = there.get(keyOf(group));
    return same === undefined || !equalJson(jsonOf(same), jsonOf(group));
  });
}

/** namespace/name of Istio's Gateways, and of what istiod makes of listeners. */
function changedGateways(own: Objects, other: Objects): string[] {
  const there = new Map(other.plans.gateways.map((served) => [keyOf(served.object), served]));
  return own.plans.gateways.flatMap((served) => {
    const same = there.get(keyOf(served.object));
    if (same === served || same?.object === served.object) return [];
    const isSame = same !== undefined && equalJson(jsonOf(same.object), jsonOf(served.object));
    return isSame ? [] : keyOf(served.object);
  });
}

const keyOf = ({ metadata }: { metadata: KubernetesObject['metadata'] }): string =>
  `${metadata.namespace}/${metadata.name}`;
// Of values alone.
const jsonOf = (value: unknown): Json => value as Json;
