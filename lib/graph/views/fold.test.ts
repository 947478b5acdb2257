import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphEdge, GraphNode, HealthState } from '../../api/traffic/graph.ts';
import { boxAround, foldedId } from './boxes.ts';
import { mostHosts } from './edge-sum.ts';
import {
  boxFigures,
  cardCount,
  foldGraph,
  foldNamespaces,
  namespaceFigures,
  stateOfVersions,
} from './fold.ts';

const state = (name: HealthState): GraphNode['health'] => ({ state: name, reasons: [] });

function node(id: string, changes: Partial<GraphNode> = {}): GraphNode {
  const [namespace = '', name = ''] = id.split('/');
  return {
    id,
    kind: 'app',
    cluster: 'c',
    namespace,
    name,
    app: name,
    version: null,
    workload: name,
    service: name,
    hosts: [],
    protocol: 'http',
    root: false,
    badges: [],
    health: state('healthy'),
    inbound: null,
    outbound: null,
    group: null,
    ...changes,
  };
}

function edge(source: string, target: string, changes: Partial<GraphEdge> = {}): GraphEdge {
  return {
    id: `${source}>${target}>${changes.protocol ?? 'http'}`,
    source,
    target,
    protocol: 'http',
    health: state('healthy'),
    requestsPerSecond: 10,
    errorRatio: 0,
    clientErrorRatio: 0,
    averageMs: 5,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    bytesPerSecond: null,
    mtlsRatio: 1,
    sourceShare: null,
    flags: [],
    hosts: [],
    ...changes,
  };
}

const shop = foldedId({ cluster: 'c', namespace: 'shop' });
const only = (name: string) => (namespace: string) => namespace === name;

describe('foldNamespaces', () => {
  const nodes = [node('web/front'), node('shop/cart'), node('shop/tax'), node('/bank.example')];
  const calls = [
    edge('web/front', 'shop/cart', {
      requestsPerSecond: 30,
      errorRatio: 0.1,
      averageMs: 10,
      p95Ms: 40,
      sourceShare: 0.6,
      flags: [{ flag: 'UO', ratio: 0.1 }],
      failures: [{ code: 'http 503', flags: 'UO', ratio: 0.1 }],
      hosts: ['cart'],
    }),
    edge('web/front', 'shop/tax', {
      requestsPerSecond: 10,
      errorRatio: 0.5,
      averageMs: 30,
      p95Ms: null,
      sourceShare: 0.2,
      health: {
        state: 'failing',
        reasons: [{ code: 'error-ratio', value: 0.5, threshold: 0.05 }],
      },
      flags: [{ flag: 'UO', ratio: 0.5 }],
      hosts: ['tax', 'cart'],
    }),
    edge('shop/cart', 'shop/tax', { requestsPerSecond: 7 }),
    edge('shop/tax', '/bank.example', { requestsPerSecond: 4 }),
  ];
  const folded = foldNamespaces({ nodes, edges: calls }, only('shop'));
  const into = folded.edges.find(({ target }) => target === shop);

  it('draws what is outside as it is, and one thing for the namespace', () => {
    expect(folded.nodes.map(({ id }) => id)).toEqual(['web/front', '/bank.example']);
    expect(folded.boxes.map(({ id }) => id)).toEqual([shop]);
    expect(folded.edges.map(({ source, target }) => [source, target])).toEqual([
      ['web/front', shop],
      [shop, '/bank.example'],
    ]);
  });

  it('adds rates, weights ratios and averages by requests', () => {
    expect(into).toMatchObject({ requestsPerSecond: 40, errorRatio: 0.2, averageMs: 15 });
    expect(into?.flags).toEqual([{ flag: 'UO', ratio: 0.2 }]);
    expect(into?.failures).toEqual([{ code: 'http 503', flags: 'UO', ratio: 0.075 }]);
    expect(into?.sourceShare).toBeCloseTo(0.8);
    expect(into?.hosts).toEqual(['cart', 'tax']);
  });

  it('tells the worst percentile that is known, and none where none is', () => {
    expect(into?.p95Ms).toBe(40);
    expect(into?.p99Ms).toBeNull();
  });

  it('has the worst state of its parts, with the numbers of the whole', () => {
    expect(into?.health).toEqual({
      state: 'failing',
      reasons: [{ code: 'error-ratio', value: 0.2, threshold: 0.05 }],
    });
  });

  it('knows what stands for whom', () => {
    expect(folded.standIns.get('shop/cart')).toBe(shop);
    expect(folded.standIns.get('shop/cart>shop/tax>http')).toBe(shop);
    expect(folded.standIns.get('web/front>shop/tax>http')).toBe(into?.id);
    expect(folded.standIns.has('web/front')).toBe(false);
    expect(folded.bundles.get(into?.id ?? '')?.map(({ target }) => target)).toEqual([
      'shop/cart',
      'shop/tax',
    ]);
  });

  it('keeps protocols apart', () => {
    const tcp = edge('web/front', 'shop/tax', { protocol: 'tcp', requestsPerSecond: 0, bytesPerSecond: 900 });
    const { edges } = foldNamespaces({ nodes, edges: [...calls, tcp] }, only('shop'));
    expect(edges.filter(({ target }) => target === shop).map(({ protocol }) => protocol)).toEqual([
      'http',
      'tcp',
    ]);
    expect(edges.find(({ protocol }) => protocol === 'tcp')).toMatchObject({
      requestsPerSecond: 0,
      bytesPerSecond: 900,
    });
  });

  it('names only so many hosts', () => {
    const hosts = Array.from({ length: 40 }, (_, index) => `host-${index}`);
    const { edges } = foldNamespaces(
      { nodes, edges: [edge('web/front', 'shop/cart', { hosts })] },
      only('shop'),
    );
    expect(edges[0]?.hosts).toHaveLength(mostHosts);
  });

  it('leaves a graph alone when nothing is folded', () => {
    const same = foldNamespaces({ nodes, edges: calls }, () => false);
    expect(same.nodes).toBe(nodes);
    expect(same.edges).toBe(calls);
  });
});

