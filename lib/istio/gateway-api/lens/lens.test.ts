/** Matches and destinations of routes as a form reads and changes them. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Json, JsonObject } from '#lib/document/json.ts';
import { kindObjects } from '#lib/document/testing/kind-objects.ts';
import { applied } from '../../forms/actions.ts';
import { addBackend, removeBackend, setShare, sharesOf, weightsOf } from './backends.ts';
import {
  addCondition,
  changeSubject,
  newMatch,
  type RouteKind,
  readRouteMatch,
  removeCondition,
  slotOf,
  subjectsOf,
} from './conditions.ts';
import { ruleSummary } from './rule-summary.ts';

const at = ['spec', 'rules', 0, 'matches', 0];
const route = (match: Json): Json => ({ spec: { rules: [{ matches: [match] }] } });
const matchOf = (document: Json): Json =>
  (document as { spec: { rules: { matches: Json[] }[] } }).spec.rules[0]?.matches[0] ?? null;
const read = (kind: RouteKind, match: Json) => readRouteMatch(kind, match, at);
const told = (kind: RouteKind, match: Json) =>
  read(kind, match).conditions.map(({ subject, name, comparison, value }) =>
    [subject, name, comparison, value].filter(Boolean).join(' '),
  );

test.each<[string, RouteKind, Json, string[]]>([
  ['a prefix', 'HTTPRoute', { path: { type: 'PathPrefix', value: '/a' } }, ['path PathPrefix /a']],
  ['defaults', 'HTTPRoute', { path: {} }, ['path PathPrefix /']],
  [
    'everything',
    'HTTPRoute',
    {
      path: { type: 'Exact', value: '/a' },
      method: 'POST',
      headers: [
        { name: 'x-a', value: '1' },
        { name: 'x-b', type: 'RegularExpression', value: '.*' },
      ],
      queryParams: [{ name: 'q', value: '2' }],
    },
    [
      'path Exact /a',
      'method Exact POST',
      'header x-a Exact 1',
      'header x-b RegularExpression .*',
      'query q Exact 2',
    ],
  ],
  ['nothing', 'HTTPRoute', {}, []],
  [
    'a call',
    'GRPCRoute',
    { method: { service: 'shop.Checkout', method: 'Pay' }, headers: [{ name: 'x-a', value: '1' }] },
    ['service Exact shop.Checkout', 'rpc Exact Pay', 'header x-a Exact 1'],
  ],
])('reads %s', (_, kind, match, expected) => {
  expect(told(kind, match)).toEqual(expected);
  expect(read(kind, match).kept).toEqual([]);
});

test.each<[string, RouteKind, Json, Json[]]>([
  ['a comparison that nobody knows', 'HTTPRoute', { path: { type: 'Glob', value: '/' } }, [[...at, 'path']]],
  ['a path that is text', 'HTTPRoute', { path: '/' }, [[...at, 'path']]],
  ['headers that are no list', 'HTTPRoute', { headers: { a: 'b' } }, [[...at, 'headers']]],
  ['a header that is text', 'HTTPRoute', { headers: ['a'] }, [[...at, 'headers', 0]]],
  ['a method that is a group', 'HTTPRoute', { method: { service: 'a' } }, [[...at, 'method']]],
  ['a method that is text', 'GRPCRoute', { method: 'GET' }, [[...at, 'method']]],
  ['a match that is text', 'GRPCRoute', 'x', [at]],
])('keeps %s as it is written', (_, kind, match, kept) => {
  expect(read(kind, match)).toEqual({ conditions: [], kept });
});

describe('conditions', () => {
  it.each<[RouteKind]>([['HTTPRoute'], ['GRPCRoute']])(
    'of %s come where they were said to come, and go',
    (kind) => {
      for (const subject of subjectsOf(kind)) {
        const document = route({});
        const after = applied(document, addCondition(document, at, subject));
        const [condition] = read(kind, matchOf(after)).conditions;
        expect(condition?.subject).toBe(subject);
        expect(condition?.path).toEqual(slotOf(document, at, subject));
        if (condition === undefined) continue;
        expect(applied(after, removeCondition(after, condition))).toEqual(document);
        for (const next of subjectsOf(kind)) {
          const changed = applied(after, changeSubject(after, at, condition, next));
          expect(read(kind, matchOf(changed)).conditions.map((one) => one.subject)).toEqual([next]);
        }
      }
    },
  );

  it('of a call leave the comparison to the one that stays', () => {
    const document = route({ method: { type: 'RegularExpression', service: 'a.*', method: 'b' } });
    const [service, rpc] = read('GRPCRoute', matchOf(document)).conditions;
    if (service === undefined || rpc === undefined) throw new Error('two were written');
    const after = applied(document, removeCondition(document, service));
    expect(matchOf(after)).toEqual({ method: { type: 'RegularExpression', method: 'b' } });
    expect(matchOf(applied(after, removeCondition(after, rpc)))).toEqual({});
  });

  it('of a new match are ones that the API takes', () => {
    expect(told('HTTPRoute', newMatch('HTTPRoute'))).toEqual(['path PathPrefix /']);
    expect(told('GRPCRoute', newMatch('GRPCRoute'))).toEqual(['service Exact']);
  });

  it('and nothing else is made of any object', () => {
    for (const { kind, objects } of kindObjects) {
      if (kind !== 'HTTPRoute' && kind !== 'GRPCRoute') continue;
      fc.assert(
        fc.property(objects, (object) => {
          const rules = (object.spec as JsonObject).rules;
          if (!Array.isArray(rules)) return;
          rules.forEach((rule, index) => {
            const { matches } = ruleSummary(kind, rule, ['spec', 'rules', index]);
            for (const condition of matches.flat()) {
              const after = applied(object, removeCondition(object, condition));
              expect(after).not.toEqual(object);
            }
          });
        }),
        { numRuns: 100 },
      );
    }
  });
});

const backends = (...weights: (number | null)[]): Json => ({
  spec: {
    rules: [
      {
        backendRefs: weights.map((weight, index) => ({
          name: `v${index}`,
          ...(weight === null ? {} : { weight }),
        })),
      },
    ],
  },
});
const list = ['spec', 'rules', 0, 'backendRefs'];
const weightsIn = (document: Json): number[] =>
  weightsOf((document as { spec: { rules: { backendRefs?: Json[] }[] } }).spec.rules[0]?.backendRefs ?? []);

describe('shares of destinations', () => {
  it.each([
    [
      [1, 1],
      [50, 50],
    ],
    [
      [3, 1],
      [75, 25],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [[7], [100]],
  ])('%j are %j percent', (weights, shares) => {
    expect(sharesOf(weights)).toEqual(shares);
  });

  it('take a missing weight for 1, and write percentages when one is set', () => {
    const document = backends(null, null);
    expect(weightsIn(document)).toEqual([1, 1]);
    expect(weightsIn(applied(document, setShare(document, list, 1, 25, [1, 1])))).toEqual([75, 25]);
  });

  it('do not move when a destination comes', () => {
    const one = backends(null);
    expect(weightsIn(applied(one, addBackend(one, list, { name: 'new' })))).toEqual([100, 0]);
    const two = backends(3, 1);
    expect(weightsIn(applied(two, addBackend(two, list, { name: 'new' })))).toEqual([3, 1, 0]);
  });

  it('keep their proportions when one goes, and the last takes its list along', () => {
    const three = backends(3, 1, 4);
    expect(weightsIn(applied(three, removeBackend(three, list, 2)))).toEqual([3, 1]);
    const one = backends(5);
    expect(applied(one, removeBackend(one, list, 0))).toEqual({ spec: { rules: [{}] } });
  });

  it('add up to 100 whatever is set', () => {
    const weight = fc.option(fc.integer({ min: 0, max: 1_000_000 }));
    fc.assert(
      fc.property(
        fc.array(weight, { minLength: 2, maxLength: 6 }),
        fc.nat(),
        fc.nat(100),
        (all, at, share) => {
          const document = backends(...all);
          const index = at % all.length;
          const after = weightsIn(
            applied(document, setShare(document, list, index, share, weightsIn(document))),
          );
          expect(after.reduce((sum, one) => sum + one, 0)).toBe(100);
          expect(after[index]).toBe(share);
        },
      ),
    );
  });
});

it('sums up a rule that redirects', () => {
  const rule = {
    name: 'to-https',
    filters: [
      { type: 'RequestRedirect', requestRedirect: { scheme: 'https', hostname: 'shop.example.com' } },
    ],
  };
  expect(ruleSummary('HTTPRoute', rule, ['spec', 'rules', 0])).toEqual({
    name: 'to-https',
    matches: [],
    backends: [],
    redirect: 'https://shop.example.com',
  });
});
