/**
 * Hosts of ServiceEntries as services whose traffic can be split: their endpoints, or the workloads that they select, are the pods, told
 * apart by their labels as subsets of a DestinationRule select them. A host is known by its full name, which holds a dot; no Service's
 * name does. https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
import { namespaceOf } from '../../graph/build/cluster-index.ts';
import { isWildcard } from '../../istio/hosts/host-name.ts';
import type { ClusterObjects, Labels, Service, ServiceEntry } from '../../istio/objects.ts';

export interface ServiceName {
  namespace: string;
  name: string;
}

/** The full name by which rules speak of it. */
export function serviceHost({ namespace, name }: ServiceName, domain: string): string {
  return isEntryHost(name) ? name : `${name}.${namespace}.svc.${domain}`;
}

export function isEntryHost(name: string): boolean {
  return name.includes('.');
}

/** What a label of Kubernetes may hold: records of a split carry the service's name as one. */
const longestName = 63;

const made = new WeakMap<ClusterObjects, readonly Service[]>();

/** One for each host of a ServiceEntry that stands for endpoints; the first entry of a host counts, as Istio has it. */
export function entryServices(objects: ClusterObjects): readonly Service[] {
  const known = made.get(objects);
  if (known !== undefined) return known;
  const taken = new Set<string>();
  const services = objects.serviceEntries.flatMap((entry) =>
    (entry.spec?.hosts ?? []).flatMap((written): Service[] => {
      const host = written.toLowerCase();
      if (!isEntryHost(host) || isWildcard(host) || host.length > longestName || taken.has(host)) return [];
      // A host of the cluster is its Service's.
      if (host.endsWith(`.svc.${objects.meshConfig.domain}`)) return [];
      taken.add(host);
      return [serviceOf(entry, host)];
    }),
  );
  made.set(objects, services);
  return services;
}

/** Services of the cluster, and hosts of ServiceEntries. */
export function splittable(objects: ClusterObjects): readonly Service[] {
  const entries = entryServices(objects);
  return entries.length === 0 ? objects.services : [...objects.services, ...entries];
}

function serviceOf({ metadata, spec }: ServiceEntry, host: string): Service {
  const { namespace, annotations, labels, managedFields, ownerReferences } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: host, namespace, annotations, labels, managedFields, ownerReferences },
    spec: {
      type: 'ServiceEntry',
      ports: (spec?.ports ?? []).map(({ name, number, protocol }) => ({
        name,
        port: number,
        ...(protocol === undefined ? {} : { appProtocol: protocol.toLowerCase() }),
      })),
    },
  };
}

/** Labels of each endpoint behind the host. */
export function endpointLabels({ namespace, name }: ServiceName, objects: ClusterObjects): Labels[] {
  const entry = objects.serviceEntries.find(
    (one) => namespaceOf(one) === namespace && one.spec?.hosts?.some((host) => host.toLowerCase() === name),
  );
  const { endpoints = [], workloadSelector, resolution } = entry?.spec ?? {};
  // Who connects to the address that it has itself picks no endpoint.
  if (resolution === 'NONE') return [];
  if (workloadSelector?.labels === undefined) return endpoints.map(({ labels = {} }) => labels);
  const wanted = Object.entries(workloadSelector.labels);
  const selects = (labels: Labels) => wanted.every(([key, value]) => labels[key] === value);
  return [
    ...objects.workloadEntries
      .filter((one) => namespaceOf(one) === namespace)
      .map(({ metadata, spec }) => ({ ...metadata.labels, ...spec?.labels })),
    ...objects.pods
      .filter(
        (one) =>
          namespaceOf(one) === namespace &&
          one.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
      )
      .map(({ metadata }) => metadata.labels ?? {}),
  ].filter(selects);
}
