/** Predicted traffic that enters by a gateway under host names, and along routes of the Gateway API; what holds for all rules. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ClusterObjects, KubernetesObject, Sidecar } from '../../istio/objects.ts';
import { requests, telemetryOf } from '../testing/fixture.ts';
import { predict } from './predict.ts';
import { base, ingress, type Rules, type Spec, sent, sum, to, told, withRules } from './testing/shop.ts';

const atGateway = (hosts: string[], http: NonNullable<Spec['http']>): Spec => ({
  hosts,
  gateways: ['public'],
  http,
});

const entering: { name: string; now: Rules; after: Rules; rates: [string, number][]; is: string[] }[] = [
  {
    name: 'a host name that goes gets 404',
    now: { web: atGateway(['web.example'], [{ route: [to('web')] }]) },
    after: { web: atGateway(['www.example'], [{ route: [to('web')] }]) },
    rates: [['shop/web/v1', 8]],
    is: ['web http 0: web v1 8 -> not-found 8'],
  },
  {
    name: 'one of two host names goes: nobody knows which was asked for',
    now: { web: atGateway(['web.example', 'www.example'], [{ route: [to('web')] }]) },
    after: { web: atGateway(['web.example'], [{ route: [to('web')] }]) },
    rates: [['shop/web/v1', 8]],
    is: ['web http 0: web v1 8 -> ? 8'],
  },
  {
    name: 'a wildcard takes over the host name that goes',
    now: {
      web: atGateway(['web.example'], [{ route: [to('web')] }]),
      all: atGateway(['*'], [{ route: [to('api')] }]),
    },
    after: { all: atGateway(['*'], [{ route: [to('api')] }]) },
    rates: [
      ['shop/web/v1', 8],
      ['shop/api/v1', 2],
    ],
    is: ['web http 0: web v1 8 -> api v1 8', 'all http 0: api v1 2 -> api v1 2'],
  },
  {
    name: 'a host name that comes may take from the wildcard',
    now: { all: atGateway(['*'], [{ route: [to('api')] }]) },
    after: {
      all: atGateway(['*'], [{ route: [to('api')] }]),
      web: atGateway(['web.example'], [{ route: [to('web')] }]),
    },
    rates: [['shop/api/v1', 8]],
    is: ['all http 0: api v1 8 -> ? 8'],
  },
  {
    name: 'a host name that was there before takes nothing more from the wildcard',
    now: {
      all: atGateway(['*'], [{ route: [to('api')] }]),
      web: atGateway(['web.example'], [{ route: [to('web')] }]),
    },
    after: {
      all: atGateway(['*'], [{ route: [to('api')] }]),
      web: atGateway(['web.example'], [{ redirect: { uri: '/' } }]),
    },
    rates: [
      ['shop/api/v1', 8],
      ['shop/web/v1', 2],
    ],
    is: ['web http 0: web v1 2 -> redirect 2', 'all http 0: api v1 8 -> api v1 8'],
  },
  {
    name: 'two VirtualServices of one host name: the rules of both, one after the other',
    now: {
      a: atGateway(['web.example'], [{ match: [{ uri: { prefix: '/api' } }], route: [to('api')] }]),
      b: atGateway(['web.example'], [{ route: [to('web')] }]),
    },
    after: { b: atGateway(['web.example'], [{ route: [to('web')] }]) },
    rates: [
      ['shop/api/v1', 3],
      ['shop/web/v1', 5],
    ],
    is: ['a http 0: api v1 3 -> web v1 3', 'b http 0: web v1 5 -> web v1 5'],
  },
  {
    name: 'behind the gateway: to a host that is not there',
    now: { web: atGateway(['web.example'], [{ route: [to('web')] }]) },
    after: { web: atGateway(['web.example'], [{ route: [to('nowhere')] }]) },
    rates: [['shop/web/v1', 8]],
    is: ['web http 0: web v1 8 -> unavailable 8'],
  },
];

test.each(entering)('by a gateway: $name', ({ now, after, rates, is }) => {
  const { records } = telemetryOf({
    requests: rates.map(([target, rate]) => requests({ from: 'shop/ingress/v1', to: target }, rate)),
  });
  const { requests: flows } = predict(records, { now: withRules(now), after: withRules(after) });
  expect(told(flows).toSorted()).toEqual(is.toSorted());
});

const routeOf = (kind: 'HTTPRoute' | 'GRPCRoute', name: string, spec: object): KubernetesObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind,
  metadata: { name, namespace: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec,
});
const ofService = [{ group: '', kind: 'Service', name: 'web' }];
const weighted = (...backends: [string, number][]) =>
  backends.map(([name, weight]) => ({ name, port: 80, weight }));
const withRoutes = (httpRoutes: KubernetesObject[]): ClusterObjects => ({
  ...base,
  kubernetesGateways: [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge', namespace: 'shop' },
      spec: {
        gatewayClassName: 'istio',
        addresses: [{ type: 'Hostname', value: 'ingress' }],
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
      },
    },
  ],
  httpRoutes: httpRoutes as ClusterObjects['httpRoutes'],
});

const routed: {
  name: string;
  now: KubernetesObject[];
  after: KubernetesObject[];
  from?: string;
  is: string[];
}[] = [
  {
    name: 'weights of a Service',
    now: [],
    after: [
      routeOf('HTTPRoute', 'web', {
        parentRefs: ofService,
        rules: [{ backendRefs: weighted(['web', 3], ['api', 1]) }],
      }),
    ],
    is: ['own: web v1 8 -> web v1 6, api v1 2'],
  },
  {
    name: 'a route goes: the Service has its own way again',
    now: [
      routeOf('HTTPRoute', 'web', {
        parentRefs: ofService,
        rules: [{ name: 'all', backendRefs: weighted(['web', 1]) }],
      }),
    ],
    after: [],
    is: ['web rules 0: web v1 8 -> web v1 8'],
  },
  {
    name: 'a Service that is not there',
    now: [],
    after: [
      routeOf('HTTPRoute', 'web', {
        parentRefs: ofService,
        rules: [{ backendRefs: weighted(['nowhere', 1]) }],
      }),
    ],
    is: ['own: web v1 8 -> unavailable 8'],
  },
  {
    name: 'by a gateway: another host name gets 404',
    now: [
      routeOf('HTTPRoute', 'web', {
        parentRefs: [{ name: 'edge' }],
        hostnames: ['web.example'],
        rules: [{ backendRefs: weighted(['web', 1]) }],
      }),
    ],
    after: [
      routeOf('HTTPRoute', 'web', {
        parentRefs: [{ name: 'edge' }],
        hostnames: ['www.example'],
        rules: [{ backendRefs: weighted(['web', 1]) }],
      }),
    ],
    from: 'shop/ingress/v1',
    is: ['web rules 0: web v1 8 -> not-found 8'],
  },
  {
    name: 'two matches of one rule are one rule',
    now: [
      routeOf('HTTPRoute', 'web', {
        parentRefs: ofService,
        rules: [
          {
            matches: [{ path: { value: '/a' } }, { path: { value: '/b' } }],
            backendRefs: weighted(['web', 1]),
          },
        ],
      }),
    ],
    after: [
      routeOf('HTTPRoute', 'web', {
        parentRefs: ofService,
        rules: [
          {
            matches: [{ path: { value: '/a' } }, { path: { value: '/b' } }],
            backendRefs: weighted(['api', 1]),
          },
        ],
      }),
    ],
    is: ['web rules 0: web v1 8 -> api v1 8'],
  },
];

test.each(routed)('routes: $name', ({ now, after, from = 'shop/store/v1', is }) => {
  const { records } = telemetryOf({ requests: [requests({ from, to: 'shop/web/v1' }, 8)] });
  const present = withRoutes(now);
  const { requests: flows } = predict(records, { now: present, after: withRoutes(after) });
  expect(told(flows)).toEqual(is);
});

/** It says what holds without it. */
const anywhere: Sidecar = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: { name: 'default', namespace: 'shop' },
  spec: { egress: [{ hosts: ['*/*'] }] },
};

