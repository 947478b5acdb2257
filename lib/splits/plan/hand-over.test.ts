/** Splits that begin in a delegate: what is made, what Git has to say, and that both together do what the rule did, with the split in it. */
import { describe, expect, test } from 'vitest';
import { parseStream } from '../../document/stream.ts';
import type { VirtualServiceSpec } from '../../istio/generated/types.ts';
import { asVirtualService } from '../../istio/objects.ts';
import { delegateRules } from '../../istio/routing/delegates.ts';
import { cluster, service, virtualService } from '../../istio/routing/testing/objects.ts';
import { handedTo, handingsByDelegate, isDelegate } from '../survey/delegation.ts';
import { pointsOf } from '../survey/points.ts';
import { canary, host, intent, subsetsOf } from '../testing/plans.ts';
import type { Strategy } from '../types.ts';
import { handingText, withHandings } from './hand-over.ts';
import { planSplit } from './plan.ts';

type Rules = NonNullable<VirtualServiceSpec['http']>;

const match = [{ headers: { 'x-beta': { exact: 'true' } } }];
const rules: Rules = [
  {
    name: 'beta',
    match,
    timeout: '2s',
    route: [{ destination: { host: 'reviews.shop.svc.cluster.local' } }],
  },
  { route: [{ destination: { host: 'reviews.shop.svc.cluster.local' } }] },
];

function handed(
  strategy: Strategy,
  chosen = [0],
  http: Rules = rules,
  spec: Partial<VirtualServiceSpec> = {},
) {
  const objects = cluster([
    service('shop/reviews', 'http:9080'),
    virtualService('edge/public', { hosts: ['shop.example'], gateways: ['edge/public'], http, ...spec }),
    subsetsOf('v1', 'v2'),
  ]);
  const all = pointsOf(new Set([host]), objects);
  const points = all.filter(({ index }) => chosen.includes(index));
  return { objects, plan: planSplit(intent(objects, strategy, { points, delegated: points }), objects) };
}

describe('a rule of Git handed to a delegate of ours', () => {
  test('the delegate is made with the split and the record, the root is not written', () => {
    const { plan } = handed(canary(10));
    expect(plan.refusals).toEqual([]);
    expect(plan.writes).toMatchObject([
      {
        kind: 'VirtualService',
        namespace: 'shop',
        name: 'reviews-split',
        create: {
          metadata: { labels: { 'app.kubernetes.io/managed-by': 'sluice', 'sluice.dev/release': 'r7' } },
          spec: {
            http: [
              {
                name: 'sluice-reviews',
                timeout: '2s',
                route: [
                  { destination: { host, subset: 'v1' }, weight: 90 },
                  { destination: { host, subset: 'v2' }, weight: 10 },
                ],
              },
            ],
          },
        },
      },
    ]);
    const [write] = plan.writes;
    expect(isDelegate(asVirtualService(write?.create ?? null))).toBe(true);
    expect(plan.release?.points).toMatchObject([
      { namespace: 'shop', virtualService: 'reviews-split', layer: 'http', key: 'name:sluice-reviews' },
    ]);
    expect(plan.warnings.filter(({ code }) => code === 'bypassed')).toMatchObject([
      { point: { virtualService: 'public' } },
    ]);
  });

  test('what Git has to say is YAML: the rule with its name and match, and the delegate', () => {
    const { plan } = handed(canary(10), [0, 1]);
    const texts = plan.handings.map(handingText);
    const { documents } = parseStream(texts.join('---\n'));
    expect(documents.map(({ problem }) => problem)).toEqual([null, null]);
    expect(documents.map(({ value }) => value)).toEqual([
      [{ name: 'beta', match, delegate: { name: 'reviews-split', namespace: 'shop' } }],
      [{ delegate: { name: 'reviews-split-2', namespace: 'shop' } }],
    ]);
    expect(texts[0]).toContain('# edge/public, spec.http[0]');
  });

  test('root and delegate together route as the rule did, with the split in it', () => {
    const { plan } = handed(canary(25, true));
    const delegate = asVirtualService(plan.writes[0]?.create ?? null);
    const { merged, dropped } = delegateRules(
      plan.handings[0]?.rule as Rules[number],
      { name: 'reviews-split', namespace: 'shop' },
      'edge',
      new Map([['shop/reviews-split', delegate]]),
      (leaf) => leaf,
    );
    expect(dropped).toEqual([]);
    expect(merged.map(({ rule }) => [rule.match, rule.timeout, rule.route?.length])).toMatchObject([
      [[{ headers: { 'x-beta': { exact: 'true' }, cookie: { regex: expect.any(String) } } }], '2s', 1],
      [match, '2s', 2],
    ]);
  });

  test('once Git has said its part, callers meet the split: what the review predicts', () => {
    const { objects, plan } = handed(canary(25));
    const made = asVirtualService(plan.writes[0]?.create ?? null);
    const before = { ...objects, virtualServices: [...objects.virtualServices, made] };
    const after = withHandings(plan.handings, before);
    const root = after.virtualServices.find(({ metadata }) => metadata.name === 'public');
    expect(root?.spec?.http?.[0]).toEqual(plan.handings[0]?.rule);
    expect(root?.spec?.http?.slice(1)).toEqual(
      before.virtualServices.find(({ metadata }) => metadata.name === 'public')?.spec?.http?.slice(1),
    );
    const [point] = pointsOf(new Set([host]), after).filter(
      ({ virtualService: of }) => of === 'reviews-split',
    );
    expect(point?.roots).toEqual([{ namespace: 'edge', name: 'public' }]);
    expect(point?.shares.map(({ percent }) => percent)).toEqual([75, 25]);
  });

  test('short names of another namespace are written in full: in the delegate they would mean its own', () => {
    const { plan } = handed(
      canary(10),
      [0],
      [
        {
          mirror: { host: 'audit' },
          route: [
            { destination: { host: 'reviews.shop.svc.cluster.local' }, weight: 80 },
            { destination: { host: 'cart' }, weight: 20 },
          ],
        },
      ],
    );
    expect(plan.writes[0]?.create).toMatchObject({
      spec: {
        http: [
          {
            mirror: { host: 'audit.edge.svc.cluster.local' },
            route: [{}, {}, { destination: { host: 'cart.edge.svc.cluster.local' }, weight: 20 }],
          },
        ],
      },
    });
  });

  test('conditions that the root contradicts are refused: Istio would drop the rule without a word', () => {
    const ab: Strategy = { kind: 'ab', matches: [{ headers: { 'x-beta': { exact: 'false' } } }] };
    expect(handed(ab).plan.refusals).toMatchObject([
      { code: 'match-conflict', about: { field: 'edge/public' } },
    ]);
    expect(handed({ ...ab, matches: [{ headers: { 'x-lab': { exact: 'b' } } }] }).plan.refusals).toEqual([]);
  });
});

