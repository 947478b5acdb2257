import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph, GraphEdge, GraphNode } from '../../api/traffic/graph.ts';
import { graphDeltaSchema } from '../../api/traffic/graph-delta.ts';
import { applyDelta, graphDelta } from './delta.ts';
import { quantise, quantiseGraph, quantiseRatio } from './quantise.ts';

const number = fc.oneof(fc.constantFrom(0, 1, 12.5), fc.double({ min: 0, max: 1e6, noNaN: true }));
const perhaps = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const name = fc.constantFrom('a', 'b', 'c', 'reviews', '💡', '__proto__', 'constructor');
const names = fc.array(name, { maxLength: 3 });

const traffic = fc.record({
  requestsPerSecond: number,
  errorRatio: perhaps(fc.double({ min: 0, max: 1, noNaN: true })),
  clientErrorRatio: perhaps(number),
  averageMs: perhaps(number),
  p50Ms: perhaps(number),
  p95Ms: perhaps(number),
  p99Ms: perhaps(number),
  bytesPerSecond: perhaps(number),
});
const health: fc.Arbitrary<GraphNode['health']> = fc.record({
  state: fc.constantFrom('healthy', 'failing', 'idle'),
  reasons: fc.array(
    fc.record({
      code: fc.constantFrom('latency', 'no-traffic'),
      value: perhaps(number),
      threshold: perhaps(number),
    }),
    { maxLength: 2 },
  ),
});
const node: fc.Arbitrary<GraphNode> = fc.record({
  id: fc.nat(12).map((id) => `node/${id}`),
  kind: fc.constantFrom('app', 'service', 'restricted'),
  cluster: fc.constant('Kubernetes'),
  namespace: name,
  name,
  app: perhaps(name),
  version: perhaps(name),
  workload: perhaps(name),
  service: perhaps(name),
  hosts: names,
  protocol: fc.constantFrom('http', 'tcp'),
  root: fc.boolean(),
  badges: fc.subarray(['split', 'fault', 'timeout']),
  health,
  inbound: perhaps(traffic),
  outbound: perhaps(traffic),
  group: perhaps(name),
});
const edge: fc.Arbitrary<GraphEdge> = fc
  .record({
    id: fc.nat(12).map((id) => `edge/${id}`),
    source: name,
    target: name,
    protocol: fc.constantFrom('http', 'grpc', 'tcp'),
    health,
    mtlsRatio: perhaps(number),
    sourceShare: perhaps(number),
    flags: fc.array(fc.record({ flag: name, ratio: number }), { maxLength: 2 }),
    hosts: names,
  })
  .chain((base) => traffic.map((numbers) => ({ ...base, ...numbers })))
  // The one field that may be absent.
  .chain((base) =>
    perhaps(fc.array(fc.record({ code: name, flags: name, ratio: number }), { maxLength: 2 })).map(
      (failures) => (failures === null ? base : { ...base, failures }),
    ),
  );
const graph: fc.Arbitrary<Graph> = fc.record({
  type: fc.constantFrom('app', 'workload'),
  version: fc.string(),
  at: fc.nat(),
  windowSeconds: fc.constant(60),
  metricsAt: perhaps(fc.nat()),
  percentilesAt: perhaps(fc.nat()),
  namespaces: fc.array(
    fc.record({ name, workloads: fc.nat(9), services: fc.nat(9), injected: fc.boolean() }),
    { maxLength: 3 },
  ),
  nodes: fc.uniqueArray(node, { selector: ({ id }) => id }),
  edges: fc.uniqueArray(edge, { selector: ({ id }) => id }),
  warnings: fc.array(fc.record({ code: name, source: fc.constant('prometheus' as const), detail: name }), {
    maxLength: 2,
  }),
});
/** What a reader has: fields in an order of their own, no prototypes. */
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** A graph some ticks later: most of it as it was, some values other, some items gone, new, or elsewhere. */
const pair = fc
  .tuple(graph, graph, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })))
  .map(([before, other, chance]) => {
    const next = () => chance.next().value;
    const mixed = <T extends { id: string }>(old: T[], fresh: T[]) => {
      const kept = old
        .filter(() => next() > 0.2)
        .map((item) => {
          const twin = fresh.find(({ id }) => id === item.id);
          return twin !== undefined && next() > 0.5 ? twin : item;
        });
      const added = fresh.filter(({ id }) => next() > 0.5 && !kept.some((item) => item.id === id));
      const all = [...kept];
      for (const item of added) all.splice(Math.floor(next() * (all.length + 1)), 0, item);
      return next() > 0.8 ? all.reverse() : all;
    };
    return {
      before,
      after: { ...other, nodes: mixed(before.nodes, other.nodes), edges: mixed(before.edges, other.edges) },
    };
  });

