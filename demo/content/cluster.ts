/** What every cluster has beside its applications: nodes, cluster DNS, and recent events. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { type Content, namespaceContent } from './application.ts';
import { nodeNames, type Stamp } from './stamp.ts';

export function cluster(stamp: Stamp): Content {
  const system = namespaceContent(stamp, {
    name: 'kube-system',
    labels: {},
    services: [
      {
        name: 'kube-dns',
        selector: { app: 'coredns' },
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP' },
          { name: 'dns-tcp', port: 53 },
        ],
      },
    ],
    workloads: [
      {
        name: 'coredns',
        app: 'coredns',
        version: 'v1.12.1',
        image: 'registry.k8s.io/coredns/coredns:v1.12.1',
        port: 53,
        replicas: 2,
        createdDaysAgo: 70,
        behaviour: { latencyMs: 1 },
      },
    ],
  });
  return { behaviours: system.behaviours, objects: [...nodes(stamp), ...system.objects] };
}

function nodes(stamp: Stamp): KubernetesObject[] {
  return nodeNames.map((name, index) =>
    stamp.object({
      kind: 'Node',
      name,
      manager: 'kubelet',
      createdDaysAgo: 71,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/region': 'demo-1',
        'topology.kubernetes.io/zone': `demo-1${name.slice(-1)}`,
      },
      content: {
        spec: { podCIDR: `10.244.${index}.0/24` },
        status: {
          addresses: [
            { type: 'InternalIP', address: `192.168.10.${11 + index}` },
            { type: 'Hostname', address: name },
          ],
          capacity: { cpu: '8', memory: '32Gi', pods: '250' },
          conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
          nodeInfo: { kubeletVersion: 'v1.36.1', operatingSystem: 'linux', architecture: 'amd64' },
        },
      },
    }),
  );
}

interface EventRow {
  about: { kind: string; namespace: string; name: string };
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  minutesAgo: number;
  count: number;
  component: string;
}

/** Events name objects by their generated names, so they are looked up: the first of the kind whose name starts so. */
const eventRows: readonly EventRow[] = [
  {
    about: { kind: 'Deployment', namespace: 'shop', name: 'recommendations-v2' },
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: 'Scaled up replica set recommendations-v2 from 0 to 1',
    minutesAgo: 28,
    count: 1,
    component: 'deployment-controller',
  },
  {
    about: { kind: 'Pod', namespace: 'shop', name: 'recommendations-v2' },
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
    minutesAgo: 12,
    count: 4,
    component: 'kubelet',
  },
  {
    about: { kind: 'Pod', namespace: 'shop', name: 'inventory-v1' },
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'Liveness probe failed: timeout: failed to connect service within 1s: context deadline exceeded',
    minutesAgo: 31,
    count: 2,
    component: 'kubelet',
  },
  {
    about: { kind: 'Deployment', namespace: 'bookinfo', name: 'reviews-v3' },
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: 'Scaled up replica set reviews-v3 from 0 to 1',
    minutesAgo: 57,
    count: 1,
    component: 'deployment-controller',
  },
];

export function events(stamp: Stamp, objects: readonly KubernetesObject[]): KubernetesObject[] {
  return eventRows.flatMap((row) => {
    const about = objects.find(
      ({ kind, metadata }) =>
        kind === row.about.kind &&
        metadata.namespace === row.about.namespace &&
        metadata.name.startsWith(row.about.name),
    );
    if (about === undefined) return [];
    const at = stamp.timestamp(row.minutesAgo * 60_000);
    const { name, namespace, uid } = about.metadata;
    return stamp.object({
      kind: 'Event',
      name: `${name}.${stamp.suffix(16, name, row.reason)}`,
      namespace,
      manager: row.component === 'kubelet' ? 'kubelet' : 'kube-controller-manager',
      createdDaysAgo: row.minutesAgo / 1440,
      content: {
        involvedObject: { apiVersion: about.apiVersion, kind: about.kind, name, namespace, uid },
        type: row.type,
        reason: row.reason,
        message: row.message,
        count: row.count,
        firstTimestamp: at,
        lastTimestamp: at,
        source: { component: row.component },
        reportingComponent: row.component,
        reportingInstance: '',
      },
    });
  });
}
