/** Prometheus says of its labels what it likes: markup, selectors, addresses. They are data, and no name that the console asks with. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphSchema } from '#lib/api/traffic/graph.ts';
import { type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, prometheusAnswer, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

const hostile = [
  ['input 11', '"><svg/onload=alert(1)>'],
  ['input 11', '</script><script>alert(1)</script>'],
  ['input 11', '<img src=x onerror=alert(1)>'],
  ['input 13', '#a[b="c"], *'],
  ['input 13', 'node[id != ""], edge'],
  ['input 14', 'url(http://evil.test/x)'],
  ['input 14', 'red;background:url("//evil.test/x")'],
] as const;

let prometheus: Recorder;
let harness: Harness;
let label = '';

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => {
    const text = JSON.stringify(prometheusAnswer(request));
    // The caller of reviews carries the label in every name that it has.
    const answer = JSON.parse(text, (_, value) =>
      value === 'productpage' || value === '-' ? label : value,
    ) as object;
    sendJson(response, 200, answer);
  });
});

afterAll(() => prometheus.close());

const bearer = { authorization: `Bearer ${tokens.admin}` };

describe.each(hostile)('%s: %s', (_, text) => {
  beforeAll(async () => {
    label = text;
    harness = await startHarness({ prometheusUrl: prometheus.url, prepare: fillMesh });
  });
  afterAll(() => harness.stop());

  test('is the name of one node, in JSON that no browser takes for a page', async () => {
    const reply = await harness.ask('/api/v1/graph', { headers: bearer });
    expect([reply.status, reply.headers['content-type'], reply.headers['x-content-type-options']]).toEqual([
      200,
      'application/json',
      'nosniff',
    ]);
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
    const { nodes, edges } = graphSchema.parse(reply.json());
    const named = nodes.filter(({ name }) => name === text);
    expect(named).toHaveLength(1);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
    const calls = edges.filter(({ source }) => source === named[0]?.id);
    expect(calls.map(({ target }) => nodes.find(({ id }) => id === target)?.name)).toEqual(['reviews']);
    // Envoy separates flags by commas.
    expect(calls.flatMap(({ flags }) => flags.map(({ flag }) => flag)).sort()).toEqual(
      text.split(',').sort(),
    );
  });

  test('is no name to ask with: 400, and Prometheus is not asked', async () => {
    await harness.ask('/api/v1/graph', { headers: bearer });
    const since = prometheus.requests.length;
    const name = encodeURIComponent(text);
    for (const path of [
      `/api/v1/graph?namespaces=${name}`,
      `/api/v1/namespaces/bookinfo/workloads/${name}`,
      `/api/v1/namespaces/bookinfo/services/${name}`,
      `/api/v1/namespaces/${name}/services/reviews`,
    ]) {
      const reply = await harness.ask(path, { headers: bearer });
      expect([path, [400, 404].includes(reply.status)]).toEqual([path, true]);
      expect(reply.headers['content-type']).toBe('application/problem+json');
    }
    const asked = prometheus.requests.slice(since).map(({ body }) => new URLSearchParams(body).get('query'));
    expect(asked.filter((query) => query?.includes(text))).toEqual([]);
  });
});
