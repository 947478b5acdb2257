import { describe, expect, test } from 'vitest';
import type { HttpRule } from '../rules.ts';
import { ask, brief, cluster, destinationRule, service, virtualService } from '../testing/objects.ts';
import type { RouteRequest } from '../types.ts';

const objects = [
  service('reviews', 'http:9080'),
  service('ratings', 'http:9080 admin:15000'),
  service('details', 'http:80'),
  destinationRule('reviews', { host: 'reviews', subsets: [{ name: 'v1' }, { name: 'v2' }] }),
];

function apply(rule: HttpRule, request: Partial<RouteRequest> = {}) {
  const rules = virtualService('reviews', { hosts: ['reviews'], http: [rule] });
  return ask(cluster([...objects, rules]), { host: 'reviews', ...request });
}

const dest = (host: string, subset?: string, weight?: number, number?: number) => ({
  destination: { host, subset, port: number === undefined ? undefined : { number } },
  weight,
});
const plain: HttpRule = { route: [dest('reviews')] };

describe('destinations', () => {
  test.each<[string, HttpRule['route'], string]>([
    ['one with weight 0', [dest('reviews', 'v1', 0)], 'reviews v1 9080'],
    [
      '90/10',
      [dest('reviews', 'v1', 90), dest('reviews', 'v2', 10)],
      'reviews v1 9080 0.9 | reviews v2 9080 0.1',
    ],
    [
      'weights need not sum to 100',
      [dest('reviews', 'v1', 1), dest('reviews', 'v2', 3)],
      'reviews v1 9080 0.25 | reviews v2 9080 0.75',
    ],
    [
      'weight 0 of several is left out',
      [dest('reviews', 'v1', 100), dest('reviews', 'v2', 0)],
      'reviews v1 9080',
    ],
    [
      'no weight of several is weight 0',
      [dest('reviews', 'v1'), dest('reviews', 'v2', 5)],
      'reviews v2 9080',
    ],
    ['unknown subset', [dest('reviews', 'v9')], 'reviews v9 9080 missing'],
    ['subset without a DestinationRule', [dest('ratings', 'v1')], 'ratings v1 9080 missing'],
    ['unknown host', [dest('nobody')], 'nobody 9080 missing'],
    ['dotted host is verbatim', [dest('reviews.app')], 'reviews 9080 missing'],
    ['explicit port', [dest('ratings', undefined, 0, 15000)], 'ratings 15000'],
    ['unknown port', [dest('reviews', undefined, 0, 1)], 'reviews 1 missing'],
    [
      'without a port always the listener’s, even where the service has one other port',
      [dest('details')],
      'details 9080 missing',
    ],
    ['other port named', [dest('details', undefined, 0, 80)], 'details 80'],
    [
      'missing keeps its share',
      [dest('reviews', 'v1', 1), dest('nobody', undefined, 1)],
      'reviews v1 9080 0.5 | nobody 9080 0.5 missing',
    ],
  ])('%s', (_, route, expected) => {
    expect(brief(apply({ route }))).toBe(expected);
  });
});

describe('timeout and retries', () => {
  const byDefault = 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes';
  test.each<[string, HttpRule, unknown]>([
    ['defaults', plain, { timeout: null, retries: { attempts: 2, on: byDefault } }],
    ['timeout', { ...plain, timeout: '3s' }, { timeout: '3s' }],
    ['timeout 0s is none', { ...plain, timeout: '0s' }, { timeout: null }],
    ['attempts', { ...plain, retries: { attempts: 3 } }, { retries: { attempts: 3, on: byDefault } }],
    ['attempts 0 switches off', { ...plain, retries: { attempts: 0 } }, { retries: null }],
    ['attempts left out switch off', { ...plain, retries: { perTryTimeout: '1s' } }, { retries: null }],
    [
      'retryOn',
      { ...plain, retries: { attempts: 1, retryOn: '5xx,503' } },
      { retries: { attempts: 1, on: '5xx,503' } },
    ],
  ])('%s', (_, rule, expected) => {
    expect(apply(rule)).toMatchObject(expected as object);
  });
});

