/**
 * A random mesh makes random requests and its proxies report them as Istio's do; whatever is drawn of the reports, every request is
 * there once, and nothing of what a user may not see.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph, GraphEdge } from '../api/traffic/graph.ts';
import { graphSchema } from '../api/traffic/graph.ts';
import { graphTypes } from '../api/words.ts';
import type { ClusterObjects } from '../istio/objects.ts';
import type { InstantSample } from '../metrics/samples.ts';
import type { GraphInput } from './build/build.ts';
import { buildGraph } from './build/build.ts';
import type { Call } from './testing/fixture.ts';
import {
  bytes,
  deployment,
  destinationRule,
  graphInput,
  namespace,
  requests,
  service,
  sizes,
  virtualService,
} from './testing/fixture.ts';
import { scopeGraph } from './views/scope.ts';

/** Occurs in every name of the hidden namespace, and nowhere else. */
const canary = 'canaryzz';
/** How each workload's pods are connected; behind a waypoint ztunnels tell bytes and the waypoint tells requests. */
const workloads: Readonly<Record<string, 'sidecar' | 'none' | 'waypoint'>> = {
  'edge/door/v1': 'sidecar',
  'shop/page/v1': 'sidecar',
  'shop/cart/v1': 'sidecar',
  'shop/cart/v2': 'sidecar',
  'shop/old/v1': 'none',
  'books/list/v1': 'waypoint',
  'books/list/v2': 'waypoint',
  [`${canary}/${canary}vault/v1`]: 'sidecar',
  [`${canary}/${canary}vault/v2`]: 'none',
};
const names = Object.keys(workloads);
const waypoint = 'books/waypoint/v1';

const outcomes = {
  ok: { code: '200' },
  missing: { code: '404' },
  failed: { code: '500' },
  refused: { code: '503', flags: 'UF,URX' },
  nowhere: { code: '503', flags: 'UH' },
} as const;
type Outcome = keyof typeof outcomes;
const neverSent: ReadonlySet<Outcome> = new Set(['refused', 'nowhere']);

interface Made {
  from: string;
  to: string;
  protocol: 'http' | 'grpc' | 'tcp';
  outcome: Outcome;
  amount: number;
}

const made: fc.Arbitrary<Made> = fc.record({
  from: fc.constantFrom(...names, 'unknown'),
  to: fc.constantFrom(...names),
  protocol: fc.constantFrom('http', 'http', 'grpc', 'tcp'),
  outcome: fc.constantFrom<Outcome>('ok', 'ok', 'missing', 'failed', 'refused', 'nowhere'),
  amount: fc.integer({ min: 1, max: 40 }),
});

const hostOf = (to: string) => `${to.split('/')[1]}.${to.split('/')[0]}.svc.cluster.local`;

/** Who reports the call, as whom they know its ends; empty when no proxy is near. */
function reports({ from, to, outcome }: Made): Call[] {
  const caller = from === 'unknown' ? 'none' : workloads[from];
  const callee = workloads[to];
  const told = outcomes[outcome];
  const source = { ...told, from, to, reporter: 'source' };
  if (neverSent.has(outcome)) {
    if (caller === 'none') return [];
    return [outcome === 'nowhere' ? { ...source, to: 'unknown', host: hostOf(to) } : source];
  }
  if (callee === 'waypoint') {
    const known = { ...told, from: caller === 'none' ? 'unknown' : from, to };
    return [{ ...known, reporter: 'waypoint' }, ...(caller === 'sidecar' ? [source] : [])];
  }
  return [
    ...(caller === 'none' ? [] : [source]),
    ...(callee === 'none'
      ? []
      : [{ ...told, from: caller === 'none' ? 'unknown' : from, to, reporter: 'destination' }]),
  ];
}

/** What ztunnels tell of a call that the waypoint tells: bytes up to it and away from it. */
function legs({ from, to, outcome }: Made): InstantSample[] {
  if (workloads[to] !== 'waypoint' || neverSent.has(outcome)) return [];
  const away = bytes({ from: waypoint, to }, 'received', 3);
  return workloads[from] === 'waypoint'
    ? [away, bytes({ from, to: waypoint, host: hostOf(to) }, 'received', 3)]
    : [away];
}

interface Emitted {
  requests: InstantSample[];
  tcp: InstantSample[];
  sizes: InstantSample[];
  /** Of what any proxy saw. */
  sums: { requests: number; errors: number; bytes: number };
}

