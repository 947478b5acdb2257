/** One service row: the Service and the EndpointSlice that its controller would keep. */
import type { KubernetesObject, Labels, Pod, ServicePort } from '#lib/istio/objects.ts';
import type { NamespaceTable, ServiceRow } from './rows.ts';
import type { Stamp } from './stamp.ts';

export function serviceObjects(
  stamp: Stamp,
  table: NamespaceTable,
  row: ServiceRow,
  candidates: readonly KubernetesObject[],
): KubernetesObject[] {
  const namespace = table.name;
  const manager = row.manager ?? table.manager ?? 'kubectl';
  const selector = row.selector ?? { app: row.name };
  const clusterIP = stamp.nextClusterIp();
  const service = stamp.object({
    kind: 'Service',
    name: row.name,
    namespace,
    manager,
    labels: { app: row.name, ...row.labels },
    createdDaysAgo: row.createdDaysAgo,
    content: {
      spec: {
        type: row.type ?? 'ClusterIP',
        clusterIP,
        clusterIPs: [clusterIP],
        selector,
        ports: row.ports.map((port) => ({ protocol: 'TCP', targetPort: port.port, ...port })),
      },
      status: { loadBalancer: row.type === 'LoadBalancer' ? { ingress: [{ ip: '203.0.113.10' }] } : {} },
    },
  });
  const pods = candidates.filter(
    (object): object is Pod => object.kind === 'Pod' && selects(selector, object.metadata.labels),
  );
  const slice = stamp.object({
    kind: 'EndpointSlice',
    name: `${row.name}-${stamp.suffix(5, namespace, row.name, 'slice')}`,
    namespace,
    manager: 'kube-controller-manager',
    labels: {
      'kubernetes.io/service-name': row.name,
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    },
    owner: service,
    createdDaysAgo: row.createdDaysAgo,
    content: endpoints(pods, row.ports),
  });
  return [service, slice];
}

/** The part of an EndpointSlice below its metadata. */
function endpoints(pods: readonly Pod[], ports: readonly ServicePort[]): Record<string, unknown> {
  return {
    addressType: 'IPv4',
    endpoints: pods.map((pod) => ({
      addresses: [pod.status?.podIP ?? ''],
      conditions: { ready: isReady(pod), serving: isReady(pod), terminating: false },
      nodeName: pod.spec?.nodeName,
      targetRef: {
        kind: 'Pod',
        namespace: pod.metadata.namespace,
        name: pod.metadata.name,
        uid: pod.metadata.uid,
      },
    })),
    ports: ports.map((port) => ({
      name: port.name ?? '',
      port: typeof port.targetPort === 'number' ? port.targetPort : port.port,
      protocol: 'TCP',
      ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
    })),
  };
}

function selects(selector: Labels, labels: Labels | undefined): boolean {
  const entries = Object.entries(selector);
  return entries.length > 0 && entries.every(([key, value]) => labels?.[key] === value);
}

function isReady({ status }: Pod): boolean {
  return (
    status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ??
    false
  );
}
