/** Makes Kubernetes objects as a cluster would hand them out: uid, times, generation and managedFields, fixed by the seed. */

import { ownerReference } from '#demo/kubernetes/controllers/owners.ts';
import { hash } from '#demo/traffic/random.ts';
import type { KubernetesObject, Labels } from '#lib/istio/objects.ts';

const apiVersions = {
  Namespace: 'v1',
  Node: 'v1',
  Pod: 'v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  ConfigMap: 'v1',
  Secret: 'v1',
  Event: 'v1',
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  Gateway: 'networking.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  ProxyConfig: 'networking.istio.io/v1beta1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  WorkloadEntry: 'networking.istio.io/v1',
  WorkloadGroup: 'networking.istio.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  GRPCRoute: 'gateway.networking.k8s.io/v1',
  ReferenceGrant: 'gateway.networking.k8s.io/v1beta1',
} as const;

type Kind = keyof typeof apiVersions;

/** Who wrote an object: decides managedFields and the labels and annotations that the tool leaves behind. */
export type Manager = 'kubectl' | 'helm' | 'argocd' | 'kube-controller-manager' | 'kubelet' | 'istiod';

const managerNames: Record<Manager, string> = {
  kubectl: 'kubectl-client-side-apply',
  helm: 'helm',
  argocd: 'argocd-controller',
  'kube-controller-manager': 'kube-controller-manager',
  kubelet: 'kubelet',
  istiod: 'pilot-discovery',
};

export interface ObjectInput {
  kind: Kind;
  name: string;
  namespace?: string;
  /** Default "kubectl". */
  manager?: Manager;
  /** Release or application name that Helm and Argo CD write down. Default: the namespace. */
  release?: string;
  labels?: Labels;
  annotations?: Labels;
  owner?: KubernetesObject;
  /** Default: 5 to 60 days, by the seed. */
  createdDaysAgo?: number;
  /** Default: never changed since it was made. */
  changedHoursAgo?: number;
  /** Everything beside metadata: spec, status, data, rules... */
  content?: Record<string, unknown>;
}

export interface Stamp {
  readonly seed: number;
  readonly nowMs: number;
  object(input: ObjectInput): KubernetesObject;
  /** A cluster-wide new pod address and its node. */
  nextPodAddress(): { ip: string; node: string };
  nextClusterIp(): string;
  timestamp(msAgo: number): string;
  /** Characters as Kubernetes draws them for generated names. */
  suffix(length: number, ...parts: string[]): string;
}

export const nodeNames = ['worker-a', 'worker-b', 'worker-c'] as const;
const hourMs = 3_600_000;
const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

export function createStamp(seed: number, nowMs: number): Stamp {
  let pods = 0;
  let services = 0;
  const timestamp = (msAgo: number) => `${new Date(nowMs - msAgo).toISOString().slice(0, 19)}Z`;

  return {
    seed,
    nowMs,
    timestamp,
    suffix(length, ...parts) {
      let text = '';
      for (let index = 0; index < length; index++) {
        text += suffixAlphabet[hash(seed, 'suffix', index, ...parts) % suffixAlphabet.length];
      }
      return text;
    },
    nextPodAddress() {
      const index = pods++;
      return {
        ip: `10.244.${Math.floor(index / 250)}.${(index % 250) + 4}`,
        node: nodeNames[index % nodeNames.length] ?? nodeNames[0],
      };
    },
    nextClusterIp() {
      const index = services++;
      return `10.96.${Math.floor(index / 250)}.${(index % 250) + 10}`;
    },
    object(input) {
      const { kind, name, namespace, manager = 'kubectl', content = {} } = input;
      const release = input.release ?? namespace ?? name;
      const random = hash(seed, kind, namespace ?? '', name);
      const createdMsAgo = (input.createdDaysAgo ?? 5 + (random % 55_000) / 1000) * 24 * hourMs;
      const changedMsAgo =
        input.changedHoursAgo === undefined ? createdMsAgo : input.changedHoursAgo * hourMs;
      const trace = traceOf(input, manager, release);
      const labels = { ...input.labels, ...trace.labels };
      const annotations = { ...input.annotations, ...trace.annotations };
      return {
        apiVersion: apiVersions[kind],
        kind,
        metadata: {
          name,
          ...(namespace === undefined ? {} : { namespace }),
          uid: uid(seed, kind, namespace ?? '', name),
          creationTimestamp: timestamp(createdMsAgo),
          ...(countsGeneration(kind)
            ? { generation: input.changedHoursAgo === undefined ? 1 : 2 + (random % 7) }
            : {}),
          ...(Object.keys(labels).length === 0 ? {} : { labels }),
          ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
          ...(input.owner === undefined ? {} : { ownerReferences: [ownerReference(input.owner)] }),
          managedFields: [
            {
              manager: managerNames[manager],
              operation: manager === 'argocd' ? 'Apply' : 'Update',
              apiVersion: apiVersions[kind],
              time: timestamp(changedMsAgo),
              fieldsType: 'FieldsV1',
              fieldsV1: fieldsOf(content),
            },
          ],
        },
        ...content,
      };
    },
  };
}

/** Kubernetes numbers the changes of these kinds' specs. */
function countsGeneration(kind: Kind): boolean {
  return kind === 'Pod' || /^(apps|discovery|admissionregistration|.*istio\.io)/.test(apiVersions[kind]);
}

/** What the tools leave on the objects that they manage. */
function traceOf(
  input: ObjectInput,
  manager: Manager,
  release: string,
): { labels: Labels; annotations: Labels } {
  const { kind, name, namespace = '' } = input;
  if (manager === 'helm') {
    return {
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': namespace },
    };
  }
  if (manager === 'argocd') {
    const group = apiVersions[kind].includes('/') ? apiVersions[kind].split('/')[0] : '';
    return {
      labels: { 'app.kubernetes.io/instance': release },
      annotations: { 'argocd.argoproj.io/tracking-id': `${release}:${group}/${kind}:${namespace}/${name}` },
    };
  }
  if (manager !== 'kubectl' || input.content?.spec === undefined) return { labels: {}, annotations: {} };
  const applied = {
    apiVersion: apiVersions[kind],
    kind,
    metadata: { annotations: {}, name, namespace },
    spec: input.content.spec,
  };
  return {
    labels: {},
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(applied)}\n` },
  };
}

/** The tree of field names down to the second level, as the field manager would own them. */
function fieldsOf(content: Record<string, unknown>): object {
  const fields = (value: unknown, depth: number): object => {
    if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [`f:${key}`, fields(inner, depth - 1)]),
    );
  };
  const { status: _, ...own } = content;
  return fields(own, 2);
}

function uid(...parts: (string | number)[]): string {
  const hex = [0, 1, 2, 3]
    .map((word) =>
      hash(word, ...parts)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
