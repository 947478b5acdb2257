/** The console before a fake Kubernetes with one service in two versions, for contract tests of splits; and a Prometheus that says what it is told. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { SplitIntent } from '#lib/api/splits/split-plan.ts';
import type { KubernetesObject, Pod } from '#lib/istio/objects.ts';
import { consoleToken } from './fake-kubernetes.ts';
import { type FakeObjects, serveObjects } from './fake-objects.ts';
import { type Harness, type Reply, startHarness, until } from './harness.ts';
import { type Recorder, sendJson, startRecorder } from './recorder.ts';

const networking = 'networking.istio.io';
const edits = ['virtualservices', 'destinationrules'].flatMap((plural) =>
  ['get', 'list', 'create', 'update', 'delete'].map((verb) => `${verb} ${networking}/${plural}`),
);
const reads = ['list /pods', 'list /services', 'list apps/deployments', `list ${networking}/gateways`];
const records = [...['create', 'list', 'delete'].map((verb) => `${verb} /configmaps`), 'create /events'];
const routes = ['get', 'list', 'update'].map((verb) => `${verb} gateway.networking.k8s.io/httproutes`);
const inShop = (grants: readonly string[], namespace = 'shop') => grants.map((one) => `${one} ${namespace}`);

/** What deploy/guard-role.yaml allows. */
export const guardGrants = inShop([
  `get ${networking}/virtualservices`,
  `update ${networking}/virtualservices`,
  ...['get', 'create', 'update'].map((verb) => `${verb} coordination.k8s.io/leases`),
  'create /configmaps',
  'create /events',
]);

export const users = {
  dev: { name: 'mara', grants: [...inShop([...edits, ...reads, ...records, ...routes])] },
  other: { name: 'bob', grants: [...inShop([...edits, ...reads, ...records])] },
  viewer: {
    name: 'vera',
    grants: inShop([
      ...reads,
      ...['get', 'list'].flatMap((verb) =>
        ['virtualservices', 'destinationrules'].map((one) => `${verb} ${networking}/${one}`),
      ),
    ]),
  },
} as const;

export function versionPods(version: string, ready = true, count = 2, namespace = 'shop'): Pod[] {
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `reviews-${version}-${index}`,
      namespace,
      resourceVersion: '1',
      labels: { app: 'reviews', version },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: `reviews-${version}`,
          uid: 'u',
          controller: true,
        },
      ],
    },
    spec: {
      containers: [
        { name: 'app', image: `reviews:${version}` },
        { name: 'istio-proxy', image: 'proxyv2:1.30.0' },
      ],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [{ name: 'app', ready, restartCount: 0 }],
    },
  }));
}

export const virtualService = (
  http: object,
  more: Partial<KubernetesObject['metadata']> & { hosts?: string[]; gateways?: string[] } = {},
) => {
  const { hosts = ['reviews'], gateways, ...metadata } = more;
  return {
    apiVersion: `${networking}/v1`,
    kind: 'VirtualService',
    metadata: { name: 'reviews', namespace: 'shop', resourceVersion: '5', ...metadata },
    spec: { hosts, ...(gateways === undefined ? {} : { gateways }), http },
  };
};

export const destinationRule = (
  subsets: readonly string[],
  more: Partial<KubernetesObject['metadata']> = {},
) => ({
  apiVersion: `${networking}/v1`,
  kind: 'DestinationRule',
  metadata: { name: 'reviews', namespace: 'shop', resourceVersion: '3', ...more },
  spec: { host: 'reviews', subsets: subsets.map((name) => ({ name, labels: { version: name } })) },
});

