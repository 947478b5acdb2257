/** `--from`: a workload's sidecar or a gateway, with the labels and the namespace of its pods. */
import { isLabel1123 } from '#lib/istio/admission/primitives.ts';
import { selectsLabels } from '#lib/istio/hosts/labels.ts';
import type { ClusterObjects, Labels, ProxyRef } from '#lib/istio/objects.ts';
import { UsageError } from './exit.ts';

interface Sender {
  proxy: ProxyRef;
  notes: string[];
}

export function senderOf(objects: ClusterObjects, from: string): Sender {
  const isGateway = from.startsWith('gateway:');
  const [namespace = '', name = '', ...more] = from.replace(/^gateway:/, '').split('/');
  if (!isLabel1123(namespace) || name === '' || more.length > 0) {
    throw new UsageError(`--from is "${from}"; write NAMESPACE/WORKLOAD or gateway:NAMESPACE/NAME`);
  }
  return isGateway ? gateway(objects, namespace, name) : workload(objects, namespace, name);
}

function gateway(objects: ClusterObjects, namespace: string, name: string): Sender {
  const found = objects.gateways.find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
  );
  if (!found) {
    const labels = workloadLabels(objects, namespace, name);
    if (labels) return { proxy: { type: 'gateway', namespace, labels }, notes: [] };
    const known = objects.gateways.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const hint = known.length > 0 ? `there are: ${known.join(', ')}` : 'the objects hold no Gateway';
    throw new UsageError(`--from: there is no gateway ${namespace}/${name}; ${hint}`);
  }
  const selector = found.spec?.selector ?? {};
  const pod = objects.pods.find(({ metadata }) => selectsLabels(selector, metadata.labels ?? {}));
  const proxy: ProxyRef = {
    type: 'gateway',
    namespace: pod?.metadata.namespace ?? namespace,
    labels: pod?.metadata.labels ?? selector,
  };
  return { proxy, notes: [] };
}

function workload(objects: ClusterObjects, namespace: string, name: string): Sender {
  const labels = workloadLabels(objects, namespace, name);
  if (labels) return { proxy: { type: 'sidecar', namespace, labels }, notes: [] };
  const note = `no workload or pod ${namespace}/${name} among the objects: taken as one with the label app=${name}`;
  return { proxy: { type: 'sidecar', namespace, labels: { app: name } }, notes: [note] };
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