describe('fault', () => {
  const none = { delay: null, abort: null };
  test.each<[string, HttpRule['fault'], unknown]>([
    ['none', undefined, null],
    [
      'delay',
      { delay: { fixedDelay: '7s', percentage: { value: 10 } } },
      { ...none, delay: { duration: '7s', percent: 10 } },
    ],
    [
      'delay without percentage',
      { delay: { fixedDelay: '7s' } },
      { ...none, delay: { duration: '7s', percent: 0 } },
    ],
    [
      'delay with the old percent',
      { delay: { fixedDelay: '7s', percent: 5 } },
      { ...none, delay: { duration: '7s', percent: 5 } },
    ],
    [
      'abort',
      { abort: { httpStatus: 503, percentage: { value: 0.5 } } },
      { ...none, abort: { status: '503', percent: 0.5 } },
    ],
    [
      'abort without percentage never happens',
      { abort: { httpStatus: 500 } },
      { ...none, abort: { status: '500', percent: 0 } },
    ],
    [
      'gRPC abort',
      { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 1 } } },
      { ...none, abort: { status: 'UNAVAILABLE', percent: 1 } },
    ],
    ['abort of a kind Istio does not know', { abort: { http2Error: 'X', percentage: { value: 1 } } }, null],
  ])('%s', (_, fault, expected) => {
    expect(apply({ ...plain, fault }).fault).toEqual(expected);
  });
});

describe('mirrors', () => {
  const mirror = { host: 'reviews', subset: 'v2' };
  const copy = { host: 'reviews.app.svc.cluster.local', subset: 'v2', port: 9080 };
  test.each<[string, HttpRule, unknown]>([
    ['all by default', { mirror }, [{ ...copy, share: 1 }]],
    ['percentage', { mirror, mirrorPercentage: { value: 12.5 } }, [{ ...copy, share: 0.125 }]],
    ['0 % is none', { mirror, mirrorPercentage: { value: 0 } }, []],
    ['empty percentage is none', { mirror, mirrorPercentage: {} }, []],
    ['old percent', { mirror, mirrorPercent: 20 }, [{ ...copy, share: 0.2 }]],
    [
      'several',
      { mirrors: [{ destination: mirror }, { destination: { host: 'ratings' }, percentage: { value: 1 } }] },
      [
        { ...copy, share: 1 },
        { host: 'ratings.app.svc.cluster.local', subset: null, port: 9080, share: 0.01 },
      ],
    ],
  ])('%s', (_, rule, expected) => {
    expect(apply({ ...plain, ...rule }).mirrors).toEqual(expected);
  });
});

