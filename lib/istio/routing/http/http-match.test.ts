import { describe, expect, test } from 'vitest';
import type { HttpMatch } from '../rules.ts';
import {
  ask,
  brief,
  cluster,
  destinationRule,
  service,
  sidecar,
  virtualService,
} from '../testing/objects.ts';
import type { RouteRequest } from '../types.ts';

/** A rule with these matches leads to subset `hit`; everything else is 404. */
function decide(match: HttpMatch[], request: Partial<RouteRequest>) {
  const objects = cluster([
    service('reviews', 'http:9080'),
    destinationRule('reviews', { host: 'reviews', subsets: [{ name: 'hit' }] }),
    virtualService('reviews', {
      hosts: ['reviews'],
      http: [{ match, route: [{ destination: { host: 'reviews', subset: 'hit' } }] }],
    }),
  ]);
  return ask(objects, { host: 'reviews', ...request });
}

function outcome(match: HttpMatch[], request: Partial<RouteRequest>): 'hit' | '404' {
  const text = brief(decide(match, request));
  if (text === 'reviews hit 9080') return 'hit';
  expect(text).toBe('not-found 404');
  return '404';
}

describe('run-time conditions', () => {
  test.each<[string, HttpMatch, Partial<RouteRequest>, 'hit' | '404']>([
    ['no condition', {}, {}, 'hit'],
    ['uri exact', { uri: { exact: '/a' } }, { path: '/a' }, 'hit'],
    ['uri exact leaves the query aside', { uri: { exact: '/a' } }, { path: '/a?x=1' }, 'hit'],
    ['uri exact is no prefix', { uri: { exact: '/a' } }, { path: '/ab' }, '404'],
    ['uri prefix is a plain string prefix', { uri: { prefix: '/foo' } }, { path: '/foobar' }, 'hit'],
    ['uri prefix', { uri: { prefix: '/foo' } }, { path: '/fo' }, '404'],
    ['uri empty prefix', { uri: { prefix: '' } }, { path: '/x' }, 'hit'],
    ['uri regex on the whole path', { uri: { regex: '/v[12]' } }, { path: '/v1/x' }, '404'],
    ['uri regex', { uri: { regex: '/v[12](/.*)?' } }, { path: '/v1/x' }, 'hit'],
    [
      'uri regex with alternatives is anchored as a whole',
      { uri: { regex: '/a|/b' } },
      { path: '/bc' },
      '404',
    ],
    ['uri is case-sensitive', { uri: { exact: '/A' } }, { path: '/a' }, '404'],
    ['ignoreUriCase on exact', { uri: { exact: '/A' }, ignoreUriCase: true }, { path: '/a' }, 'hit'],
    ['ignoreUriCase on prefix', { uri: { prefix: '/Ab' }, ignoreUriCase: true }, { path: '/aBc' }, 'hit'],
    [
      'ignoreUriCase leaves regex alone',
      { uri: { regex: '/A' }, ignoreUriCase: true },
      { path: '/a' },
      '404',
    ],
    ['default path is /', { uri: { exact: '/' } }, {}, 'hit'],
    ['dot segments are resolved first', { uri: { exact: '/a/c' } }, { path: '/a/./b/../c' }, 'hit'],
    ['dot segments at the end', { uri: { exact: '/a/' } }, { path: '/a/b/..' }, 'hit'],
    ['double slashes stay', { uri: { exact: '/a/b' } }, { path: '/a//b' }, '404'],
    ['method', { method: { exact: 'POST' } }, { method: 'POST' }, 'hit'],
    ['method defaults to GET', { method: { exact: 'GET' } }, {}, 'hit'],
    ['method is case-sensitive', { method: { exact: 'POST' } }, { method: 'post' }, '404'],
    ['scheme', { scheme: { exact: 'http' } }, {}, 'hit'],
    ['scheme of a sidecar is never https', { scheme: { exact: 'https' } }, {}, '404'],
    ['authority as sent', { authority: { exact: 'reviews' } }, {}, 'hit'],
    ['authority is not the full name', { authority: { prefix: 'reviews.app' } }, {}, '404'],
    ['header exact', { headers: { user: { exact: 'jason' } } }, { headers: { user: 'jason' } }, 'hit'],
    ['header name in any case', { headers: { User: { exact: 'j' } } }, { headers: { uSER: 'j' } }, 'hit'],
    ['header value is case-sensitive', { headers: { u: { exact: 'J' } } }, { headers: { u: 'j' } }, '404'],
    ['header prefix', { headers: { u: { prefix: 'ja' } } }, { headers: { u: 'jason' } }, 'hit'],
    [
      'header regex on the whole value',
      { headers: { u: { regex: 'j' } } },
      { headers: { u: 'jason' } },
      '404',
    ],
    ['header presence', { headers: { u: {} } }, { headers: { u: '' } }, 'hit'],
    ['header presence missed', { headers: { u: {} } }, {}, '404'],
    ['absent header never matches', { headers: { u: { regex: '.*' } } }, {}, '404'],
    ['absent header is not empty', { headers: { u: { exact: '' } } }, {}, '404'],
    [
      'all headers must fit',
      { headers: { a: { exact: '1' }, b: { exact: '2' } } },
      { headers: { a: '1' } },
      '404',
    ],
    [
      'repeated header is joined',
      { headers: { a: { exact: '1,2' } } },
      { headers: { a: '1', A: '2' } },
      'hit',
    ],
    ['pseudo header', { headers: { ':method': { exact: 'PUT' } } }, { method: 'PUT' }, 'hit'],
    ['host header', { headers: { host: { exact: 'reviews' } } }, {}, 'hit'],
    ['without: other value', { withoutHeaders: { u: { exact: 'x' } } }, { headers: { u: 'y' } }, 'hit'],
    ['without: that value', { withoutHeaders: { u: { exact: 'x' } } }, { headers: { u: 'x' } }, '404'],
    ['without: missing counts as empty', { withoutHeaders: { u: { exact: 'x' } } }, {}, 'hit'],
    ['without: missing is excluded by ""', { withoutHeaders: { u: { exact: '' } } }, {}, '404'],
    ['without: presence', { withoutHeaders: { u: {} } }, { headers: { u: 'x' } }, '404'],
    ['without: absence', { withoutHeaders: { u: {} } }, {}, 'hit'],
    [
      'without: regex * is presence',
      { withoutHeaders: { u: { regex: '*' } } },
      { headers: { u: '' } },
      '404',
    ],
    ['query exact', { queryParams: { a: { exact: '1' } } }, { path: '/?a=1' }, 'hit'],
    ['query: the first value counts', { queryParams: { a: { exact: '2' } } }, { path: '/?a=1&a=2' }, '404'],
    ['query is not decoded', { queryParams: { a: { exact: 'x y' } } }, { path: '/?a=x%20y' }, '404'],
    ['query exact "" fits ?a', { queryParams: { a: { exact: '' } } }, { path: '/?a' }, 'hit'],
    ['query presence', { queryParams: { a: {} } }, { path: '/?b=1&a=' }, 'hit'],
    ['query missing', { queryParams: { a: {} } }, { path: '/' }, '404'],
    ['query regex', { queryParams: { a: { regex: '\\d+' } } }, { path: '/?a=42' }, 'hit'],
    ['claims never match', { headers: { '@request.auth.claims.sub': { exact: 'x' } } }, {}, '404'],
    ['absent claims are absent', { withoutHeaders: { '@request.auth.claims[a]': {} } }, {}, 'hit'],
    ['what is no claim is a header', { withoutHeaders: { '@request.auth.claims': {} } }, {}, 'hit'],
    [
      'a header that looks like a claim',
      { headers: { '@request.auth.claims': { exact: 'x' } } },
      { headers: { '@request.auth.claims': 'x' } },
      'hit',
    ],
    [
      'AND of different conditions',
      { uri: { exact: '/a' }, method: { exact: 'PUT' } },
      { path: '/a' },
      '404',
    ],
  ])('%s', (_, match, request, expected) => {
    expect(outcome([match], request)).toBe(expected);
  });

  test('a rule matches when one of its matches does', () => {
    const match = [{ uri: { exact: '/a' } }, { uri: { exact: '/b' } }];
    expect(outcome(match, { path: '/b' })).toBe('hit');
  });
});

