import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type ClusterObjects, noObjects, type VirtualService } from '../../istio/objects.ts';
import {
  type Call,
  deployment,
  destinationRule,
  requests,
  service,
  telemetryOf,
  virtualService,
} from '../testing/fixture.ts';
import { type PredictedFlow, type Prediction, predict, type Rate } from './predict.ts';

type Spec = NonNullable<VirtualService['spec']>;
type Http = NonNullable<Spec['http']>;

const checkout = 'checkout.shop.svc.cluster.local';
const base: ClusterObjects = {
  ...noObjects,
  services: [service('shop/checkout'), service('shop/hook'), service('shop/other')],
  workloads: [
    deployment('shop/checkout/v1'),
    deployment('shop/checkout/v2'),
    deployment('shop/hook/v1'),
    deployment('shop/other/v1'),
    deployment('shop/store/v1'),
  ],
  destinationRules: [
    destinationRule('shop/checkout', {
      host: 'checkout',
      subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })),
    }),
  ],
};
const to = (subset: string | undefined, weight?: number, host = 'checkout') => ({
  destination: { host, ...(subset && { subset }) },
  ...(weight !== undefined && { weight }),
});
const jason = { match: [{ headers: { 'end-user': { exact: 'jason' } } }] };
const withRules = (http: Http | null, more: Partial<ClusterObjects> = {}): ClusterObjects => ({
  ...base,
  ...more,
  virtualServices: http === null ? [] : [virtualService('shop/checkout', { hosts: ['checkout'], http })],
});
const calls = (...list: [to: string, rate: number, more?: Partial<Call>][]) =>
  telemetryOf({
    requests: list.map(([target, rate, more]) =>
      requests({ from: 'shop/store/v1', to: target, ...more }, rate),
    ),
  }).records;

const named = ({ end: { kind, host, version, subset }, perSecond }: Rate) =>
  `${[kind === 'version' ? host.split('.')[0] : kind, version, subset].filter(Boolean).join(' ')} ${Number(perSecond.toFixed(6))}`;
const told = ({ requests }: Prediction) => sentences(requests);
const sentences = (flows: readonly PredictedFlow[]) =>
  flows.map(
    ({ rules, now, after, undetermined, mirrors }) =>
      `${rules.map((rule) => rule?.index ?? 'own').join('+') || 'unexplained'}: ${now.map(named).join(', ')} -> ${[
        ...after.map(named),
        ...(undetermined > 0 ? [`? ${Number(undetermined.toFixed(6))}`] : []),
        ...mirrors.after.map((rate) => `copy ${named(rate)}`),
      ].join(', ')}`,
  );

const onlyV1: Http = [{ route: [to('v1')] }];
const split = (v1: number): Http => [{ route: [to('v1', v1), to('v2', 100 - v1)] }];
const byUser = (rest: Http): Http => [{ ...jason, route: [to('v2')] }, ...rest];

