import { describe, expect, test } from 'vitest';
import type { HttpMatch, HttpRule } from './rules.ts';
import { ask, brief, cluster, destinationRule, service, virtualService } from './testing/objects.ts';
import type { RouteRequest } from './types.ts';

const objects = [
  service('reviews', 'http:9080'),
  service('shop/reviews', 'http:9080'),
  destinationRule('reviews', { host: 'reviews', subsets: [{ name: 'v1' }] }),
];
const root = (rule: HttpRule, reference = { name: 'leaf', namespace: 'shop' }) =>
  virtualService('root', {
    hosts: ['reviews'],
    http: [
      { delegate: reference, ...rule },
      { name: 'rest', route: [{ destination: { host: 'reviews', subset: 'v1' } }] },
    ],
  });
const leaf = (...http: HttpRule[]) => virtualService('shop/leaf', { http });
const toReviews: HttpRule = { route: [{ destination: { host: 'reviews' } }] };

function answer(rootRule: HttpRule, leafRules: HttpRule[], request: Partial<RouteRequest> = {}) {
  return ask(cluster([...objects, root(rootRule), leaf(...leafRules)]), { host: 'reviews', ...request });
}

test('the delegate decides, its short names belong to its own namespace', () => {
  const decided = answer({ name: 'r', match: [{ uri: { prefix: '/a' } }] }, [{ name: 'l', ...toReviews }], {
    path: '/a',
  });
  expect(brief(decided)).toBe('reviews.shop 9080');
  expect(decided.rule).toEqual({
    kind: 'VirtualService',
    namespace: 'app',
    name: 'root',
    index: 0,
    route: 'r-l',
  });
  expect(decided.tried[0]?.reason).toBe('http[0] of delegate shop/leaf: path starts with "/a"');
});

describe('a delegate that cannot serve leaves only its own rule out', () => {
  const dropped = (
    leafObject: Parameters<typeof cluster>[0][number][],
    reference?: { name: string; namespace: string },
  ) => {
    const decided = ask(cluster([...objects, root({}, reference), ...leafObject]), { host: 'reviews' });
    expect(brief(decided)).toBe('reviews v1 9080');
    return decided.tried[0]?.reason;
  };
  test.each<[string, Parameters<typeof cluster>[0][number][], string]>([
    ['missing', [], 'rule dropped: delegate shop/leaf does not exist'],
    [
      'hidden',
      [virtualService('shop/leaf', { http: [toReviews], exportTo: ['.'] })],
      'rule dropped: delegate shop/leaf is not exported to namespace app',
    ],
    [
      'with hosts',
      [virtualService('shop/leaf', { hosts: ['x'], http: [toReviews] })],
      'rule dropped: shop/leaf has hosts of its own, so it is no delegate',
    ],
    ['empty', [virtualService('shop/leaf', {})], 'rule dropped: delegate shop/leaf has no http rules'],
  ])('%s', (_, leafObject, reason) => {
    expect(dropped(leafObject)).toBe(reason);
  });

  test('without a namespace the root’s is meant', () => {
    expect(dropped([leaf(toReviews)], { name: 'leaf', namespace: '' })).toBe(
      'rule dropped: delegate app/leaf does not exist',
    );
  });
});

