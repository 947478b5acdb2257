/** Random Gateways, HTTPRoutes, GRPCRoutes and ReferenceGrants of the Gateway API, as an API server would hand them out. */
import { type RouteFilter, type RouteObject, soundOf } from '#lib/istio/gateway-api/translation/objects.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Random } from './random.ts';
import { namespaces, services } from './vocabulary.ts';

const group = 'gateway.networking.k8s.io';
const hostnames = ['ext.com', '*.wild.org', 'a.wild.org', 'only.vs.com', '*.org'] as const;
/** Gateways by namespace/name: the pods of one of them are the gateway's of every mesh. */
const gateways = [
  { name: 'kg', namespace: 'istio-system' },
  { name: 'kg2', namespace: 'istio-system' },
  { name: 'kg', namespace: 'app' },
] as const;

type Metadata = (name: string, namespace: string) => KubernetesObject['metadata'];

/** What the schema of a kind refuses is left out; what it fills in is there. */
export function gatewayApiObjects(random: Random, metadata: Metadata): KubernetesObject[] {
  const object = (kind: string, name: string, namespace: string, spec: unknown): KubernetesObject => ({
    apiVersion: `${group}/${kind === 'ReferenceGrant' ? 'v1beta1' : 'v1'}`,
    kind,
    metadata: metadata(name, namespace),
    spec,
  });
  const routes = (kind: 'HTTPRoute' | 'GRPCRoute', count: number) =>
    random
      .many(0, count, () => routeSpec(random, kind))
      .map((spec, index) => {
        const name = `${kind === 'HTTPRoute' ? 'hr' : 'gr'}${index}`;
        return object(kind, name, random.one(namespaces), spec);
      });
  const made = [
    ...gateways
      .filter(() => random.maybe(0.7))
      .map(({ name, namespace }) => object('Gateway', name, namespace, gatewaySpec(random))),
    ...routes('HTTPRoute', 12),
    ...routes('GRPCRoute', 5),
    ...random
      .many(0, 2, () => grantSpec(random))
      .map((spec, index) => object('ReferenceGrant', `grant${index}`, random.one(namespaces), spec)),
  ];
  return soundOf(JSON.parse(JSON.stringify(made)) as KubernetesObject[]);
}

function gatewaySpec(random: Random): object {
  const listeners = random
    .many(1, 4, () => listener(random))
    .map((one, index) => ({ ...one, name: `l${index}` }));
  return {
    gatewayClassName: random.maybe(0.93) ? 'istio' : 'nginx',
    addresses: random.one([
      undefined,
      [{ type: 'Hostname', value: 'kg-istio' }],
      [{ type: 'Hostname', value: 'kg-istio.istio-system.svc.cluster.local' }],
      [{ type: 'IPAddress', value: '192.0.2.1' }],
      [
        { type: 'Hostname', value: 'kg-istio' },
        { type: 'IPAddress', value: '192.0.2.1' },
      ],
    ]),
    listeners,
  };
}

function listener(random: Random): object {
  const hostname = random.maybe(0.4) ? undefined : random.one(hostnames);
  const terminated = {
    mode: 'Terminate',
    options: { 'gateway.istio.io/tls-terminate-mode': 'ISTIO_SIMPLE' },
  };
  const spoken = random.one([
    { port: 80, protocol: 'HTTP' },
    { port: 80, protocol: 'HTTP' },
    { port: 80, protocol: 'HTTP' },
    { port: 9080, protocol: 'HTTP' },
    { port: 443, protocol: 'HTTPS', tls: terminated },
    { port: 443, protocol: 'HTTPS', tls: terminated },
    { port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
    { port: 5432, protocol: 'TCP' },
    { port: 80, protocol: 'TCP' },
  ]);
  return {
    ...spoken,
    hostname: spoken.protocol === 'TCP' ? undefined : hostname,
    allowedRoutes: random.sometimes(0.6, () => ({
      namespaces: random.one<object | undefined>([
        { from: 'All' },
        { from: 'All' },
        { from: 'Same' },
        { from: 'Selector', selector: { matchLabels: { open: 'yes' } } },
        { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'app' } } },
        { from: 'Selector', selector: { matchLabels: { open: 'never' } } },
      ]),
      kinds: random.sometimes(0.2, () => [{ kind: random.one(['HTTPRoute', 'GRPCRoute', 'TCPRoute']) }]),
    })),
  };
}

