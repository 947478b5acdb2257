/** What a chart's subject is in the telemetry, and which configuration speaks of it. */
import type { SeriesPeerName } from '../../api/traffic/series.ts';
import type { SeriesPeer, SeriesSubject } from '../../api/traffic/series-words.ts';
import type { ClusterObjects, KubernetesObject, ServiceEntry } from '../../istio/objects.ts';
import type { TrafficParty } from '../../metrics/traffic-queries.ts';
import type { ClusterIndex, IndexedWorkload } from '../build/cluster-index.ts';
import { indexOf, namespaceOf, parseServiceHost, resolveHost } from '../build/cluster-index.ts';
import { type ConfigurationSubject, touchingObjects } from '../detail/configuration.ts';
import { istioObjects } from '../views/changes.ts';

export interface SeriesParty {
  kind: SeriesSubject | SeriesPeer;
  /** Empty for a host. */
  namespace: string;
  /** Empty for a namespace. */
  name: string;
  version: string | null;
}

function serviceHost({ namespace, name }: SeriesParty, { domain }: ClusterIndex): string {
  return `${name}.${namespace}.svc.${domain}`;
}

/** Null when it stands for nobody: a service calls through its workloads, and may have none. */
export function trafficParty(
  party: SeriesParty,
  side: 'source' | 'destination',
  objects: ClusterObjects,
): TrafficParty | null {
  const { kind, namespace, name, version } = party;
  const index = indexOf(objects);
  switch (kind) {
    case 'namespace':
      return { kind, namespace, domain: index.domain };
    case 'app':
      return { kind, namespace, name, version };
    case 'workload':
      return { kind: 'workloads', namespace, names: [name] };
    case 'host':
      return side === 'destination' ? { kind: 'hosts', hosts: [name] } : null;
    case 'service': {
      if (side === 'destination') {
        const entry = entryOf(party, objects);
        if (entry === undefined) return { kind, namespace, name, domain: index.domain };
        const hosts = ownHosts(entry, index);
        return hosts.length === 0 ? null : { kind: 'hosts', hosts };
      }
      const names = workloadsOf(party, index).map((workload) => workload.name);
      return names.length === 0 ? null : { kind: 'workloads', namespace, names: names.sort() };
    }
  }
}

/** A ServiceEntry has the page of a service where no Service has its name. */
function entryOf({ namespace, name }: SeriesParty, objects: ClusterObjects): ServiceEntry | undefined {
  const isHere = (object: KubernetesObject) =>
    namespaceOf(object) === namespace && object.metadata.name === name;
  return objects.services.some(isHere) ? undefined : objects.serviceEntries.find(isHere);
}

/**
 * Hosts whose traffic is the entry's, as in the graph. Whoever may write a ServiceEntry may write any host into it: a service's, another
 * namespace's, one that an earlier entry has. Those stay with their owner, who may be hidden from those who see this namespace.
 */
function ownHosts(entry: ServiceEntry, { domain, services, entries }: ClusterIndex): string[] {
  return (entry.spec?.hosts ?? []).filter((host) => {
    const name = host.toLowerCase();
    const service = parseServiceHost(name, domain);
    if (services.has(name) || (service !== null && service.namespace !== namespaceOf(entry))) return false;
    const owner = entries.get(name);
    return owner === undefined || owner === entry;
  });
}

function workloadsOf(party: SeriesParty, index: ClusterIndex): readonly IndexedWorkload[] {
  const { kind, namespace, name, version } = party;
  if (kind === 'service') return index.services.get(serviceHost(party, index))?.workloads ?? [];
  if (kind === 'workload') return [index.workloads.get(`${namespace}/${name}`) ?? []].flat();
  if (kind !== 'app') return [];
  return [...index.workloads.values()].filter(
    (workload) =>
      workload.namespace === namespace &&
      workload.app === name &&
      (version === null || workload.version === version),
  );
}

/** Whom a host stands for that somebody in a namespace calls; its namespace is the one whose right decides who may know it. */
export function hostPeer(host: string, clientNamespace: string, objects: ClusterObjects): SeriesPeerName {
  const index = indexOf(objects);
  const name = resolveHost(index, host, clientNamespace) ?? host;
  const entry = index.services.has(name) ? undefined : index.entries.get(name);
  if (entry !== undefined) return { kind: 'host', namespace: namespaceOf(entry), name };
  const service = parseServiceHost(name, index.domain);
  return service === null ? { kind: 'host', namespace: '', name } : { kind: 'service', ...service };
}

export function configured(party: SeriesParty, objects: ClusterObjects): ConfigurationSubject {
  const index = indexOf(objects);
  const workloads = workloadsOf(party, index);
  const entry = party.kind === 'service' ? entryOf(party, objects) : undefined;
  const services =
    party.kind === 'service'
      ? [index.services.get(serviceHost(party, index)) ?? []].flat()
      : workloads.flatMap(({ namespace, name }) => index.servicesOf.get(`${namespace}/${name}`) ?? []);
  // A service that is gone is still spoken of by its name.
  const isGone = party.kind === 'service' && services.length === 0 && entry === undefined;
  const hosts = isGone
    ? [serviceHost(party, index)]
    : party.kind === 'host'
      ? [party.name]
      : services.map(({ host }) => host);
  return {
    namespace: party.namespace,
    hosts: [...new Set([...hosts, ...(entry?.spec?.hosts ?? [])])],
    services: isGone ? [party.name] : [...new Set(services.map(({ name }) => name))],
    serviceEntries: entry === undefined ? [] : [entry.metadata.name],
    workloads,
  };
}

/** Configuration that speaks of any of these. */
export function configurationTouching(
  parties: readonly SeriesParty[],
  objects: ClusterObjects,
): KubernetesObject[] {
  const found = parties.flatMap((party) =>
    party.kind === 'namespace'
      ? istioObjects(objects).filter((object) => namespaceOf(object) === party.namespace)
      : touchingObjects(objects, configured(party, objects)).map(({ object }) => object),
  );
  return [...new Set(found)];
}
