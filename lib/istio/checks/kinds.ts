/** The kinds that the checks tell apart, by group and kind: `Gateway` of Istio and of the Gateway API are two. */
import { rootWord } from '../forms/words.ts';
import type { KubernetesObject } from '../objects.ts';

const groups: Readonly<Record<string, readonly string[]>> = {
  '': ['Namespace', 'Node', 'Pod', 'Service', 'Secret', 'ConfigMap'],
  apps: ['Deployment', 'StatefulSet', 'DaemonSet'],
  'networking.istio.io': [
    'VirtualService',
    'DestinationRule',
    'Gateway',
    'ServiceEntry',
    'Sidecar',
    'WorkloadEntry',
    'WorkloadGroup',
    'EnvoyFilter',
    'ProxyConfig',
  ],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  'telemetry.istio.io': ['Telemetry'],
  'extensions.istio.io': ['WasmPlugin', 'TrafficExtension'],
  'gateway.networking.k8s.io': ['Gateway', 'HTTPRoute', 'GRPCRoute', 'ReferenceGrant'],
  'admissionregistration.k8s.io': ['MutatingWebhookConfiguration'],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
};

const clusterScoped = new Set([
  'Namespace',
  'Node',
  'MutatingWebhookConfiguration',
  'CustomResourceDefinition',
]);

/** By group, then kind: each object is asked for its kind several times, and there are tens of thousands. */
const kindNames = new Map(
  Object.entries(groups).map(([group, kinds]) => [
    group,
    new Map(kinds.map((kind) => [kind, rootWord(group, kind)])),
  ]),
);

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Null for kinds that no check knows. */
export function knownKind({
  apiVersion,
  kind,
}: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string | null {
  return kindNames.get(groupOf(apiVersion))?.get(kind) ?? null;
}

/** What an object is without a namespace of its own: cluster-wide, or in `default`, as kubectl has it. */
export function namespaceOf(object: KubernetesObject): string {
  if (clusterScoped.has(object.kind)) return '';
  return object.metadata.namespace || 'default';
}

/** Same for two documents that describe one object. */
export function identityOf(object: KubernetesObject): string {
  const kind = knownKind(object) ?? `${groupOf(object.apiVersion)}/${object.kind}`;
  return `${kind}/${namespaceOf(object)}/${object.metadata.name}`;
}
