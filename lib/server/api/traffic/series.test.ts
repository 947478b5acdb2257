/** Series over time: who gets what, and what Prometheus is asked. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serviceDetailSchema } from '#lib/api/traffic/details.ts';
import { seriesSchema } from '#lib/api/traffic/series.ts';
import { parsePromql } from '#lib/metrics/testing/promql-grammar.ts';
import { systemClock } from '../../clock.ts';
import { bearer, type Harness, startHarness, until } from '../../testing/harness.ts';
import { fillMesh, tokens } from '../../testing/mesh-content.ts';
import { type Recorded, type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let prometheus: Recorder;
let harness: Harness;
let answering: 'fully' | 'never' | 'partly';
/** Seconds of the console's clock. */
let now: number;

const formOf = ({ body }: Recorded) => new URLSearchParams(body);

function rangeAnswer(request: Recorded): object {
  const form = formOf(request);
  const query = form.get('query') ?? '';
  const at = Number(form.get('end'));
  const calls = (namespace: string, workload: string, rate: string) => ({
    metric: {
      source_workload_namespace: namespace,
      source_workload: workload,
      request_protocol: 'http',
      response_code: '200',
      grpc_response_status: '',
    },
    values: [[at, rate]],
  });
  const result = query.includes('istio_requests_total')
    ? [calls('bookinfo', 'productpage', '5'), calls('payments', 'canary-ledger', '2')]
    : [];
  return { status: 'success', data: { resultType: 'matrix', result } };
}

beforeEach(async () => {
  answering = 'fully';
  now = 1_700_000_003;
  prometheus = await startRecorder((request, response) => {
    if (!request.path.endsWith('/query_range')) {
      return sendJson(response, 200, { status: 'success', data: { resultType: 'vector', result: [] } });
    }
    const tcp = (formOf(request).get('query') ?? '').includes('istio_tcp');
    if (answering === 'never' || (answering === 'partly' && tcp)) return sendJson(response, 503, {});
    return sendJson(response, 200, rangeAnswer(request));
  });
  harness = await startHarness({
    prometheusUrl: prometheus.url,
    clock: { ...systemClock, now: () => now * 1000 },
    prepare: (fake) => {
      fillMesh(fake);
      fake.objects.set('networking.istio.io/destinationrules', [
        {
          apiVersion: 'v1',
          kind: 'DestinationRule',
          metadata: {
            name: 'reviews',
            namespace: 'bookinfo',
            resourceVersion: '2',
            managedFields: [
              { manager: 'kubectl', operation: 'Update', time: new Date((now - 600) * 1000).toISOString() },
              { manager: 'old', operation: 'Update', time: new Date((now - 90_000) * 1000).toISOString() },
            ],
          },
          spec: { host: 'reviews' },
        },
      ]);
      fake.users.set('metrics-only', {
        name: 'metrics-only',
        grants: ['list /pods bookinfo', 'list /services bookinfo', 'list apps/deployments bookinfo'],
      });
    },
  });
});

afterEach(async () => {
  await harness.stop();
  await prometheus.close();
});

const reviews = 'subject=service&namespace=bookinfo&name=reviews';
const ask = (query: string, token: string = tokens.viewer) =>
  harness.ask(`/api/v1/series?${query}`, { headers: bearer(token) });
const series = async (query: string, token: string = tokens.viewer) => {
  const reply = await ask(query, token);
  expect(reply.status, reply.text).toBe(200);
  return { reply, answer: seriesSchema.parse(reply.json()) };
};
const asked = () => prometheus.requests.filter(({ path }) => path.endsWith('/query_range'));
const promql = () => asked().map((request) => formOf(request).get('query') ?? '');

