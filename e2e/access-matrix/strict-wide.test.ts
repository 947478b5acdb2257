/**
 * Strict mode for whoever sees more namespaces than Prometheus is asked about at once: nothing is asked until they choose some, which is
 * said; what they work on is asked about all the same. Judged by what Prometheus received.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { mostNamespaces } from '#lib/metrics/metrics-scope.ts';
import { parseQuery } from '#lib/promql/parse.ts';
import { alien, questionsOf, selectorsIn, tooWide } from './received.ts';
import { type MatrixWorld, startMatrixWorld } from './world.ts';

/** Of the longest names that there may be. */
const teams = Array.from({ length: 45 }, (_, index) => `team-${index}-`.padEnd(63, 'x'));
const window = 'window=599s';

/** The viewer may see all of the teams'. */
function withTeams(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const like = (kind: string, namespace: string, name: string) => {
    const found = objects.find(
      (one) =>
        one.kind === kind && one.metadata.name === name && (one.metadata.namespace ?? '') === namespace,
    );
    if (found === undefined) throw new Error(`no ${kind} ${name}`);
    return found;
  };
  const home = like('Namespace', '', 'bookinfo');
  const binding = like('RoleBinding', 'bookinfo', 'shop-floor-views');
  return [
    ...objects,
    ...teams.flatMap((name) => [
      { ...home, metadata: { ...home.metadata, name, uid: `ns-${name}` } },
      { ...binding, metadata: { ...binding.metadata, namespace: name, uid: `rb-${name}` } },
    ]),
  ];
}

let world: MatrixWorld;
beforeAll(async () => {
  world = await startMatrixWorld(withTeams, { SLUICE_METRICS_SCOPE: 'namespaces' });
}, 60_000);
afterAll(() => world.stop());

interface Asked {
  status: number;
  body: {
    metricsAt?: number | null;
    warnings: { code: string; detail: string }[];
    [rest: string]: unknown;
  };
  questions: string[];
}

