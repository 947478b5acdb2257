/** Who sends a request, by the names that people use: a workload's sidecar or a gateway, with the labels and namespace of its pods. */

import { compareText } from '#lib/compare-text.ts';
import { behindOf } from '../../gateway-api/gateway/listeners.ts';
import type { GatewayObject } from '../../gateway-api/translation/objects.ts';
import { selectsLabels } from '../../hosts/labels.ts';
import type { ClusterObjects, KubernetesObject, Labels, Pod, ProxyRef } from '../../objects.ts';

export interface SenderName {
  kind: 'workload' | 'gateway';
  namespace: string;
  name: string;
}

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const mostLabel = 63;
const mostName = 253;

/** `namespace/workload` or `gateway:namespace/name`, as people and the command write it; null for anything else. */
export function readSenderName(text: string): SenderName | null {
  const [, prefix, namespace = '', name = ''] = /^(gateway:)?([^/\s]+)\/([^/\s]+)$/.exec(text) ?? [];
  if (!label.test(namespace) || namespace.length > mostLabel || name === '' || name.length > mostName) {
    return null;
  }
  return { kind: prefix === undefined ? 'workload' : 'gateway', namespace, name };
}

export function senderText({ kind, namespace, name }: SenderName): string {
  return `${kind === 'gateway' ? 'gateway:' : ''}${namespace}/${name}`;
}

/** Null for a gateway that is neither a Gateway (Istio's or the Gateway API's) nor a workload; `known` false for a workload that nobody knows, taken as one labelled app=name. */
export function senderOf(
  objects: ClusterObjects,
  { kind, namespace, name }: SenderName,
): { proxy: ProxyRef; known: boolean } | null {
  const labels = workloadLabels(objects, namespace, name);
  if (kind === 'workload') {
    const proxy: ProxyRef = { type: 'sidecar', namespace, labels: labels ?? { app: name } };
    return { proxy, known: labels !== null };
  }
  const isIt = ({ metadata }: KubernetesObject): boolean =>
    metadata.namespace === namespace && metadata.name === name;
  const gateway = objects.gateways.find(isIt);
  // Of two kinds with one name Istio's own is meant.
  const other = gateway === undefined ? objects.kubernetesGateways.find(isIt) : undefined;
  if (gateway === undefined && other === undefined) {
    return labels === null ? null : { proxy: { type: 'gateway', namespace, labels }, known: true };
  }
  const selector =
    other === undefined
      ? (gateway?.spec?.selector ?? {})
      : behindOf(other as GatewayObject, objects).selector;
  // Of several the same one, in whatever order they came.
  const [pod] = objects.pods
    .filter(({ metadata }) => other === undefined || metadata.namespace === namespace)
    .filter(({ metadata }) => selectsLabels(selector, metadata.labels ?? {}))
    .sort((a, b) => compareText(podKey(a), podKey(b)));
  return {
    known: true,
    proxy: {
      type: 'gateway',
      namespace: pod?.metadata.namespace ?? namespace,
      labels: pod?.metadata.labels ?? selector,
    },
  };
}

function podKey({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
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
