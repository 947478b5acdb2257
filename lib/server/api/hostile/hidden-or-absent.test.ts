/**
 * What one may not see and what is not there: told apart by no answer, and by no time that it takes, for the backends are asked the same
 * (times themselves are the machine's: one question is timed, and what the others ask is compared).
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { type ResourceId, rbacResources } from '../../kubernetes/resources.ts';
import { type Harness, startHarness, until } from '../../testing/harness.ts';
import { fillMesh, prometheusAnswer, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let harness: Harness;
let prometheus: Recorder;

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => sendJson(response, 200, prometheusAnswer(request)));
  // Time stands still: no answer about rights grows old between two questions.
  const now = systemClock.now();
  const clock = { ...systemClock, now: () => now };
  harness = await startHarness({ clock, prometheusUrl: prometheus.url, prepare: fillMesh });
  // A kind of RBAC that is read for the first time is a change of rights, announced a moment later.
  const { snapshot } = harness.services;
  const announced = new Set<string>();
  snapshot.onChange(({ resources }) => {
    for (const id of resources) announced.add(id);
  });
  const isKnown = (id: ResourceId) =>
    announced.has(id) || (snapshot.isRead(id) && snapshot.list(id).length === 0);
  await until(() => ([...rbacResources].every(isKnown) ? true : null));
});

afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});

const virtualServices = 'virtualservices.networking.istio.io';
/** The hidden one is there, and so is what is asked about in it. */
const questions = [
  '/api/v1/graph?namespaces=NS',
  '/api/v1/overview?namespaces=NS',
  '/api/v1/services?namespaces=NS',
  '/api/v1/workloads?namespaces=NS',
  '/api/v1/timeline?namespaces=NS',
  '/api/v1/series?subject=service&namespace=NS&name=canary-ledger',
  '/api/v1/series/expressions?subject=service&namespace=NS&name=canary-ledger',
  '/api/v1/mesh?namespaces=NS',
  '/api/v1/namespaces/NS/services/canary-ledger',
  '/api/v1/namespaces/NS/workloads/canary-ledger',
  '/api/v1/namespaces/NS/services/canary-ledger/pages',
  '/api/v1/namespaces/NS/pods/canary-ledger-0/logs?container=app',
  '/api/v1/traces?namespace=NS&app=canary-ledger',
  '/api/v1/traces/names?namespace=NS&kind=service&name=canary-ledger',
  `/api/v1/config?namespaces=NS`,
  `/api/v1/config/object?kind=${virtualServices}&namespace=NS&name=canary-routes`,
  `/api/v1/config/history?kind=${virtualServices}&namespace=NS&name=canary-routes`,
  '/api/v1/config/choices?namespace=NS',
  '/api/v1/config/expectations?namespace=NS',
  '/api/v1/splits?namespaces=NS',
  '/api/v1/splits/NS/canary-ledger',
  '/api/v1/splits/world?namespace=NS&service=canary-ledger',
];

test.each(questions)('SEC-25 %s', async (question) => {
  const headers = { authorization: `Bearer ${tokens.viewer}` };
  const told = async (namespace: string) => {
    // What they may where is asked for all namespaces alike, before anything is asked about one.
    await harness.ask('/api/v1/whoami', { headers });
    const plain = (text: string) => text.replaceAll(namespace, 'NS');
    const [ofKubernetes, ofPrometheus] = [harness.kubernetes.requests.length, prometheus.requests.length];
    const reply = await harness.ask(question.replace('NS', namespace), { headers });
    const asked = [
      ...harness.kubernetes.requests.slice(ofKubernetes),
      ...prometheus.requests.slice(ofPrometheus),
    ]
      .filter(({ query }) => !query.has('watch'))
      .map(({ method, url, body }) => plain(`${method} ${url} ${body}`))
      .sort();
    const text = plain(reply.text).replaceAll(/"(requestId|at)":("[^"]*"|\d+)/g, '');
    return { status: reply.status, text, asked };
  };
  const hidden = await told('payments');
  expect(await told('nowhere')).toEqual(hidden);
  expect(hidden.text).not.toContain('canary-vault');
});

/** Requests in turn; milliseconds. */
test('SEC-25 how long the answer takes tells nothing: the medians lie within 10 ms', async () => {
  const headers = { authorization: `Bearer ${tokens.viewer}` };
  const took: Record<string, number[]> = { payments: [], nowhere: [] };
  const path = '/api/v1/graph?namespaces=NS';
  for (let count = 0; count < 42; count += 1) {
    for (const [namespace, all] of Object.entries(took)) {
      const began = performance.now();
      await harness.ask(path.replace('NS', namespace), { headers });
      all.push(performance.now() - began);
    }
  }
  const [hidden = 0, absent = 0] = Object.values(took).map((all) => all.sort((a, b) => a - b)[21]);
  expect(Math.abs(hidden - absent)).toBeLessThan(10);
});
