/**
 * Stands in for the Deployment, ReplicaSet and EndpointSlice controllers, the scheduler and the kubelet: what a Deployment asks for
 * is running a moment later. A changed template replaces all pods at once.
 */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { injectSidecar, isInjected, istioVersion, type PodTemplate, podStatus } from '#demo/content/pods.ts';
import { endpoints, isReady, selects } from '#demo/content/services.ts';
import { nodeNames } from '#demo/content/stamp.ts';
import type { ObjectStore } from '#demo/kubernetes/types.ts';
import type {
  EndpointSlice,
  KubernetesObject,
  Namespace,
  Pod,
  Service,
  Workload,
} from '#lib/istio/objects.ts';

const manager = 'kube-controller-manager';
const hashLabel = 'pod-template-hash';

/** Brings pods, statuses and endpoints in line with what is asked for; does nothing when they are. */
export function reconcile(store: ObjectStore, nowMs: number): void {
  for (const deployment of store.list<Workload>('apps', 'deployments')) {
    if (deployment.metadata.deletionTimestamp === undefined) reconcileDeployment(store, deployment, nowMs);
  }
  reconcileEndpoints(store);
}

function reconcileDeployment(store: ObjectStore, deployment: Workload, nowMs: number): void {
  const { namespace = '', name } = deployment.metadata;
  const template = deployment.spec?.template;
  if (!template) return;
  const owned = ownedBy(store.list<Workload>('apps', 'replicasets', namespace), deployment);
  const replicas = deployment.spec?.replicas ?? 1;
  let current = owned.find((replicaSet) => isDeepStrictEqual(templateOf(replicaSet), template));
  current ??= createReplicaSet(store, deployment);
  for (const replicaSet of owned) {
    if (replicaSet.metadata.name !== current.metadata.name) scale(store, replicaSet, 0, nowMs);
  }
  const ready = scale(store, current, replicas, nowMs);
  const status = {
    ...deployment.status,
    replicas,
    readyReplicas: ready,
    availableReplicas: ready,
    updatedReplicas: replicas,
    observedGeneration: deployment.metadata.generation,
  };
  if (isDeepStrictEqual(deployment.status, status)) return;
  store.put({ ...present(store, 'apps', 'deployments', namespace, name, deployment), status }, manager);
}

function ownedBy<T extends KubernetesObject>(objects: readonly T[], owner: KubernetesObject): T[] {
  return objects.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid),
  );
}

/** The template as the Deployment has it. */
function templateOf(replicaSet: Workload): unknown {
  const template = replicaSet.spec?.template;
  const { [hashLabel]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}

function createReplicaSet(store: ObjectStore, deployment: Workload): Workload {
  const { namespace, name } = deployment.metadata;
  const templateHash = randomBytes(5).toString('hex');
  const labels = { ...deployment.spec?.template?.metadata?.labels, [hashLabel]: templateHash };
  const selector = { matchLabels: { ...deployment.spec?.selector?.matchLabels, [hashLabel]: templateHash } };
  const template = deployment.spec?.template;
  return store.put(
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-${templateHash}`,
        namespace,
        labels,
        ownerReferences: [referenceTo(deployment)],
      },
      spec: { replicas: 0, selector, template: { ...template, metadata: { ...template?.metadata, labels } } },
      status: { replicas: 0 },
    },
    manager,
  ) as Workload;
}

/** Returns how many pods are ready. */
function scale(store: ObjectStore, replicaSet: Workload, replicas: number, nowMs: number): number {
  const { namespace = '', name } = replicaSet.metadata;
  const pods = ownedBy(store.list<Pod>('', 'pods', namespace), replicaSet);
  for (const pod of pods.slice(replicas)) store.remove('', 'pods', namespace, pod.metadata.name);
  for (let count = pods.length; count < replicas; count++)
    store.put(createPod(store, replicaSet, nowMs), 'kubelet');
  const kept = pods.slice(0, replicas);
  const ready = kept.filter(isReady).length + Math.max(0, replicas - pods.length);
  const status = { ...replicaSet.status, replicas, readyReplicas: ready, availableReplicas: ready };
  if (replicaSet.spec?.replicas !== replicas || !isDeepStrictEqual(replicaSet.status, status)) {
    const spec = { ...replicaSet.spec, replicas };
    store.put(
      { ...present(store, 'apps', 'replicasets', namespace, name, replicaSet), spec, status },
      manager,
    );
  }
  return ready;
}

function createPod(store: ObjectStore, replicaSet: Workload, nowMs: number): KubernetesObject {
  const { namespace = '', name } = replicaSet.metadata;
  const template = replicaSet.spec?.template;
  const written: PodTemplate = {
    metadata: {
      labels: { ...template?.metadata?.labels },
      annotations: { ...template?.metadata?.annotations },
    },
    spec: template?.spec ?? { containers: [] },
  };
  const home = store.list<Namespace>('', 'namespaces').find(({ metadata }) => metadata.name === namespace);
  const injected = isInjected(home?.metadata.labels ?? {}, written.metadata.labels);
  const { metadata, spec } = injected
    ? injectSidecar(written, { native: true, proxyVersion: istioVersion })
    : written;
  const ip = freeAddress(store);
  const node = nodeNames[Number(ip.split('.')[3]) % nodeNames.length] ?? nodeNames[0];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name: `${name}-${randomBytes(3).toString('hex').slice(0, 5)}`,
      namespace,
      ownerReferences: [referenceTo(replicaSet)],
    },
    spec: { ...spec, nodeName: node },
    status: podStatus(spec, ip, node, `${new Date(nowMs).toISOString().slice(0, 19)}Z`),
  };
}

function referenceTo({ apiVersion, kind, metadata: { name, uid = '' } }: KubernetesObject) {
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** Later pods get addresses above those of the first ones. */
function freeAddress(store: ObjectStore): string {
  const used = new Set(store.list<Pod>('', 'pods').map(({ status }) => status?.podIP));
  for (let high = 128; high < 256; high++) {
    for (let low = 1; low < 255; low++)
      if (!used.has(`10.244.${high}.${low}`)) return `10.244.${high}.${low}`;
  }
  throw new Error('the demo has no pod address left');
}

function reconcileEndpoints(store: ObjectStore): void {
  const podsByNamespace = Map.groupBy(store.list<Pod>('', 'pods'), ({ metadata }) => metadata.namespace);
  const slices = new Map(
    store
      .list<EndpointSlice>('discovery.k8s.io', 'endpointslices')
      .map((slice) => [
        `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name']}`,
        slice,
      ]),
  );
  for (const service of store.list<Service>('', 'services')) {
    const { namespace, name } = service.metadata;
    const { selector, ports = [] } = service.spec ?? {};
    if (!selector) continue;
    const pods = (podsByNamespace.get(namespace) ?? []).filter(({ metadata }) =>
      selects(selector, metadata.labels),
    );
    const content = endpoints(pods, ports);
    const slice = slices.get(`${namespace}/${name}`);
    if (slice && isDeepStrictEqual({ ...slice, ...content }, slice)) continue;
    const created: KubernetesObject = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-${randomBytes(3).toString('hex').slice(0, 5)}`,
        namespace,
        labels: { 'kubernetes.io/service-name': name },
        ownerReferences: [referenceTo(service)],
      },
    };
    store.put({ ...(slice ?? created), ...content }, manager);
  }
}

function present(
  store: ObjectStore,
  group: string,
  plural: string,
  namespace: string,
  name: string,
  fallback: KubernetesObject,
): KubernetesObject {
  return store.list(group, plural, namespace).find(({ metadata }) => metadata.name === name) ?? fallback;
}
