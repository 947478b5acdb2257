/** Which change is written when: a table of pairs, and what holds for any set of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../document/json.ts';
import { applyOrder, applySteps, type OrderedChange } from './apply-order.ts';
import { valuesAt } from './kinds/kind.ts';

const domain = 'cluster.local';

function object(kind: string, name: string, spec: JsonObject, group = 'networking.istio.io'): JsonObject {
  return { apiVersion: `${group}/v1`, kind, metadata: { namespace: 'shop', name }, spec };
}

const rule = (subsets: string[], host = 'cart') =>
  object('DestinationRule', 'cart', { host, subsets: subsets.map((name) => ({ name })) });
const routes = (subset: string | null, more: JsonObject = {}) =>
  object('VirtualService', 'cart', {
    hosts: ['cart'],
    http: [
      {
        route: [
          {
            destination: subset === null ? { host: 'cart' } : { host: 'cart.shop.svc.cluster.local', subset },
          },
        ],
      },
    ],
    ...more,
  });
const made = (after: JsonObject): OrderedChange => ({ before: null, after });
const gone = (before: JsonObject): OrderedChange => ({ before, after: null });
const changed = (before: JsonObject, after: JsonObject): OrderedChange => ({ before, after });

const gateway = object('Gateway', 'web', {});
const entry = object('ServiceEntry', 'api', { hosts: ['api.example.com'] });
const toEntry = object('VirtualService', 'api', {
  hosts: ['api.example.com'],
  tcp: [{ route: [{ destination: { host: 'api.example.com' } }] }],
});
const delegate = object('VirtualService', 'leaf', {});
const root = object('VirtualService', 'root', { http: [{ delegate: { name: 'leaf' } }] });
const listener = object('Gateway', 'web', {}, 'gateway.networking.k8s.io');
const httpRoute = object('HTTPRoute', 'web', { parentRefs: [{ name: 'web' }] }, 'gateway.networking.k8s.io');

describe('two changes', () => {
  test.each<[string, OrderedChange, OrderedChange]>([
    [
      'a subset is there before a route uses it',
      changed(rule(['v1']), rule(['v1', 'v2'])),
      changed(routes('v1'), routes('v2')),
    ],
    ['a new DestinationRule before a new route', made(rule(['v1'])), made(routes('v1'))],
    [
      'a route leaves a subset before it goes',
      changed(routes('v2'), routes('v1')),
      changed(rule(['v1', 'v2']), rule(['v1'])),
    ],
    [
      'a route leaves the subsets before their rule goes',
      changed(routes('v1'), routes(null)),
      gone(rule(['v1'])),
    ],
    ['a route goes before its subsets', gone(routes('v1')), gone(rule(['v1']))],
    [
      'a route goes before the subset is taken',
      gone(routes('v2')),
      changed(rule(['v1', 'v2']), rule(['v1'])),
    ],
    ['a gateway before what is bound to it', made(gateway), made(routes(null, { gateways: ['web'] }))],
    [
      'a gateway by its full name',
      made(gateway),
      changed(routes(null), routes(null, { gateways: ['mesh', 'shop/web'] })),
    ],
    ['what is bound to a gateway goes before it', gone(routes(null, { gateways: ['./web'] })), gone(gateway)],
    ['a ServiceEntry before the route to it', made(entry), made(toEntry)],
    ['the route to a ServiceEntry goes before it', gone(toEntry), gone(entry)],
    ['a delegate before its root', made(delegate), made(root)],
    ['a root goes before its delegate', gone(root), gone(delegate)],
    ['a listener before its route', made(listener), made(httpRoute)],
    ['what is made before what is deleted', made(toEntry), gone(rule(['v1']))],
  ])('%s', (_, first, second) => {
    expect(applyOrder([first, second], domain)).toEqual([0, 1]);
    expect(applyOrder([second, first], domain)).toEqual([1, 0]);
  });
});

test('one rule that adds a subset and takes another away comes first: the new route needs it', () => {
  const order = applyOrder(
    [changed(routes('v1'), routes('v3')), changed(rule(['v1']), rule(['v3']))],
    domain,
  );
  expect(order).toEqual([1, 0]);
});

describe('a rule whose subsets are exchanged', () => {
  const stepsOf = (...changes: OrderedChange[]) =>
    applySteps(changes, domain).map(({ index, after, unfinished }) => ({
      index,
      subsets: valuesAt(after, 'spec.subsets.*.name'),
      unfinished,
    }));

  test('is written before and after the route: both subsets are there when it moves over', () => {
    const rules = changed(rule(['v1', 'v2']), rule(['v2', 'v3']));
    expect(stepsOf(changed(routes('v1'), routes('v3')), rules)).toEqual([
      { index: 1, subsets: ['v2', 'v3', 'v1'], unfinished: true },
      { index: 0, subsets: [], unfinished: false },
      { index: 1, subsets: ['v2', 'v3'], unfinished: false },
    ]);
  });

  test.each<[string, OrderedChange, OrderedChange]>([
    ['no route uses either', changed(routes(null), routes(null)), changed(rule(['v1']), rule(['v2']))],
    ['the route only leaves', changed(routes('v1'), routes(null)), changed(rule(['v1']), rule(['v2']))],
    ['the route only comes', changed(routes(null), routes('v2')), changed(rule(['v1']), rule(['v2']))],
    [
      'of another host',
      changed(routes('v1'), routes('v2')),
      changed(rule(['v1'], 'cart'), rule(['v2'], 'basket')),
    ],
  ])('is written once where that will do: %s', (_, route, rules) => {
    expect(stepsOf(route, rules).filter(({ index }) => index === 1)).toHaveLength(1);
  });

  test('another rule that waits for the same route is not drawn forward', () => {
    const other: OrderedChange = {
      before: { ...rule(['v9'], 'old'), metadata: { namespace: 'shop', name: 'old' } },
      after: { ...rule([], 'old'), metadata: { namespace: 'shop', name: 'old' } },
    };
    const both = (host: string, subset: string) =>
      object('VirtualService', 'cart', {
        http: [{ route: [{ destination: { host, subset } }, { destination: { host: 'cart', subset } }] }],
      });
    const steps = applySteps(
      [other, changed(rule(['v9']), rule(['v2'])), changed(both('old', 'v9'), both('new', 'v2'))],
      domain,
    );
    expect(steps.map(({ index }) => index)).toEqual([1, 2, 0, 1]);
  });
});

const subsetsOfRules = fc.subarray(['v1', 'v2', 'v3', 'v4'], { minLength: 1 });
const split = fc.record({ used: subsetsOfRules, spare: subsetsOfRules });

test('no moment has a route to a subset that is not there, if none had before and none has after', () => {
  const toAll = (subsets: readonly string[]) =>
    object('VirtualService', 'cart', {
      http: [{ route: subsets.map((subset) => ({ destination: { host: 'cart', subset } })) }],
    });
  fc.assert(
    fc.property(split, split, fc.boolean(), (was, is, rulesFirst) => {
      const offered = ({ used, spare }: typeof was) => rule([...new Set([...used, ...spare])]);
      const rules = changed(offered(was), offered(is));
      const route = changed(toAll(was.used), toAll(is.used));
      const steps = applySteps(rulesFirst ? [rules, route] : [route, rules], domain);
      let [there, used] = [rules.before, route.before];
      for (const { index, after } of steps) {
        if ((index === 0) === rulesFirst) there = after;
        else used = after;
        expect(valuesAt(there, 'spec.subsets.*.name')).toEqual(
          expect.arrayContaining([...valuesAt(used, 'spec.http.*.route.*.destination.subset')]),
        );
      }
      expect([there, used]).toEqual([rules.after, route.after]);
    }),
  );
});

const anyChange = fc
  .tuple(
    fc.constantFrom<JsonObject | null>(
      null,
      rule(['v1']),
      rule(['v1', 'v2']),
      routes('v1'),
      routes('v2'),
      gateway,
      root,
      delegate,
    ),
    fc.oneof(
      fc.constantFrom<JsonObject | null>(
        null,
        rule(['v2']),
        routes('v2', { gateways: ['web'] }),
        entry,
        toEntry,
        root,
      ),
      // Drafts of any shape.
      fc.jsonValue().map((spec): JsonObject => object('VirtualService', 'any', { http: spec as Json })),
    ),
  )
  .map(([before, after]): OrderedChange => ({ before, after }));

test('every change is there once, whatever they are', () => {
  fc.assert(
    fc.property(fc.array(anyChange, { maxLength: 12 }), (changes) => {
      expect(applyOrder(changes, domain).toSorted((a, b) => a - b)).toEqual([...changes.keys()]);
    }),
  );
});
