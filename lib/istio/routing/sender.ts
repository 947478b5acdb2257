/** Who sends a request, by the names that people use: a workload's sidecar or a gateway, with the labels and namespace of its pods. */
import { selectsLabels } from '../hosts/labels.ts';
import type { ClusterObjects, Labels, ProxyRef } from '../objects.ts';

export interface SenderName {
  kind: 'workload' | 'gateway';
  namespace: string;
  name: string;
}

/** Null for a gateway that is neither a Gateway nor a workload; `known` false for a workload that nobody knows, taken as one labelled app=name. */
export function senderOf(
  objects: ClusterObjects,
  { kind, namespace, name }: SenderName,
): { proxy: ProxyRef; known: boolean } | null {
  const labels = workloadLabels(objects, namespace, name);
  if (kind === 'workload') {
    const proxy: ProxyRef = { type: 'sidecar', namespace, labels: labels ?? { app: name } };
    return { proxy, known: labels !== null };
  }
  const gateway = objects.gateways.find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
  );
  if (gateway === undefined) {
    return labels === null ? null : { proxy: { type: 'gateway', namespace, labels }, known: true };
  }
  const selector = gateway.spec?.selector ?? {};
  const pod = objects.pods.find(({ metadata }) => selectsLabels(selector, metadata.labels ?? {}));
  return {
    known: true,
    proxy: {
      type: 'gateway',
      namespace: pod?.metadata.namespace ?? namespace,
      labels: pod?.metadata.labels ?? selector,
    },
  };
}

/** Of a Deployment, StatefulSet or DaemonSet, or of a pod. */
function workloadLabels(objects: ClusterObjects, namespace: string, name: string): Labels | null {
  const isIt = ({ metadata }: { metadata: { namespace?: string; name: string } }) =>
    metadata.namespace === namespace && metadata.name === name;
  const template = objects.workloads.find(isIt)?.spec?.template;
  if (template) return template.metadata?.labels ?? {};
  const pod = objects.pods.find(isIt);
  return pod ? (pod.metadata.labels ?? {}) : null;
}
