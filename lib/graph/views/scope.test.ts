import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphSchema } from '../../api/traffic/graph.ts';
import { buildGraph } from '../build/build.ts';
import { deployment, graphInput, namespace, requests, service, virtualService } from '../testing/fixture.ts';
import { scopeGraph } from './scope.ts';

const page = 'shop/page/v1';
const cart = 'shop/cart/v1';
const vault = 'secret/vault/v1';
const ledger = 'secret/ledger/v1';
const mask = (namespace: string) => `m${namespace.length}`;

const graph = buildGraph(
  graphInput({
    requests: [
      requests({ from: page, to: cart }, 10),
      requests({ from: page, to: vault }, 30),
      requests({ from: page, to: ledger, code: '503', flags: 'UF', reporter: 'source' }, 10),
      requests({ from: vault, to: ledger }, 99),
      requests({ from: vault, to: page }, 2),
      requests({ from: 'books/page/v1', to: cart }, 5),
      requests({ from: vault, to: 'unknown', host: 'api.example', reporter: 'source' }, 7),
      requests({ from: page, to: 'unknown', host: 'api.example', reporter: 'source' }, 3),
    ],
  }),
);

const lines = (visible: string[] | null, requested: string[] | null = null) => {
  const scoped = scopeGraph(graph, {
    visible: visible === null ? null : new Set(visible),
    requested: requested === null ? null : new Set(requested),
    mayRead: null,
    mask,
  });
  graphSchema.parse(scoped);
  const short = (id: string) => id.replaceAll('version/Kubernetes/', '');
  return scoped.edges
    .map((edge) => `${short(edge.source)} > ${short(edge.target)} ${edge.requestsPerSecond}`)
    .sort();
};

describe('a ServiceEntry that claims a service of a hidden namespace', () => {
  const host = 'vault.secret.svc.cluster.local';
  const claim = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { namespace: 'shop', name: 'claim' },
    spec: { hosts: [host, 'idle.secret.svc.cluster.local'] },
  };
  const call = (from: string, rate: number) =>
    requests({ from, to: vault, host, reporter: 'destination' }, rate);
  const claimed = (serviceEntries: (typeof claim)[], serviceNodes: boolean) =>
    scopeGraph(
      buildGraph({
        ...graphInput(
          { requests: [call(ledger, 99), call(page, 30)] },
          { namespaces: [namespace('shop'), namespace('secret')], serviceEntries },
        ),
        type: serviceNodes ? 'versioned-app' : 'service',
        serviceNodes,
      }),
      { visible: new Set(['shop']), requested: null, mayRead: null, mask },
    );

  it.each([true, false])('opens nothing of it, with service nodes %s', (serviceNodes) => {
    const told = JSON.stringify(claimed([claim], serviceNodes));
    expect(told).not.toMatch(/vault|idle\.secret|:129|:99/);
    expect(claimed([claim], serviceNodes)).toEqual(claimed([], serviceNodes));
  });
});

describe('scopeGraph', () => {
  it('gives everything to those who may see everything', () => {
    expect(scopeGraph(graph, { visible: null, requested: null, mayRead: null, mask })).toBe(graph);
  });

  it('folds each hidden namespace into one node, and its edges with it', () => {
    expect(lines(['shop', 'books'])).toEqual([
      'books/page/v1 > shop/cart/v1 5',
      'restricted/m6 > shop/page/v1 2',
      'shop/page/v1 > host/api.example 3',
      'shop/page/v1 > restricted/m6 40',
      'shop/page/v1 > shop/cart/v1 10',
    ]);
  });

  it('keeps visible neighbours of the namespaces asked for, but not what they do among themselves', () => {
    expect(lines(null, ['books'])).toEqual(['books/page/v1 > shop/cart/v1 5']);
    expect(lines(['shop', 'books'], ['secret'])).toEqual([]);
  });

  it('judges folded edges anew, with weighted ratios and without percentiles', () => {
    const scoped = scopeGraph(graph, { visible: new Set(['shop']), requested: null, mayRead: null, mask });
    expect(scoped.edges.find(({ target }) => target === 'restricted/m6')).toMatchObject({
      errorRatio: 0.25,
      p95Ms: null,
      health: { state: 'failing' },
      flags: [{ flag: 'UF', ratio: 0.25 }],
      failures: [{ code: 'http 503', flags: 'UF', ratio: 0.25 }],
      hosts: [],
    });
    expect(scoped.namespaces.map(({ name }) => name)).toEqual(['shop']);
  });

  it('says of a shared host only what the kept edges explain, and of a hidden source no share', () => {
    const scoped = scopeGraph(graph, { visible: new Set(['shop']), requested: null, mayRead: null, mask });
    expect(scoped.nodes.find(({ id }) => id === 'host/api.example')?.inbound?.requestsPerSecond).toBe(3);
    expect(scoped.edges.find(({ source }) => source === 'restricted/m6')?.sourceShare).toBeNull();
  });
});

