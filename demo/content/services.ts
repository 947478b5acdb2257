/** One service row: the Service and the EndpointSlice that its controller would keep. */
import { selects, sliceContent } from '#demo/kubernetes/controllers/endpoints.ts';
import type { KubernetesObject, Pod, Service } from '#lib/istio/objects.ts';
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
  }) as Service;
  const pods = candidates.filter(
    (object): object is Pod => object.kind === 'Pod' && selects(service, object),
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
    content: { addressType: 'IPv4', ...sliceContent(service, pods) },
  });
  return [service, slice];
}