function parentRef(random: Random): object {
  const service = random.one(services);
  if (random.maybe(0.08)) {
    return {
      group: 'networking.istio.io',
      kind: 'ServiceEntry',
      name: 'se0',
      namespace: random.one(namespaces),
    };
  }
  if (random.maybe(0.55)) {
    return {
      group: '',
      kind: 'Service',
      name: service.name,
      namespace: service.namespace,
      port: random.sometimes(0.25, () => random.one(service.ports).port),
    };
  }
  const gateway = random.one([...gateways.slice(0, 1), ...gateways]);
  return {
    ...gateway,
    sectionName: random.sometimes(0.3, () => `l${random.int(3)}`),
    port: random.sometimes(0.15, () => random.one([80, 443, 9080])),
  };
}

function routeSpec(random: Random, kind: 'HTTPRoute' | 'GRPCRoute'): RouteObject['spec'] {
  const spec = {
    parentRefs: random.many(1, 3, () => parentRef(random)),
    hostnames: random.sometimes(0.5, () => random.some(hostnames)),
    rules: random.many(1, 3, () => (kind === 'HTTPRoute' ? httpRule(random) : grpcRule(random))),
  };
  return spec as RouteObject['spec'];
}

const path = (random: Random): object =>
  random.one([
    { type: 'PathPrefix', value: random.one(['/', '/a', '/a', '/a/', '/a/b', '/shop.Web']) },
    { type: 'PathPrefix', value: random.one(['/', '/a', '/x']) },
    { type: 'Exact', value: random.one(['/a', '/a/b', '/x', '/shop.Web/Get']) },
    { type: 'RegularExpression', value: random.one(['/a.*', '.*', '/[ax]']) },
  ]);

const headers = (random: Random): object[] =>
  random.some(['x', 'X', 'End-User', 'end-user']).map((name) => ({
    name,
    ...random.one([
      { value: 'x' },
      { value: 'jason' },
      { type: 'RegularExpression', value: 'j.*n' },
      { type: 'RegularExpression', value: '.*' },
    ]),
  }));

const httpMatch = (random: Random): object => ({
  path: random.sometimes(0.75, () => path(random)),
  method: random.sometimes(0.2, () => random.one(['GET', 'POST'])),
  headers: random.sometimes(0.25, () => headers(random)),
  queryParams: random.sometimes(0.15, () => [
    { name: 'q', ...random.one([{ value: '1' }, { type: 'RegularExpression', value: '.*' }]) },
  ]),
});

function httpRule(random: Random): object {
  if (random.maybe(0.12)) return redirected(random);
  const rewritten = random.maybe(0.2);
  const matches = random.sometimes(0.75, () => random.many(1, 2, () => httpMatch(random)));
  const prefix = random.one(['/', '/a', '/a/', '/a/b']);
  const rewrite = {
    type: 'URLRewrite',
    urlRewrite: {
      hostname: random.sometimes(0.4, () => 'rw.com'),
      path: random.sometimes(0.8, () =>
        random.one([
          { type: 'ReplacePrefixMatch', replacePrefixMatch: random.one(['/', '/w', '/w/', '']) },
          { type: 'ReplaceFullPath', replaceFullPath: '/full' },
        ]),
      ),
    },
  };
  const filters = [...(rewritten ? [rewrite] : []), ...commonFilters(random), ...rareFilters(random)];
  return {
    matches: rewritten ? [{ path: { type: 'PathPrefix', value: prefix } }] : matches,
    filters: filters.length === 0 ? undefined : filters,
    backendRefs: random.sometimes(0.93, () => random.many(1, 3, () => backend(random, true))),
    timeouts: random.sometimes(0.25, () =>
      random.one([
        { request: '3s' },
        { request: '0s' },
        { request: '1m30s', backendRequest: '500ms' },
        { request: '10s', backendRequest: '2s' },
      ]),
    ),
    retry: random.sometimes(0.2, () =>
      random.one<object>([
        { attempts: 0 },
        { attempts: 3 },
        { codes: [500, 503] },
        { attempts: 1, codes: [503] },
      ]),
    ),
  };
}