describe('merging of matches', () => {
  const fits = { path: '/a/b', method: 'GET', headers: { x: '1', y: '2' } };
  test.each<[string, HttpMatch[], HttpMatch[], boolean]>([
    ['both empty', [], [], true],
    ['root only', [{ uri: { prefix: '/a' } }], [], true],
    ['leaf only', [], [{ uri: { prefix: '/a' } }], true],
    ['leaf longer than root', [{ uri: { prefix: '/a' } }], [{ uri: { prefix: '/a/b' } }], true],
    ['leaf exact below root', [{ uri: { prefix: '/a' } }], [{ uri: { exact: '/a/b' } }], true],
    ['leaf shorter than root', [{ uri: { prefix: '/a/b' } }], [{ uri: { prefix: '/a' } }], false],
    ['leaf elsewhere', [{ uri: { prefix: '/x' } }], [{ uri: { exact: '/a/b' } }], false],
    ['root exact, leaf prefix', [{ uri: { exact: '/a/b' } }], [{ uri: { prefix: '/a' } }], false],
    ['root exact, leaf equal', [{ uri: { exact: '/a/b' } }], [{ uri: { exact: '/a/b' } }], true],
    ['root exact, leaf other', [{ uri: { exact: '/a/b' } }], [{ uri: { exact: '/a/c' } }], false],
    ['regex against prefix', [{ uri: { prefix: '/a' } }], [{ uri: { regex: '/a.*' } }], false],
    ['regex against regex', [{ uri: { regex: '/a.*' } }], [{ uri: { regex: '/a.*' } }], false],
    ['regex against nothing', [{ headers: { x: {} } }], [{ uri: { regex: '/a.*' } }], true],
    ['different headers', [{ headers: { x: { exact: '1' } } }], [{ headers: { y: { exact: '2' } } }], true],
    [
      'same header, other value',
      [{ headers: { x: { exact: '1' } } }],
      [{ headers: { x: { exact: '2' } } }],
      false,
    ],
    [
      'same header, present in the root',
      [{ headers: { x: {} } }],
      [{ headers: { x: { exact: '1' } } }],
      false,
    ],
    ['ignoreUriCase differs', [{ ignoreUriCase: true }], [{ uri: { prefix: '/a' } }], false],
    ['ports differ', [{ port: 9080 }], [{ port: 80 }], false],
    ['port inherited', [{ port: 9080 }], [{ uri: { prefix: '/a' } }], true],
    ['root namespace not repeated', [{ sourceNamespace: 'app' }], [{ uri: { prefix: '/a' } }], false],
    ['root namespace repeated', [{ sourceNamespace: 'app' }], [{ sourceNamespace: 'app' }], true],
    ['labels differ', [{ sourceLabels: { a: '1' } }], [{ sourceLabels: { a: '2' } }], false],
    ['gateways narrower', [{ gateways: ['mesh', 'g'] }], [{ gateways: ['mesh'] }], true],
    ['gateways wider', [{ gateways: ['mesh'] }], [{ gateways: ['mesh', 'g'] }], false],
    [
      'one of several root matches',
      [{ uri: { exact: '/x' } }, { uri: { prefix: '/a' } }],
      [{ uri: { prefix: '/a/b' } }],
      true,
    ],
    [
      'every leaf match needs a root match',
      [{ uri: { prefix: '/a' } }],
      [{ uri: { prefix: '/a' } }, { uri: { prefix: '/x' } }],
      false,
    ],
  ])('%s', (_, rootMatch, leafMatch, merges) => {
    const decided = answer({ match: rootMatch }, [{ match: leafMatch, ...toReviews }], fits);
    expect(brief(decided)).toBe(merges ? 'reviews.shop 9080' : 'reviews v1 9080');
    if (!merges)
      expect(decided.tried[0]?.reason).toContain('rule dropped: http[0] of delegate shop/leaf contradicts');
  });

  test('conditions of both must hold', () => {
    const both = (headers: Record<string, string>) =>
      brief(
        answer({ match: [{ headers: { x: {} } }] }, [{ match: [{ headers: { y: {} } }], ...toReviews }], {
          headers,
        }),
      );
    expect(both({ x: '1', y: '1' })).toBe('reviews.shop 9080');
    expect(both({ x: '1' })).toBe('reviews v1 9080');
    expect(both({ y: '1' })).toBe('reviews v1 9080');
  });
});

test('what the leaf sets wins, the rest comes from the root', () => {
  const fromRoot: HttpRule = { timeout: '9s', retries: { attempts: 9 }, rewrite: { uri: '/r' } };
  expect(answer(fromRoot, [{ ...toReviews, timeout: '1s' }])).toMatchObject({
    timeout: '1s',
    retries: { attempts: 9 },
    rewrite: { path: '/r' },
  });
});