export interface SplitTestWorld {
  harness: Harness;
  fake: FakeObjects;
  /** Samples of `query_range`: labels and a rate, for the expressions that hold this text. */
  told: { holds: string; rows: { metric: Record<string, string>; value: number }[] }[];
  prometheusDown: boolean;
  prometheus: Recorder;
  set(objects: readonly KubernetesObject[]): Promise<void>;
  ask<T>(
    path: string,
    body?: object,
    token?: keyof typeof users,
  ): Promise<{ status: number; body: T; reply: Reply }>;
  /** Calls to Kubernetes about single objects while it ran. */
  calls(run: () => Promise<unknown>): Promise<string[]>;
  virtualService(name?: string): KubernetesObject<{
    http: { name?: string; route: { weight?: number; destination: { host: string; subset?: string } }[] }[];
  }>;
  configMaps(): KubernetesObject[];
  events(): KubernetesEvent[];
}

export interface KubernetesEvent extends KubernetesObject {
  involvedObject: { kind: string; namespace: string; name: string; uid?: string };
  reason: string;
  message: string;
  type: string;
}

const keys: Readonly<Record<string, string>> = {
  Namespace: '/namespaces',
  Service: '/services',
  Pod: '/pods',
  VirtualService: `${networking}/virtualservices`,
  DestinationRule: `${networking}/destinationrules`,
  HTTPRoute: 'gateway.networking.k8s.io/httproutes',
};

export function namespace(name: string, labels: Record<string, string> = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, resourceVersion: '1' } };
}

export function service(
  more: object = {},
  metadata: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'reviews', namespace: 'shop', resourceVersion: '1', ...metadata },
    spec: {
      selector: { app: 'reviews' },
      clusterIP: '10.0.0.9',
      ports: [{ name: 'http', port: 9080 }],
      ...more,
    },
  };
}

export const basics = (): KubernetesObject[] => [
  namespace('shop'),
  namespace('hidden'),
  service(),
  ...versionPods('v1'),
  ...versionPods('v2'),
];

export const plain = [{ name: 'main', timeout: '3s', route: [{ destination: { host: 'reviews' } }] }];

