/** The Sidecar of the root namespace, drafted in a mesh of many callers: others are answered while its traffic is predicted. */
import { afterEach, expect, test, vi } from 'vitest';
import { requests, service, telemetryOf } from '#lib/graph/testing/fixture.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
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

/** What stands in an editor while it is typed: the API server would take none of them. */
const unfinished: readonly [kind: string, specs: readonly object[]][] = [
  ['virtualservices.networking.istio.io', [{}, { http: [{}] }, { hosts: ['web'], http: [{ route: [{}] }] }]],
  ['virtualservices.networking.istio.io', [{ hosts: ['web'], http: [{ route: [{ destination: {} }] }] }]],
  ['virtualservices.networking.istio.io', [{ hosts: ['web'], tcp: [{}], tls: [{ match: [{}] }] }]],
  ['destinationrules.networking.istio.io', [{}, { subsets: [{}] }, { trafficPolicy: { loadBalancer: {} } }]],
  ['gateways.networking.istio.io', [{}, { servers: [{}] }, { servers: [{ port: {} }] }]],
  ['serviceentries.networking.istio.io', [{}, { hosts: ['a.example'], ports: [{}] }, { endpoints: [{}] }]],
  ['sidecars.networking.istio.io', [{}, { egress: [{}] }, { ingress: [{}] }, { egress: [{ port: {} }] }]],
  ['workloadentries.networking.istio.io', [{}, { labels: { app: 'web' } }]],
  ['gateways.gateway.networking.k8s.io', [{}, { listeners: [{}] }]],
  ['httproutes.gateway.networking.k8s.io', [{}, { parentRefs: [{}], rules: [{ backendRefs: [{}] }] }]],
  ['grpcroutes.gateway.networking.k8s.io', [{}, { parentRefs: [{}], rules: [{ backendRefs: [{}] }] }]],
  ['referencegrants.gateway.networking.k8s.io', [{}, { from: [{}], to: [{}] }]],
];

test.each(unfinished)('an unfinished draft of %s is predicted without a fault: %j', async (kind, specs) => {
  const snapshot = { ...noObjects, services: [service('shop/web')] };
  for (const spec of specs) {
    const draft = { ...change, kind, namespace: 'shop', name: 'half', text: textOf(kind, spec) };
    const asked = { drafts: await readDrafts([draft]), windowSeconds: 300 };
    expect(asked.drafts[0]?.mismatches).toEqual([]);
    const answer = await predictDrafts(asked, { snapshot, reading: readingOf(), rights: everything });
    expect(answer.flows).toBeInstanceOf(Array);
  }
});

function textOf(kind: string, spec: object): string {
  const found = Object.values<Kind>(kinds).find((one) => kindId(one) === kind);
  if (found === undefined) throw new Error(kind);
  const apiVersion = `${found.group}/${found.versions[0]}`;
  return JSON.stringify({
    apiVersion,
    kind: found.kind,
    metadata: { name: 'half', namespace: 'shop' },
    spec,
  });
}
