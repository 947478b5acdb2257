/** What is kept from one state of the configuration to the next changes no answer: a graph made after changes equals one made from scratch. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../api/traffic/graph.ts';
import { graphTypes } from '../../api/words.ts';
import type { ClusterObjects, DestinationRule, Pod, Sidecar, VirtualService } from '../../istio/objects.ts';
import {
  bytes,
  deployment,
  destinationRule,
  graphInput,
  namespace,
  pod,
  requests,
  service,
  telemetryOf,
  virtualService,
} from '../testing/fixture.ts';
import { buildGraph, type GraphInput } from './build.ts';

/** Few, so that changes often meet. */
const hosts = ['cart', 'cart', 'page', 'list.books.svc.cluster.local', '*.shop.svc.cluster.local'];
const targets = ['cart', 'cart', 'page', 'list.books.svc.cluster.local', 'nobody'];
const names = ['a', 'b'];

const destination = fc.record({
  host: fc.constantFrom(...targets),
  subset: fc.constantFrom(undefined, 'v1', 'v2', 'gone'),
});
const rule = fc.record(
  {
    match: fc.constantFrom(
      [{ sourceLabels: { app: 'page' } }],
      [{ uri: { prefix: '/x' } }],
      [{ gateways: ['edge/public'] }],
      [{ sourceNamespace: 'books' }],
    ),
    route: fc.array(fc.record({ destination, weight: fc.constantFrom(10, 90, 0) }), {
      minLength: 1,
      maxLength: 3,
    }),
    mirror: destination,
    timeout: fc.constant('2s'),
    fault: fc.constant({ abort: { httpStatus: 503, percentage: { value: 5 } } }),
    delegate: fc.record({ name: fc.constantFrom(...names), namespace: fc.constant('shop') }),
  },
  { requiredKeys: ['route'] },
);
const spec = fc.record(
  {
    hosts: fc.array(fc.constantFrom(...hosts), { maxLength: 2 }),
    gateways: fc.constantFrom(['mesh'], ['mesh'], ['edge/public'], ['mesh', 'edge/public']),
    exportTo: fc.constantFrom(['.'], ['*'], ['books']),
    http: fc.array(rule, { maxLength: 3 }),
    tcp: fc.array(fc.record({ route: fc.array(fc.record({ destination }), { maxLength: 2 }) }), {
      maxLength: 1,
    }),
  },
  { requiredKeys: ['hosts', 'http'] },
);
const place = fc.record({
  namespace: fc.constantFrom('shop', 'shop', 'books'),
  name: fc.constantFrom(...names),
});
const labels = fc.constantFrom({ version: 'v1' }, { version: 'v2' }, { version: 'v9' });
const policy = fc.constantFrom(undefined, { outlierDetection: {} });
const rules = fc.record({
  host: fc.constantFrom(...hosts),
  subsets: fc.array(fc.record({ name: fc.constantFrom('v1', 'v2'), labels }), { maxLength: 2 }),
  trafficPolicy: policy,
  exportTo: fc.constantFrom(undefined, ['.'], ['*']),
});

type Change = (objects: ClusterObjects) => ClusterObjects;

function put<T extends { metadata: { namespace?: string; name: string } }>(
  list: readonly T[],
  object: T,
): T[] {
  const others = list.filter(
    ({ metadata }) =>
      metadata.name !== object.metadata.name || metadata.namespace !== object.metadata.namespace,
  );
  return [...others, object];
}

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(place, spec).map(
      ([{ namespace, name }, spec]): Change =>
        (objects) => ({
          ...objects,
          virtualServices: put(
            objects.virtualServices,
            virtualService(`${namespace}/${name}`, spec as VirtualService['spec']),
          ),
        }),
    ),
  },
  {
    weight: 2,
    arbitrary: place.map(
      ({ namespace, name }): Change =>
        (objects) => ({
          ...objects,
          virtualServices: objects.virtualServices.filter(
            ({ metadata }) => metadata.name !== name || metadata.namespace !== namespace,
          ),
        }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(place, rules).map(
      ([{ namespace, name }, spec]): Change =>
        (objects) => ({
          ...objects,
          destinationRules: put(
            objects.destinationRules,
            destinationRule(`${namespace}/${name}`, spec as DestinationRule['spec']),
          ),
        }),
    ),
  },
  fc.constantFrom<Change>(
    (objects) => ({ ...objects, destinationRules: objects.destinationRules.slice(1) }),
    (objects) => ({
      ...objects,
      pods: objects.pods.map((one) => ({ ...one, status: { ...one.status } })) as Pod[],
    }),
    (objects) => ({ ...objects, pods: objects.pods.slice(1) }),
    (objects) => ({
      ...objects,
      sidecars: [
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'Sidecar',
          metadata: { namespace: 'shop', name: 'default' },
          spec: { egress: [{ hosts: ['./*'] }] },
        } satisfies Sidecar,
      ],
    }),
  ),
);