it('a Gateway that selects other pods: nothing behind it is served any more, and nothing else is touched', () => {
  const now = withRules({ web: atGateway(['web.example'], [{ route: [to('web')] }]) });
  const after = {
    ...now,
    gateways: [{ ...ingress, spec: { ...ingress.spec, selector: { app: 'nobody' } } }],
  };
  const { records } = telemetryOf({
    requests: [
      requests({ from: 'shop/ingress/v1', to: 'shop/web/v1' }, 8),
      requests({ from: 'shop/store/v1', to: 'shop/api/v1' }, 2),
    ],
  });
  expect(told(predict(records, { now, after }).requests)).toEqual(['web http 0: web v1 8 -> not-found 8']);
});

const hostLists = fc.subarray(['web.example', 'www.example', '*.example', '*'], { minLength: 1 });
const targets = fc.constantFrom('web', 'api', 'redis', 'nowhere');
const arbitraryRules = fc
  .array(
    fc.record({
      hosts: hostLists,
      host: targets,
      prefix: fc.constantFrom(null, '/a'),
      port: fc.constantFrom(null, 1, 2),
    }),
    { maxLength: 4 },
  )
  .map(
    (list): Rules =>
      Object.fromEntries(
        list.map(({ hosts, host, prefix, port }, index) => [
          `r${index}`,
          {
            hosts: index % 2 === 0 ? hosts : ['redis'],
            ...(index % 2 === 0 && { gateways: ['public'] }),
            http: [{ ...(prefix && { match: [{ uri: { prefix } }] }), route: [to(host)] }],
            tcp: [{ ...(port && { match: [{ port }] }), route: [to(host)] }],
          },
        ]),
      ),
  );