function redirected(random: Random): object {
  const prefix = random.one(['/', '/a', '/a/b']);
  return {
    matches: [{ path: { type: 'PathPrefix', value: prefix } }],
    filters: [
      {
        type: 'RequestRedirect',
        requestRedirect: {
          scheme: random.one([undefined, 'http', 'https']),
          hostname: random.one([undefined, 'z.com']),
          port: random.one([undefined, undefined, 80, 443, 8080]),
          statusCode: random.one([undefined, 301, 302, 307]),
          path: random.one([
            undefined,
            { type: 'ReplacePrefixMatch', replacePrefixMatch: random.one(['/', '/p', '/p/']) },
            { type: 'ReplaceFullPath', replaceFullPath: '/full' },
          ]),
        },
      },
    ],
  };
}

const serviceRef = (random: Random): object => {
  const service = random.one(services);
  return {
    name: random.maybe(0.9) ? service.name : 'nobody',
    namespace: random.maybe(0.75) ? service.namespace : undefined,
    port: random.maybe(0.8) ? random.one(service.ports).port : 9080,
  };
};

const mirror = (random: Random): object => ({
  type: 'RequestMirror',
  requestMirror: {
    backendRef: serviceRef(random),
    ...random.one<object>([
      {},
      { percent: 10 },
      { percent: 0 },
      { fraction: { numerator: 1, denominator: 8 } },
    ]),
  },
});

function commonFilters(random: Random): object[] {
  return [
    ...(random.maybe(0.12) ? [mirror(random)] : []),
    ...(random.maybe(0.08)
      ? [
          {
            type: 'RequestHeaderModifier',
            requestHeaderModifier: random.one<NonNullable<RouteFilter['requestHeaderModifier']>>([
              { set: [{ name: 'Host', value: 'hh.com' }] },
              { set: [{ name: 'x-new', value: '1' }] },
              { set: [{ name: 'x-new', value: 'a\u0001b' }] },
              { remove: ['x'] },
            ]),
          },
        ]
      : []),
  ];
}

/** The first makes istiod give up on the route; the other is no matter of where it goes. */
function rareFilters(random: Random): object[] {
  const extension = { group: 'x.example', kind: 'Filter', name: 'f' };
  return [
    ...(random.maybe(0.03) ? [{ type: 'ExtensionRef', extensionRef: extension }] : []),
    ...(random.maybe(0.03) ? [{ type: 'CORS', cors: { allowOrigins: ['*'] } }] : []),
  ];
}

function backend(random: Random, ofHttp: boolean): object {
  const other = random.one<object>([
    { group: 'networking.istio.io', kind: 'Hostname', name: 'ext.com', port: 80 },
    { group: 'networking.istio.io', kind: 'Hostname', name: 'foreign.net', port: 443 },
    { group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'web', port: 9080 },
    { group: 'x.example', kind: 'Bucket', name: 'b' },
  ]);
  return {
    ...(random.maybe(0.9) ? serviceRef(random) : other),
    weight: random.one([undefined, 0, 1, 3, 90]),
    filters: random.sometimes(0.06, () => [
      random.maybe(0.8) || !ofHttp
        ? {
            type: 'RequestHeaderModifier',
            requestHeaderModifier: { set: [{ name: 'host', value: 'bb.com' }] },
          }
        : mirror(random),
    ]),
  };
}

const grpcMatch = (random: Random): object => ({
  method: random.sometimes(0.8, () => ({
    type: random.one([undefined, 'Exact', 'RegularExpression']),
    ...random.one<object>([
      { service: 'shop.Web' },
      { service: 'shop.Web', method: 'Get' },
      { method: 'Get' },
    ]),
  })),
  headers: random.sometimes(0.25, () => headers(random)),
});

function grpcRule(random: Random): object {
  const filters = commonFilters(random);
  return {
    matches: random.sometimes(0.8, () => random.many(1, 2, () => grpcMatch(random))),
    filters: filters.length === 0 ? undefined : filters,
    backendRefs: random.sometimes(0.93, () => random.many(1, 2, () => backend(random, false))),
  };
}

const grantSpec = (random: Random): object => ({
  from: random.many(1, 2, () => ({
    group,
    kind: random.one(['HTTPRoute', 'HTTPRoute', 'GRPCRoute']),
    namespace: random.one(namespaces),
  })),
  to: [{ group: '', kind: 'Service', name: random.sometimes(0.4, () => random.one(services).name) }],
});
