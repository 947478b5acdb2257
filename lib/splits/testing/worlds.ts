/** Starting configurations for property tests: what stands in clusters before somebody begins a split. */
import fc from 'fast-check';
import type { VirtualServiceSpec } from '../../istio/generated/types.ts';
import type { ClusterObjects, KubernetesObject } from '../../istio/objects.ts';
import { cluster, destinationRule, service, virtualService } from '../../istio/routing/testing/objects.ts';
import type { Version } from '../types.ts';

export const version = (value: string, ready = 2): Version => ({
  value,
  labels: { version: value },
  workloads: [`shop/reviews-${value}`],
  ready,
  total: ready,
});

const hosts = ['reviews', 'reviews.shop.svc.cluster.local'];
const subsets = ['v1', 'v2', 'v3'];

const destination = (known: readonly string[]) =>
  fc.record(
    {
      host: fc.constantFrom(...hosts),
      subset: fc.constantFrom(...(known.length > 0 ? known : ['v1'])),
      port: fc.constant({ number: 9080 }),
    },
    { requiredKeys: ['host'] },
  );

const foreign = fc.constantFrom({ host: 'cart' }, { host: 'cart', port: { number: 8080 } });

const match = fc.record(
  {
    uri: fc.constantFrom({ prefix: '/a' }, { exact: '/b' }, { regex: '/c.*' }),
    headers: fc.constantFrom({ 'end-user': { exact: 'jane' } }, { 'x-cohort': { exact: 'stay' } }),
    method: fc.constant({ exact: 'GET' }),
  },
  { requiredKeys: [] },
);

const rule = (known: readonly string[]) =>
  fc.record(
    {
      name: fc.constantFrom('one', 'two', 'three'),
      match: fc.array(match, { minLength: 1, maxLength: 2 }),
      timeout: fc.constant('3s'),
      retries: fc.constant({ attempts: 3, perTryTimeout: '1s' }),
      corsPolicy: fc.constant({ allowOrigins: [{ exact: 'https://shop.example' }] }),
      rewrite: fc.constant({ uri: '/' }),
      fault: fc.constant({ delay: { fixedDelay: '1s', percentage: { value: 5 } } }),
      mirrors: fc.constant([{ destination: { host: 'audit' }, percentage: { value: 3 } }]),
      route: fc.array(
        fc.record(
          {
            destination: fc.oneof({ weight: 4, arbitrary: destination(known) }, foreign),
            weight: fc.integer({ min: 0, max: 100 }),
          },
          { requiredKeys: ['destination'] },
        ),
        { minLength: 1, maxLength: 4 },
      ),
    },
    { requiredKeys: ['route'] },
  );

interface Start {
  objects: ClusterObjects;
  stable: Version;
  candidate: Version;
}

export const start: fc.Arbitrary<Start> = fc
  .record({
    defined: fc.subarray(subsets),
    policy: fc.boolean(),
    broad: fc.boolean(),
    pair: fc.constantFrom(['v1', 'v2'], ['v1', 'v3'], ['v2', 'v1'], ['v1.2.3', 'v1-2-3']),
  })
  .chain(({ defined, policy, broad, pair }) =>
    fc
      .array(
        fc.record({
          http: fc.array(rule(defined), { minLength: 1, maxLength: 4 }),
          gateways: fc.constantFrom(
            undefined,
            ['mesh'],
            ['istio-system/public'],
            ['mesh', 'istio-system/public'],
          ),
          hosts: fc.constantFrom(['reviews'], ['www.shop.example'], ['reviews', 'www.shop.example']),
        }),
        { maxLength: 3 },
      )
      .map((virtualServices): Start => {
        const world: KubernetesObject[] = [
          service('shop/reviews', 'http:9080'),
          service('shop/cart', 'http:8080'),
        ];
        if (defined.length > 0) {
          world.push(
            destinationRule('shop/reviews', {
              host: 'reviews',
              subsets: defined.map((name) => ({
                name,
                labels: { version: name },
                ...(policy ? { trafficPolicy: { loadBalancer: { simple: 'ROUND_ROBIN' as const } } } : {}),
              })),
            }),
          );
        }
        if (broad) {
          world.push(
            destinationRule('shop/broad', {
              host: '*.shop.svc.cluster.local',
              trafficPolicy: { connectionPool: { tcp: { maxConnections: 7 } } },
            }),
          );
        }
        for (const [index, { http, gateways, hosts: names }] of virtualServices.entries()) {
          const spec = {
            hosts: [...names],
            ...(gateways === undefined ? {} : { gateways: [...gateways] }),
            // Constants of fast-check are deeply readonly.
            http: http as unknown as VirtualServiceSpec['http'],
            exportTo: ['.', 'web'],
            tls: [
              {
                match: [{ port: 443, sniHosts: ['db.shop.example'] }],
                route: [{ destination: { host: 'cart' } }],
              },
            ],
          };
          const object = virtualService(`shop/vs-${index}`, spec, 10 - index);
          const labels = { team: 'books' };
          const annotations = { 'books.example/ticket': 'BOOK-412' };
          world.push({ ...object, metadata: { ...object.metadata, labels, annotations } });
        }
        const [stable = 'v1', candidate = 'v2'] = pair;
        return { objects: cluster(world), stable: version(stable), candidate: version(candidate) };
      }),
  );

/** Of each kind, with any share. */
export const strategiesByKind = {
  canary: fc.record({
    kind: fc.constant('canary' as const),
    percent: fc.integer({ min: 0, max: 100 }),
    sticky: fc.boolean(),
  }),
  'blue-green': fc.record({
    kind: fc.constant('blue-green' as const),
    percent: fc.constantFrom(0 as const, 100 as const),
    header: fc.constantFrom(null, { name: 'X-Mesh-Preview', value: 'r7' }),
  }),
  ab: fc.record({
    kind: fc.constant('ab' as const),
    matches: fc.constantFrom(
      [{ headers: { 'x-lab': { exact: 'b' } } }],
      [{ headers: { 'x-lab': { exact: 'b' } } }, { queryParams: { lab: { exact: 'b' } } }],
    ),
  }),
  mirror: fc.record({ kind: fc.constant('mirror' as const), percent: fc.integer({ min: 1, max: 100 }) }),
};

export const strategies = fc.oneof(...Object.values(strategiesByKind));
