/** EndpointSlices follow the pods that a Service selects (kubernetes pkg/controller/endpointslice). */
import { randomBytes } from 'node:crypto';
import type { EndpointSlice, Pod, Service, ServicePort } from '#lib/istio/objects.ts';
import type { ObjectStore } from '../types.ts';
import { ownerReference } from './owners.ts';
import { isReady } from './pods.ts';

const manager = 'kube-controller-manager';
const serviceName = 'kubernetes.io/service-name';

type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];

export function selects(service: Service, { metadata }: Pick<Pod, 'metadata'>): boolean {
  const selector = Object.entries(service.spec?.selector ?? {});
  return selector.length > 0 && selector.every(([key, value]) => metadata.labels?.[key] === value);
}

function endpointOf(pod: Pod): Endpoint {
  const ready = isReady(pod);
  const { namespace, name, uid } = pod.metadata;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready, serving: ready, terminating: pod.metadata.deletionTimestamp !== undefined },
    nodeName: pod.spec?.nodeName,
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

function portNumber(port: ServicePort, pod: Pod | undefined): number {
  if (typeof port.targetPort !== 'string') return port.targetPort ?? port.port;
  const ports = (pod?.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find((candidate) => candidate.name === port.targetPort)?.containerPort ?? port.port;
}

function portsOf(service: Service, pod: Pod | undefined): EndpointSlice['ports'] {
  return (service.spec?.ports ?? []).map((port) => ({
    name: port.name ?? '',
    port: portNumber(port, pod),
    protocol: port.protocol ?? 'TCP',
    ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
  }));
}

/** What a slice says of a Service and the pods behind it. */
export function sliceContent(
  service: Service,
  pods: readonly Pod[],
): Pick<EndpointSlice, 'endpoints' | 'ports'> {
  return { endpoints: pods.map(endpointOf), ports: portsOf(service, pods[0]) };
}

function reconcileService(store: ObjectStore, service: Service, slice: EndpointSlice | undefined): void {
  const { name, namespace } = service.metadata;
  const pods = store
    .list<Pod>('', 'pods', namespace)
    .filter((pod) => selects(service, pod) && pod.status?.podIP !== undefined);
  const content = sliceContent(service, pods);
  const next = slice
    ? { ...slice, ...content }
    : {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: `${name}-${randomBytes(3).toString('hex').slice(0, 5)}`,
          namespace,
          labels: {
            [serviceName]: name,
            'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          },
          ownerReferences: [ownerReference(service)],
        },
        addressType: 'IPv4',
        ...content,
      };
  store.put(next, manager);
}

/** Brings the slices of a namespace's services up to date; services without a selector keep theirs. */
export function reconcileEndpoints(store: ObjectStore, namespace: string): void {
  const slices = store.list<EndpointSlice>('discovery.k8s.io', 'endpointslices', namespace);
  for (const service of store.list<Service>('', 'services', namespace)) {
    if (Object.keys(service.spec?.selector ?? {}).length === 0) continue;
    const own = slices.find((slice) => slice.metadata.labels?.[serviceName] === service.metadata.name);
    reconcileService(store, service, own);
  }
}
