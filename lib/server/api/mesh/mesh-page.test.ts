/** The mesh page and labels of namespaces against fake backends: what is answered, and what they received, with whose token. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { labelAnswerSchema, meshSchema } from '#lib/api/mesh/mesh.ts';
import { controlPlaneQueries } from '#lib/metrics/control-plane-queries.ts';
import { consoleToken } from '../../testing/fake-kubernetes.ts';
import { type FakeNamespaces, serveNamespaces } from '../../testing/fake-namespaces.ts';
import { bearer, type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, prometheusAnswer, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let harness: Harness;
let fake: FakeNamespaces;
let prometheus: Recorder;
let istiodIsScraped = true;

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => {
    const query = new URLSearchParams(request.body).get('query') ?? '';
    if (!query.includes('pilot_xds{') && !query.includes('(pilot_xds)')) {
      sendJson(response, 200, prometheusAnswer(request));
      return;
    }
    const metric = { namespace: 'istio-system', pod: 'istiod-1', version: '1.31.1' };
    const result = istiodIsScraped ? [{ metric, value: [0, '12'] }] : [];
    sendJson(response, 200, { status: 'success', data: { resultType: 'vector', result } });
  });
  harness = await startHarness({
    prometheusUrl: prometheus.url,
    prepare: (kubernetes) => {
      fillMesh(kubernetes);
      const namespaces = kubernetes.objects.get('/namespaces') ?? [];
      kubernetes.objects.set('/namespaces', [
        ...namespaces.map((one) => ({
          ...one,
          metadata: { ...one.metadata, labels: { 'istio-injection': 'enabled', team: 'core' } },
        })),
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system', resourceVersion: '1' } },
      ]);
      kubernetes.objects.set('/pods', [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {
            namespace: 'istio-system',
            name: 'istiod-1',
            labels: { app: 'istiod', 'istio.io/rev': 'default' },
          },
          spec: { containers: [{ name: 'discovery', image: 'docker.io/istio/pilot:1.31.1' }] },
          status: { phase: 'Running' },
        } as never,
      ]);
      kubernetes.users.set('labeller', {
        name: 'labeller',
        grants: ['list /pods shop', 'list /services shop', 'patch /namespaces shop'],
      });
      fake = serveNamespaces(kubernetes);
    },
  });
});
afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});
beforeEach(() => {
  fake.fault = null;
  fake.warning = null;
});

async function mesh(token: string, query = '') {
  const reply = await harness.ask(`/api/v1/mesh${query}`, {
    headers: { ...bearer(token), 'accept-encoding': 'identity' },
  });
  expect([reply.status, reply.text.slice(0, 200)]).toEqual([200, expect.any(String)]);
  return { text: reply.text, body: meshSchema.parse(reply.json()) };
}

interface Sent {
  labels?: unknown;
  resourceVersion?: string;
  dryRun?: boolean;
  reason?: string;
}

const versionOf = (name: string) =>
  harness.kubernetes.objects.get('/namespaces')?.find(({ metadata }) => metadata.name === name)?.metadata
    .resourceVersion ?? '';
const labelsOf = (name: string) =>
  harness.kubernetes.objects.get('/namespaces')?.find(({ metadata }) => metadata.name === name)?.metadata
    .labels;

async function label(token: string, namespace: string, sent: Sent = {}) {
  const since = harness.kubernetes.requests.length;
  const lines = harness.logLines.length;
  const reply = await harness.ask(`/api/v1/namespaces/${namespace}/labels`, {
    method: 'POST',
    headers: { ...bearer(token), 'content-type': 'application/json' },
    body: JSON.stringify({
      labels: { 'istio-injection': null, 'istio.io/rev': 'canary' },
      resourceVersion: versionOf(namespace),
      dryRun: false,
      reason: '',
      ...sent,
    }),
  });
  return {
    reply,
    body: reply.status === 200 ? labelAnswerSchema.parse(reply.json()) : null,
    calls: fake.calls(since),
    requests: harness.kubernetes.requests.slice(since),
    audit: harness.logLines
      .slice(lines)
      .map((line) => JSON.parse(line))
      .filter((line) => line.audit),
  };
}

describe('GET /api/v1/mesh', () => {
  test('the admin sees the control plane with its figures, and every namespace', async () => {
    const { body } = await mesh(tokens.admin);
    expect(body.controlPlane).toMatchObject({
      state: 'found',
      planes: [{ revision: 'default', versions: ['1.31.1'], figures: { connected: 12 } }],
      figures: { state: 'ok' },
    });
    expect(body.namespaces.map(({ name }) => name).sort()).toEqual([
      'bookinfo',
      'istio-system',
      'payments',
      'shop',
    ]);
    expect(body.namespaces.every(({ mayLabel }) => mayLabel)).toBe(true);
  });

  test('SEC-21 SEC-24: the viewer sees theirs, and of the rest neither names nor figures', async () => {
    const { body, text } = await mesh(tokens.viewer);
    expect(body.namespaces.map(({ name }) => name).sort()).toEqual(['bookinfo', 'shop']);
    expect(body.controlPlane).toMatchObject({
      state: 'restricted',
      planes: [],
      figures: { state: 'restricted' },
    });
    expect(body.namespaces.some(({ mayLabel }) => mayLabel)).toBe(false);
    expect(text).not.toContain('canary-');
    expect(text).not.toContain('payments');
  });

  test('labels that are not Istio’s are not told', async () => {
    expect((await mesh(tokens.admin)).text).not.toContain('team');
  });

  test('whose labels one may change is asked with the own credential', async () => {
    const { body } = await mesh('labeller');
    expect(body.namespaces.map(({ name, mayLabel }) => [name, mayLabel])).toEqual([['shop', true]]);
    const reviews = harness.kubernetes.requests.filter(
      ({ path, body: text }) => path.endsWith('selfsubjectrulesreviews') && text.includes('"shop"'),
    );
    expect(new Set(reviews.map(({ headers }) => headers.authorization))).toContain('Bearer labeller');
    const all = harness.kubernetes.requests.filter(({ path }) => path.endsWith('reviews'));
    for (const { headers } of all) expect(headers.authorization).not.toContain(consoleToken);
  });

  test('SEC-25 a namespace that one may not see is forbidden, there or not', async () => {
    for (const name of ['payments', 'absent']) {
      const reply = await harness.ask(`/api/v1/mesh?namespaces=${name}`, { headers: bearer(tokens.viewer) });
      expect(reply.status).toBe(403);
    }
  });

  test('Prometheus is asked a few questions, whoever and however many ask', async () => {
    const since = prometheus.requests.length;
    await Promise.all([tokens.admin, tokens.viewer, 'labeller', tokens.admin].map((token) => mesh(token)));
    const asked = prometheus.requests.slice(since).filter(({ body }) => body.includes('istio_io_rev'));
    expect(asked.length).toBeLessThanOrEqual(controlPlaneQueries().length);
  });
});

test('Prometheus without istiod is told as that, not as a mesh without proxies', async () => {
  istiodIsScraped = false;
  const other = await startHarness({ prometheusUrl: prometheus.url, prepare: fillMesh });
  try {
    const reply = await other.ask('/api/v1/mesh', { headers: bearer(tokens.admin) });
    const body = meshSchema.parse(reply.json());
    expect(body.controlPlane).toMatchObject({ state: 'not-installed', figures: { state: 'not-scraped' } });
  } finally {
    istiodIsScraped = true;
    await other.stop();
  }
});

test('without Prometheus, and with one that is away, the rest is told', async () => {
  for (const [url, state] of [
    [undefined, 'not-configured'],
    [new URL('http://127.0.0.1:9'), 'unreachable'],
  ] as const) {
    const other = await startHarness({ prometheusUrl: url, prepare: fillMesh });
    try {
      const body = meshSchema.parse(
        (await other.ask('/api/v1/mesh', { headers: bearer(tokens.admin) })).json(),
      );
      expect(body.controlPlane.figures.state).toBe(state);
      expect(body.namespaces.length).toBe(3);
    } finally {
      await other.stop();
    }
  }
});

describe('SEC-58 only Istio’s labels, and only good values: refused beside the field, and nobody is asked', () => {
  test.each<[string, unknown, string]>([
    [
      'pod security',
      { 'pod-security.kubernetes.io/enforce': 'privileged' },
      '/labels/pod-security.kubernetes.io~1enforce',
    ],
    [
      'taking pod security away',
      { 'pod-security.kubernetes.io/enforce': null },
      '/labels/pod-security.kubernetes.io~1enforce',
    ],
    ['the name', { 'kubernetes.io/metadata.name': 'shop' }, '/labels/kubernetes.io~1metadata.name'],
    ['a value that is none', { 'istio-injection': 'Yes' }, '/labels/istio-injection'],
    ['one good and one bad', { 'istio.io/rev': 'canary', team: 'x' }, '/labels/team'],
    ['a revision that is no name', { 'istio.io/rev': '../x' }, '/labels/istio.io~1rev'],
    ['a prototype', JSON.parse('{"constructor": "x"}'), '/labels/constructor'],
    ['no label', {}, '/labels'],
    ['a number', { 'istio-injection': 1 }, '/labels/istio-injection'],
    ['a list', ['istio-injection'], '/labels'],
  ])('%s', async (_, labels, field) => {
    const { reply, requests } = await label(tokens.admin, 'shop', { labels });
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'invalid', errors: [{ field }] });
    expect(requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
  });

  test('a namespace that is no name', async () => {
    for (const name of ['..', '%2e%2e', 'A', 'a%2Fb', 'x'.repeat(64)]) {
      const { reply, calls } = await label(tokens.admin, name, { resourceVersion: '1' });
      expect([name, reply.status >= 400 && reply.status < 500]).toEqual([name, true]);
      expect(calls).toEqual([]);
    }
  });
});

describe('POST /api/v1/namespaces/{namespace}/labels', () => {
  test('REL-38 is tried, then written once with the same body, as the caller, and told in the audit log', async () => {
    const { body, calls, requests, audit } = await label(tokens.admin, 'bookinfo', { reason: 'upgrade' });
    expect(body).toMatchObject({ state: 'written', refusal: null, labels: { 'istio.io/rev': 'canary' } });
    expect(body?.resourceVersion).toBe(versionOf('bookinfo'));
    expect(calls).toEqual(['PATCH bookinfo?dryRun', 'PATCH bookinfo']);
    const sent = requests.filter(({ method }) => method === 'PATCH');
    expect(new Set(sent.map((one) => one.body)).size).toBe(1);
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      metadata: { resourceVersion: '1', labels: { 'istio-injection': null, 'istio.io/rev': 'canary' } },
    });
    for (const { headers } of sent) {
      expect(headers.authorization).toBe(`Bearer ${tokens.admin}`);
      expect(headers['content-type']).toBe('application/merge-patch+json');
    }
    expect(labelsOf('bookinfo')).toEqual({ team: 'core', 'istio.io/rev': 'canary' });
    expect(audit).toMatchObject([
      {
        action: 'write',
        result: 'allowed',
        object: 'namespaces//bookinfo',
        verb: 'patch',
        outcome: 'written',
        reason: 'upgrade',
      },
    ]);
  });

  test('tried alone nothing is kept, and no line is written', async () => {
    const before = labelsOf('shop');
    const { body, calls, audit } = await label(tokens.admin, 'shop', { dryRun: true });
    expect(body).toMatchObject({
      state: 'accepted',
      resourceVersion: null,
      labels: { 'istio.io/rev': 'canary' },
    });
    expect(calls).toEqual(['PATCH shop?dryRun']);
    expect(labelsOf('shop')).toEqual(before);
    expect(audit).toEqual([]);
  });

  test('who may not is told the right that is missing; nothing is sent after the trial', async () => {
    const { body, calls, audit } = await label(tokens.developer, 'bookinfo');
    expect(body).toMatchObject({
      state: 'refused',
      refusal: 'rights',
      missing: { verb: 'patch', group: '', resource: 'namespaces', namespace: 'bookinfo' },
    });
    expect(calls).toEqual(['PATCH bookinfo?dryRun']);
    expect(audit).toMatchObject([{ action: 'denied', result: 'refused', outcome: 'rights' }]);
  });

  test('the right in one namespace is one for that', async () => {
    expect((await label('labeller', 'shop', { dryRun: true })).body?.state).toBe('accepted');
    expect((await label('labeller', 'bookinfo', { dryRun: true })).body?.refusal).toBe('rights');
  });

  test('somebody has changed it meanwhile', async () => {
    const { body, calls } = await label(tokens.admin, 'shop', { resourceVersion: '0' });
    expect(body).toMatchObject({ state: 'refused', refusal: 'changed' });
    expect(calls).toEqual(['PATCH shop?dryRun']);
  });

  test('it is gone', async () => {
    const { body } = await label(tokens.admin, 'absent', { resourceVersion: '1' });
    expect(body).toMatchObject({ state: 'refused', refusal: 'missing' });
  });

  test('a webhook’s words and warnings are passed on', async () => {
    fake.warning = 'mind the gap';
    expect((await label(tokens.admin, 'shop', { dryRun: true })).body?.warnings).toEqual(['mind the gap']);
    fake.fault = (_, response) => {
      const message = 'admission webhook "labels.test" denied the request: no canaries';
      sendJson(response, 400, { kind: 'Status', code: 400, message });
      return true;
    };
    expect((await label(tokens.admin, 'shop')).body).toMatchObject({
      refusal: 'webhook',
      message: 'admission webhook "labels.test" denied the request: no canaries',
    });
  });

  test('REL-40 the line breaks in the write itself: nobody claims to know', async () => {
    fake.fault = (request, response) => {
      if (request.query.has('dryRun')) return false;
      response.destroy();
      return true;
    };
    expect((await label(tokens.admin, 'shop')).body).toMatchObject({ state: 'refused', refusal: 'unknown' });
  });

  test('SEC-55 who has not signed in by name changes nothing', async () => {
    const cookie = await harness.signIn({ strategy: 'anonymous' }).catch(() => null);
    const since = harness.kubernetes.requests.length;
    const reply = await harness.ask('/api/v1/namespaces/shop/labels', {
      method: 'POST',
      headers: {
        origin: harness.origin,
        'content-type': 'application/json',
        ...(cookie === null ? {} : { cookie }),
      },
      body: JSON.stringify({
        labels: { 'istio-injection': 'enabled' },
        resourceVersion: '1',
        dryRun: false,
        reason: '',
      }),
    });
    expect([401, 403]).toContain(reply.status);
    expect(fake.calls(since)).toEqual([]);
  });
});
