/** Predicted traffic over HTTP: what each persona is told, and that nothing of the drafts reaches Kubernetes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PredictionAnswer, predictionSchema } from '#lib/api/configuration/prediction.ts';
import { problemSchema } from '#lib/api/problem.ts';
import { type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, prometheusAnswer, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

const kind = 'virtualservices.networking.istio.io';
let prometheus: Recorder;
let harness: Harness;

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => sendJson(response, 200, prometheusAnswer(request)));
  harness = await startHarness({ prometheusUrl: prometheus.url, prepare: fillMesh });
});

afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});

async function predict(change: object, token: string, more: object = {}): Promise<PredictionAnswer> {
  const reply = await post({ changes: [change], ...more }, token);
  expect(reply.status).toBe(200);
  return predictionSchema.parse(JSON.parse(reply.text));
}

function post(body: object, token: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return harness.ask('/api/v1/config/predict', { method: 'POST', headers, body: JSON.stringify(body) });
}

const draft = (namespace: string, name: string, spec: string) => ({
  op: 'create',
  kind,
  namespace,
  name,
  text: `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`,
});
const gone = { op: 'delete', kind, namespace: 'bookinfo', name: 'reviews' };

test('what went elsewhere than the rules say stays where it was measured', async () => {
  const before = harness.kubernetes.requests.length;
  const { flows, windowSeconds, metricsAt, hiddenNamespaces } = await predict(gone, tokens.viewer);
  expect({ windowSeconds, hiddenNamespaces, known: metricsAt !== null }).toEqual({
    windowSeconds: 300,
    hiddenNamespaces: true,
    known: true,
  });
  expect(flows).toMatchObject([
    {
      source: { namespace: 'bookinfo', workload: 'productpage' },
      rules: [],
      requestsPerSecond: 10,
      now: [{ requestsPerSecond: 10 }],
      undetermined: 0,
    },
  ]);
  expect(
    harness.kubernetes.requests.slice(before).filter(({ method }) => method !== 'GET' && method !== 'POST'),
  ).toEqual([]);
});

test('a caller or an end in a hidden namespace has no name', async () => {
  const change = draft(
    'shop',
    'cart',
    '{hosts: [canary-ledger.payments.svc.cluster.local], http: [{route: [{destination: {host: cart}}]}]}',
  );
  const reply = await post({ changes: [change] }, tokens.viewer);
  expect(reply.status).toBe(200);
  const { flows } = predictionSchema.parse(JSON.parse(reply.text));
  expect(reply.text).not.toContain('canary');
  expect(flows.flatMap(({ now }) => now.map(({ end }) => end.kind))).toEqual(['restricted']);
  expect(flows.map(({ requestsPerSecond }) => requestsPerSecond)).toEqual([4]);
  const all = await predict(change, tokens.admin);
  expect(all.flows.map(({ source }) => source)).toEqual(
    [
      { namespace: 'shop', workload: 'cart' },
      { namespace: 'payments', workload: 'canary-ledger' },
    ].slice(0, all.flows.length),
  );
});

test('a route of the Gateway API touches the traffic of its Service', async () => {
  const change = {
    op: 'create',
    kind: 'httproutes.gateway.networking.k8s.io',
    namespace: 'payments',
    name: 'ledger',
    text: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ledger, namespace: payments}
spec:
  parentRefs: [{group: '', kind: Service, name: canary-ledger}]
  rules: [{backendRefs: [{name: canary-ledger, port: 80, weight: 3}, {name: nowhere, port: 80}]}]
`,
  };
  const { flows, steersNothing, connections } = await predict(change, tokens.admin);
  expect({ steersNothing, connections }).toEqual({ steersNothing: [], connections: [] });
  // Where no pods are known nothing explains what was measured, and it is left where it is.
  expect(flows).toMatchObject([
    { source: { namespace: 'shop', workload: 'cart' }, rules: [], requestsPerSecond: 4, undetermined: 0 },
  ]);
});

test('what is new comes behind what is there: a second VirtualService of a host changes nothing', async () => {
  const second = draft('bookinfo', 'another', '{hosts: [reviews], http: [{redirect: {uri: /}}]}');
  const { flows } = await predict(second, tokens.admin);
  expect(flows.map(({ now, after }) => [now, after])).toEqual(flows.map(({ now }) => [now, now]));
  expect(flows).toHaveLength(1);
});

test('a text that cannot be read changes nothing and is said', async () => {
  const change = { ...draft('bookinfo', 'reviews', '{'), op: 'update' };
  const { flows, unread } = await predict(change, tokens.viewer);
  expect({ flows, unread }).toEqual({ flows: [], unread: [0] });
});

test.each([
  ['a window that is none', { changes: [gone], window: 'soon' }, 400],
  ['no change', { changes: [] }, 400],
  ['a kind that nobody knows', { changes: [{ ...gone, kind: 'secrets' }] }, 404],
])('%s is refused', async (_, body, status) => {
  const before = harness.kubernetes.requests.length;
  const reply = await post(body, tokens.viewer);
  expect(reply.status).toBe(status);
  expect(problemSchema.safeParse(JSON.parse(reply.text)).success).toBe(true);
  expect(
    harness.kubernetes.requests.slice(before).filter(({ path }) => path.includes('virtualservices/')),
  ).toEqual([]);
});
