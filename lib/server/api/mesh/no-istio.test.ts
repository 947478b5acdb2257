/** A cluster without Istio: its kinds are not served and its metrics are not there. Everything answers, and nothing is called broken. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphSchema } from '#lib/api/traffic/graph.ts';
import { servicesSchema, workloadsSchema } from '#lib/api/traffic/inventory.ts';
import { overviewSchema } from '#lib/api/traffic/overview.ts';
import { type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let prometheus: Recorder;
let harness: Harness;

const nothing = { status: 'success', data: { resultType: 'vector', result: [] } };

beforeAll(async () => {
  prometheus = await startRecorder((_, response) => sendJson(response, 200, nothing));
  harness = await startHarness({
    prometheusUrl: prometheus.url,
    prepare: (fake) => {
      fillMesh(fake);
      fake.fault = ({ path }, response) => {
        if (!/istio\.io|gateway\.networking/.test(path)) return false;
        sendJson(response, 404, { kind: 'Status', code: 404 });
        return true;
      };
    },
  });
});

afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});

const get = async (path: string) => {
  const reply = await harness.ask(path, { headers: { authorization: `Bearer ${tokens.admin}` } });
  expect(reply.status).toBe(200);
  return reply.json();
};

test('the graph says that there is no traffic, and warns of no missing kind', async () => {
  const graph = graphSchema.parse(await get('/api/v1/graph'));
  expect(graph.edges).toEqual([]);
  expect(graph.metricsAt).not.toBeNull();
  expect(graph.warnings).toEqual([]);
});

test('services are listed as ever, without proxies', async () => {
  const { services } = servicesSchema.parse(await get('/api/v1/services'));
  expect(services.map(({ name }) => name).sort()).toEqual(['canary-ledger', 'cart', 'reviews']);
  const { workloads } = workloadsSchema.parse(await get('/api/v1/workloads'));
  expect(workloads.every(({ injection }) => injection === null || injection.state === 'none')).toBe(true);
});

test('the overview finds nothing to complain of', async () => {
  const overview = overviewSchema.parse(await get('/api/v1/overview'));
  // Of the mesh, which is not there.
  expect(overview.totals.namespaces).toBe(0);
  expect(overview.attention).toEqual([]);
});
