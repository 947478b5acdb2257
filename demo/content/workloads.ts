/** One workload row: Deployment with its ReplicaSet (or StatefulSet) and running Pods. */

import { hash } from '#demo/traffic/random.ts';
import type { KubernetesObject, Labels } from '#lib/istio/objects.ts';
import { injectingRevision, injectSidecar, type PodTemplate, podStatus, versionOfRevision } from './pods.ts';
import type { NamespaceTable, WorkloadRow } from './rows.ts';
import type { Manager, Stamp } from './stamp.ts';

export function workloadObjects(stamp: Stamp, table: NamespaceTable, row: WorkloadRow): KubernetesObject[] {
  const namespace = table.name;
  const replicas = row.replicas ?? 1;
  const kind = row.kind ?? 'Deployment';
  const account = accountOf(namespace, row);
  const manager: Manager = row.manager ?? table.manager ?? 'kubectl';
  const createdDaysAgo = row.createdDaysAgo ?? 9 + (hash(stamp.seed, namespace, row.name) % 3000) / 100;
  const template = podTemplates(table, row, account);
  const selector = { matchLabels: { app: row.app, version: row.version } };
  const counts = { replicas, readyReplicas: replicas, availableReplicas: replicas, observedGeneration: 1 };

  const workload = stamp.object({
    kind,
    name: row.name,
    namespace,
    manager,
    labels: { app: row.app, version: row.version },
    annotations: kind === 'Deployment' ? { 'deployment.kubernetes.io/revision': '1' } : {},
    createdDaysAgo,
    content: {
      spec: {
        replicas,
        selector,
        template: template.written,
        ...(kind === 'StatefulSet' ? { serviceName: row.app } : {}),
      },
      status: { ...counts, updatedReplicas: replicas },
    },
  });
  if (kind === 'StatefulSet') {
    const pods = range(replicas).map((index) =>
      pod(`${row.name}-${index}`, workload, { 'apps.kubernetes.io/pod-index': `${index}` }),
    );
    return [workload, ...pods];
  }

  const templateHash = stamp.suffix(10, namespace, row.name, 'template');
  const replicaSetLabels = { ...template.written.metadata.labels, 'pod-template-hash': templateHash };
  const replicaSet = stamp.object({
    kind: 'ReplicaSet',
    name: `${row.name}-${templateHash}`,
    namespace,
    manager: 'kube-controller-manager',
    labels: replicaSetLabels,
    owner: workload,
    createdDaysAgo,
    content: {
      spec: {
        replicas,
        selector: { matchLabels: { ...selector.matchLabels, 'pod-template-hash': templateHash } },
        template: {
          ...template.written,
          metadata: { ...template.written.metadata, labels: replicaSetLabels },
        },
      },
      status: counts,
    },
  });
  const pods = range(replicas).map((index) =>
    pod(`${row.name}-${templateHash}-${stamp.suffix(5, namespace, row.name, `${index}`)}`, replicaSet, {
      'pod-template-hash': templateHash,
    }),
  );
  return [workload, replicaSet, ...pods];

  function pod(name: string, owner: KubernetesObject, labels: Record<string, string>): KubernetesObject {
    const { ip, node } = stamp.nextPodAddress();
    const podDaysAgo = Math.min(createdDaysAgo, 1 + (hash(stamp.seed, name) % 600) / 100);
    return stamp.object({
      kind: 'Pod',
      name,
      namespace,
      manager: 'kube-controller-manager',
      labels: { ...template.running.metadata.labels, ...labels },
      annotations: template.running.metadata.annotations,
      owner,
      createdDaysAgo: podDaysAgo,
      content: {
        spec: { ...template.running.spec, nodeName: node },
        status: podStatus(template.running.spec, ip, node, stamp.timestamp(podDaysAgo * 86_400_000)),
      },
    });
  }
}

/** The service account of a workload, which versions of an app share. */
export function accountOf(namespace: string, row: WorkloadRow): string {
  return row.serviceAccount ?? `${namespace}-${row.app}`;
}

/** `written`: what the workload's owner wrote; `running`: what the injector made of it. */
function podTemplates(
  table: NamespaceTable,
  row: WorkloadRow,
  serviceAccountName: string,
): { written: PodTemplate; running: PodTemplate } {
  const optOut: Labels = row.sidecar === false ? { 'sidecar.istio.io/inject': 'false' } : {};
  const written: PodTemplate = {
    metadata: { labels: { app: row.app, version: row.version, ...row.labels, ...optOut }, annotations: {} },
    spec: {
      serviceAccountName,
      containers: [
        { name: row.app, image: row.image, ports: [{ containerPort: row.port, protocol: 'TCP' }] },
      ],
    },
  };
  const revision = injectingRevision(table.labels, written.metadata.labels);
  if (revision === null) return { written, running: written };
  const proxyVersion = row.proxyVersion ?? versionOfRevision(revision);
  const native = table.nativeSidecar === true;
  return { written, running: injectSidecar(written, { native, proxyVersion, revision }) };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
