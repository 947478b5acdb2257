/** Cases about saved requests. */
import type { Expectation } from '../../expectations/expectation.ts';
import type { KubernetesObject } from '../../objects.ts';
import { type CheckCase, checkCase } from './case.ts';
import {
  destinationRule,
  gateway,
  httpServer,
  ingressPod,
  ingressService,
  make,
  service,
  virtualService,
} from './objects.ts';

const reviews = service('reviews');
const versions = destinationRule('reviews', {
  host: 'reviews',
  subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
});
const to = (subset: string | null, share = 1) => ({
  host: 'reviews.app.svc.cluster.local',
  subset,
  port: 9080,
  share,
});

const toV2: Expectation = {
  name: 'testers see v2',
  from: 'app/web',
  protocol: 'http',
  host: 'reviews',
  port: 9080,
  method: 'GET',
  path: '/',
  headers: { 'end-user': 'tester' },
  expect: { outcome: 'forward', to: [to('v2')], within: 0 },
};

const annotated = (text: string, spec: object, id = 'reviews') =>
  virtualService(id, spec, { annotations: { 'sluice.dev/expectations': text } });
const guarded = (requests: readonly object[], spec: object, id?: string) =>
  annotated(JSON.stringify({ v: 1, requests }), spec, id);

const route = (subset: string, weight = 100) => ({ destination: { host: 'reviews', subset }, weight });
const forTesters = { match: [{ headers: { 'end-user': { exact: 'tester' } } }], route: [route('v2')] };
const rest = { route: [route('v1')] };
const spec = (...http: object[]) => ({ hosts: ['reviews'], http });
const mesh = (...more: KubernetesObject[]) => [reviews, versions, ...more];

const web = [
  gateway('web', [httpServer(['shop.example.com'])]),
  { ...ingressPod, metadata: { ...ingressPod.metadata, namespace: 'app' } },
  ingressService,
];
const throughGateway: Expectation = {
  name: 'the shop is open',
  from: 'gateway:app/web',
  protocol: 'http',
  host: 'shop.example.com',
  port: 80,
  method: 'GET',
  path: '/cart',
  expect: { outcome: 'forward', to: [to('v1')], within: 0 },
};
const shop = (prefix: string) =>
  guarded(
    [throughGateway],
    { hosts: ['shop.example.com'], gateways: ['web'], http: [{ match: [{ uri: { prefix } }], ...rest }] },
    'shop',
  );

const shares = (v2: number) =>
  guarded(
    [
      {
        ...toV2,
        headers: {},
        expect: { outcome: 'forward', to: [to('v1', 0.9), to('v2', 0.1)], within: 0.05 },
      },
    ],
    spec({ route: [route('v1', 100 - v2), route('v2', v2)] }),
  );

const redirected = (code: number) =>
  guarded(
    [{ ...toV2, expect: { outcome: 'redirect', status: 301, url: 'http://other.example.com/' } }],
    spec({ redirect: { authority: 'other.example.com', redirectCode: code } }),
  );

/** A route of the Gateway API for callers of the service reviews. */
const routed = (kind: 'HTTPRoute' | 'GRPCRoute', text: string, to: string) =>
  make(
    kind,
    'reviews',
    {
      parentRefs: [{ group: '', kind: 'Service', name: 'reviews', port: 9080 }],
      rules: [{ backendRefs: [{ name: to, port: 9080 }] }],
    },
    { annotations: { 'sluice.dev/expectations': text } },
  );
const httpRoute = (backend: string) =>
  routed(
    'HTTPRoute',
    JSON.stringify({
      v: 1,
      requests: [{ ...toV2, headers: {}, expect: { outcome: 'forward', to: [to(null)], within: 0 } }],
    }),
    backend,
  );

