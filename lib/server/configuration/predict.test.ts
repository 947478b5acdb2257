/** The Sidecar of the root namespace, drafted in a mesh of many callers: others are answered while its traffic is predicted. */
import { afterEach, expect, test, vi } from 'vitest';
import { requests, service, telemetryOf } from '#lib/graph/testing/fixture.ts';
import { noObjects } from '#lib/istio/objects.ts';
import { finish } from '#lib/steps.ts';
import type { KindRights } from '../access/kind-rights.ts';
import type { Reading } from '../mesh/reading.ts';
import { readDrafts } from './draft.ts';
import { predictDrafts, predictionSteps } from './predict.ts';

afterEach(() => vi.restoreAllMocks());

const everything: KindRights = {
  lists: () => true,
  visible: () => true,
  allNamespaces: true,
  deployments: null,
  listsAll: () => true,
  unreadable: () => [],
  all: true,
  key: 'all',
};
const callers = 40;
const readingOf = (): Reading => ({
  telemetry: telemetryOf({
    requests: Array.from({ length: callers }, (_, at) =>
      requests({ from: `shop/desk-${at}/v1`, to: 'shop/web/v1' }, 1),
    ),
  }),
  at: 1000,
  metricsAt: 1000,
  percentilesAt: null,
  warnings: [],
  scope: '',
  version: '1',
});
const text = `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: istio-system}
spec: {egress: [{hosts: ['./*']}]}
`;
const change = {
  op: 'create' as const,
  kind: 'sidecars.networking.istio.io',
  namespace: 'istio-system',
  name: 'default',
  text,
};

test('requests that wait pass between two slices', async () => {
  const drafts = await readDrafts([change]);
  const asked = { drafts, windowSeconds: 300 };
  const snapshot = { ...noObjects, services: [service('shop/web')] };
  const whole = finish(predictionSteps(asked, { snapshot, reading: readingOf(), rights: everything }));
  expect(whole.flows).toHaveLength(callers);
  // Each look at the clock finds a slice used up: so the slices are counted, not timed.
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 1000));
  let passed = 0;
  let answered = false;
  const pass = () => {
    passed += 1;
    if (!answered) setImmediate(pass);
  };
  setImmediate(pass);
  const answer = await predictDrafts(asked, { snapshot, reading: readingOf(), rights: everything });
  answered = true;
  expect(answer).toEqual(whole);
  expect(passed).toBeGreaterThan(2 * callers);
});

test('what is certain is told once: most is for what is undetermined', async () => {
  const drafts = await readDrafts([change]);
  const snapshot = { ...noObjects, services: [service('shop/web')] };
  const asked = { drafts, windowSeconds: 300 };
  const { flows } = finish(predictionSteps(asked, { snapshot, reading: readingOf(), rights: everything }));
  expect(flows.map(({ undetermined }) => undetermined)).toEqual(flows.map(() => 0));
  expect(flows.flatMap(({ most }) => most)).toEqual([]);
  expect(flows.every(({ after }) => after.length > 0)).toBe(true);
});
