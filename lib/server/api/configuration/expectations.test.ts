/** Saved requests over HTTP: asked again, told with their rules, cut to what the caller may see, and nothing sent to Kubernetes for it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Expectations, expectationsSchema } from '#lib/api/configuration/expectations.ts';
import { problemSchema } from '#lib/api/problem.ts';
import { type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, tokens } from '../../testing/mesh-content.ts';

let harness: Harness;

const request = {
  name: 'all of them',
  from: 'bookinfo/productpage',
  protocol: 'http',
  host: 'guarded.example.com',
  port: 80,
  method: 'GET',
  path: '/a',
};
const to = [{ host: 'reviews.bookinfo.svc.cluster.local', subset: null, port: 80, share: 1 }];

function guarded(namespace: string, name: string, annotation: string) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name,
      namespace,
      resourceVersion: '9',
      uid: `${namespace}-${name}`,
      creationTimestamp: '2026-01-01T00:00:00Z',
      annotations: { 'sluice.dev/expectations': annotation },
    },
    spec: {
      hosts: [`${name}.example.com`],
      http: [
        { match: [{ uri: { exact: '/b' } }], redirect: { uri: '/c' } },
        { route: [{ destination: { host: 'reviews.bookinfo.svc.cluster.local' } }] },
      ],
    },
  };
}

const routeKind = 'httproutes.gateway.networking.k8s.io';
const route = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: {
    name: 'guarded',
    namespace: 'bookinfo',
    resourceVersion: '9',
    uid: 'route',
    creationTimestamp: '2026-01-01T00:00:00Z',
    annotations: { 'sluice.dev/expectations': '{"v":1,' },
  },
  spec: {
    parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
    rules: [{ backendRefs: [{ name: 'reviews', port: 80 }] }],
  },
};

const saved = (...requests: object[]) => JSON.stringify({ v: 1, requests });

beforeAll(async () => {
  harness = await startHarness({
    prepare: (kubernetes) => {
      fillMesh(kubernetes);
      kubernetes.objects.get('networking.istio.io/virtualservices')?.push(
        guarded(
          'bookinfo',
          'guarded',
          saved(
            { ...request, expect: { outcome: 'forward', to, within: 0 } },
            { ...request, name: 'gone', expect: { outcome: 'not-found' } },
            {
              ...request,
              name: 'no gateway',
              from: 'gateway:bookinfo/none',
              expect: { outcome: 'not-found' },
            },
          ),
        ),
        guarded('shop', 'broken', '{"v":1,"requests":[{}]}'),
        guarded('payments', 'secret-plan', saved({ ...request, expect: { outcome: 'not-found' } })),
      );
      kubernetes.objects.set('gateway.networking.k8s.io/httproutes', [route]);
    },
  });
});

afterAll(() => harness.stop());

const ask = (query: string, token: string = tokens.viewer) =>
  harness.ask(`/api/v1/config/expectations${query}`, { headers: { authorization: `Bearer ${token}` } });

async function answered(query: string, token?: string): Promise<Expectations> {
  const reply = await ask(query, token);
  expect(reply.status).toBe(200);
  return expectationsSchema.parse(reply.json());
}

test('each is told with what it gives; what cannot be read with its place', async () => {
  const { objects, met, unmet, left, partial } = await answered('');
  expect({ met, unmet, left, partial }).toEqual({ met: 1, unmet: 2, left: 0, partial: true });
  expect(objects.map(({ namespace, name, problem }) => [namespace, name, problem])).toEqual([
    ['bookinfo', 'guarded', null],
    ['shop', 'broken', { why: 'shape', at: 'requests[0].name' }],
  ]);
  expect(
    objects[0]?.results.map(({ expectation, unmet: why, answer, tried }) => [
      expectation.name,
      why,
      answer?.rule?.index ?? null,
      tried.length,
    ]),
  ).toEqual([
    ['all of them', null, 1, 0],
    ['gone', 'outcome', 1, 0],
    ['no gateway', 'sender', null, 0],
  ]);
});

test('of one object the rules that were tried are told, too, with their lines', async () => {
  const { objects } = await answered('?namespace=bookinfo&name=guarded');
  expect(objects).toHaveLength(1);
  const [first] = objects[0]?.results ?? [];
  expect(first?.tried.map(({ index, matched, line }) => [index, matched, line !== null])).toEqual([
    [0, false, true],
    [1, true, true],
  ]);
});

test('what is hidden is neither named nor counted', async () => {
  const reply = await ask('');
  expect(reply.text).not.toContain('secret-plan');
  expect((await answered('?namespace=payments&name=secret-plan')).objects).toEqual([]);
  const all = await answered('', tokens.admin);
  expect(all.objects.map(({ name }) => name)).toContain('secret-plan');
  expect(all.partial).toBe(false);
});

test('those of a route of the Gateway API are asked as well, for who may read it', async () => {
  const { objects } = await answered(`?kind=${routeKind}&namespace=bookinfo&name=guarded`, tokens.admin);
  expect(objects).toMatchObject([
    { kind: routeKind, namespace: 'bookinfo', name: 'guarded', problem: { why: 'json' } },
  ]);
  const all = await answered('?namespaces=bookinfo', tokens.admin);
  expect(all.objects.map(({ kind, name }) => `${kind.split('.')[0]} ${name}`)).toEqual([
    'httproutes guarded',
    'virtualservices guarded',
  ]);
  expect((await answered(`?kind=${routeKind}&namespace=bookinfo&name=guarded`)).objects).toEqual([]);
});

test('namespaces cut the answer', async () => {
  expect((await answered('?namespaces=shop')).objects.map(({ name }) => name)).toEqual(['broken']);
});

test('nothing goes to Kubernetes but access reviews', async () => {
  const before = harness.kubernetes.requests.length;
  await answered('?namespace=bookinfo&name=guarded');
  const sent = harness.kubernetes.requests.slice(before).filter(({ method }) => method !== 'GET');
  expect(
    sent.filter(({ path }) => !path.includes('subjectaccessreviews') && !path.includes('selfsubject')),
  ).toEqual([]);
});

test.each(['?namespace=bookinfo', '?name=guarded', `?namespace=bookinfo&name=${'x'.repeat(300)}`])(
  '%s is refused beside its field',
  async (query) => {
    const reply = await ask(query);
    expect(reply.status).toBe(400);
    expect(problemSchema.parse(reply.json()).errors).not.toEqual([]);
  },
);

test('without a session there is no answer', async () => {
  expect((await harness.ask('/api/v1/config/expectations')).status).toBe(401);
});