const cases: {
  name: string;
  now: Http | null;
  after: Http | null;
  calls: Parameters<typeof calls>;
  is: string[];
}[] = [
  {
    name: 'a weight moves its share',
    now: onlyV1,
    after: split(75),
    calls: [['shop/checkout/v1', 8]],
    is: ['0: checkout v1 8 -> checkout v1 6, checkout v2 2'],
  },
  {
    name: 'nothing changed: what was measured stays, however it differs from the weights',
    now: split(75),
    after: split(75),
    calls: [
      ['shop/checkout/v1', 7],
      ['shop/checkout/v2', 3],
    ],
    is: ['0: checkout v1 7, checkout v2 3 -> checkout v1 7, checkout v2 3'],
  },
  {
    name: 'rules that ends tell apart move apart',
    now: byUser(onlyV1),
    after: byUser(split(50)),
    calls: [
      ['shop/checkout/v1', 8],
      ['shop/checkout/v2', 2],
    ],
    is: ['0: checkout v2 2 -> checkout v2 2', '1: checkout v1 8 -> checkout v1 4, checkout v2 4'],
  },
  {
    name: 'a new condition: how many fulfil it nobody knows',
    now: onlyV1,
    after: byUser(onlyV1),
    calls: [['shop/checkout/v1', 8]],
    is: ['0: checkout v1 8 -> ? 8'],
  },
  {
    name: 'what both ways have in common is certain',
    now: onlyV1,
    after: [{ ...jason, route: [to('v1', 75), to('v2', 25)] }, ...onlyV1],
    calls: [['shop/checkout/v1', 8]],
    is: ['0: checkout v1 8 -> checkout v1 6, ? 2'],
  },
  {
    name: 'rules with one end are one',
    now: [{ ...jason, route: [to('v1')] }, ...onlyV1],
    after: byUser(onlyV1),
    calls: [['shop/checkout/v1', 8]],
    is: ['0+1: checkout v1 8 -> ? 8'],
  },
  {
    name: 'a subset that nobody defines',
    now: onlyV1,
    after: [{ route: [to('v3')] }],
    calls: [['shop/checkout/v1', 8]],
    is: ['0: checkout v1 8 -> unavailable v3 8'],
  },
  {
    name: 'a host that is not there',
    now: onlyV1,
    after: [{ route: [to(undefined, undefined, 'nowhere')] }],
    calls: [['shop/checkout/v1', 8]],
    is: ['0: checkout v1 8 -> unavailable 8'],
  },
  {
    name: 'the last rule goes: 404 for what no other takes',
    now: byUser(onlyV1),
    after: byUser([]),
    calls: [
      ['shop/checkout/v1', 8],
      ['shop/checkout/v2', 2],
    ],
    is: ['0: checkout v2 2 -> checkout v2 2', '1: checkout v1 8 -> not-found 8'],
  },
  {
    name: 'the VirtualService goes: the host has its own route, shared by its ready pods',
    now: split(75),
    after: null,
    calls: [
      ['shop/checkout/v1', 6],
      ['shop/checkout/v2', 2],
    ],
    is: ['0: checkout v1 6, checkout v2 2 -> checkout v1 4, checkout v2 4'],
  },
  {
    name: 'a VirtualService comes',
    now: null,
    after: onlyV1,
    calls: [
      ['shop/checkout/v1', 4],
      ['shop/checkout/v2', 4],
    ],
    is: ['own: checkout v1 4, checkout v2 4 -> checkout v1 8'],
  },
  {
    name: 'copies are no part of the whole',
    now: onlyV1,
    after: [
      { route: [to('v1')], mirror: { host: 'checkout', subset: 'v2' }, mirrorPercentage: { value: 50 } },
    ],
    calls: [['shop/checkout/v1', 8]],
    is: ['0: checkout v1 8 -> checkout v1 8, copy checkout v2 4'],
  },
  {
    name: 'redirects and answers of the proxy',
    now: onlyV1,
    after: [{ redirect: { uri: '/new' } }],
    calls: [['shop/checkout/v1', 8]],
    is: ['0: checkout v1 8 -> redirect 8'],
  },
  {
    name: 'a fault takes its part',
    now: onlyV1,
    after: [{ route: [to('v1')], fault: { abort: { httpStatus: 500, percentage: { value: 25 } } } }],
    calls: [['shop/checkout/v1', 8]],
    is: ['0: checkout v1 8 -> fault 2, checkout v1 6'],
  },
  {
    name: 'another host behind the name',
    now: onlyV1,
    after: [{ route: [to(undefined, undefined, 'hook')] }],
    calls: [
      ['shop/checkout/v1', 8],
      ['shop/other/v1', 5],
    ],
    is: ['0: checkout v1 8 -> hook v1 8'],
  },
  {
    name: 'an end that no rule explains stays',
    now: onlyV1,
    after: split(50),
    calls: [
      ['shop/checkout/v1', 8],
      ['shop/checkout/v2', 2],
    ],
    is: ['0: checkout v1 8 -> checkout v1 4, checkout v2 4', 'unexplained: checkout v2 2 -> checkout v2 2'],
  },
  {
    name: 'only what is touched is told',
    now: onlyV1,
    after: split(50),
    calls: [['shop/other/v1', 5]],
    is: [],
  },
  {
    name: 'a subset that was missing is defined',
    now: [{ route: [to('v3')] }],
    after: onlyV1,
    calls: [['unknown', 8, { host: checkout, reporter: 'source', flags: 'NC', code: '503' }]],
    is: ['0: unavailable 8 -> checkout v1 8'],
  },
  // Where the cluster is not there, the proxy tells what the caller asked for.
  ...['checkout', 'Checkout.shop', 'checkout.shop.svc'].map((host) => ({
    name: `the same, asked for as ${host}`,
    now: [{ route: [to('v3')] }],
    after: onlyV1,
    calls: [['unknown', 8, { host, reporter: 'source', flags: 'NC', code: '503' }]] satisfies Parameters<
      typeof calls
    >,
    is: ['0: unavailable 8 -> checkout v1 8'],
  })),
  {
    name: 'a short name that is no Service of the caller’s namespace is a host like any other',
    now: [{ route: [to('v3')] }],
    after: onlyV1,
    calls: [['unknown', 8, { host: 'nobody', reporter: 'source', flags: 'NC', code: '503' }]],
    is: [],
  },
];