export const expectationCases: readonly CheckCase[] = [
  checkCase(
    'SLU0012',
    'a rule for all before the one for testers',
    mesh(guarded([toV2], spec(rest, forTesters))),
    mesh(guarded([toV2], spec(forTesters, rest))),
  ),
  checkCase('SLU0012', 'a share that is too far off', mesh(shares(20)), mesh(shares(15))),
  checkCase('SLU0012', 'another status of a redirect', mesh(redirected(302)), mesh(redirected(301))),
  checkCase(
    'SLU0012',
    'a subset that the DestinationRule has lost',
    [
      reviews,
      destinationRule('reviews', { host: 'reviews', subsets: [{ name: 'v1', labels: { version: 'v1' } }] }),
      guarded([toV2], spec(forTesters, rest)),
    ],
    mesh(guarded([toV2], spec(forTesters, rest))),
  ),
  checkCase(
    'SLU0012',
    'an older VirtualService that takes the host away',
    mesh(
      virtualService('older', spec(rest), { creationTimestamp: '2020-01-01T00:00:00Z' }),
      make('VirtualService', 'reviews', spec(forTesters, rest), {
        creationTimestamp: '2024-01-01T00:00:00Z',
        annotations: { 'sluice.dev/expectations': JSON.stringify({ v: 1, requests: [toV2] }) },
      }),
    ),
    mesh(
      virtualService('younger', spec(rest), { creationTimestamp: '2025-01-01T00:00:00Z' }),
      make('VirtualService', 'reviews', spec(forTesters, rest), {
        creationTimestamp: '2024-01-01T00:00:00Z',
        annotations: { 'sluice.dev/expectations': JSON.stringify({ v: 1, requests: [toV2] }) },
      }),
    ),
  ),
  checkCase(
    'SLU0012',
    'a request through a gateway that no rule takes any more',
    mesh(...web, shop('/basket')),
    mesh(...web, shop('/cart')),
  ),
  checkCase('SLU0012', 'a gateway that is gone', mesh(shop('/cart')), mesh(...web, shop('/cart'))),
  checkCase(
    'SLU0012',
    'a host that a Sidecar hides',
    mesh(
      make('Sidecar', 'default', { egress: [{ hosts: ['other/*'] }] }),
      guarded([toV2], spec(forTesters, rest)),
    ),
    mesh(
      make('Sidecar', 'default', { egress: [{ hosts: ['./*'] }] }),
      guarded([toV2], spec(forTesters, rest)),
    ),
  ),
  checkCase(
    'SLU0012',
    'a request that an HTTPRoute of the service sends elsewhere',
    mesh(service('ratings'), httpRoute('ratings')),
    mesh(service('ratings'), httpRoute('reviews')),
  ),
  checkCase(
    'SLU0013',
    'expectations of a GRPCRoute that are no JSON',
    mesh(routed('GRPCRoute', '{"v":1,', 'reviews')),
    mesh(routed('GRPCRoute', '{"v":1,"requests":[]}', 'reviews')),
  ),
  checkCase(
    'SLU0013',
    'expectations that are no JSON',
    mesh(annotated('{"v":1,', spec(rest))),
    mesh(annotated('{"v":1,"requests":[]}', spec(rest))),
  ),
  checkCase(
    'SLU0013',
    'expectations of another version',
    mesh(annotated('{"v":2,"requests":[]}', spec(rest))),
    mesh(guarded([], spec(rest))),
  ),
  checkCase(
    'SLU0013',
    'a port that is a word',
    mesh(guarded([{ ...toV2, port: 'http' }], spec(forTesters, rest))),
    mesh(guarded([toV2], spec(forTesters, rest))),
  ),
  checkCase(
    'SLU0013',
    'two of one name',
    mesh(guarded([toV2, toV2], spec(forTesters, rest))),
    mesh(guarded([toV2, { ...toV2, name: 'again' }], spec(forTesters, rest))),
  ),
  checkCase(
    'SLU0013',
    'more than is read',
    mesh(annotated(`${JSON.stringify({ v: 1, requests: [] })}${' '.repeat(16 * 1024)}`, spec(rest))),
    mesh(guarded([], spec(rest))),
  ),
];