/** The console's own guard never looks: guards of a test would find the Lease taken whenever the test takes longer than a beat. */
const noBeat = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** Of one test file; before each test as it was: reviews with v1 and v2, one rule without subsets, no DestinationRule. */
export function splitWorld(options: { settleSeconds?: number } = {}): SplitTestWorld {
  const world = { told: [], prometheusDown: false } as unknown as SplitTestWorld;
  beforeAll(async () => {
    world.prometheus = await startRecorder(({ path, body, url }, response) => {
      if (world.prometheusDown) {
        response.destroy();
        return;
      }
      const form = new URLSearchParams(body === '' ? url.split('?')[1] : body);
      const query = form.get('query') ?? '';
      if (!path.endsWith('/query_range')) {
        sendJson(response, 200, { status: 'success', data: { resultType: 'vector', result: [] } });
        return;
      }
      const [start = 0, end = 0, step = 1] = ['start', 'end', 'step'].map((name) => Number(form.get(name)));
      const times = Array.from(
        { length: Math.round((end - start) / step) + 1 },
        (_, index) => start + index * step,
      );
      const result = world.told
        .filter(({ holds }) => query.includes(holds))
        .flatMap(({ rows }) => rows)
        .map(({ metric, value }) => ({ metric, values: times.map((time) => [time, String(value)]) }));
      sendJson(response, 200, { status: 'success', data: { resultType: 'matrix', result } });
    });
    world.harness = await startHarness({
      prometheusUrl: world.prometheus.url,
      guardBeat: noBeat,
      environment: { SLUICE_SPLIT_SETTLE_SECONDS: String(options.settleSeconds ?? 0) },
      prepare: (kubernetes) => {
        for (const [token, user] of Object.entries(users)) kubernetes.users.set(token, { ...user });
        kubernetes.users.set(consoleToken, { name: 'console', grants: guardGrants });
        for (const [key, list] of Map.groupBy(
          [...basics(), virtualService(plain)],
          ({ kind }) => keys[kind] ?? '',
        )) {
          kubernetes.objects.set(key, list);
        }
        world.fake = serveObjects(kubernetes);
        world.fake.announces = true;
      },
    });
  });
  afterAll(async () => {
    await world.harness.stop();
    await world.prometheus.close();
  });
  beforeEach(async () => {
    world.fake.fault = null;
    world.told = [];
    world.prometheusDown = false;
    world.harness.kubernetes.objects.set('/configmaps', []);
    world.harness.kubernetes.objects.set('/events', []);
    world.harness.kubernetes.objects.set('coordination.k8s.io/leases', []);
    await world.set([...basics(), virtualService(plain)]);
  });
  return Object.assign(world, {
    /** All objects anew: the watches hear of it. */
    set: async (objects: readonly KubernetesObject[]) => {
      const { kubernetes, services } = world.harness;
      const revision = services.snapshot.revision();
      const grouped = Map.groupBy(objects, ({ kind }) => keys[kind] ?? '');
      for (const key of Object.values(keys)) {
        const before = kubernetes.objects.get(key) ?? [];
        const after = grouped.get(key) ?? [];
        kubernetes.objects.set(key, [...after]);
        for (const object of before) kubernetes.emit(key, JSON.stringify({ type: 'DELETED', object }));
        for (const object of after) kubernetes.emit(key, JSON.stringify({ type: 'ADDED', object }));
      }
      const isSeen = () => {
        const seen = services.snapshot.objects();
        const same = (list: readonly KubernetesObject[], kind: string) =>
          JSON.stringify(
            list
              .map(({ metadata, spec }) => [
                metadata.namespace,
                metadata.name,
                metadata.resourceVersion,
                spec,
              ])
              .sort(),
          ) ===
          JSON.stringify(
            objects
              .filter((one) => one.kind === kind)
              .map(({ metadata, spec }) => [
                metadata.namespace,
                metadata.name,
                metadata.resourceVersion,
                spec,
              ])
              .sort(),
          );
        return (
          services.snapshot.revision() > revision &&
          same(seen.virtualServices, 'VirtualService') &&
          same(seen.destinationRules, 'DestinationRule') &&
          same(seen.httpRoutes, 'HTTPRoute') &&
          seen.pods.length === objects.filter((one) => one.kind === 'Pod').length &&
          seen.services.length === objects.filter((one) => one.kind === 'Service').length
        );
      };
      await until(() => (isSeen() ? true : null));
    },
    ask: async (path: string, body?: object, token: keyof typeof users = 'dev') => {
      const reply = await world.harness.ask(`/api/v1/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: reply.status, body: reply.json(), reply };
    },
    calls: async (run: () => Promise<unknown>) => {
      const since = world.harness.kubernetes.requests.length;
      await run();
      return world.fake.calls(since);
    },
    virtualService: (name = 'reviews') => {
      const found = world.fake.object('virtualservices', 'shop', name);
      if (found === undefined) throw new Error(`no VirtualService ${name}`);
      return found;
    },
    configMaps: () => world.harness.kubernetes.objects.get('/configmaps') ?? [],
    events: () => (world.harness.kubernetes.objects.get('/events') ?? []) as KubernetesEvent[],
  }) as SplitTestWorld;
}

export const guardOff = {
  mode: 'off',
  windowSeconds: 60,
  minimumRequests: 100,
  errorDelta: 2,
  latencyRatio: 1.3,
} as const;

export function canary(percent: number, more: Partial<SplitIntent> = {}): SplitIntent {
  return {
    kind: 'split',
    namespace: 'shop',
    service: 'reviews',
    stable: 'v1',
    candidate: 'v2',
    points: [{ kind: 'VirtualService', namespace: 'shop', name: 'reviews', layer: 'http', key: 'name:main' }],
    strategy: { kind: 'canary', percent, sticky: false },
    plan: [5, 25, 50, 100].map((one) => ({ percent: one, waitSeconds: null })),
    guard: guardOff,
    mode: null,
    ...more,
  };
}