describe('rights', () => {
  test('a peer in a hidden namespace is there without its name', async () => {
    const { reply, answer } = await series(`${reviews}&by=peer&metrics=requests`);
    expect(reply.text).not.toContain('canary');
    expect(reply.text).not.toContain('payments');
    expect(answer.series.map(({ labels, values }) => [labels.peer?.kind, values.at(-1)])).toEqual([
      ['workload', 5],
      ['restricted', 2],
    ]);
    const whole = await series(`${reviews}&by=peer&metrics=requests`, tokens.admin);
    expect(whole.reply.text).toContain('canary-ledger');
    // What the admin was told is not told to the next who asks the same.
    expect((await series(`${reviews}&by=peer&metrics=requests`)).reply.text).not.toContain('canary');
  });

  test.each([
    'subject=service&namespace=NS&name=canary-ledger',
    'subject=namespace&namespace=NS',
    `${reviews}&peer=workload&peerNamespace=NS&peerName=canary-ledger`,
  ])(
    '%s: a hidden namespace and one that does not exist are refused alike, without a question',
    async (query) => {
      const plain = async (name: string) => {
        const reply = await ask(query.replace('NS', name));
        return {
          status: reply.status,
          text: reply.text.replaceAll(name, 'X').replace(/"requestId":"\w+"/, ''),
        };
      };
      expect(await plain('payments')).toEqual(await plain('nowhere'));
      expect((await plain('payments')).status).toBe(403);
      expect(asked()).toEqual([]);
    },
  );

  test('what does not exist, or is called by a hidden name, is empty and no error', async () => {
    expect(
      (await series('subject=workload&namespace=bookinfo&name=nobody&metrics=tcp')).answer.series,
    ).toEqual([]);
    const before = asked().length;
    const host = 'canary-ledger.payments.svc.cluster.local';
    const query = `subject=workload&namespace=shop&name=cart&direction=outbound&peer=host&peerName=${host}`;
    expect((await series(query)).answer.series).toEqual([]);
    expect(asked()).toHaveLength(before);
    await series(query, tokens.admin);
    expect(asked().length).toBeGreaterThan(before);
  });

  test('marks say who wrote what in this time, to those who may read it', async () => {
    const { answer } = await series(reviews);
    expect(answer.changes).toEqual([
      {
        at: now - 600,
        kind: 'DestinationRule',
        kindId: 'destinationrules.networking.istio.io',
        namespace: 'bookinfo',
        name: 'reviews',
        manager: 'kubectl',
        operation: 'changed',
        user: null,
        revision: null,
      },
    ]);
    expect((await series(reviews, 'metrics-only')).answer.changes).toEqual([]);
    expect((await series('subject=service&namespace=shop&name=cart')).answer.changes).toEqual([]);
  });
});

test('a rule that is deleted leaves its mark, for those who might read it', async () => {
  const key = 'networking.istio.io/destinationrules';
  const shown = async (token?: string) =>
    (await series(reviews, token)).answer.changes.map(({ name, operation, at }) => [name, operation, at]);
  await until(() => (harness.kubernetes.openWatches(key) > 0 ? true : null));
  const [object] = harness.kubernetes.objects.get(key) ?? [];
  now += 30;
  harness.kubernetes.emit(key, JSON.stringify({ type: 'DELETED', object }));
  await until(async () => ((await shown()).some(([, operation]) => operation === 'deleted') ? true : null));
  expect(await shown()).toEqual([['reviews', 'deleted', now]]);
  expect(await shown('metrics-only')).toEqual([]);
  // It spoke of another service.
  expect((await series('subject=service&namespace=shop&name=cart')).answer.changes).toEqual([]);
  // A week that was over before it was deleted, by less than a step.
  const hour = Math.floor(now / 3600) * 3600;
  now += 7200;
  expect((await series(`${reviews}&range=7d&at=${hour}`)).answer.changes).toEqual([]);
  expect((await series(`${reviews}&range=7d&at=${hour + 3600}`)).answer.changes).toHaveLength(1);
});

const ruleKey = 'networking.istio.io/destinationrules';
const rule = (name: string, host: string, version: number): string =>
  JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, namespace: 'bookinfo', uid: `uid-${name}`, resourceVersion: String(version) },
    spec: { host },
  });
const emit = (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: string) =>
  harness.kubernetes.emit(ruleKey, `{"type":"${type}","object":${object}}`);

