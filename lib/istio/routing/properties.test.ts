import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../objects.ts';
import type { HttpMatch, HttpRule } from './rules.ts';
import {
  ask,
  cluster,
  destinationRule,
  gateway,
  ingress,
  service,
  serviceEntry,
  sidecar,
  virtualService,
} from './testing/objects.ts';
import type { RouteRequest } from './types.ts';

const hosts = ['a', 'b', 'c'];
const base: KubernetesObject[] = [
  ...hosts.map((host) => service(host, 'http:9080 tcp:5432')),
  ...hosts.map((host) => destinationRule(host, { host, subsets: [{ name: 'v1' }, { name: 'v2' }] })),
  serviceEntry('ext', { hosts: ['*.ext.com'], ports: [{ number: 9080, name: 'h', protocol: 'HTTP' }] }),
  gateway('istio-system/web', {
    selector: { istio: 'ingressgateway' },
    servers: [{ hosts: ['*'], port: { number: 9080, name: 'h', protocol: 'HTTP' } }],
  }),
];

const text = fc.constantFrom('/', '/a', '/a/b', 'x', '');
const stringMatch = fc.oneof(
  text.map((exact) => ({ exact })),
  text.map((prefix) => ({ prefix })),
  fc.constantFrom('.*', '/a.*', '[').map((regex) => ({ regex })),
);
const match: fc.Arbitrary<HttpMatch> = fc.record(
  {
    uri: stringMatch,
    headers: fc.dictionary(fc.constantFrom('x', 'y'), stringMatch, { maxKeys: 2 }),
    port: fc.constantFrom(9080, 80),
    sourceNamespace: fc.constantFrom('app', 'other'),
    gateways: fc.subarray(['mesh', 'istio-system/web']),
  },
  { requiredKeys: [] },
);
const rule: fc.Arbitrary<HttpRule> = fc.record({
  match: fc.array(match, { maxLength: 2 }),
  route: fc.array(
    fc.record({
      destination: fc.record({
        host: fc.constantFrom(...hosts, 'nobody'),
        subset: fc.constantFrom(undefined, 'v1', 'v9'),
      }),
      weight: fc.integer({ min: 1, max: 100 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
const rules = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('p', 'q', 'r', 's'),
    hosts: fc.subarray(['a', 'b', '*.app.svc.cluster.local', 'shop.com'], { minLength: 1 }),
    gateways: fc.subarray(['mesh', 'istio-system/web'], { minLength: 1 }),
    http: fc.array(rule, { minLength: 1, maxLength: 3 }),
    age: fc.integer({ min: 0, max: 3 }),
  }),
  { selector: (entry) => entry.name },
);
const toObjects = (entries: typeof rules extends fc.Arbitrary<infer T> ? T : never) =>
  entries.map(({ name, age, ...spec }) => virtualService(name, spec, age));
const request: fc.Arbitrary<Partial<RouteRequest> & { host: string }> = fc.record({
  from: fc.constantFrom(sidecar(), sidecar('other'), ingress),
  host: fc.constantFrom('a', 'b.app', 'c.app.svc.cluster.local', 'shop.com', 'x.ext.com', 'nowhere.org'),
  port: fc.constantFrom(9080, 5432, 80),
  protocol: fc.constantFrom('http', 'tcp', 'tls'),
  path: fc.constantFrom('/', '/a', '/a/b?x=1'),
  headers: fc.dictionary(fc.constantFrom('x', 'Y'), fc.constantFrom('x', '/a', '')),
});

test('the shares of a forwarded request sum to 1 and are all positive', () => {
  fc.assert(
    fc.property(rules, request, (entries, asked) => {
      const { outcome, destinations } = ask(cluster([...base, ...toObjects(entries)]), asked);
      if (outcome !== 'forward') return destinations.length === 0;
      const sum = destinations.reduce((total, { share }) => total + share, 0);
      return Math.abs(sum - 1) < 1e-9 && destinations.every(({ share }) => share > 0);
    }),
  );
});

test('the answer depends neither on the order of the objects nor on what was asked before', () => {
  fc.assert(
    fc.property(rules, request, fc.func(fc.integer()), (entries, asked, rank) => {
      const objects = [...base, ...toObjects(entries)];
      const shuffled = objects.toSorted((a, b) => rank(a.metadata.name) - rank(b.metadata.name));
      expect(ask(cluster(shuffled), asked)).toEqual(ask(cluster(objects), asked));
    }),
  );
});

test('a VirtualService for another host changes nothing', () => {
  const unrelated = virtualService(
    'unrelated',
    {
      hosts: ['elsewhere.net'],
      gateways: ['mesh', 'istio-system/web'],
      http: [{ route: [{ destination: { host: 'c' } }] }],
    },
    9,
  );
  fc.assert(
    fc.property(rules, request, (entries, asked) => {
      const objects = [...base, ...toObjects(entries)];
      expect(ask(cluster([...objects, unrelated]), asked)).toEqual(ask(cluster(objects), asked));
    }),
  );
});

test('without VirtualServices a known host has its default route and a gateway has none', () => {
  fc.assert(
    fc.property(request, (asked) => {
      const {
        outcome,
        rule: decided,
        destinations,
      } = ask(cluster(base), { ...asked, protocol: 'http', port: 9080, host: 'a.app' });
      expect(decided).toBeNull();
      if (asked.from === ingress) expect(outcome).toBe('not-found');
      else
        expect(destinations).toMatchObject([
          { host: 'a.app.svc.cluster.local', port: 9080, subset: null, share: 1 },
        ]);
    }),
  );
});

test('exactly the deciding rule is marked as matched', () => {
  fc.assert(
    fc.property(rules, request, (entries, asked) => {
      const { rule: decided, tried } = ask(cluster([...base, ...toObjects(entries)]), asked);
      const matched = tried.filter((entry) => entry.matched).map(({ name, index }) => `${name} ${index}`);
      expect(matched).toEqual(decided ? [`${decided.name} ${decided.index}`] : []);
      expect(tried.every(({ reason }) => reason.length > 0)).toBe(true);
    }),
  );
});
