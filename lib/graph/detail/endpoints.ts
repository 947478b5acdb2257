/** What answers behind a service: pods, WorkloadEntries, and addresses that a ServiceEntry or an EndpointSlice writes down. */
import type { EndpointDetail } from '../../api/traffic/details.ts';
import { endpointsOf, indexEndpoints } from '../../istio/hosts/endpoints.ts';
import { selectsLabels } from '../../istio/hosts/labels.ts';
import type { RegistryService } from '../../istio/hosts/registry.ts';
import type { ClusterObjects, EndpointSlice, ServiceEntry } from '../../istio/objects.ts';
import { namespaceOf } from '../build/cluster-index.ts';
import { canonicalRevision } from '../build/identity.ts';
import type { DetailInput } from './input.ts';
import { workloadNameOf } from './pods.ts';

const serviceLabel = 'kubernetes.io/service-name';

interface Place {
  node: string | null;
  zone: string | null;
}

/** `entry` is the ServiceEntry where the service is one. */
export function endpointDetails(
  service: RegistryService,
  entry: ServiceEntry | null,
  input: DetailInput,
): EndpointDetail[] {
  const { objects, viewer } = input;
  const { namespace } = service;
  const slices = viewer.reads('EndpointSlice', namespace) ? slicesOf(objects, service) : [];
  const places = placesOf(slices);
  const index = indexEndpoints({
    pods: objects.pods.filter((pod) => namespaceOf(pod) === namespace),
    workloadEntries: viewer.reads('WorkloadEntry', namespace) ? objects.workloadEntries : [],
  });
  const listed = [
    ...endpointsOf(index, { ...service, staticEndpoints: [] }).map((endpoint): EndpointDetail => {
      const { pod, address, ready, labels } = endpoint;
      const blank = { address, ready, ports: [] as number[], version: canonicalRevision(labels) };
      if (pod === null)
        return {
          ...blank,
          ...nowhere,
          source: 'workload-entry',
          name: nameOf(input, service, address),
          workload: null,
        };
      const place = places.get(pod.metadata.name);
      return {
        ...blank,
        ports: portsOf(slices),
        source: 'pod',
        name: pod.metadata.name,
        workload: workloadNameOf(objects, pod),
        node: pod.spec?.nodeName ?? place?.node ?? null,
        zone: place?.zone ?? null,
      };
    }),
    ...writtenIn(entry),
    ...(service.selector === null && entry === null ? writtenInSlices(slices) : []),
  ];
  return listed
    .filter(({ address }) => address !== '')
    .sort(
      (a, b) =>
        (a.version ?? '').localeCompare(b.version ?? '', 'en', { numeric: true }) ||
        ((a.name ?? a.address) < (b.name ?? b.address) ? -1 : 1),
    );
}

const nowhere = { node: null, zone: null } as const;

function nameOf(
  { objects }: DetailInput,
  { namespace, selector }: RegistryService,
  address: string,
): string | null {
  const entry = objects.workloadEntries.find(
    (one) =>
      namespaceOf(one) === namespace &&
      one.spec?.address === address &&
      selectsLabels(selector ?? undefined, one.spec?.labels ?? {}),
  );
  return entry?.metadata.name ?? null;
}

function slicesOf(objects: ClusterObjects, { namespace, name }: RegistryService): EndpointSlice[] {
  return objects.endpointSlices.filter(
    (slice) => namespaceOf(slice) === namespace && slice.metadata.labels?.[serviceLabel] === name,
  );
}

/** By name of the pod. */
function placesOf(slices: readonly EndpointSlice[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const { endpoints = [] } of slices) {
    for (const { targetRef, nodeName, zone } of endpoints) {
      if (targetRef?.name !== undefined)
        places.set(targetRef.name, { node: nodeName ?? null, zone: zone ?? null });
    }
  }
  return places;
}

function portsOf(slices: readonly EndpointSlice[]): number[] {
  const numbers = slices.flatMap(({ ports = [] }) => ports.flatMap(({ port }) => port ?? []));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function writtenIn(entry: ServiceEntry | null): EndpointDetail[] {
  return (entry?.spec?.endpoints ?? []).map(({ address = '', ports, labels, locality }) => ({
    address,
    ports: Object.values(ports ?? {}),
    ready: true,
    source: 'service-entry',
    name: null,
    workload: null,
    version: labels === undefined ? null : canonicalRevision(labels),
    node: null,
    // A locality is region/zone/subzone.
    zone: locality?.split('/')[1] ?? null,
  }));
}

function writtenInSlices(slices: readonly EndpointSlice[]): EndpointDetail[] {
  return slices.flatMap(({ endpoints = [], ports = [] }) =>
    endpoints.flatMap(({ addresses, conditions, targetRef, nodeName, zone }) =>
      addresses.map(
        (address): EndpointDetail => ({
          address,
          ports: ports.flatMap(({ port }) => port ?? []),
          ready: conditions?.ready ?? true,
          source: 'endpoint-slice',
          name: targetRef?.name ?? null,
          workload: null,
          version: null,
          node: nodeName ?? null,
          zone: zone ?? null,
        }),
      ),
    ),
  );
}