test('a rule that is changed to speak of somebody else leaves its mark at both, and where it was before', async () => {
  await until(() => (harness.kubernetes.openWatches(ruleKey) > 0 ? true : null));
  const marksOf = async (query: string, token?: string) =>
    (await series(query, token)).answer.changes.flatMap(({ name, operation, at }) =>
      name === 'moving' ? [[operation, at]] : [],
    );
  const details = 'subject=service&namespace=bookinfo&name=details';
  const happens = async (type: 'ADDED' | 'MODIFIED', host: string, version: number) => {
    now += 10;
    emit(type, rule('moving', host, version));
    await until(async () => {
      const told = await harness.ask('/api/v1/config/changes', { headers: bearer(tokens.admin) });
      return told.text.includes(`uid-moving-${version}`) ? true : null;
    });
    return now;
  };
  const made = await happens('ADDED', 'reviews', 11);
  const moved = await happens('MODIFIED', 'details', 12);
  const elsewhere = await happens('MODIFIED', 'ratings', 13);
  expect(await marksOf(reviews)).toEqual([
    ['created', made],
    ['changed', moved],
  ]);
  expect(await marksOf(details)).toEqual([
    ['changed', moved],
    ['changed', elsewhere],
  ]);
  expect(await marksOf(reviews, 'metrics-only')).toEqual([]);
  expect(await marksOf('subject=service&namespace=shop&name=cart')).toEqual([]);
  // The page of the service tells the same, with the way to each revision.
  const page = await harness.ask('/api/v1/namespaces/bookinfo/services/reviews', {
    headers: bearer(tokens.viewer),
  });
  const told = serviceDetailSchema.parse(page.json()).changes.filter(({ name }) => name === 'moving');
  expect(told.map(({ operation, revision }) => [operation, revision])).toEqual([
    ['changed', 'uid-moving-12'],
    ['created', 'uid-moving-11'],
  ]);
});

test('however much was deleted since, what was deleted in the time shown leaves its mark', async () => {
  await until(() => (harness.kubernetes.openWatches(ruleKey) > 0 ? true : null));
  const deleted = async (query: string) =>
    (await series(query)).answer.changes.filter(({ operation }) => operation === 'deleted').length;
  emit('ADDED', rule('first', 'reviews', 20));
  emit('DELETED', rule('first', 'reviews', 21));
  await until(async () => ((await deleted(reviews)) === 1 ? true : null));
  now += 60;
  for (let which = 0; which < 150; which += 1) {
    emit('ADDED', rule(`other-${which}`, 'ratings', 100 + which));
    emit('DELETED', rule(`other-${which}`, 'ratings', 300 + which));
  }
  await until(async () =>
    (await deleted('subject=service&namespace=bookinfo&name=ratings')) === 150 ? true : null,
  );
  const { answer } = await series(reviews);
  expect([await deleted(reviews), answer.warnings]).toEqual([1, []]);
});

test('more than is looked at: the newest leave their marks, and the answer says that some are missing', async () => {
  await until(() => (harness.kubernetes.openWatches(ruleKey) > 0 ? true : null));
  const ask = async () => (await series('subject=service&namespace=bookinfo&name=ratings')).answer;
  for (let which = 0; which < 210; which += 1) {
    emit('ADDED', rule(`other-${which}`, 'ratings', 100 + which));
    emit('DELETED', rule(`other-${which}`, 'ratings', 500 + which));
  }
  await until(async () => ((await ask()).warnings.length > 0 ? true : null));
  const { changes, warnings } = await ask();
  expect([changes.length, warnings.map(({ code }) => code)]).toEqual([400, ['changes-not-all']]);
});

