/**
 * Strict mode (SLUICE_METRICS_SCOPE=namespaces) against the whole table: everybody gets what they get otherwise, and of all that
 * Prometheus receives meanwhile no selector could match a series without an end in a namespace of whoever asked.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '#lib/api/routes.ts';
import { graphSchema } from '#lib/api/traffic/graph.ts';
import { until } from '#lib/server/testing/harness.ts';
import { outcome } from './outcome.ts';
import { alien, questionsOf, tooWide } from './received.ts';
import { type Persona, type PlaceName, personas } from './row.ts';
import { filled, places, rows } from './table.ts';
import { type MatrixWorld, startMatrixWorld } from './world.ts';

let world: MatrixWorld;
beforeAll(async () => {
  world = await startMatrixWorld((objects) => objects, { SLUICE_METRICS_SCOPE: 'namespaces' });
}, 60_000);
afterAll(() => world.stop());

const cases = rows.flatMap((row) =>
  row.requests.flatMap((request) =>
    Object.entries(row.expected).map(([place, expected]) => ({
      request,
      place: place as PlaceName,
      expected,
    })),
  ),
);

/** What Prometheus received while one persona went through the table. */
async function goThrough(persona: Persona): Promise<string[]> {
  const before = world.asked.length;
  const got: unknown[] = [];
  const wanted: unknown[] = [];
  for (const { request, place, expected } of cases) {
    const { method } = routes[request.route];
    const path = filled(request.path, places[place]);
    const right = expected[personas.indexOf(persona)] ?? 200;
    const reply = await world.ask(persona, path, { method, body: request.body?.(places[place]) });
    got.push([persona, method, path, outcome(reply, right)]);
    wanted.push([persona, method, path, right]);
  }
  expect(got).toEqual(wanted);
  return world.asked.slice(before).flatMap(questionsOf);
}

test('what is looked for here would be found', () => {
  const wide = ['sum(rate(istio_requests_total[1m]))', 'up', 'x{namespace!="shop"}', 'x{reporter="source"}'];
  expect(tooWide(wide, alien('payments'))).toEqual(wide);
  const narrow = 'rate(x{source_workload_namespace=~"bookinfo|shop"}[1m])';
  expect(tooWide([narrow], alien('payments'))).toEqual([]);
});

test.each(['viewer', 'developer'] as const)(
  'SEC-21 strict mode: for the %s nothing is asked but about their own namespaces',
  async (persona) => {
    const questions = await goThrough(persona);
    expect(questions.some((one) => one.includes('istio_requests_total'))).toBe(true);
    const others = ['payments', 'istio-system', 'absent-ns'].flatMap(alien);
    expect(tooWide(questions, others)).toEqual([]);
  },
  120_000,
);

test('SEC-21 strict mode: percentiles are asked for as well, once for all with the same rights', async () => {
  // Nobody waits for them: they are asked for beside the answers.
  const asked = await until(() => {
    const buckets = world.asked.flatMap(questionsOf).filter((one) => one.includes('_bucket'));
    return buckets.length > 0 ? buckets : null;
  });
  expect(tooWide(asked, ['payments', 'istio-system', 'absent-ns'].flatMap(alien))).toEqual([]);
});

test('SEC-21 strict mode: for the admin, too, each question names namespaces', async () => {
  const questions = await goThrough('admin');
  expect(questions.some((one) => one.includes('pilot_xds'))).toBe(true);
  expect(questions.some((one) => one.includes('payments'))).toBe(true);
  expect(tooWide(questions, alien('absent-ns'))).toEqual([]);
}, 120_000);

test('SEC-21 strict mode: who drills down asks about that namespace alone', async () => {
  const before = world.asked.length;
  // Wide: the mesh stands still since it was made, and the rows above take their time.
  const window = 'window=599s';
  const reply = await world.ask('admin', `/api/v1/graph?namespaces=bookinfo&${window}`);
  const { nodes, edges, metricsAt } = graphSchema.parse(JSON.parse(reply.text));
  expect(metricsAt).not.toBeNull();
  expect(nodes.some(({ namespace }) => namespace === 'bookinfo')).toBe(true);
  expect(edges.some(({ requestsPerSecond }) => requestsPerSecond > 0)).toBe(true);
  await world.ask('admin', `/api/v1/namespaces/bookinfo/services/reviews?${window}`);
  // Percentiles of what was asked before may still be on their way: those of this window are told by it.
  const questions = world.asked
    .slice(before)
    .flatMap(questionsOf)
    .filter((one) => one.includes('[9m59s]'));
  expect(questions.some((one) => one.includes('source_workload_namespace="bookinfo"'))).toBe(true);
  expect(tooWide(questions, ['shop', 'payments', 'istio-system'].flatMap(alien))).toEqual([]);
});
