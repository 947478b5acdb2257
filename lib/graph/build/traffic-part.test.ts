import { expect, it } from 'vitest';
import { faultAnnotation } from '../../splits/record/fault-record.ts';
import {
  deployment,
  graphInput,
  namespace,
  pod,
  requests,
  service,
  virtualService,
} from '../testing/fixture.ts';
import { graphDelta } from '../views/delta.ts';
import { quantiseGraph } from '../views/quantise.ts';
import { buildGraph } from './build.ts';

const apiHost = { destination: { host: 'api' }, weight: 90 };
const legacy = { destination: { host: 'a.legacy.svc.cluster.local' }, weight: 10 };

/** In `legacy`, which is not injected, one of two workloads of the same app and version has a proxy. */
const input = graphInput(
  {
    requests: [
      requests({ from: 'shop/web/v1', to: 'shop/api/v1' }, 10),
      requests({ from: 'shop/web/v1', to: 'shop/cart/v1' }, 5),
    ],
  },
  {
    namespaces: [namespace('shop'), namespace('legacy', {})],
    services: [service('shop/web'), service('shop/api'), service('shop/cart'), service('legacy/a')],
    workloads: [
      deployment('shop/web/v1'),
      deployment('shop/api/v1'),
      deployment('shop/cart/v1'),
      deployment('legacy/a/v1'),
      deployment('legacy/b/v1', { labels: { app: 'a' } }),
    ],
    pods: [pod('legacy/a/v1', ['app']), pod('legacy/b/v1', ['app', 'istio-proxy'], { app: 'a' })],
  },
);
const ruled = {
  ...input,
  objects: {
    ...input.objects,
    virtualServices: [virtualService('shop/api', { hosts: ['api'], http: [{ route: [apiHost, legacy] }] })],
  },
};
const named = (graph: ReturnType<typeof buildGraph>, app: string) =>
  graph.nodes.find((node) => node.app === app);

it('what a rule adds to a node goes with the rule', () => {
  expect(named(buildGraph(input), 'a')?.workload).toBe('b-v1');
  // The rule sends to both workloads: neither of them is the node alone.
  expect(named(buildGraph(ruled), 'a')?.workload).toBeNull();
  expect(named(buildGraph(input), 'a')?.workload).toBe('b-v1');
});

it('what a rule says nothing of stays the very same object, also in the precision that is sent', () => {
  const before = quantiseGraph(buildGraph(input));
  const after = quantiseGraph(buildGraph({ ...ruled, version: 'next' }));
  const changed = after.edges.filter((edge) => !before.edges.includes(edge));
  expect(changed.map(({ target }) => target.split('/').at(-2))).toEqual(['api', 'a']);
  expect(named(after, 'cart')).toBe(named(before, 'cart'));
  expect(named(after, 'web')).toBe(named(before, 'web'));
  const { nodes, edges } = graphDelta(before, after);
  expect(edges?.change).toHaveLength(1);
  expect(edges?.add).toHaveLength(1);
  expect(nodes?.change?.length).toBeLessThanOrEqual(2);
});

it('a new reading is counted anew', () => {
  const louder = graphInput(
    { requests: [requests({ from: 'shop/web/v1', to: 'shop/api/v1' }, 20)] },
    input.objects,
  );
  expect(buildGraph(input).edges.map((edge) => edge.requestsPerSecond)).toEqual([10, 5]);
  expect(
    buildGraph({ ...louder, objects: input.objects }).edges.map((edge) => edge.requestsPerSecond),
  ).toEqual([20]);
});

it('a moment that moves is told, with the same badges', () => {
  const ending = (endsAt: string) => {
    const rule = virtualService('shop/api', {
      hosts: ['api'],
      http: [{ name: 'main', fault: { abort: { httpStatus: 503 } }, route: [apiHost] }],
    });
    const mark = JSON.stringify({ v: 1, endsAt, by: 'dora', rules: ['name:main'] });
    const annotations = { [faultAnnotation]: mark };
    const virtualServices = [{ ...rule, metadata: { ...rule.metadata, annotations } }];
    const graph = buildGraph({ ...input, objects: { ...input.objects, virtualServices } });
    return named(graph, 'api');
  };
  const [first, second] = [ending('2026-11-29T10:04:00Z'), ending('2026-11-29T10:09:00Z')];
  expect(second?.badges).toEqual(first?.badges);
  expect((second?.due?.[0]?.at ?? 0) - (first?.due?.[0]?.at ?? 0)).toBe(300);
  expect(ending('2026-11-29T10:09:00Z')).toBe(second);
});