describe('graphDelta', () => {
  it('leads from any graph to any other, through JSON and the contract', () => {
    fc.assert(
      fc.property(fc.oneof(pair, fc.record({ before: graph, after: graph })), ({ before, after }) => {
        const delta = graphDeltaSchema.parse(asJson(graphDelta(before, after)));
        expect(applyDelta(asJson(before), delta)).toEqual(asJson(after));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves what did not change as the very same objects', () => {
    fc.assert(
      fc.property(pair, ({ before, after }) => {
        const result = applyDelta(before, graphDelta(before, asJson(after)));
        const olds = new Map([...before.nodes, ...before.edges].map((item) => [item.id, item]));
        for (const item of [...result.nodes, ...result.edges]) {
          const old = olds.get(item.id);
          if (JSON.stringify(old) === JSON.stringify(item)) expect(item).toBe(old);
        }
      }),
    );
  });

  it('says nothing about equal graphs', () => {
    fc.assert(
      fc.property(graph, (one) => {
        expect(graphDelta(one, asJson(one))).toEqual({ from: one.version, to: one.version, set: {} });
      }),
    );
  });

  it('sends changed fields only', () => {
    const [first] = fc.sample(node, { numRuns: 1, seed: 1 });
    if (first === undefined) throw new Error('no sample');
    const rates = {
      requestsPerSecond: 1,
      errorRatio: 0,
      clientErrorRatio: 0,
      averageMs: 9,
      p50Ms: 8,
      p95Ms: 30,
      p99Ms: 40,
    };
    const before = { ...emptyGraph('1'), nodes: [{ ...first, inbound: { ...rates, bytesPerSecond: null } }] };
    const after = {
      ...emptyGraph('2'),
      nodes: [{ ...first, inbound: { ...rates, bytesPerSecond: null, requestsPerSecond: 2 } }],
    };
    expect(graphDelta(before, after)).toEqual({
      from: '1',
      to: '2',
      set: {},
      nodes: { change: [[0, { inbound: { requestsPerSecond: 2 } }]] },
    });
  });

  it('is not applied to another version', () => {
    expect(() => applyDelta(emptyGraph('1'), graphDelta(emptyGraph('2'), emptyGraph('3')))).toThrow(
      'version',
    );
  });
});

const emptyGraph = (version: string): Graph => ({
  type: 'app',
  version,
  at: 1,
  windowSeconds: 60,
  metricsAt: 1,
  percentilesAt: null,
  namespaces: [],
  nodes: [],
  edges: [],
  warnings: [],
});

describe('quantise', () => {
  it.each([
    [12.3456, 12.3],
    [1234.5, 1230],
    [0.016_666_7, 0.0167],
    [0, 0],
  ])('%d per second is %d', (value, expected) => expect(quantise(value)).toBe(expected));

  it.each([
    [0.000_412_3, 0.000_412],
    [0.123_456, 0.123],
    [0.999_587_7, 0.999_588],
    [0.876_54, 0.877],
    [1, 1],
    [0, 0],
  ])('a ratio of %d is %d', (value, expected) => expect(quantiseRatio(value)).toBe(expected));

  it('is off by half a percent at most, and done twice changes nothing, not even an object', () => {
    fc.assert(
      fc.property(graph, (one) => {
        const once = quantiseGraph(one);
        const again = quantiseGraph(once);
        again.nodes.forEach((item, index) => void expect(item).toBe(once.nodes[index]));
        again.edges.forEach((item, index) => void expect(item).toBe(once.edges[index]));
        once.edges.forEach(({ requestsPerSecond, hosts }, index) => {
          const exact = one.edges[index];
          expect(Math.abs(requestsPerSecond - (exact?.requestsPerSecond ?? 0))).toBeLessThanOrEqual(
            0.005 * requestsPerSecond,
          );
          expect(hosts).toBe(exact?.hosts);
        });
      }),
    );
  });
});
