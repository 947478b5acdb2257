/** New pods as scheduler, sidecar injector and kubelet would make them: pending first, running a moment later. */
import type { Container, KubernetesObject, Pod, Workload } from '#lib/istio/objects.ts';
import type { ObjectStore } from '../types.ts';
import { timestamp } from '../writes/metadata.ts';
import { ownerReference } from './owners.ts';

const injected = 'sidecar.istio.io/status';
const injectionLabels = /^(security\.istio\.io\/tlsMode|service\.istio\.io\/)/;
const injectionAnnotations =
  /^(sidecar\.istio\.io\/status|istio\.io\/rev|prometheus\.io\/|kubectl\.kubernetes\.io\/default-)/;

function isProxy(container: Container): boolean {
  return container.name.startsWith('istio-');
}

function matching(
  record: Readonly<Record<string, string>> | undefined,
  pattern: RegExp,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record ?? {}).filter(([key]) => pattern.test(key)));
}

/** The sidecar that the injector gave to a neighbour, given to this pod too. */
function inject(store: ObjectStore, pod: Pod): Pod {
  const { namespace, labels = {}, annotations = {} } = pod.metadata;
  const optedOut = (labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject']) === 'false';
  const home = store.list('', 'namespaces').find((candidate) => candidate.metadata.name === namespace);
  const enabled =
    home?.metadata.labels?.['istio-injection'] === 'enabled' ||
    home?.metadata.labels?.['istio.io/rev'] !== undefined;
  const isTemplate = (candidate: Pod): boolean => candidate.metadata.annotations?.[injected] !== undefined;
  const neighbour =
    store.list<Pod>('', 'pods', namespace).find(isTemplate) ?? store.list<Pod>('', 'pods').find(isTemplate);
  if (!enabled || optedOut || !neighbour?.spec || !pod.spec) return pod;
  const app = pod.spec.containers[0]?.name ?? '';
  const canonicalName = labels['app.kubernetes.io/name'] ?? labels.app ?? controllerName(pod);
  const canonicalRevision = labels['app.kubernetes.io/version'] ?? labels.version ?? 'latest';
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      labels: {
        ...matching(neighbour.metadata.labels, injectionLabels),
        'service.istio.io/canonical-name': canonicalName,
        'service.istio.io/canonical-revision': canonicalRevision,
        ...labels,
      },
      annotations: {
        ...matching(neighbour.metadata.annotations, injectionAnnotations),
        'kubectl.kubernetes.io/default-container': app,
        'kubectl.kubernetes.io/default-logs-container': app,
        ...annotations,
      },
    },
    spec: {
      ...pod.spec,
      initContainers: [
        ...(neighbour.spec.initContainers ?? []).filter(isProxy),
        ...(pod.spec.initContainers ?? []),
      ],
      containers: [...pod.spec.containers, ...neighbour.spec.containers.filter(isProxy)],
    },
  };
}

function controllerName(pod: Pod): string {
  return pod.metadata.ownerReferences?.[0]?.name ?? pod.metadata.name;
}

/** Addresses above those of the demo's own content; taken ones are passed over. */
function freeAddress(store: ObjectStore): string {
  const taken = new Set(store.list<Pod>('', 'pods').map((pod) => pod.status?.podIP));
  for (let index = 0; ; index += 1) {
    const address = `10.244.${128 + (Math.floor(index / 250) % 128)}.${(index % 250) + 4}`;
    if (!taken.has(address)) return address;
  }
}

function leastLoadedNode(store: ObjectStore): KubernetesObject | undefined {
  const load = new Map<string, number>();
  for (const pod of store.list<Pod>('', 'pods')) {
    const node = pod.spec?.nodeName ?? '';
    load.set(node, (load.get(node) ?? 0) + 1);
  }
  const count = (node: KubernetesObject): number => load.get(node.metadata.name) ?? 0;
  return store.list('', 'nodes').toSorted((a, b) => count(a) - count(b))[0];
}

/** A pod of a ReplicaSet or StatefulSet as it is right after scheduling. */
export function pendingPod(store: ObjectStore, owner: Workload, name: string, nowMs: number): Pod {
  const { metadata, spec } = owner.spec?.template ?? {};
  const at = timestamp(nowMs);
  const pod = inject(store, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: owner.metadata.namespace,
      labels: { ...metadata?.labels },
      annotations: { ...metadata?.annotations },
      ownerReferences: [ownerReference(owner)],
    },
    spec: { ...spec, containers: spec?.containers ?? [], nodeName: leastLoadedNode(store)?.metadata.name },
  });
  const waiting = (container: Container) => ({
    name: container.name,
    image: container.image,
    ready: false,
    started: false,
    restartCount: 0,
    state: { waiting: { reason: 'ContainerCreating' } },
  });
  return {
    ...pod,
    status: {
      phase: 'Pending',
      startTime: at,
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: at },
        { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: at },
      ],
      containerStatuses: (pod.spec?.containers ?? []).map(waiting),
    },
  };
}

/** The same pod with its containers started. */
export function startedPod(store: ObjectStore, pod: Pod, nowMs: number): Pod {
  const at = timestamp(nowMs);
  const nodeName = pod.spec?.nodeName ?? leastLoadedNode(store)?.metadata.name;
  const podIP = freeAddress(store);
  const running = (container: Container) => ({
    name: container.name,
    image: container.image,
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: at } },
    lastState: {},
  });
  const finished = (container: Container) =>
    container.restartPolicy === 'Always'
      ? running(container)
      : {
          ...running(container),
          state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at } },
        };
  const status = {
    phase: 'Running',
    podIP,
    podIPs: [{ ip: podIP }],
    hostIP: hostAddress(store, nodeName),
    startTime: pod.status?.startTime ?? at,
    qosClass: 'BestEffort',
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
      type,
      status: 'True',
      lastTransitionTime: at,
    })),
    initContainerStatuses: (pod.spec?.initContainers ?? []).map(finished),
    containerStatuses: (pod.spec?.containers ?? []).map(running),
  };
  return { ...pod, spec: { ...pod.spec, containers: pod.spec?.containers ?? [], nodeName }, status };
}

function hostAddress(store: ObjectStore, nodeName: string | undefined): string | undefined {
  return store
    .list<Pod>('', 'pods')
    .find((pod) => pod.spec?.nodeName === nodeName && pod.status?.hostIP !== undefined)?.status?.hostIP;
}

export function isReady(pod: Pod): boolean {
  return (
    pod.metadata.deletionTimestamp === undefined &&
    (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True')
  );
}