describe('foldGraph', () => {
  it('takes any box: a cluster hides the namespaces in it', () => {
    const clustered = [
      node('web/front', { cluster: 'east' }),
      node('shop/cart', { cluster: 'west' }),
      node('till/cash', { cluster: 'west' }),
    ];
    const calls = [
      edge('web/front', 'shop/cart', { requestsPerSecond: 5 }),
      edge('web/front', 'till/cash', { requestsPerSecond: 2 }),
      edge('shop/cart', 'till/cash', { requestsPerSecond: 3 }),
      edge('till/cash', 'till/cash', { id: 'loop', requestsPerSecond: 1 }),
    ];
    const graph = { nodes: clustered, edges: calls };
    const boxes = boxFigures(graph, (one) => boxAround(one, 'cluster'));
    const result = foldGraph(
      graph,
      (one) => (one.cluster === 'west' ? (boxAround(one, 'cluster')?.id ?? null) : null),
      boxes,
    );
    expect(boxes.map(({ id, kind, name }) => [id, kind, name])).toEqual([
      ['cluster:east', 'cluster', 'east'],
      ['cluster:west', 'cluster', 'west'],
    ]);
    expect(result.boxes.map(({ id }) => id)).toEqual(['cluster:west']);
    expect(result.nodes.map(({ id }) => id)).toEqual(['web/front']);
    expect(result.edges.map(({ target, requestsPerSecond }) => [target, requestsPerSecond])).toEqual([
      ['cluster:west', 7],
    ]);
    expect(boxes[1]?.within?.requestsPerSecond).toBe(4);
  });
});

