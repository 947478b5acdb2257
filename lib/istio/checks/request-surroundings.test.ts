/** The part of a set that decides about a request gives the answer of the whole set, whatever else is there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultMeshConfig, type KubernetesObject } from '../objects.ts';
import { route } from '../routing/route.ts';
import { indexRouting } from '../routing/routing-index.ts';
import { type SenderName, senderOf } from '../routing/sender.ts';
import {
  cluster,
  destinationRule,
  gateway,
  service,
  serviceEntry,
  sidecarObject,
  virtualService,
} from '../routing/test-objects.ts';
import type { RouteRequest } from '../routing/types.ts';
import { namesOf } from './facets.ts';
import { namespaceOf } from './kinds.ts';
import { surroundingsOf } from './request-surroundings.ts';
import type { CheckedObject, CheckView } from './view.ts';

function viewOf(objects: readonly KubernetesObject[]): CheckView {
  const filed = new Map<string, CheckedObject[]>();
  for (const object of objects) {
    const { kind } = object;
    const namespace = namespaceOf(object);
    const checked = {
      id: `${kind}/${namespace}/${object.metadata.name}`,
      kind,
      namespace,
      name: object.metadata.name,
      object,
      sound: true,
    };
    for (const name of namesOf(object, kind, namespace, defaultMeshConfig)) {
      filed.set(name, [...(filed.get(name) ?? []), checked]);
    }
  }
  return { meshConfig: defaultMeshConfig, find: (name) => filed.get(name) ?? [] };
}

const services = ['a', 'b', 'other/c'];
const base: KubernetesObject[] = [
  service('a', 'http:9080 tcp:5432'),
  service('b', 'http:9080 https:443'),
  service('other/c', 'any:9080 tcp:5432'),
  service('headless', 'http:9080', { clusterIP: 'None' }),
  service('alias', 'http:9080', {
    type: 'ExternalName',
    externalName: 'b.app.svc.cluster.local',
    clusterIP: '',
  }),
  serviceEntry('ext', {
    hosts: ['*.ext.com', 'api.ext.com', 'Short'],
    ports: [
      { number: 9080, name: 'h', protocol: 'HTTP' },
      { number: 443, name: 't', protocol: 'TLS' },
      { number: 7000, name: 'x', protocol: 'TCP' },
    ],
  }),
  gateway('istio-system/web', {
    selector: { app: 'ingress' },
    servers: [
      { hosts: ['*'], port: { number: 80, name: 'h', protocol: 'HTTP' } },
      { hosts: ['*.shop.com'], port: { number: 443, name: 's', protocol: 'HTTPS' }, tls: { mode: 'SIMPLE' } },
      { hosts: ['*'], port: { number: 8443, name: 'p', protocol: 'TLS' }, tls: { mode: 'PASSTHROUGH' } },
      { hosts: ['*'], port: { number: 7000, name: 't', protocol: 'TCP' } },
      {
        hosts: ['*'],
        port: { number: 15443, name: 'x', protocol: 'TLS' },
        tls: { mode: 'AUTO_PASSTHROUGH' },
      },
    ],
  }),
  gateway('other/second', {
    selector: { app: 'ingress' },
    servers: [{ hosts: ['a.shop.com'], port: { number: 80, name: 'h', protocol: 'HTTP' } }],
  }),
];

const destination = fc.record({
  host: fc.constantFrom('a', 'b', 'c.other.svc.cluster.local', 'api.ext.com', 'alias', 'nobody', 'A'),
  subset: fc.constantFrom(undefined, 'v1', 'v9'),
});
const http = fc.record(
  {
    match: fc.array(
      fc.record(
        {
          uri: fc.constantFrom({ prefix: '/a' }, { exact: '/' }),
          port: fc.constantFrom(9080, 80),
          sourceLabels: fc.constantFrom({ app: 'web' }, { app: 'db' }),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 2 },
    ),
    route: fc.array(fc.record({ destination, weight: fc.integer({ min: 1, max: 100 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
    mirror: destination,
  },
  { requiredKeys: ['route'] },
);
const delegating = fc.record({
  match: fc.constant([{ uri: { prefix: '/a' } }]),
  delegate: fc.constantFrom({ name: 'leaf' }, { name: 'leaf', namespace: 'other' }, { name: 'none' }),
});
const hosts = fc.subarray(
  [
    'a',
    'b',
    'c.other.svc.cluster.local',
    '*.app.svc.cluster.local',
    '*.shop.com',
    'a.shop.com',
    'b.app',
    'alias',
    '*.ext.com',
    '*',
  ],
  { minLength: 1, maxLength: 3 },
);
const sni = fc.constantFrom('a.shop.com', '*.shop.com', 'x.ext.com', 'b.app.svc.cluster.local');
const virtualServices = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom('p', 'q', 'other/r', 's'),
      age: fc.integer({ min: 0, max: 3 }),
      hosts,
      gateways: fc.subarray(['mesh', 'istio-system/web', 'other/second'], { minLength: 1 }),
      exportTo: fc.constantFrom(undefined, ['.'], ['*'], ['app']),
      http: fc.array(fc.oneof({ weight: 4, arbitrary: http }, { weight: 1, arbitrary: delegating }), {
        maxLength: 3,
      }),
      tls: fc.array(
        fc.record({
          match: sni.map((host) => [{ sniHosts: [host] }]),
          route: destination.map((one) => [{ destination: one }]),
        }),
        { maxLength: 1 },
      ),
      tcp: fc.array(fc.record({ route: destination.map((one) => [{ destination: one }]) }), { maxLength: 1 }),
    }),
    { selector: ({ name }) => name, maxLength: 4 },
  )
  .map((entries) => entries.map(({ name, age, ...spec }) => virtualService(name, spec as never, age)));
const leaves = fc
  .tuple(fc.boolean(), fc.boolean(), fc.array(http, { minLength: 1, maxLength: 2 }))
  .map(([here, there, rules]) => [
    ...(here ? [virtualService('leaf', { http: rules as never })] : []),
    ...(there ? [virtualService('other/leaf', { http: rules as never })] : []),
  ]);
const subsets = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom('da', 'other/dc', 'istio-system/all'),
      host: fc.constantFrom('a', 'c.other.svc.cluster.local', '*.svc.cluster.local', '*.ext.com'),
      subsets: fc.subarray([{ name: 'v1' }, { name: 'v9' }]),
    }),
    { selector: ({ name }) => name },
  )
  .map((entries) => entries.map(({ name, ...spec }) => destinationRule(name, spec)));
const sidecars = fc.subarray(['default', 'picky', 'istio-system/all'], { maxLength: 2 }).chain((names) =>
  fc.tuple(
    ...names.map((name) =>
      fc
        .subarray(['./*', 'other/*', '*/api.ext.com', '~/*', '*/b.app.svc.cluster.local'], { minLength: 1 })
        .map((egress) =>
          sidecarObject(name, {
            ...(name === 'picky' ? { workloadSelector: { labels: { app: 'web' } } } : {}),
            egress: [{ hosts: egress }],
          }),
        ),
    ),
  ),
);
const objects = fc
  .tuple(
    virtualServices,
    leaves,
    subsets,
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: sidecars }),
  )
  .map((parts) => [...base, ...parts.flat()] as KubernetesObject[]);

