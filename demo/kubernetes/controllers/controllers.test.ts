import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EndpointSlice, KubernetesObject, Pod, Workload } from '#lib/istio/objects.ts';
import { Store } from '../store.ts';
import { startControllers } from './controllers.ts';

let store: Store;
let stop: () => void;

beforeEach(() => {
  store = new Store(Date.now);
  store.put(
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
    },
    'm',
  );
  store.put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-a' } }, 'm');
  stop = startControllers(store, 1);
});
afterEach(() => stop());

/** Waits until a condition holds after some write. */
async function until(holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve) => {
    const unsubscribe = store.subscribe(() => {
      if (!holds()) return;
      unsubscribe();
      resolve();
    });
  });
}

function deployment(replicas: number, image = 'web:1'): Workload {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web', version: 'v1' } },
        spec: { containers: [{ name: 'web', image, ports: [{ name: 'http', containerPort: 8080 }] }] },
      },
    },
  };
}

const pods = (): readonly Pod[] => store.list<Pod>('', 'pods', 'shop');
const replicaSets = (): readonly Workload[] => store.list<Workload>('apps', 'replicasets', 'shop');
const current = (): Workload | undefined => store.list<Workload>('apps', 'deployments', 'shop')[0];
const available = (count: number) => (): boolean =>
  (current()?.status?.availableReplicas ?? 0) === count && pods().length === count;
const slice = (): EndpointSlice | undefined =>
  store.list<EndpointSlice>('discovery.k8s.io', 'endpointslices', 'shop')[0];
const ready = (): number => slice()?.endpoints?.filter((endpoint) => endpoint.conditions?.ready).length ?? 0;

test('pods follow the replicas of their Deployment', async () => {
  store.put(deployment(2), 'm');
  await until(available(2));
  expect(replicaSets()).toHaveLength(1);
  for (const pod of pods()) {
    expect(pod.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'ReplicaSet', controller: true });
    expect(pod.spec?.nodeName).toBe('worker-a');
    expect(pod.status?.phase).toBe('Running');
  }
  expect(new Set(pods().map((pod) => pod.status?.podIP)).size).toBe(2);
  store.put({ ...deployment(5) }, 'm');
  await until(available(5));
  store.put({ ...deployment(1) }, 'm');
  await until(available(1));
});

test('a new template gets a new ReplicaSet, and the old one goes when the new one serves', async () => {
  store.put(deployment(2), 'm');
  await until(available(2));
  store.put(deployment(2, 'web:2'), 'm');
  await until(() => available(2)() && pods().every((pod) => pod.spec?.containers[0]?.image === 'web:2'));
  expect(
    replicaSets()
      .map((own) => own.spec?.replicas)
      .sort(),
  ).toEqual([0, 2]);
  store.put(deployment(2, 'web:1'), 'm');
  await until(() => available(2)() && pods().every((pod) => pod.spec?.containers[0]?.image === 'web:1'));
  expect(replicaSets()).toHaveLength(2);
});

test('a deleted pod is replaced, a deleted Deployment takes its own with it', async () => {
  store.put(deployment(1), 'm');
  await until(available(1));
  const lost = pods()[0]?.metadata.name ?? '';
  store.remove('', 'pods', 'shop', lost);
  await until(() => available(1)() && pods()[0]?.metadata.name !== lost);
  store.remove('apps', 'deployments', 'shop', 'web');
  await until(() => pods().length === 0 && replicaSets().length === 0);
});

test('endpoints follow the pods that a Service selects', async () => {
  const service: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  };
  store.put(service, 'm');
  store.put(deployment(2), 'm');
  await until(() => ready() === 2);
  expect(slice()).toMatchObject({
    metadata: { labels: { 'kubernetes.io/service-name': 'web' } },
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  });
  store.put(deployment(0), 'm');
  await until(() => slice()?.endpoints?.length === 0);
});

test('new pods get the sidecar that their neighbours have', async () => {
  const proxy = { name: 'istio-proxy', image: 'proxyv2' };
  const neighbour: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'neighbour',
      namespace: 'shop',
      labels: { 'security.istio.io/tlsMode': 'istio' },
      annotations: { 'sidecar.istio.io/status': '{}' },
    },
    spec: { containers: [{ name: 'app' }, proxy], initContainers: [{ name: 'istio-init' }] },
    status: { phase: 'Running' },
  };
  store.put(neighbour, 'm');
  store.put(deployment(1), 'm');
  await until(() => current()?.status?.availableReplicas === 1);
  const pod = pods().find((candidate) => candidate.metadata.name !== 'neighbour');
  expect(pod?.spec?.containers.map((container) => container.name)).toEqual(['web', 'istio-proxy']);
  expect(pod?.metadata.labels).toMatchObject({
    'security.istio.io/tlsMode': 'istio',
    'service.istio.io/canonical-name': 'web',
    'service.istio.io/canonical-revision': 'v1',
  });
});

test('pods of a StatefulSet are numbered', async () => {
  store.put({ ...deployment(2), kind: 'StatefulSet' }, 'm');
  await until(() => pods().length === 2);
  expect(pods().map((pod) => pod.metadata.name)).toEqual(['web-0', 'web-1']);
});

test('a namespace that is deleted takes everything with it', async () => {
  store.put(deployment(1), 'm');
  await until(available(1));
  const [namespace] = store.list('', 'namespaces');
  if (!namespace) throw new Error('no namespace');
  store.put(
    { ...namespace, metadata: { ...namespace.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } },
    'm',
  );
  await until(() => store.list('', 'namespaces').length === 0);
  expect([pods().length, replicaSets().length, store.list('', 'events').length]).toEqual([0, 0, 0]);
});

test('events are capped', () => {
  for (let index = 0; index < 2500; index += 1) {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `e${index}`, namespace: 'shop' },
      lastTimestamp: new Date(index * 1000).toISOString(),
    };
    store.put(event, 'm');
  }
  const events = store.list('', 'events');
  expect(events.length).toBeLessThanOrEqual(1000);
  expect(events.some((event) => event.metadata.name === 'e2499')).toBe(true);
});