function emit(world: readonly Made[]): Emitted {
  const emitted: Emitted = { requests: [], tcp: [], sizes: [], sums: { requests: 0, errors: 0, bytes: 0 } };
  for (const one of world) {
    const { protocol, outcome, amount } = one;
    if (protocol === 'tcp') {
      // A connection that never was carries nothing.
      const told = neverSent.has(outcome) ? [] : reports(one);
      emitted.tcp.push(...told.map((call) => bytes({ ...call, protocol: 'tcp' }, 'received', amount)));
      if (told.length > 0) emitted.sums.bytes += amount;
      continue;
    }
    const told = reports(one);
    const grpc = protocol === 'grpc' ? (outcome === 'ok' ? '0' : '14') : '';
    emitted.requests.push(...told.map((call) => requests({ ...call, protocol, grpc }, amount)));
    emitted.tcp.push(...legs(one));
    if (told.length === 0) continue;
    emitted.sums.requests += amount;
    // What was never sent had a request, of which nothing went out.
    if (!neverSent.has(outcome)) {
      emitted.sizes.push(
        ...told.flatMap((call) => [
          sizes({ ...call, protocol, grpc }, 'request', 3 * amount),
          sizes({ ...call, protocol, grpc }, 'response', 7 * amount),
        ]),
      );
      emitted.sums.bytes += 10 * amount;
    }
    if (outcome !== 'ok' && (protocol === 'grpc' || outcome !== 'missing')) emitted.sums.errors += amount;
  }
  return {
    ...emitted,
    requests: summed(emitted.requests),
    tcp: summed(emitted.tcp),
    sizes: summed(emitted.sizes),
  };
}

/** As `sum by` does: one sample for each set of labels. */
function summed(samples: readonly InstantSample[]): InstantSample[] {
  return [...Map.groupBy(samples, ({ labels }) => JSON.stringify(labels)).values()].map((same) => ({
    labels: same[0]?.labels ?? {},
    value: same.reduce((sum, { value }) => sum + value, 0),
  }));
}

const split = (path: string, host: string, other: string) =>
  virtualService(path, {
    hosts: [host],
    http: [
      {
        route: [
          { destination: { host, subset: 'v1' }, weight: 70 },
          { destination: { host, subset: 'v2' }, weight: 20 },
          { destination: { host: other }, weight: 10 },
        ],
      },
    ],
  });
