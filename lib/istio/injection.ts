/**
 * Whether Istio's injector puts a proxy into a pod, and which proxy a pod has.
 * Mirrors the webhooks' selectors (manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml) and pkg/kube/inject.
 */
import { injectKey, revisionKey } from './injection-keys.ts';
import type { ContainerStatus, Labels, Pod } from './objects.ts';
import { injectedBy } from './revisions.ts';

export interface InjectionWish {
  /** A webhook matches the pod. */
  wanted: boolean;
  /** It would match, had the pod not asked for none. */
  optedOut: boolean;
}

export const neverInjected = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

/** Injection for all namespaces by default (`enableNamespacesByDefault`) is off, as it is in Istio. */
export function injectionWish(pod: Pod, namespaceLabels: Labels): InjectionWish {
  const { labels = {}, annotations = {}, namespace = '' } = pod.metadata;
  const byNamespace = namespaceLabels['istio-injection'];
  const own = labels[injectKey];
  const matched =
    byNamespace === undefined
      ? namespaceLabels[revisionKey] !== undefined || labels[revisionKey] !== undefined || own === 'true'
      : byNamespace === 'enabled';
  const possible = matched && pod.spec?.hostNetwork !== true && !neverInjected.has(namespace);
  // A label beats the annotation of old.
  const refused = (own ?? annotations[injectKey]) === 'false';
  return { wanted: possible && !refused, optedOut: matched && refused };
}

export type ProxyMode = 'sidecar' | 'native-sidecar' | 'gateway' | 'ambient' | 'none';

export interface PodProxy {
  mode: ProxyMode;
  image: string | null;
  /** Of the proxy's container; null when the kubelet has not said, or the pod has none. */
  ready: boolean | null;
  /** Of the control plane that injected it. */
  revision: string | null;
}

export interface ProxySurroundings {
  namespaceLabels: Labels;
  /** The pod's workload is a gateway: its own container is the proxy. */
  gateway: boolean;
}

export function proxyOfPod(pod: Pod, { namespaceLabels, gateway }: ProxySurroundings): PodProxy {
  const { spec, status } = pod;
  const revision = revisionOf(pod);
  const inside = spec?.containers.find(({ name }) => name === 'istio-proxy');
  const native = spec?.initContainers?.find(
    ({ name, restartPolicy }) => name === 'istio-proxy' && restartPolicy === 'Always',
  );
  const container = inside ?? native ?? (gateway ? spec?.containers[0] : undefined);
  if (container === undefined) {
    const mode = passesZtunnel(pod, namespaceLabels) ? 'ambient' : 'none';
    return { mode, image: null, ready: null, revision };
  }
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return {
    mode: gateway ? 'gateway' : native === undefined ? 'sidecar' : 'native-sidecar',
    image: container.image ?? null,
    ready: statuses.find(({ name }) => name === container.name)?.ready ?? null,
    revision,
  };
}

/** Of a pod without a proxy of its own: what istio-cni has done, else what the labels ask for; the pod's own comes before the namespace's. */
export function passesZtunnel(pod: Pod, namespaceLabels: Labels): boolean {
  const { labels = {}, annotations = {} } = pod.metadata;
  const redirection = annotations['ambient.istio.io/redirection'];
  if (redirection !== undefined) return redirection === 'enabled';
  const own = labels['istio.io/dataplane-mode'];
  return (own ?? namespaceLabels['istio.io/dataplane-mode']) === 'ambient' && pod.spec?.hostNetwork !== true;
}

function revisionOf(pod: Pod): string | null {
  return injectedBy(pod) ?? pod.metadata.labels?.[revisionKey] ?? null;
}

/** "1.31.1" of "docker.io/istio/proxyv2:1.31.1-distroless"; null for an image named by digest or by a word. */
export function imageVersion(image: string | null): string | null {
  return /:v?(\d+\.\d+[^@]*?)(?:-(?:distroless|debug))?(?:@.*)?$/.exec(image ?? '')?.[1] ?? null;
}

export interface ContainerCount {
  ready: number;
  all: number;
  restarts: number;
  /** What keeps one of them from running, e.g. CrashLoopBackOff. */
  waiting: string | null;
}

/** Of the containers that keep running: init containers count where they are sidecars. */
export function countContainers({ spec, status }: Pod): ContainerCount {
  const lasting = new Set([
    ...(spec?.containers ?? []).map(({ name }) => name),
    ...(spec?.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  ]);
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const kept: ContainerStatus[] = all.filter(({ name }) => lasting.has(name));
  return {
    ready: kept.filter(({ ready }) => ready).length,
    all: lasting.size,
    restarts: kept.reduce((sum, { restartCount }) => sum + restartCount, 0),
    waiting: all.map(({ state }) => state?.waiting?.reason).find((reason) => reason !== undefined) ?? null,
  };
}
