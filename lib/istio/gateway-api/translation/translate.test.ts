/** What istiod makes of the Gateway API, asked of the route evaluator: a request goes where the routes say. */
import { describe, expect, it, test } from 'vitest';
import { parseDocument } from '../../../document/stream.ts';
import { type ClusterObjects, type KubernetesObject, noObjects, type Service } from '../../objects.ts';
import { route } from '../../routing/route.ts';
import { indexRouting } from '../../routing/routing-index.ts';
import type { RouteRequest } from '../../routing/types.ts';
import type { GatewayApiObjects } from './objects.ts';
import { originOf } from './rules.ts';
import { withGatewayApi } from './translate.ts';

const read = (text: string) => parseDocument(text).value as unknown as KubernetesObject;
const object = (kind: string, name: string, spec: string, namespace = 'shop'): KubernetesObject =>
  read(`apiVersion: gateway.networking.k8s.io/${kind === 'ReferenceGrant' ? 'v1beta1' : 'v1'}
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}, creationTimestamp: '2026-01-01T00:00:00Z'}
spec: ${spec}
`);
const service = (name: string, namespace = 'shop'): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
});
const cluster: ClusterObjects = {
  ...noObjects,
  namespaces: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other', labels: { open: 'yes' } } },
  ],
  services: [service('web'), service('api'), service('far', 'other'), service('edge')],
};
const none: GatewayApiObjects = {
  kubernetesGateways: [],
  httpRoutes: [],
  grpcRoutes: [],
  referenceGrants: [],
};
const edge = object(
  'Gateway',
  'edge',
  `{gatewayClassName: istio, addresses: [{type: Hostname, value: edge}], listeners: [
    {name: http, port: 80, protocol: HTTP, hostname: '*.example'},
    {name: open, port: 81, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {open: 'yes'}}}}}]}`,
);

interface Asked {
  routes?: KubernetesObject[];
  grpc?: KubernetesObject[];
  grants?: KubernetesObject[];
  gateways?: KubernetesObject[];
}
const joined = ({ routes = [], grpc = [], grants = [], gateways = [edge] }: Asked) =>
  withGatewayApi(
    cluster,
    { ...none, kubernetesGateways: gateways, httpRoutes: routes, grpcRoutes: grpc, referenceGrants: grants },
    null,
  );
const ask = (objects: ClusterObjects, more: Partial<RouteRequest> & { gateway?: boolean }): string => {
  const { gateway, ...request } = more;
  const from = gateway
    ? { type: 'gateway' as const, namespace: 'shop', labels: { app: 'edge' } }
    : { type: 'sidecar' as const, namespace: 'shop', labels: { app: 'store' } };
  const answer = route(indexRouting(objects), {
    from,
    host: gateway ? 'a.example' : 'web.shop.svc.cluster.local',
    port: 80,
    method: 'GET',
    path: '/',
    headers: {},
    ...request,
  } as RouteRequest);
  const rule = originOf(answer.rule?.route ?? undefined);
  const where = answer.destinations
    .map(
      ({ host, share, missing }) =>
        `${host.split('.')[0]} ${Number(share.toFixed(2))}${missing ? ' missing' : ''}`,
    )
    .join(', ');
  const by = rule === null ? '' : ` by ${rule.kind} ${rule.name} ${rule.index}`;
  return `${answer.outcome}${answer.status === null ? '' : ` ${answer.status}`}${where && ` ${where}`}${by}`;
};

const split = object(
  'HTTPRoute',
  'web',
  `{parentRefs: [{group: '', kind: Service, name: web}], rules: [
    {backendRefs: [{name: web, port: 80, weight: 3}, {name: api, port: 80}]},
    {matches: [{path: {value: /api}}, {headers: [{name: X-Beta, value: 'yes'}]}], backendRefs: [{name: api, port: 80}]},
    {matches: [{path: {value: /api/none}}]},
    {matches: [{path: {type: Exact, value: /old}}], filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}]}`,
);