const vault = `${canary}vault/v1`;
const cartHost = hostOf('shop/cart');
const vaultHost = hostOf(`${canary}/${vault}`);
const subsets = ['v1', 'v2'].map((name) => ({ name, labels: { version: name } }));
const objects: Partial<ClusterObjects> = {
  namespaces: ['edge', 'shop', 'books', canary].map((name) => namespace(name)),
  services: [...new Set(names.map((name) => name.split('/').slice(0, 2).join('/')))].map((path) =>
    service(path),
  ),
  workloads: [
    ...names.map((name) =>
      deployment(name, name.startsWith('edge') ? { labels: { istio: 'ingressgateway' } } : {}),
    ),
    deployment(waypoint, { labels: { 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' } }),
  ],
  virtualServices: [
    split('shop/cart', cartHost, vaultHost),
    split(`${canary}/${canary}rule`, vaultHost, cartHost),
    virtualService(`${canary}/${canary}list`, { hosts: [hostOf('books/list')], http: [{ timeout: '1s' }] }),
  ],
  destinationRules: [
    destinationRule('shop/cart', { host: cartHost, subsets }),
    destinationRule(`${canary}/vault`, { host: vaultHost, subsets }),
  ],
};

const world = fc.array(made, { maxLength: 25 });
const kinds = graphTypes.flatMap((type) => [true, false].map((serviceNodes) => ({ type, serviceNodes })));

function drawn(world: readonly Made[], kind: Pick<GraphInput, 'type' | 'serviceNodes'>) {
  const { sums, ...samples } = emit(world);
  const graph = buildGraph({ ...graphInput(samples, objects), ...kind });
  graphSchema.parse(graph);
  return { graph, sums };
}

const errorsOf = ({ requestsPerSecond, errorRatio }: GraphEdge) => requestsPerSecond * (errorRatio ?? 0);
const add = (edges: readonly GraphEdge[], read: (edge: GraphEdge) => number | null) =>
  edges.reduce((sum, edge) => sum + (read(edge) ?? 0), 0);

/** Edges that bring a request to a new place: those out of a service between are the second half of a step. */
function firstSteps({ type, nodes, edges }: Graph): GraphEdge[] {
  const between = new Set(
    type === 'service' ? [] : nodes.filter(({ kind }) => kind === 'service').map(({ id }) => id),
  );
  return edges.filter(({ source }) => !between.has(source));
}

describe.each(kinds)('a graph by $type, service nodes: $serviceNodes', (kind) => {
  it('has every request, error and byte once', () => {
    void fc.assert(
      fc.property(world, (made) => {
        const { graph, sums } = drawn(made, kind);
        const steps = firstSteps(graph);
        expect(add(steps, ({ requestsPerSecond }) => requestsPerSecond)).toBeCloseTo(sums.requests, 6);
        expect(add(steps, ({ bytesPerSecond }) => bytesPerSecond)).toBeCloseTo(sums.bytes, 6);
        // Ratios have four digits.
        expect(Math.abs(add(steps, errorsOf) - sums.errors)).toBeLessThanOrEqual(sums.requests * 2e-4);
      }),
      { numRuns: 40 },
    );
  });

  it('gives each node what its edges bring and take', () => {
    void fc.assert(
      fc.property(world, (made) => {
        const { graph } = drawn(made, kind);
        for (const node of graph.nodes) {
          const into = graph.edges.filter(({ target }) => target === node.id);
          const out = graph.edges.filter(({ source }) => source === node.id);
          const rate = ({ requestsPerSecond }: GraphEdge) => requestsPerSecond;
          expect(node.inbound?.requestsPerSecond ?? 0).toBeCloseTo(add(into, rate), 6);
          expect(node.inbound?.bytesPerSecond ?? 0).toBeCloseTo(
            add(into, (edge) => edge.bytesPerSecond),
            6,
          );
          if (node.kind === 'service' && kind.type !== 'service') expect(node.outbound).toBeNull();
          else expect(node.outbound?.requestsPerSecond ?? 0).toBeCloseTo(add(out, rate), 6);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is the same in whatever order Prometheus answers; ids are unique and name what is there', () => {
    void fc.assert(
      fc.property(world, fc.integer(), (made, seed) => {
        const { sums: _, ...samples } = emit(made);
        const mixed = {
          requests: mix(samples.requests, seed),
          tcp: mix(samples.tcp, seed),
          sizes: mix(samples.sizes, seed),
        };
        const [first, second] = [samples, mixed].map((answer) =>
          buildGraph({ ...graphInput(answer, objects), ...kind }),
        );
        expect(byId(second)).toEqual(byId(first));
        const ids = (first?.nodes ?? []).map(({ id }) => id);
        const edgeIds = (first?.edges ?? []).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(edgeIds).size).toBe(edgeIds.length);
        for (const { source, target } of first?.edges ?? []) {
          expect(ids).toContain(source);
          expect(ids).toContain(target);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the sums of what a user sees, and no name of what they do not', () => {
    void fc.assert(
      fc.property(world, fc.subarray(['edge', 'shop', 'books'], { minLength: 1 }), (made, visible) => {
        const { graph } = drawn(made, kind);
        const seen = new Set(visible);
        const scoped = scopeGraph(graph, {
          visible: seen,
          requested: null,
          mayRead: (name) => seen.has(name),
          mask: () => 'opaque',
        });
        expect(JSON.stringify(scoped)).not.toContain(canary);
        const namespaceOf = new Map(graph.nodes.map(({ id, namespace }) => [id, namespace]));
        const touching = graph.edges.filter(({ source, target }) =>
          [source, target].some((id) => seen.has(namespaceOf.get(id) ?? '')),
        );
        const rate = ({ requestsPerSecond }: GraphEdge) => requestsPerSecond;
        expect(add(scoped.edges, rate)).toBeCloseTo(add(touching, rate), 6);
        expect(Math.abs(add(scoped.edges, errorsOf) - add(touching, errorsOf))).toBeLessThanOrEqual(
          add(touching, rate) * 4e-4,
        );
        for (const { routedBy = [] } of scoped.edges) {
          expect(routedBy.every((name) => seen.has(name.split('/')[0] ?? ''))).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

function mix<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, place) => ({ item, key: Math.sin(seed + place * 7919) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function byId(graph: Graph | undefined) {
  const sorted = <T extends { id: string }>(items: readonly T[]) =>
    [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { nodes: sorted(graph?.nodes ?? []), edges: sorted(graph?.edges ?? []) };
}