describe('namespaceFigures', () => {
  const figures = (nodes: GraphNode[], edges: GraphEdge[]) => {
    const [first] = namespaceFigures({ nodes, edges });
    if (!first) throw new Error('no namespace');
    return first;
  };
  const many = (count: number, changes: Partial<GraphNode> = {}) =>
    Array.from({ length: count }, (_, index) =>
      node(`shop/${changes.health?.state ?? 'ok'}-${index}`, changes),
    );

  it('counts versions of an app as one service', () => {
    const { services } = figures(
      [
        node('shop/a1', { group: 'a', health: state('failing') }),
        node('shop/a2', { group: 'a' }),
        node('shop/b', { health: state('idle') }),
      ],
      [],
    );
    expect(services).toEqual({ healthy: 0, degraded: 1, failing: 0, idle: 1, unknown: 0 });
  });

  it('tells traffic from outside, to outside and within', () => {
    const all = [...many(2), node('/x')];
    const { entering, leaving, within } = figures(all, [
      edge('/x', 'shop/ok-0', { requestsPerSecond: 5 }),
      edge('shop/ok-0', 'shop/ok-1', { requestsPerSecond: 3 }),
      edge('shop/ok-1', '/x', { requestsPerSecond: 2 }),
    ]);
    expect([entering, leaving, within].map((part) => part?.requestsPerSecond)).toEqual([5, 2, 3]);
  });

  it('counts the errors that its services answer, or what it sends where nobody calls it', () => {
    const all = [...many(2), node('/x')];
    const inner = edge('shop/ok-0', 'shop/ok-1', { requestsPerSecond: 30, errorRatio: 0.2 });
    expect(figures(all, [edge('/x', 'shop/ok-0', { requestsPerSecond: 10 }), inner]).errorRatio).toBeCloseTo(
      0.15,
    );
    expect(figures(all, [edge('shop/ok-0', '/x', { errorRatio: 0.3 })]).errorRatio).toBeCloseTo(0.3);
    expect(figures(all, []).errorRatio).toBeNull();
  });

  const degraded = many(1, { health: state('degraded') });
  it.each<[string, GraphNode[], number, HealthState, string]>([
    ['all well', many(3), 0, 'healthy', 'healthy'],
    ['one degraded of many, few errors', [...many(37), ...degraded], 0.0008, 'degraded', 'healthy'],
    ['errors from half a percent on', [...many(13), ...degraded], 0.005, 'degraded', 'degraded'],
    ['errors without a degraded service', many(3), 0.0062, 'healthy', 'degraded'],
    ['a failing service', [...many(12), ...many(1, { health: state('failing') })], 0, 'failing', 'failing'],
    ['idle', many(2, { health: state('idle') }), 0, 'idle', 'idle'],
  ])('%s', (_, nodes, errorRatio, expected, whole) => {
    const target = nodes[0]?.id ?? '';
    const calls = expected === 'idle' ? [] : [edge('/x', target, { errorRatio })];
    expect(figures([...nodes, node('/x')], calls)).toMatchObject({ state: expected, whole });
  });
});

it.each<[HealthState[], HealthState]>([
  [['failing', 'failing'], 'failing'],
  [['failing', 'healthy'], 'degraded'],
  [['idle', 'healthy'], 'healthy'],
  [['idle', 'idle'], 'idle'],
  [['unknown', 'idle'], 'unknown'],
  [[], 'unknown'],
])('versions %j are %s', (states, expected) => {
  expect(stateOfVersions(states)).toBe(expected);
});

it('counts cards, not versions', () => {
  expect(cardCount([node('a/1', { group: 'g' }), node('a/2', { group: 'g' }), node('a/g')])).toBe(2);
});

