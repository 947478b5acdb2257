/** Small meshes with what decides about requests in every combination, and requests to them, for property tests. */
import fc from 'fast-check';
import type { KubernetesObject } from '../../objects.ts';
import type { SenderName } from '../sidecar/sender.ts';
import type { RouteRequest } from '../types.ts';
import {
  destinationRule,
  gateway,
  gatewayApi,
  service,
  serviceEntry,
  sidecarObject,
  virtualService,
} from './objects.ts';

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
      {
        hosts: ['*.shop.com'],
        port: { number: 443, name: 's', protocol: 'HTTPS' },
        tls: { mode: 'SIMPLE', credentialName: 'shop' },
      },
      { hosts: ['*'], port: { number: 8443, name: 'p', protocol: 'TLS' }, tls: { mode: 'PASSTHROUGH' } },
      { hosts: ['*'], port: { number: 7000, name: 't', protocol: 'TCP' } },
      {
        hosts: ['*'],
        port: { number: 15443, name: 'x', protocol: 'TLS' },
        tls: { mode: 'AUTO_PASSTHROUGH' },
      },
    ],
  }),
  service('istio-system/edge', 'http:80', { selector: { app: 'ingress' } }),
  gatewayApi(
    'Gateway',
    'istio-system/edge',
    `{gatewayClassName: istio, addresses: [{type: Hostname, value: edge}], listeners: [
      {name: all, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}},
      {name: shop, port: 80, protocol: HTTP, hostname: '*.shop.com', allowedRoutes: {namespaces: {from: All}}}]}`,
  ),
  gateway('other/second', {
    selector: { app: 'ingress' },
    servers: [{ hosts: ['a.shop.com'], port: { number: 80, name: 'h', protocol: 'HTTP' } }],
  }),
];

const destination = fc.record({
  host: fc.constantFrom('a', 'b', 'c.other.svc.cluster.local', 'api.ext.com', 'alias', 'nobody', 'A'),
  subset: fc.constantFrom(undefined, 'v1', 'v9'),
});
const match = fc.array(
  fc.record(
    {
      uri: fc.constantFrom({ prefix: '/a' }, { exact: '/' }, { regex: '/a.*' }),
      headers: fc.constantFrom({ 'x-user': { exact: 'jane' } }, { 'x-user': { prefix: 'j' } }),
      method: fc.constant({ exact: 'POST' }),
      port: fc.constantFrom(9080, 80),
      sourceLabels: fc.constantFrom({ app: 'web' }, { app: 'db' }),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 2 },
);
const forwarding = fc.record(
  {
    match,
    name: fc.constant('named'),
    route: fc.array(fc.record({ destination, weight: fc.integer({ min: 1, max: 100 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
    mirror: destination,
    timeout: fc.constantFrom('3s', '0s'),
    retries: fc.constantFrom({ attempts: 0 }, { attempts: 3, retryOn: '5xx' }),
    rewrite: fc.constantFrom({ uri: '/r' }, { authority: 'other.host' }),
    fault: fc.constantFrom(
      { abort: { httpStatus: 418, percentage: { value: 10 } } },
      { delay: { fixedDelay: '2s', percentage: { value: 5 } } },
    ),
  },
  { requiredKeys: ['route'] },
);
const answering = fc.oneof(
  fc.record({
    match,
    redirect: fc.constantFrom({ uri: '/to', redirectCode: 302 }, { authority: 'there.com' }),
  }),
  fc.record({ match, directResponse: fc.constant({ status: 451, body: { string: 'no' } }) }),
);
const http = fc.oneof({ weight: 4, arbitrary: forwarding }, { weight: 1, arbitrary: answering });
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
const parents = fc.constantFrom(
  "{group: '', kind: Service, name: a}",
  "{group: '', kind: Service, name: c, namespace: other}",
  "{group: '', kind: Service, name: alias}",
  "{group: '', kind: Service, name: b, port: 9080}",
  '{group: networking.istio.io, kind: ServiceEntry, name: ext}',
  '{name: edge, namespace: istio-system}',
);
const backends = fc.constantFrom(
  '{name: a, port: 9080}',
  '{name: b, port: 9080, weight: 3}',
  '{name: c, namespace: other, port: 9080}',
  '{name: nobody, port: 80}',
  '{group: networking.istio.io, kind: Hostname, name: api.ext.com, port: 9080}',
);
const paths = fc.constantFrom('/', '/a', '/a/b');
const routes = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom('h1', 'h2', 'other/h3', 'istio-system/h4'),
      age: fc.integer({ min: 0, max: 3 }),
      parents: fc.array(parents, { minLength: 1, maxLength: 2 }),
      hostnames: fc.constantFrom('', 'hostnames: [a.shop.com], ', "hostnames: ['*.shop.com'], "),
      rules: fc.array(fc.tuple(paths, fc.array(backends, { maxLength: 2 })), { minLength: 1, maxLength: 2 }),
    }),
    { selector: ({ id }) => id, maxLength: 3 },
  )
  .map((entries) =>
    entries.map(({ id, age, parents: refs, hostnames, rules }) => {
      const written = rules.map(
        ([path, to]) => `{matches: [{path: {value: ${path}}}], backendRefs: [${to.join(', ')}]}`,
      );
      const spec = `{parentRefs: [${refs.join(', ')}], ${hostnames}rules: [${written.join(', ')}]}`;
      return gatewayApi('HTTPRoute', id, spec, age);
    }),
  );
const grants = fc.subarray([
  gatewayApi(
    'ReferenceGrant',
    'other/app',
    "{from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: app}], to: [{group: '', kind: Service}]}",
  ),
]);
export const anyMesh = fc
  .tuple(
    virtualServices,
    routes,
    grants,
    leaves,
    subsets,
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: sidecars }),
  )
  .map((parts) => [...base, ...parts.flat()] as KubernetesObject[]);

export const anySender: fc.Arbitrary<SenderName> = fc.constantFrom(
  { kind: 'workload', namespace: 'app', name: 'web' },
  { kind: 'workload', namespace: 'other', name: 'db' },
  { kind: 'gateway', namespace: 'istio-system', name: 'web' },
);
export const anyRequest: fc.Arbitrary<Omit<RouteRequest, 'from'>> = fc.record({
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
  port: fc.constantFrom(9080, 9080, 9080, 80, 80, 5432, 443, 8443, 7000, 15443),
  protocol: fc.constantFrom('http', 'http', 'http', 'http', 'https', 'tls', 'tcp'),
  path: fc.constantFrom('/', '/a', '/a/b?x=1'),
  method: fc.constantFrom('GET', 'POST'),
  headers: fc.constantFrom<Record<string, string>>(
    {},
    { 'x-user': 'jane' },
    { 'X-User': 'john', other: 'a: b' },
  ),
});