/** What is asked for beside an answer comes later, and would be taken for the next one's. */
async function quiet(): Promise<void> {
  for (let known = -1; known !== world.asked.length; ) {
    known = world.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function ask(who: 'viewer' | 'admin', path: string, body?: object): Promise<Asked> {
  await quiet();
  const before = world.asked.length;
  const method = body === undefined ? 'GET' : 'POST';
  const { status, text } = await world.ask(who, path, { method, body });
  await quiet();
  return { status, body: JSON.parse(text), questions: world.asked.slice(before).flatMap(questionsOf) };
}

const codes = ({ body }: Asked) => body.warnings.map(({ code }) => code);
/** Whose series the question's selectors name, over all of them. */
const namedIn = (question: string) =>
  new Set(
    selectorsIn(parseQuery(question)).flatMap(({ matchers }) =>
      matchers.flatMap(({ value }) => teams.filter((name) => value.includes(name))),
    ),
  );

describe.each(['viewer', 'admin'] as const)('who sees more than can be asked about, the %s', (persona) => {
  test.each([
    `/api/v1/graph?${window}`,
    '/api/v1/overview',
    '/api/v1/services',
    '/api/v1/workloads',
    '/api/v1/timeline',
    '/api/v1/splits',
  ])('SEC-21 %s: objects without traffic, the reason, and no question', async (path) => {
    const answer = await ask(persona, path);
    expect(answer.status).toBe(200);
    if (path !== '/api/v1/splits') {
      expect(codes(answer)).toContain('prometheus-scope-wide');
      expect(answer.questions).toEqual([]);
    }
    expect(JSON.stringify(answer.body)).toMatch(/bookinfo|shop|team-/);
  });
});

test('the services are there, and of none is a rate told', async () => {
  const { body } = await ask('viewer', '/api/v1/services');
  const rows = (body.items ?? body.services) as { name: string; namespace: string }[];
  expect(rows.some(({ namespace, name }) => namespace === 'bookinfo' && name === 'reviews')).toBe(true);
  expect(body.metricsAt).toBeNull();
});

test('who chooses is answered about what they chose', async () => {
  const answer = await ask('viewer', `/api/v1/graph?namespaces=bookinfo,shop&${window}`);
  expect(codes(answer)).not.toContain('prometheus-scope-wide');
  expect(answer.body.metricsAt).not.toBeNull();
  expect(answer.questions.length).toBeGreaterThan(0);
  expect(tooWide(answer.questions, [...teams, 'payments', 'istio-system'].flatMap(alien))).toEqual([]);
});

test('SEC-21 as many as may be chosen: a few questions, each of bounded length, each about those alone', async () => {
  const chosen = teams.slice(0, mostNamespaces);
  const answer = await ask('viewer', `/api/v1/graph?namespaces=${chosen.join(',')}&${window}`);
  expect(codes(answer)).not.toContain('prometheus-scope-wide');
  const { questions } = answer;
  // Three of every poll, two of the slow beat, and how far back Prometheus reaches.
  expect(questions.length).toBeGreaterThanOrEqual(3);
  expect(questions.length).toBeLessThanOrEqual(6);
  for (const question of questions) {
    expect([...namedIn(question)].sort()).toEqual([...chosen].sort());
    expect(question.length).toBeLessThan(64 * 1024);
  }
  expect(tooWide(questions, ['bookinfo', 'shop', ...teams.slice(mostNamespaces)].flatMap(alien))).toEqual([]);
});

test('one more is too many', async () => {
  const chosen = teams.slice(0, mostNamespaces + 1);
  const answer = await ask('viewer', `/api/v1/graph?namespaces=${chosen.join(',')}&${window}`);
  expect(codes(answer)).toContain('prometheus-scope-wide');
  expect(answer.questions).toEqual([]);
});

test('a page about one service asks about its namespace, however many one sees', async () => {
  const answer = await ask('viewer', `/api/v1/namespaces/bookinfo/services/reviews?${window}`);
  expect(answer.status).toBe(200);
  expect(answer.body.metricsAt).not.toBeNull();
  expect(answer.questions.length).toBeGreaterThan(0);
  expect(tooWide(answer.questions, ['shop', ...teams].flatMap(alien))).toEqual([]);
});

describe('work on something is asked about, where nobody can choose', () => {
  const change = {
    op: 'update',
    kind: 'virtualservices.networking.istio.io',
    namespace: 'bookinfo',
    name: 'reviews',
    text: [
      'apiVersion: networking.istio.io/v1',
      'kind: VirtualService',
      'metadata: {name: reviews, namespace: bookinfo}',
      'spec:',
      '  hosts: [reviews]',
      '  http: [{route: [{destination: {host: cart.shop.svc.cluster.local}}]}]',
      '',
    ].join('\n'),
  };

  test('a prediction: about the namespaces that the draft names, which is said', async () => {
    const answer = await ask('viewer', '/api/v1/config/predict', { changes: [change], window: '599s' });
    expect(answer.status).toBe(200);
    expect(answer.body.metricsAt).not.toBeNull();
    expect(answer.body.flows).not.toEqual([]);
    expect(answer.body.warnings.filter(({ code }) => code === 'prometheus-scope-near')).toEqual(
      ['bookinfo', 'shop'].map((detail) => ({ code: 'prometheus-scope-near', source: 'prometheus', detail })),
    );
    expect(tooWide(answer.questions, teams.flatMap(alien))).toEqual([]);
  });

  test('the list of splits: about the namespaces of splits', async () => {
    const { questions, body } = await ask('viewer', '/api/v1/splits');
    expect(body.metricsAt).not.toBeNull();
    expect(codes({ body } as Asked)).not.toContain('prometheus-scope-wide');
    expect(tooWide(questions, [...teams, 'payments'].flatMap(alien))).toEqual([]);
  });
});

test('the explorer: one question, kept to all that one sees', async () => {
  const { status, body, questions } = await ask('viewer', '/api/v1/explore', {
    query: 'sum(istio_requests_total)',
  });
  expect(status).toBe(200);
  expect(body.keptTo).toHaveLength(teams.length + 2);
  expect(questions).toHaveLength(1);
  expect(namedIn(questions[0] ?? '').size).toBe(teams.length);
  expect(tooWide(questions, ['payments', 'istio-system'].flatMap(alien))).toEqual([]);
});

test('the explorer completes names, however many namespaces one sees', async () => {
  const { status, text } = await world.ask('viewer', '/api/v1/explore/metrics', {});
  expect(status).toBe(200);
  expect(text).toContain('istio_requests_total');
});