describe('whatever is folded', () => {
  const names = ['a', 'b', 'c', ''];
  const arbitrary = fc
    .record({
      namespaces: fc.array(fc.constantFrom(...names), { minLength: 2, maxLength: 14 }),
      calls: fc.array(
        fc.record({
          from: fc.nat(13),
          to: fc.nat(13),
          protocol: fc.constantFrom('http' as const, 'grpc' as const, 'tcp' as const),
          rate: fc.integer({ min: 0, max: 1000 }),
          errors: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
          p95Ms: fc.option(fc.integer({ min: 1, max: 5000 })),
        }),
        { maxLength: 40 },
      ),
      folded: fc.subarray(['a', 'b', 'c']),
    })
    .map(({ namespaces, calls, folded }) => {
      const nodes = namespaces.map((namespace, index) => node(`${namespace}/n${index}`));
      const edges = calls.map(({ from, to, protocol, rate, errors, p95Ms }, index) =>
        edge(nodes[from % nodes.length]?.id ?? '', nodes[to % nodes.length]?.id ?? '', {
          id: `e${index}`,
          protocol,
          requestsPerSecond: rate,
          errorRatio: rate > 0 ? errors : null,
          bytesPerSecond: protocol === 'tcp' ? rate * 3 : null,
          p95Ms,
        }),
      );
      return {
        graph: { nodes, edges },
        result: foldNamespaces({ nodes, edges }, (name) => folded.includes(name)),
      };
    });
  const sum = (edges: readonly GraphEdge[], read: (one: GraphEdge) => number) =>
    edges.reduce((all, one) => all + read(one), 0);

  it('no request, byte or error is lost or counted twice', () => {
    void fc.assert(
      fc.property(arbitrary, ({ graph, result }) => {
        const within = graph.edges.filter(({ id }) =>
          result.boxes.some((one) => one.id === result.standIns.get(id)),
        );
        for (const read of [
          (one: GraphEdge) => one.requestsPerSecond,
          (one: GraphEdge) => one.bytesPerSecond ?? 0,
        ]) {
          expect(sum(result.edges, read) + sum(within, read)).toBe(sum(graph.edges, read));
          for (const part of result.edges) {
            const members = result.bundles.get(part.id) ?? [part];
            expect(read(part)).toBe(sum(members, read));
          }
        }
        for (const part of result.edges) {
          const members = (result.bundles.get(part.id) ?? [part]).filter((one) => one.errorRatio !== null);
          if (members.length === 0) expect(part.errorRatio).toBeNull();
          const requests = sum(members, (one) => one.requestsPerSecond);
          if (requests > 0) {
            const errors = sum(members, (one) => (one.errorRatio ?? 0) * one.requestsPerSecond);
            expect(part.errorRatio).toBeCloseTo(errors / requests, 9);
          }
        }
      }),
    );
  });

  it('every edge is seen, or stands behind exactly one that is, or lies within', () => {
    void fc.assert(
      fc.property(arbitrary, ({ graph, result }) => {
        const drawn = new Set([...result.nodes, ...result.boxes].map(({ id }) => id));
        for (const one of result.edges) {
          expect(drawn.has(one.source) && drawn.has(one.target)).toBe(true);
          expect(one.source !== one.target || !one.source.startsWith('box:')).toBe(true);
        }
        const ids = new Set(result.edges.map(({ id }) => id));
        expect(ids.size).toBe(result.edges.length);
        for (const one of graph.edges) {
          const standIn = result.standIns.get(one.id) ?? one.id;
          expect(ids.has(standIn) || drawn.has(standIn)).toBe(true);
        }
        const bundled = [...result.bundles.values()].flat();
        expect(new Set(bundled).size).toBe(bundled.length);
      }),
    );
  });

  it('no percentile is invented', () => {
    void fc.assert(
      fc.property(arbitrary, ({ result }) => {
        for (const one of result.edges) {
          const members = result.bundles.get(one.id) ?? [one];
          if (one.p95Ms === null) expect(members.every(({ p95Ms }) => p95Ms === null)).toBe(true);
          else expect(members.map(({ p95Ms }) => p95Ms)).toContain(one.p95Ms);
        }
      }),
    );
  });
});