it('tells nothing of what a hidden target tolerates', () => {
  const annotations = { 'health.kiali.io/rate': '503,1.5,2.5,http,inbound' };
  const own = (tolerant: boolean) =>
    buildGraph(
      graphInput(
        {
          requests: [
            requests({ from: page, to: vault }, 97),
            requests({ from: page, to: vault, code: '503' }, 3),
          ],
        },
        { workloads: [deployment(vault, tolerant ? { annotations } : {})] },
      ),
    );
  const told = (visible: string[], tolerant: boolean) =>
    scopeGraph(own(tolerant), { visible: new Set(visible), requested: null, mayRead: null, mask }).edges.map(
      ({ health }) => health,
    );
  expect(told(['shop', 'secret'], true)).toMatchObject([
    { state: 'failing', reasons: [{ threshold: 0.025 }] },
  ]);
  expect(told(['shop'], true)).toEqual(told(['shop'], false));
  expect(told(['shop'], true)).toMatchObject([{ state: 'degraded', reasons: [{ threshold: 0.01 }] }]);
});

describe('a canary in a hidden namespace', () => {
  const canary = 'canary7f3a';
  const place = fc.constantFrom('shop', 'books', canary);
  const workload = fc
    .record({ namespace: place, app: fc.constantFrom('a', 'b', 'c'), version: fc.constantFrom('v1', 'v2') })
    .map(({ namespace, app, version }) => {
      const mark = namespace === canary ? canary : '';
      return `${namespace}/${mark}${app}/${mark}${version}`;
    });
  const call = fc.record({
    from: fc.oneof(workload, fc.constant('unknown')),
    to: workload,
    external: fc.boolean(),
    failed: fc.boolean(),
    amount: fc.integer({ min: 1, max: 50 }),
  });

  it('leaves no trace in any answer', () => {
    void fc.assert(
      fc.property(
        fc.array(call, { maxLength: 20 }),
        fc.constantFrom('versioned-app', 'app', 'workload', 'service'),
        fc.boolean(),
        fc.constantFrom(null, ['shop'], ['shop', canary]),
        (calls, type, serviceNodes, requested) => {
          const samples = calls.map(({ from, to, external, failed, amount }) => {
            const outcome = failed ? { code: '503', flags: 'UH', reporter: 'source' } : {};
            const hidden = from.startsWith(canary);
            const host = hidden ? `${canary}.example` : 'api.example';
            return external && from !== 'unknown'
              ? requests(
                  { from, to: 'unknown', host, reporter: 'source', serviceName: 'PassthroughCluster' },
                  amount,
                )
              : requests({ from, to, ...outcome }, amount);
          });
          const objects = {
            namespaces: [namespace('shop'), namespace(canary)],
            services: [service('shop/a'), service(`${canary}/${canary}a`)],
            workloads: [deployment('shop/a/v1'), deployment(`${canary}/${canary}a/v1`)],
            virtualServices: [virtualService(`${canary}/${canary}`, { hosts: ['a.shop.svc.cluster.local'] })],
          };
          const whole = buildGraph({ ...graphInput({ requests: samples }, objects), type, serviceNodes });
          const scoped = scopeGraph(whole, {
            visible: new Set(['shop', 'books']),
            requested: requested === null ? null : new Set(requested),
            mayRead: null,
            mask: () => 'opaque',
          });
          expect(JSON.stringify(scoped)).not.toContain(canary);
          const ids = new Set(scoped.nodes.map(({ id }) => id));
          for (const edge of scoped.edges) {
            expect(ids.has(edge.source) && ids.has(edge.target)).toBe(true);
            expect(edge.source.startsWith('restricted/') && edge.target.startsWith('restricted/')).toBe(
              false,
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what rules say', () => {
  const vs = (path: string) =>
    virtualService(path, {
      hosts: ['cart.shop.svc.cluster.local'],
      http: [
        {
          route: [
            { destination: { host: 'cart.shop.svc.cluster.local' }, weight: 50 },
            { destination: { host: 'vault.secret.svc.cluster.local' }, weight: 30 },
            { destination: { host: 'page.books.svc.cluster.local' }, weight: 20 },
          ],
        },
      ],
    });
  const routed = (path: string) =>
    buildGraph(
      graphInput(
        { requests: [requests({ from: page, to: cart }, 10)] },
        {
          namespaces: ['shop', 'books', 'secret'].map((name) => namespace(name)),
          services: [service('shop/cart'), service('secret/vault'), service('books/page')],
          workloads: [page, cart, vault, 'books/page/v1'].map((name) => deployment(name)),
          virtualServices: [vs(path)],
        },
      ),
    );
  const told = (path: string, visible: string[] | null, readable: string[]) =>
    scopeGraph(routed(path), {
      visible: visible === null ? null : new Set(visible),
      requested: null,
      mayRead: (name) => readable.includes(name),
      mask,
    }).edges.map(({ target, route, routedBy }) => [target.split('/')[2], route, routedBy]);

  it('goes to those who may read them and see both ends', () => {
    expect(told('shop/cart', null, ['shop'])).toEqual([
      ['shop', 'configured', ['shop/cart']],
      ['secret', 'unused', ['shop/cart']],
      ['books', 'unused', ['shop/cart']],
    ]);
    expect(told('shop/cart', ['shop', 'books'], ['shop', 'books'])).toEqual([
      ['shop', 'configured', ['shop/cart']],
      ['books', 'unused', ['shop/cart']],
    ]);
  });

  it('goes to nobody else: traffic stays, what only configuration knows is gone', () => {
    expect(told('shop/cart', null, ['books'])).toEqual([['shop', undefined, undefined]]);
    expect(told('secret/cart', ['shop', 'books'], ['shop', 'books'])).toEqual([
      ['shop', undefined, undefined],
    ]);
  });
});
