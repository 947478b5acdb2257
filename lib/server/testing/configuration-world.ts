/** The console before a fake Kubernetes with a few objects, and the calls of its configuration API, for its contract tests. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Change } from '#lib/api/configuration/configuration.ts';
import { type FakeObjects, serveObjects } from './fake-objects.ts';
import { type Harness, type Reply, startHarness } from './harness.ts';
import { fillMesh } from './mesh-content.ts';

export const virtualServices = 'virtualservices.networking.istio.io';

export const ratings = (spec: object, version = '5') => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: {
    name: 'ratings',
    namespace: 'bookinfo',
    resourceVersion: version,
    uid: 'u1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    generation: 3,
    annotations: { owner: 'team-a' },
    managedFields: [{ manager: 'kubectl-edit', operation: 'Update' as const, time: '2026-01-02T00:00:00Z' }],
  },
  spec,
  status: { observedGeneration: 3 },
});
export const toReviews = { hosts: ['ratings'], http: [{ route: [{ destination: { host: 'reviews' } }] }] };

export interface ConfigurationWorld {
  harness: Harness;
  fake: FakeObjects;
  post(path: string, body: object, token?: string): Promise<Reply>;
  get(path: string, token: string): Promise<Reply>;
  /** What went to Kubernetes about single objects while it ran, and the bodies of PUTs among it. */
  received(run: () => Promise<Reply>): Promise<{ reply: Reply; calls: string[]; bodies: string[] }>;
}

/** Of one test file: started before its tests, and as it was before each of them. */
export function configurationWorld(): ConfigurationWorld {
  const world = {} as ConfigurationWorld;
  beforeAll(async () => {
    world.harness = await startHarness({
      prepare: (kubernetes) => {
        fillMesh(kubernetes);
        kubernetes.users.set('editor', {
          name: 'editor',
          grants: [
            ...['virtualservices', 'destinationrules', 'gateways', 'serviceentries'].flatMap((plural) =>
              ['list', 'get'].map((verb) => `${verb} networking.istio.io/${plural} bookinfo`),
            ),
            'list /pods bookinfo',
            'list /services bookinfo',
            ...['create', 'update', 'delete'].map(
              (verb) => `${verb} networking.istio.io/virtualservices bookinfo`,
            ),
          ],
        });
        kubernetes.objects.get('networking.istio.io/virtualservices')?.push(ratings(toReviews));
        world.fake = serveObjects(kubernetes);
      },
    });
  });
  afterAll(() => world.harness.stop());
  beforeEach(() => {
    world.fake.fault = null;
    world.fake.webhook = () => null;
    world.fake.warning = null;
    const all = world.harness.kubernetes.objects.get('networking.istio.io/virtualservices') ?? [];
    const others = all.filter(({ metadata }) => metadata.name !== 'ratings');
    world.harness.kubernetes.objects.set('networking.istio.io/virtualservices', [
      ...others,
      ratings(toReviews),
    ]);
  });
  return Object.assign(world, {
    post: (path: string, body: object, token = 'editor') =>
      world.harness.ask(`/api/v1/config/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    get: (path: string, token: string) =>
      world.harness.ask(`/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } }),
    received: async (run: () => Promise<Reply>) => {
      const since = world.harness.kubernetes.requests.length;
      const reply = await run();
      const puts = world.harness.kubernetes.requests.slice(since).filter(({ method }) => method === 'PUT');
      return { reply, calls: world.fake.calls(since), bodies: puts.map(({ body }) => body) };
    },
  });
}

export function text(
  spec: string,
  more: Partial<Record<'apiVersion' | 'kind' | 'name' | 'namespace', string>> = {},
) {
  const { apiVersion = 'networking.istio.io/v1', kind = 'VirtualService', name = 'ratings' } = more;
  const { namespace = 'bookinfo' } = more;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n  annotations: {owner: team-a}\nspec:\n${spec}`;
}
export const goodSpec = `  hosts: [ratings]
  http:
  - route:
    - destination: {host: reviews}
`;
export const update = (spec: string, more: Partial<Change> = {}): Change =>
  ({
    op: 'update',
    kind: virtualServices,
    namespace: 'bookinfo',
    name: 'ratings',
    text: text(spec),
    resourceVersion: '5',
    ...more,
  }) as Change;

export const one = 'bookinfo/virtualservices/ratings';