describe('a delegate that is there', () => {
  const split: Rules = [{ name: 'main', route: [{ destination: { host: 'reviews' } }] }];
  const world = (root: VirtualServiceSpec, delegate: VirtualServiceSpec = { http: split }) => {
    const objects = cluster([
      service('shop/reviews', 'http:9080'),
      virtualService('edge/public', root),
      virtualService('shop/reviews-split', delegate),
      subsetsOf('v1', 'v2'),
    ]);
    return { objects, plan: planSplit(intent(objects, canary(10)), objects) };
  };
  const handing = {
    hosts: ['shop.example'],
    http: [{ delegate: { name: 'reviews-split', namespace: 'shop' } }],
  };

  test('is written, and its root is not', () => {
    const { objects, plan } = world(handing);
    expect(plan.writes.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(['shop/reviews-split']);
    expect(plan.handings).toEqual([]);
    expect([...handedTo(objects.virtualServices)]).toEqual(['shop/reviews-split']);
    const [point] = pointsOf(new Set([host]), objects);
    expect(point).toMatchObject({ hosts: ['shop.example'], roots: [{ namespace: 'edge', name: 'public' }] });
  });

  test.each([
    ['hidden from its root', handing, { exportTo: ['.'], http: split }, ['delegate-hidden']],
    ['exported to its root', handing, { exportTo: ['.', 'edge'], http: split }, []],
  ])('%s', (_, root, delegate, codes) => {
    expect(world(root, delegate).plan.refusals.map(({ code }) => code)).toEqual(codes);
  });

  test('of a delegate hands nothing on, and connections are none of its matter', () => {
    const nested = virtualService('shop/between', { http: [{ delegate: { name: 'reviews-split' } }] });
    expect(handingsByDelegate([nested]).size).toBe(0);
    const tcp = virtualService('shop/reviews-split', {
      tcp: [{ route: [{ destination: { host: 'reviews' } }] }],
    });
    const objects = cluster([service('shop/reviews', 'tcp:9080'), tcp]);
    expect(pointsOf(new Set([host]), objects)[0]?.refusals).toMatchObject([{ code: 'delegate-layer' }]);
  });
});