describe('regex as RE2 reads it', () => {
  test.each([
    ['(?i)/ABC', '/abc', 'hit'],
    ['/(?P<v>v\\d)', '/v1', 'hit'],
    ['/[[:alpha:]]+', '/abc', 'hit'],
    ['/[[:alpha:]]+', '/ab1', '404'],
    ['/\\p{L}+', '/αβ', 'hit'],
    ['/a.c', '/abc', 'hit'],
    ['/(', '/(', '404'],
    ['/(?=a)a', '/a', '404'],
    ['/(a)\\1', '/aa', '404'],
  ])('%s on %s: %s', (regex, path, expected) => {
    expect(outcome([{ uri: { regex } }], { path })).toBe(expected);
  });

  test('an unusable pattern says so', () => {
    expect(decide([{ uri: { regex: '/(?!x)' } }], {}).tried[0]?.reason).toContain('is not valid');
  });
});

describe('static conditions', () => {
  const from = sidecar('app', { app: 'web', version: 'v1' });
  test.each<[string, HttpMatch, boolean]>([
    ['port', { port: 9080 }, true],
    ['other port', { port: 80 }, false],
    ['source labels', { sourceLabels: { app: 'web' } }, true],
    ['source label with another value', { sourceLabels: { app: 'web', version: 'v2' } }, false],
    ['source namespace', { sourceNamespace: 'app' }, true],
    ['other source namespace', { sourceNamespace: 'prod' }, false],
    ['gateways with mesh', { gateways: ['mesh'] }, true],
    ['gateways without mesh', { gateways: ['ingress'] }, false],
    ['gateways make the source conditions void', { gateways: ['mesh'], sourceNamespace: 'prod' }, true],
    ['port counts beside gateways', { gateways: ['mesh'], port: 80 }, false],
  ])('%s', (_, match, applies) => {
    // Nothing applicable left: Istio ignores the VirtualService, and the service has its default route.
    expect(brief(decide([match], { from }))).toBe(applies ? 'reviews hit 9080' : 'reviews 9080');
  });

  test('when some rule is left but does not match, there is no default route', () => {
    const match: HttpMatch[] = [{ port: 80 }, { uri: { exact: '/a' } }];
    expect(outcome(match, { from, path: '/b' })).toBe('404');
  });
});

test('reasons name what was asked and what came', () => {
  const match: HttpMatch[] = [
    { headers: { 'end-user': { exact: 'jason' } } },
    { uri: { prefix: '/api' } },
    { sourceLabels: { app: 'ratings' } },
    { port: 80 },
    { queryParams: { debug: {} } },
  ];
  expect(decide(match, { headers: { 'end-user': 'jane' }, path: '/x' }).tried).toEqual([
    expect.objectContaining({
      kind: 'VirtualService',
      namespace: 'app',
      name: 'reviews',
      index: 0,
      matched: false,
      reason:
        'header end-user is "jane", not "jason"; path is "/x", which does not start with "/api"; ' +
        'source label app is absent, not "ratings"; applies to port 80 only, not 9080; query parameter debug is not present',
    }),
  ]);
  const matched = decide([{ method: { exact: 'GET' }, headers: { a: { prefix: '1' } } }], {
    headers: { a: '12' },
  });
  expect(matched.tried[0]).toMatchObject({
    matched: true,
    reason: 'method is "GET" and header a starts with "1"',
  });
});
