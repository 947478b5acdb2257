/**
 * The hosts whose traffic a change may steer: those that changed VirtualServices are for and send to, those of changed DestinationRules,
 * and those behind changed Gateways.
 */
import { resolveShortName } from '../../istio/hosts/host-name.ts';
import type { ClusterObjects, KubernetesObject } from '../../istio/objects.ts';
import type { RoutePlans } from '../route-plans.ts';

/** Kinds that decide where requests go, as the evaluator reads them. */
export const steeringKinds = [
  'virtualServices',
  'destinationRules',
  'gateways',
  'serviceEntries',
  'sidecars',
  'workloadEntries',
] as const satisfies readonly (keyof ClusterObjects)[];

const narrow = new Set<string>(['virtualServices', 'destinationRules', 'gateways']);
const everywhere = steeringKinds.filter((key) => !narrow.has(key));

interface Objects {
  objects: ClusterObjects;
  plans: RoutePlans;
}

/** Null: every host may be touched. */
export function touchedHosts(now: Objects, after: Objects): ReadonlySet<string> | null {
  if (everywhere.some((key) => now.objects[key] !== after.objects[key])) return null;
  const hosts = new Set<string>();
  for (const [own, other] of [
    [now, after],
    [after, now],
  ] as const) {
    const services = changed(own.objects.virtualServices, other.objects.virtualServices);
    // A delegate speaks through its roots, whichever they are.
    if (services.some(({ spec }) => (spec?.hosts ?? []).length === 0)) return null;
    const names = new Set(services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
    for (const host of own.plans.hostsOf(names)) hosts.add(host);
    const gateways = changed(own.objects.gateways, other.objects.gateways);
    for (const { metadata } of gateways)
      for (const host of own.plans.hostsBehind(`${metadata.namespace}/${metadata.name}`)) hosts.add(host);
    for (const { metadata, spec } of changed(own.objects.destinationRules, other.objects.destinationRules)) {
      const host = (spec?.host ?? '').toLowerCase();
      if (host.includes('*')) return null;
      hosts.add(resolveShortName(host, metadata.namespace ?? '', own.objects.meshConfig.domain));
    }
  }
  return hosts;
}

function changed<T extends KubernetesObject>(own: readonly T[], other: readonly T[]): T[] {
  if (own === other) return [];
  const there = new Set(other);
  return own.filter((one) => !there.has(one));
}