const samples = {
  requests: [
    requests({ from: 'unknown', to: 'edge/door/v1' }, 9),
    requests({ from: 'edge/door/v1', to: 'shop/page/v1' }, 9),
    requests({ from: 'shop/page/v1', to: 'shop/cart/v1' }, 8),
    requests({ from: 'shop/page/v1', to: 'shop/cart/v2' }, 1),
    requests(
      {
        from: 'shop/page/v1',
        to: 'unknown',
        host: 'cart.shop.svc.cluster.local',
        reporter: 'source',
        code: '503',
        flags: 'UH',
      },
      1,
    ),
    requests({ from: 'books/list/v1', to: 'shop/cart/v2' }, 3),
    requests({ from: 'shop/cart/v1', to: 'books/list/v1', protocol: 'grpc' }, 2),
    requests({ from: 'shop/page/v1', to: 'unknown', host: 'pay.example', reporter: 'source' }, 1),
  ],
  tcp: [bytes({ from: 'shop/cart/v2', to: 'books/list/v2' }, 'received', 70)],
};
const began: Partial<ClusterObjects> = {
  namespaces: ['edge', 'shop', 'books'].map((name) => namespace(name)),
  services: ['edge/door', 'shop/page', 'shop/cart', 'books/list'].map((path) => service(path)),
  workloads: [
    deployment('edge/door/v1', { labels: { istio: 'ingressgateway' } }),
    ...['shop/page/v1', 'shop/cart/v1', 'shop/cart/v2', 'books/list/v1', 'books/list/v2'].map((path) =>
      deployment(path),
    ),
  ],
  pods: [pod('shop/cart/v1', ['app', 'istio-proxy']), pod('shop/cart/v2', ['app'])],
  virtualServices: [
    virtualService('shop/first', {
      hosts: ['cart'],
      http: [
        {
          route: [
            { destination: { host: 'cart', subset: 'v1' }, weight: 70 },
            { destination: { host: 'cart', subset: 'v2' }, weight: 20 },
            { destination: { host: 'page' }, weight: 10 },
          ],
        },
      ],
    }),
    virtualService('shop/own', {
      hosts: ['page'],
      http: [{ route: [{ destination: { host: 'list.books.svc.cluster.local' } }] }],
    }),
    virtualService('shop/root', {
      hosts: ['list.books.svc.cluster.local'],
      http: [{ delegate: { name: 'a', namespace: 'shop' } }],
    }),
  ],
  destinationRules: [
    destinationRule('shop/first', {
      host: 'cart',
      subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
    }),
  ],
  gateways: [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { namespace: 'edge', name: 'public' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } }],
      },
    },
  ],
};

type Kind = Pick<GraphInput, 'type' | 'serviceNodes'>;
const kinds = graphTypes.flatMap((type) => [true, false].map((serviceNodes) => ({ type, serviceNodes })));

/** Nothing of what was made before is found again: neither of the objects nor of the reading. */
function fromScratch(objects: ClusterObjects, kind: Kind): Graph {
  return buildGraph({
    ...graphInput({}),
    ...kind,
    telemetry: telemetryOf(samples),
    objects: structuredClone(objects),
  });
}

describe.each(kinds)('a graph by $type, service nodes: $serviceNodes', (kind) => {
  it('after any changes is what it would be from scratch, and what no change touched is the very same object', () => {
    void fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        // What is kept is kept for the newest state: each run begins with objects of its own.
        const input = { ...graphInput(samples, structuredClone(began)), ...kind };
        let objects = input.objects;
        let before = buildGraph(input);
        for (const apply of changes) {
          const sameIndex = apply(objects).pods.length === objects.pods.length;
          objects = apply(objects);
          const after = buildGraph({ ...input, objects });
          const scratch = fromScratch(objects, kind);
          // Texts are compared many times faster; objects tell where they differ.
          if (JSON.stringify(after) !== JSON.stringify(scratch)) expect(after).toEqual(scratch);
          if (sameIndex) {
            expectKept(before.nodes, after.nodes);
            expectKept(before.edges, after.edges);
          }
          before = after;
        }
      }),
      { numRuns: 50 },
    );
  });
});

it('a delegate that comes, changes and goes is obeyed by its root, which stays the same object', () => {
  const kind = { type: 'versioned-app', serviceNodes: false } as const;
  const input = { ...graphInput(samples, structuredClone(began)), ...kind };
  const delegate = (host: string) =>
    virtualService('shop/a', { http: [{ route: [{ destination: { host } }] }] });
  const routes = [[], [delegate('page')], [delegate('cart')], []].map((delegates) => {
    const virtualServices = [...input.objects.virtualServices, ...delegates];
    const graph = buildGraph({ ...input, objects: { ...input.objects, virtualServices } });
    expect(graph).toEqual(fromScratch({ ...input.objects, virtualServices }, kind));
    return graph.edges.flatMap(({ routedBy = [] }) => routedBy).includes('shop/root');
  });
  expect(routes).toEqual([false, true, true, false]);
});

function expectKept<T extends { id: string }>(before: readonly T[], after: readonly T[]): void {
  const known = new Map(before.map((one) => [one.id, one]));
  for (const one of after) {
    const old = known.get(one.id);
    if (old !== undefined && JSON.stringify(old) === JSON.stringify(one)) expect(one).toBe(old);
  }
}