describe('Prometheus', () => {
  test('is asked once for everybody who looks at the same thing in the same step', async () => {
    const answers = await Promise.all(
      [tokens.viewer, tokens.developer, tokens.admin, tokens.viewer].map((token) => series(reviews, token)),
    );
    expect(asked()).toHaveLength(3);
    // Equal rights share the very bytes.
    expect(answers[1]?.reply.headers.etag).toBe(answers[0]?.reply.headers.etag);
    now += 5;
    await series(reviews);
    expect(asked()).toHaveLength(3);
    now += 10;
    await series(reviews);
    expect(asked()).toHaveLength(6);
  });

  test('is asked with the step and the window that fit the range', async () => {
    const { answer } = await series(`${reviews}&range=1h&points=60`);
    expect([answer.times.length, answer.stepSeconds, answer.rateWindowSeconds]).toEqual([61, 60, 60]);
    const form = formOf(asked()[0] ?? (prometheus.requests[0] as Recorded));
    expect([form.get('step'), Number(form.get('end')) % 60]).toEqual(['60', 0]);
    expect((await series(`${reviews}&range=7d`)).answer.times.length).toBeLessThanOrEqual(301);
    const past = await series(`${reviews}&range=10m&at=${now - 7200}`);
    expect(Math.abs((past.answer.times.at(-1) ?? 0) - (now - 7200))).toBeLessThan(30);
  });

  test.each(['x"} or vector(1) #', "'`\\", '🦊.default', '{__name__=~".+"}', 'a.*', 'reviews"}[1h:1s]'])(
    'gets the name %s as a value and nothing else',
    async (name) => {
      const encoded = encodeURIComponent(name);
      for (const subject of ['service', 'workload', 'app']) {
        await series(`subject=${subject}&namespace=bookinfo&name=${encoded}&metrics=requests,tcp`);
      }
      await series(
        `subject=app&namespace=bookinfo&name=a&version=${encoded}&peer=host&peerName=${encoded}&direction=outbound&metrics=requests`,
      );
      expect(asked().length).toBeGreaterThan(5);
      for (const query of promql()) {
        const { valid, matchers } = parsePromql(query);
        expect(valid, query).toBe(true);
        expect(new Set(matchers.map(({ label }) => label))).not.toContain('__name__');
      }
    },
  );

  test('of many peers is asked percentiles of the busiest only', async () => {
    await series(`${reviews}&by=peer&metrics=latency`);
    const buckets = promql().find((query) => query.includes('_bucket'));
    expect(parsePromql(buckets ?? '').matchers).toContainEqual({
      label: 'source_workload',
      operator: '=~',
      value: 'canary-ledger|productpage',
    });
  });

  test('that fails leaves the last lines with a word about it; partly, the rest', async () => {
    answering = 'partly';
    const part = await series(`${reviews}&metrics=requests,tcp`);
    expect(part.answer.series.length).toBeGreaterThan(0);
    expect(part.answer.warnings.map(({ code }) => code)).toEqual(['prometheus-partial']);
    answering = 'fully';
    now += 11;
    expect((await series(`${reviews}&metrics=requests,tcp`)).answer.warnings).toEqual([]);
    answering = 'never';
    now += 60;
    const stale = await series(`${reviews}&metrics=requests,tcp`);
    expect(stale.answer.warnings.map(({ code }) => code)).toEqual(['prometheus-stale']);
    expect(stale.answer.metricsAt).toBe(now - 60);
    const never = await series('subject=service&namespace=shop&name=cart');
    expect([never.answer.series, never.answer.metricsAt]).toEqual([[], null]);
    expect(never.answer.warnings).toHaveLength(1);
  });
});

test.each([
  ['subject=pod&namespace=bookinfo&name=x', 'subject'],
  ['subject=service&namespace=..&name=x', 'namespace'],
  ['subject=service&namespace=bookinfo', 'name'],
  ['subject=service&namespace=bookinfo&name=', 'name'],
  [`subject=service&namespace=bookinfo&name=${'x'.repeat(600)}`, 'name'],
  ['subject=service&namespace=bookinfo&name=a%0Ab', 'name'],
  ['subject=namespace&namespace=bookinfo&name=x', 'name'],
  [`${reviews}&version=v1`, 'version'],
  [`${reviews}&peerName=x`, 'peer'],
  [`${reviews}&peer=workload&peerName=x`, 'peerNamespace'],
  [`${reviews}&peer=host&peerNamespace=shop&peerName=x`, 'peerNamespace'],
  [`${reviews}&metrics=requests,all`, 'metrics'],
  [`${reviews}&by=le`, 'by'],
  [`${reviews}&range=1`, 'range'],
  [`${reviews}&range=900d`, 'range'],
  [`${reviews}&at=1`, 'at'],
  [`${reviews}&points=100000`, 'points'],
  [`${reviews}&query=up`, 'query'],
])('%s is refused for its %s', async (query, field) => {
  const reply = await ask(query);
  expect([reply.status, JSON.parse(reply.text).errors?.[0]?.field]).toEqual([400, field]);
  expect(asked()).toEqual([]);
});