test.each(cases)('$name', ({ now, after, calls: list, is }) => {
  expect(told(predict(calls(...list), { now: withRules(now), after: withRules(after) }))).toEqual(is);
});

it('a DestinationRule that loses its subset sends its rule to nothing', () => {
  const after = withRules(onlyV1, { destinationRules: [] });
  const now = withRules(onlyV1);
  expect(
    told(
      predict(calls(['shop/checkout/v1', 8]), {
        now,
        after: { ...after, virtualServices: now.virtualServices },
      }),
    ),
  ).toEqual(['0: checkout v1 8 -> unavailable v1 8']);
});

const weights = fc.integer({ min: 0, max: 100 });
const arbitraryRule = fc.record({
  user: fc.constantFrom(null, 'jason', 'mara'),
  prefix: fc.constantFrom(null, '/a', '/a/b'),
  v1: weights,
  subset: fc.constantFrom('v1', 'v2', 'v3'),
});
const arbitraryRules = fc.array(arbitraryRule, { minLength: 1, maxLength: 5 }).map(
  (list): Http =>
    list.map(({ user, prefix, v1, subset }) => ({
      ...((user ?? prefix) && {
        match: [
          {
            ...(user && { headers: { 'end-user': { exact: user } } }),
            ...(prefix && { uri: { prefix } }),
          },
        ],
      }),
      route: [to('v1', v1), to(subset, 100 - v1)],
    })),
);
const rate = fc.double({ min: 0.01, max: 1000, noNaN: true });
const measured = fc
  .tuple(rate, rate)
  .map(([v1, v2]) => calls(['shop/checkout/v1', v1], ['shop/checkout/v2', v2]));
const sum = (rates: readonly Rate[]) => rates.reduce((total, one) => total + one.perSecond, 0);

describe('whatever the rules', () => {
  it('no request is lost and none appears', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitraryRules, measured, (now, after, records) => {
        const { requests: flows } = predict(records, { now: withRules(now), after: withRules(after) });
        for (const flow of flows) {
          expect(sum(flow.now)).toBeCloseTo(flow.perSecond, 6);
          expect(sum(flow.after) + flow.undetermined).toBeCloseTo(flow.perSecond, 6);
          expect(sum(flow.most)).toBeGreaterThanOrEqual(flow.perSecond - 1e-6);
        }
        const all = records.reduce((total, { totals }) => total + totals.requestsPerSecond, 0);
        expect(flows.reduce((total, { perSecond }) => total + perSecond, 0)).toBeCloseTo(all, 6);
      }),
    );
  });

  it('the same rules leave everything where it was measured', () => {
    fc.assert(
      fc.property(arbitraryRules, measured, (rules, records) => {
        const { requests: flows } = predict(records, {
          now: withRules(rules),
          after: withRules(structuredClone(rules)),
        });
        for (const { now, after, undetermined } of flows) {
          expect(after).toEqual(now);
          expect(undetermined).toBe(0);
        }
      }),
    );
  });
});

// Each rule against each other, and against all before it: this once took a minute.
it('takes hundreds of rules', () => {
  const rule = (at: number, version: string): Http[number] => ({
    match: [{ uri: { prefix: `/api/v${at}/` }, headers: { 'x-user': { exact: `user-${at}` } } }],
    route: [to(version)],
  });
  const rules = Array.from({ length: 400 }, (_, at) => rule(at, 'v1'));
  const last = { route: [to('v1')] };
  const { requests: flows } = predict(calls(['shop/checkout/v1', 8]), {
    now: withRules([...rules, last]),
    after: withRules([...rules.with(200, rule(200, 'v2')), last]),
  });
  expect(flows).toHaveLength(1);
  expect(flows[0]?.rules).toHaveLength(401);
  // One of the rules that cannot be told apart sends elsewhere: at most all of it goes there.
  expect(flows[0]?.perSecond).toBeCloseTo(8);
  expect(flows[0]?.undetermined).toBeCloseTo(8);
});