const sender: fc.Arbitrary<SenderName> = fc.constantFrom(
  { kind: 'workload', namespace: 'app', name: 'web' },
  { kind: 'workload', namespace: 'other', name: 'db' },
  { kind: 'gateway', namespace: 'istio-system', name: 'web' },
);
const request: fc.Arbitrary<Omit<RouteRequest, 'from'>> = fc.record({
  host: fc.constantFrom(
    ...services.map((id) => id.split('/').at(-1) ?? id),
    'b.app',
    'c.other',
    'a.app.svc.cluster.local',
    'alias',
    'headless',
    'pod-0.headless',
    'a.shop.com',
    'x.shop.com',
    'x.ext.com',
    'api.ext.com',
    'short',
    'nowhere.org',
    '10.0.0.1',
    'outbound_.9080_.v1_.a.app.svc.cluster.local',
  ),
  port: fc.constantFrom(9080, 5432, 80, 443, 8443, 7000, 15443),
  protocol: fc.constantFrom('http', 'https', 'tls', 'tcp'),
  path: fc.constantFrom('/', '/a'),
});

test('asked of the part, a request has the answer of the whole', () => {
  fc.assert(
    fc.property(objects, sender, request, (all, from, asked) => {
      const whole = cluster(all);
      const proxy = senderOf(whole, from)?.proxy;
      if (proxy === undefined) throw new Error('no such sender');
      const around = surroundingsOf(viewOf(all), from, asked);
      if (around === null) throw new Error('no such sender in the part');
      expect(route(around.index, around.request)).toEqual(
        route(indexRouting(whole), { ...asked, from: proxy }),
      );
    }),
    { numRuns: 1500 },
  );
});
