/** Details of services and workloads: who gets what, that nothing of a hidden namespace leaks, and that asking tells nothing either. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serviceDetailSchema, workloadDetailSchema } from '#lib/api/traffic/details.ts';
import { type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, prometheusAnswer, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let prometheus: Recorder;
let harness: Harness;

const policy = (namespace: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'AuthorizationPolicy',
  metadata: { namespace, name, resourceVersion: '1' },
  spec: {},
});

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => sendJson(response, 200, prometheusAnswer(request)));
  harness = await startHarness({
    prometheusUrl: prometheus.url,
    prepare: (fake) => {
      fillMesh(fake);
      const pod = (namespace: string, app: string) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace, name: app, resourceVersion: '1', labels: { app } },
        spec: { containers: [{ name: 'app' }] },
        status: { phase: 'Running', podIP: '10.0.0.7' },
      });
      fake.objects.set('/pods', [pod('shop', 'cart'), pod('payments', 'canary-ledger')]);
      fake.objects.set('security.istio.io/authorizationpolicies', [
        policy('shop', 'only-friends'),
        policy('istio-system', 'mesh-wide'),
        policy('payments', 'canary-only'),
      ]);
      const entries = [
        {
          apiVersion: 'v1',
          kind: 'ServiceEntry',
          metadata: { namespace: 'shop', name: 'maps', resourceVersion: '1' },
          spec: { hosts: ['maps.example'] },
        },
      ];
      fake.objects.set('networking.istio.io/serviceentries', entries);
      const routes = fake.objects.get('networking.istio.io/virtualservices') ?? [];
      fake.objects.set('networking.istio.io/virtualservices', [
        ...routes,
        {
          ...policy('payments', 'canary-grab'),
          kind: 'VirtualService',
          spec: { hosts: ['cart.shop.svc.cluster.local'] },
        },
      ]);
    },
  });
});

afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});

const ask = (token: string, path: string) =>
  harness.ask(`/api/v1/namespaces/${path}`, { headers: { authorization: `Bearer ${token}` } });

async function service(token: string, path: string) {
  const reply = await ask(token, path);
  expect(reply.status).toBe(200);
  return { text: reply.text, etag: reply.headers.etag, detail: serviceDetailSchema.parse(reply.json()) };
}

describe('a service', () => {
  test('shows a hidden peer as restricted, and nothing else of where it lives', async () => {
    const { text, detail } = await service(tokens.viewer, 'shop/services/cart');
    expect(text).not.toContain('canary');
    expect(text).not.toContain('payments');
    expect(detail.outbound.peers.map(({ kind, requestsPerSecond }) => [kind, requestsPerSecond])).toEqual([
      ['restricted', 4],
    ]);
    const whole = await service(tokens.admin, 'shop/services/cart');
    expect(whole.detail.outbound.peers.map(({ name }) => name)).toEqual(['canary-ledger']);
    expect(whole.detail.configuration.map(({ name }) => name)).toContain('canary-grab');
  });

  test('after the admin, the viewer gets what a viewer gets; equal rights share the very bytes', async () => {
    const cold = await service(tokens.viewer, 'bookinfo/services/reviews');
    await service(tokens.admin, 'bookinfo/services/reviews');
    const warm = await service(tokens.viewer, 'bookinfo/services/reviews');
    expect(warm.text).toBe(cold.text);
    expect((await service(tokens.developer, 'bookinfo/services/reviews')).etag).toBe(warm.etag);
  });

  test('lists each kind of configuration only to those who may list it', async () => {
    const names = async (token: string) =>
      (await service(token, 'shop/services/cart')).detail.configuration.map(({ name }) => name);
    expect(await names(tokens.admin)).toEqual(expect.arrayContaining(['only-friends', 'mesh-wide']));
    expect(await names(tokens.viewer)).toEqual([]);
    const view = ['list /pods shop', 'list /services shop'];
    const grants = [...view, 'list security.istio.io/authorizationpolicies shop'];
    harness.kubernetes.users.set('policy-reader', { name: 'policy-reader', grants });
    expect(await names('policy-reader')).toEqual(['only-friends']);
    const { detail } = await service('policy-reader', 'shop/services/cart');
    expect(detail.unreadable).toContain('VirtualService');
    expect(detail.unreadable).not.toContain('AuthorizationPolicy');
    const meshWide = [...view, 'list security.istio.io/authorizationpolicies istio-system'];
    harness.kubernetes.users.set('root-reader', { name: 'root-reader', grants: meshWide });
    expect(await names('root-reader')).toEqual(['mesh-wide']);
  });

  test('of a ServiceEntry is there only for those who may list ServiceEntries', async () => {
    expect((await service(tokens.viewer, 'shop/services/maps.example')).detail.name).toBe('maps');
    const grants = ['list /pods shop', 'list /services shop'];
    harness.kubernetes.users.set('traffic-only', { name: 'traffic-only', grants });
    expect((await ask('traffic-only', 'shop/services/maps')).status).toBe(404);
  });
});

describe('a workload', () => {
  test('is told of by its pods to those who may not list controllers', async () => {
    const detail = workloadDetailSchema.parse((await ask(tokens.viewer, 'shop/workloads/cart')).json());
    expect(detail).toMatchObject({ kind: 'Pod', pods: [{ name: 'cart', address: '10.0.0.7' }] });
  });
});

describe('not there, not visible and never heard of are one', () => {
  const plain = async (token: string, path: string) => {
    const reply = await ask(token, path);
    return { status: reply.status, text: reply.text.replace(/"requestId":"\w+"/, '') };
  };

  test.each(['services', 'workloads'])('of %s', async (list) => {
    const hidden = await plain(tokens.viewer, `payments/${list}/canary-ledger`);
    expect(hidden.status).toBe(404);
    expect(hidden.text).not.toContain('canary');
    expect(await plain(tokens.viewer, `payments/${list}/nothing`)).toEqual(hidden);
    expect(await plain(tokens.viewer, `nowhere/${list}/canary-ledger`)).toEqual(hidden);
    expect(await plain(tokens.viewer, `shop/${list}/canary-ledger`)).toEqual(hidden);
    expect((await plain(tokens.admin, `payments/${list}/canary-ledger`)).status).toBe(200);
  });

  test('Kubernetes is not asked about configuration in namespaces that are hidden', async () => {
    const start = harness.kubernetes.requests.length;
    await ask(tokens.viewer, 'shop/services/cart');
    const asked = harness.kubernetes.requests
      .slice(start)
      .filter(({ path }) => path.endsWith('/selfsubjectaccessreviews'))
      .map(({ body }) => JSON.parse(body).spec.resourceAttributes);
    expect(asked.filter(({ namespace, group }) => namespace === 'payments' && group !== '')).toEqual([]);
  });
});

test.each([
  'shop/services/cart?window=10y',
  'shop/services/cart?window=1h%5D)%20or%20up%5B1y',
  'shop/services/cart?namespaces=shop',
  'shop/services/..',
  'shop/services/%2e%2e',
  '../services/cart',
  'shop/workloads/a%22%7D',
  'shop%2F..%2Fpayments/services/cart',
])('%s is refused', async (path) => {
  expect((await ask(tokens.admin, path)).status).toBe(400);
});