const rate = fc.double({ min: 0.01, max: 1000, noNaN: true });

describe('whatever the rules', () => {
  it('nothing is lost, nothing appears, nothing is negative, of requests and of bytes', () => {
    fc.assert(
      fc.property(
        arbitraryRules,
        arbitraryRules,
        fc.array(rate, { minLength: 4, maxLength: 4 }),
        (now, after, all) => {
          const [web = 0, api = 0, redis = 0, store = 0] = all;
          const { records } = telemetryOf({
            requests: [
              requests({ from: 'shop/ingress/v1', to: 'shop/web/v1' }, web),
              requests({ from: 'shop/ingress/v1', to: 'shop/api/v1' }, api),
            ],
            tcp: [...sent('shop/redis/v1', redis, 'shop/ingress/v1'), ...sent('shop/redis/v2', store)],
          });
          // A Sidecar comes: every host may be touched, so that all is told.
          const predicted = predict(records, {
            now: withRules(now),
            after: { ...withRules(after), sidecars: [anywhere] },
          });
          for (const [flows, total] of [
            [predicted.requests, web + api],
            [predicted.connections, redis + store],
          ] as const) {
            expect(flows.reduce((all, one) => all + one.perSecond, 0)).toBeCloseTo(total, 5);
            for (const flow of flows) {
              expect(sum(flow.now)).toBeCloseTo(flow.perSecond, 5);
              expect(sum(flow.after) + flow.undetermined).toBeCloseTo(flow.perSecond, 5);
              for (const { perSecond } of [...flow.now, ...flow.after, ...flow.most])
                expect(perSecond).toBeGreaterThanOrEqual(0);
              expect(flow.undetermined).toBeGreaterThanOrEqual(0);
            }
          }
        },
      ),
    );
  });

  it('the same rules leave everything where it was measured', () => {
    fc.assert(
      fc.property(arbitraryRules, rate, rate, (rules, web, redis) => {
        const { records } = telemetryOf({
          requests: [requests({ from: 'shop/ingress/v1', to: 'shop/web/v1' }, web)],
          tcp: sent('shop/redis/v1', redis),
        });
        const after = { ...withRules(structuredClone(rules)), sidecars: [anywhere] };
        const predicted = predict(records, { now: withRules(rules), after });
        for (const flow of [...predicted.requests, ...predicted.connections]) {
          expect(flow.after).toEqual(flow.now);
          expect(flow.undetermined).toBe(0);
        }
      }),
    );
  });
});