describe('rewrite', () => {
  const at = (uri: object | undefined, rewrite: HttpRule['rewrite'], path: string, more: HttpRule = {}) =>
    apply({ ...plain, ...more, match: uri ? [{ uri }] : undefined, rewrite }, { path }).rewrite;
  test.each<[string, object | undefined, HttpRule['rewrite'], string, string | null]>([
    ['prefix', { prefix: '/a' }, { uri: '/b' }, '/a/c?q=1', '/b/c?q=1'],
    ['prefix match without slash care', { prefix: '/a' }, { uri: '/' }, '/a/c', '//c'],
    ['exact: the whole path', { exact: '/a' }, { uri: '/b' }, '/a', '/b'],
    ['regex: the whole path', { regex: '/a.*' }, { uri: '/b' }, '/a/c', '/b'],
    ['no uri match: the leading slash', undefined, { uri: '/x' }, '/a/b', '/xa/b'],
    [
      'regex rewrite',
      { prefix: '/' },
      { uriRegexRewrite: { match: '^/v(\\d)/(.*)$', rewrite: '/\\2/\\1' } },
      '/v1/x?q',
      '/x/1?q',
    ],
    ['regex rewrite of a part', undefined, { uriRegexRewrite: { match: 'a', rewrite: 'b' } }, '/aXa', '/bXb'],
    ['authority only', undefined, { authority: 'x.com' }, '/a', '/a'],
    ['nothing', undefined, undefined, '/a', null],
  ])('%s', (_, uri, rewrite, path, expected) => {
    expect(at(uri, rewrite, path)?.path ?? null).toBe(expected);
  });

  const set = (value: string) => ({ request: { set: { Host: value } } });
  test.each<[string, HttpRule, string | undefined]>([
    ['rewrite.authority', { rewrite: { authority: 'a.com' } }, 'a.com'],
    ['host header of the rule', { headers: set('a.com') }, 'a.com'],
    [
      'rewrite.authority before the header',
      { headers: set('a.com'), rewrite: { authority: 'b.com' } },
      'b.com',
    ],
    [
      'set before add',
      { headers: { request: { add: { ':authority': 'a.com' }, set: { host: 'b.com' } } } },
      'b.com',
    ],
    ['host header of the destination', { route: [{ ...dest('reviews'), headers: set('d.com') }] }, 'd.com'],
    [
      'the rule before its only destination',
      { route: [{ ...dest('reviews'), headers: set('d.com') }], rewrite: { authority: 'a.com' } },
      'a.com',
    ],
    ['path only leaves the host', { rewrite: { uri: '/x' } }, 'reviews'],
    ['response headers do not count', { headers: { response: { set: { host: 'x' } } } }, undefined],
  ])('host: %s', (_, rule, expected) => {
    expect(apply({ ...plain, ...rule }).rewrite?.host).toBe(expected);
  });
});

describe('redirect', () => {
  test.each<[string, HttpRule['redirect'], HttpRule, string, string]>([
    ['uri', { uri: '/b' }, {}, '/a?q=1', '301 http://reviews:80/b?q=1'],
    ['uri with a query of its own', { uri: '/b?x=1' }, {}, '/a?q=1', '301 http://reviews:80/b?x=1'],
    ['authority', { authority: 'x.com' }, {}, '/a?q=1', '301 http://x.com:80/a?q=1'],
    ['scheme', { scheme: 'https' }, {}, '/a', '301 https://reviews:443/a'],
    ['port', { port: 8080 }, {}, '/a', '301 http://reviews:8080/a'],
    ['port of the request', { derivePort: 'FROM_REQUEST_PORT' }, {}, '/a', '301 http://reviews:9080/a'],
    [
      'port of the protocol',
      { derivePort: 'FROM_PROTOCOL_DEFAULT', scheme: 'https' },
      {},
      '/a',
      '301 https://reviews:443/a',
    ],
    [
      'prefix',
      { prefixRewrite: '/b' },
      { match: [{ uri: { prefix: '/a' } }] },
      '/a/c?q',
      '301 http://reviews:80/b/c?q',
    ],
    ['code', { uri: '/b', redirectCode: 308 }, {}, '/a', '308 http://reviews:80/b'],
  ])('%s', (_, redirect, more, path, expected) => {
    const answer = apply({ ...more, redirect }, { path });
    const { code, scheme, host, port, path: target } = answer.redirect ?? {};
    expect(answer.outcome).toBe('redirect');
    expect(answer.destinations).toEqual([]);
    expect(`${code} ${scheme}://${host}:${port}${target}`).toBe(expected);
  });

  test('a code that Istio does not translate leaves nothing', () => {
    expect(brief(apply({ redirect: { uri: '/', redirectCode: 305 } }))).toBe('not-found 404');
  });
});

describe('direct response', () => {
  test.each<[string, HttpRule['directResponse'], unknown]>([
    ['status', { status: 503 }, { status: 503, body: null }],
    ['text', { status: 200, body: { string: 'hi' } }, { status: 200, body: 'hi' }],
    ['bytes', { status: 200, body: { bytes: 'Z3LDvMOf' } }, { status: 200, body: 'grüß' }],
  ])('%s', (_, directResponse, expected) => {
    expect(apply({ directResponse })).toMatchObject({ outcome: 'direct-response', ...(expected as object) });
  });
});