test.each<[string, Asked, Parameters<typeof ask>[1], string]>([
  ['a Service with weights', { routes: [split] }, {}, 'forward web 0.75, api 0.25 by HTTPRoute web 0'],
  [
    'the most specific rule, not the first',
    { routes: [split] },
    { path: '/api/x' },
    'forward api 1 by HTTPRoute web 1',
  ],
  [
    'any of its matches',
    { routes: [split] },
    { headers: { 'x-beta': 'yes' } },
    'forward api 1 by HTTPRoute web 1',
  ],
  [
    'a rule without destinations',
    { routes: [split] },
    { path: '/api/none' },
    'direct-response 500 by HTTPRoute web 2',
  ],
  ['a redirect', { routes: [split] }, { path: '/old' }, 'redirect 302 by HTTPRoute web 3'],
  [
    'callers of its own namespace alone where it stands beside no Service',
    {
      routes: [
        object(
          'HTTPRoute',
          'far',
          `{parentRefs: [{group: '', kind: Service, name: web, namespace: shop}], rules: [{backendRefs: [{name: far, port: 80}]}]}`,
          'other',
        ),
      ],
    },
    {},
    'forward web 1',
  ],
  [
    'a gateway, for its host names',
    {
      routes: [
        object(
          'HTTPRoute',
          'web',
          `{parentRefs: [{name: edge, sectionName: http}], hostnames: [a.example], rules: [{backendRefs: [{name: web, port: 80}]}]}`,
        ),
      ],
    },
    { gateway: true },
    'forward web 1 by HTTPRoute web 0',
  ],
  [
    'a gateway, not for others',
    {
      routes: [
        object(
          'HTTPRoute',
          'web',
          `{parentRefs: [{name: edge, sectionName: http}], hostnames: [b.example, a.elsewhere], rules: [{backendRefs: [{name: web, port: 80}]}]}`,
        ),
      ],
    },
    { gateway: true },
    'not-found 404',
  ],
  [
    'a listener that does not allow the namespace',
    {
      routes: [
        object(
          'HTTPRoute',
          'web',
          `{parentRefs: [{name: edge, sectionName: open}], rules: [{backendRefs: [{name: web, port: 80}]}]}`,
        ),
      ],
    },
    { gateway: true, port: 81 },
    'not-found 404',
  ],
  [
    'a listener that allows it by its labels',
    {
      routes: [
        object(
          'HTTPRoute',
          'far',
          `{parentRefs: [{name: edge, namespace: shop, sectionName: open}], rules: [{backendRefs: [{name: far, port: 80}]}]}`,
          'other',
        ),
      ],
    },
    { gateway: true, port: 81 },
    'forward far 1 by HTTPRoute far 0',
  ],
  [
    'another namespace without its grant',
    {
      routes: [
        object(
          'HTTPRoute',
          'web',
          `{parentRefs: [{group: '', kind: Service, name: web}], rules: [{backendRefs: [{name: far, namespace: other, port: 80}]}]}`,
        ),
      ],
    },
    {},
    'direct-response 500 by HTTPRoute web 0',
  ],
  [
    'another namespace with its grant',
    {
      routes: [
        object(
          'HTTPRoute',
          'web',
          `{parentRefs: [{group: '', kind: Service, name: web}], rules: [{backendRefs: [{name: far, namespace: other, port: 80}]}]}`,
        ),
      ],
      grants: [
        object(
          'ReferenceGrant',
          'shop',
          `{from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: '', kind: Service}]}`,
          'other',
        ),
      ],
    },
    {},
    'forward far 1 by HTTPRoute web 0',
  ],
  [
    'a call by its service',
    {
      grpc: [
        object(
          'GRPCRoute',
          'web',
          `{parentRefs: [{group: '', kind: Service, name: web}], rules: [{matches: [{method: {service: shop.Web}}], backendRefs: [{name: api, port: 80}]}]}`,
        ),
      ],
    },
    { path: '/shop.Web/Get', method: 'POST' },
    'forward api 1 by GRPCRoute web 0',
  ],
  [
    'a class that is not of Istio',
    {
      gateways: [
        object(
          'Gateway',
          'edge',
          `{gatewayClassName: nginx, listeners: [{name: http, port: 80, protocol: HTTP}]}`,
        ),
      ],
      routes: [
        object(
          'HTTPRoute',
          'web',
          `{parentRefs: [{name: edge}], rules: [{backendRefs: [{name: web, port: 80}]}]}`,
        ),
      ],
    },
    { gateway: true },
    'closed',
  ],
])('a route leads by %s', (_, asked, request, expected) => {
  expect(ask(joined(asked), request)).toBe(expected);
});

describe('objects', () => {
  it('that the cluster would refuse are none', () => {
    const broken = [
      object('HTTPRoute', 'web', `{parentRefs: web, rules: 5}`),
      object(
        'HTTPRoute',
        'api',
        `{parentRefs: [{group: '', kind: Service, name: web}], rules: [{backendRefs: [{name: far}]}]}`,
      ),
      object('HTTPRoute', 'none', 'null'),
    ];
    expect(joined({ routes: broken, gateways: [object('Gateway', 'edge', '{listeners: {}}')] })).toBe(
      cluster,
    );
  });

  it('stay the same where nothing differs', () => {
    const now = joined({ routes: [split] });
    const again = withGatewayApi(
      cluster,
      { ...none, kubernetesGateways: [edge], httpRoutes: [structuredClone(split)] },
      now,
    );
    expect(again.virtualServices).toBe(now.virtualServices);
    expect(again.gateways).toBe(now.gateways);
    const gone = withGatewayApi(cluster, { ...none, kubernetesGateways: [edge] }, now);
    expect(gone.virtualServices).toEqual([]);
    expect(gone.gateways).toBe(now.gateways);
  });
});
