/** A rule of several hosts, split for some of them: what is written, what requests meet, and that all of it goes again. */
import { describe, expect, test } from 'vitest';
import { changeValue } from '../../document/change.ts';
import type { Json } from '../../document/json.ts';
import { asJson, type ClusterObjects } from '../../istio/objects.ts';
import { cluster, service, virtualService } from '../../istio/routing/testing/objects.ts';
import type { Release } from '../record/record.ts';
import { pointsOf } from '../survey/points.ts';
import { act, canary, host, intent, planned, refused, subsetsOf } from '../testing/plans.ts';
import { restore } from './amend.ts';
import { authorityOf } from './narrow.ts';

const route = [{ destination: { host: 'reviews', subset: 'v1', port: { number: 9080 } } }];
const main = {
  name: 'main',
  match: [{ uri: { prefix: '/r' } }, { uri: { exact: '/' } }],
  timeout: '3s',
  route,
};
const tail = { name: 'rest', route: [{ destination: { host: 'cart' } }] };
const world = cluster([
  service('shop/reviews', 'http:9080'),
  virtualService('shop/reviews', {
    hosts: ['www.shop.example', 'lab.shop.example'],
    gateways: ['istio-system/public'],
    http: [main, tail],
  }),
  subsetsOf('v1', 'v2'),
]);

const only = (objects: ClusterObjects, ...hosts: string[]) => ({
  points: pointsOf(new Set([host]), objects).map((point) => ({ ...point, only: hosts })),
});

describe('a rule split for one of its hosts', () => {
  const { plan, release, after, http } = planned(world, canary(10), only(world, 'lab.shop.example'));

  test('is copied before itself, crossed with the authority; itself stays as it was', () => {
    expect(http).toEqual([
      {
        name: 'sluice-reviews-host-r7',
        match: [
          { uri: { prefix: '/r' }, authority: { regex: 'lab\\.shop\\.example(:[0-9]+)?' } },
          { uri: { exact: '/' }, authority: { regex: 'lab\\.shop\\.example(:[0-9]+)?' } },
        ],
        timeout: '3s',
        route: [
          { destination: { host: 'reviews', subset: 'v1', port: { number: 9080 } }, weight: 90 },
          { destination: { host: 'reviews', subset: 'v2', port: { number: 9080 } }, weight: 10 },
        ],
      },
      main,
      tail,
    ]);
  });

  test('says whom it leaves out', () => {
    expect(plan.warnings).toContainEqual(
      expect.objectContaining({ code: 'other-hosts', hosts: ['www.shop.example'] }),
    );
    expect(plan.warnings.map(({ code }) => code)).not.toContain('bypassed');
  });

  test('steps, aborts and is finished by the copy alone', () => {
    const moved = act(release, { kind: 'advance' }, after);
    expect(
      moved.after.virtualServices[0]?.spec?.http?.map(({ route: to }) => to?.map(({ weight }) => weight)),
    ).toEqual([[75, 25], [undefined], [undefined]]);
    const back = act(moved.release as Release, { kind: 'abort' }, moved.after);
    expect(back.after.virtualServices[0]?.spec?.http?.[0]?.route?.map(({ weight }) => weight)).toEqual([
      100, 0,
    ]);
    expect(back.after.virtualServices[0]?.spec?.http?.slice(1)).toEqual([main, tail]);
  });

  test('a restore takes the copy off', () => {
    const aborted = act(release, { kind: 'abort' }, after);
    const restored = restore(aborted.release as Release, 2, aborted.after);
    if (!restored.ok) throw new Error(restored.error.code);
    const [write] = restored.value.writes;
    const object = (write?.changes ?? []).reduce<Json>(
      (value, change) => changeValue(value, change) ?? null,
      asJson(aborted.after.virtualServices[0] ?? {}),
    );
    expect(object).toEqual(asJson(world.virtualServices[0] ?? {}));
  });
});

test('an A/B rule of a copy stands before the copy', () => {
  const matches = [{ headers: { 'x-cohort': { exact: 'beta' } } }];
  const { http } = planned(world, { kind: 'ab', matches }, only(world, 'lab.shop.example'));
  expect(http?.map(({ name }) => name)).toEqual([
    'sluice-reviews-ab-r7',
    'sluice-reviews-host-r7',
    'main',
    'rest',
  ]);
  expect(http?.[0]?.match?.[0]).toMatchObject({
    authority: { regex: 'lab\\.shop\\.example(:[0-9]+)?' },
    headers: { 'x-cohort': { exact: 'beta' } },
  });
});

test('all of its hosts is the rule itself', () => {
  const { http } = planned(world, canary(10), only(world, 'www.shop.example', 'lab.shop.example'));
  expect(http?.map(({ name }) => name)).toEqual(['main', 'rest']);
});

test('what asks for an authority already cannot be narrowed; nor can connections', () => {
  const bound = virtualService('shop/reviews', {
    hosts: ['a.example', 'b.example'],
    http: [{ match: [{ authority: { exact: 'a.example' } }], route }],
  });
  const objects = { ...world, virtualServices: [bound] };
  expect(refused(objects, canary(10), only(objects, 'b.example'))).toEqual(['match-conflict']);
  const sql = virtualService('shop/reviews', { hosts: ['reviews', 'sql.example'], tcp: [{ route }] });
  const tcp = { ...world, virtualServices: [sql] };
  expect(refused(tcp, canary(10), only(tcp, 'sql.example'))).toContain('http-only');
});

test('of two rules of one object each has its copy', () => {
  const objects = {
    ...world,
    virtualServices: [
      virtualService('shop/reviews', {
        hosts: ['www.shop.example', 'lab.shop.example'],
        gateways: ['istio-system/public'],
        http: [main, { name: 'rest', route }],
      }),
    ],
  };
  const { http, release } = planned(objects, canary(10), only(objects, 'lab.shop.example'));
  expect(http?.map(({ name }) => name)).toEqual([
    'sluice-reviews-host-r7',
    'main',
    'sluice-reviews-host-r7-2',
    'rest',
  ]);
  expect(release.points.map(({ key, made }) => [key, made])).toEqual([
    ['name:sluice-reviews-host-r7', true],
    ['name:sluice-reviews-host-r7-2', true],
  ]);
});

test('the intent’s other ways stay as they are', () => {
  expect(intent(world, canary(10)).points[0]).not.toHaveProperty('only');
});

describe('an authority', () => {
  const cases: [string, string[], string[]][] = [
    [
      'reviews.shop.svc.cluster.local',
      ['reviews', 'reviews:9080', 'reviews.shop', 'reviews.shop.svc:80', 'reviews.shop.svc.cluster.local'],
      ['reviews.web', 'xreviews', 'reviews.shop.example'],
    ],
    [
      'www.shop.example',
      ['www.shop.example', 'www.shop.example:443'],
      ['wwwxshop.example', 'a.www.shop.example'],
    ],
    ['*.shop.example', ['a.shop.example', 'a.b.shop.example:80'], ['shop.example', 'a.shop.examples']],
    ['*', ['anything', 'a.b:8080'], []],
  ];
  test.each(cases)('%s is written in these ways and no others', (name, yes, no) => {
    const whole = new RegExp(`^(?:${authorityOf(name, 'cluster.local')})$`);
    expect(yes.filter((one) => !whole.test(one))).toEqual([]);
    expect(no.filter((one) => whole.test(one))).toEqual([]);
  });
});
