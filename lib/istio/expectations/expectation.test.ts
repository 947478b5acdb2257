/** Saved requests: what is kept is read again, what is not ours is refused with its place, and answers are compared. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RouteAnswer } from '../routing/types.ts';
import {
  type Expectation,
  type Expected,
  expectationsAnnotation,
  mostExpectations,
  readExpectations,
  writeExpectations,
} from './expectation.ts';
import { answerLine, expectedLine, requestLine } from './expectation-text.ts';
import { expectedOf } from './from-answer.ts';
import { type JudgedAnswer, unmetOf } from './judge.ts';

const base: Expectation = {
  name: 'testers',
  from: 'shop/web',
  protocol: 'http',
  host: 'reviews',
  port: 9080,
  method: 'GET',
  path: '/',
  headers: { 'x-a': 'b' },
  expect: { outcome: 'not-found' },
};
const read = (text: string) => readExpectations({ [expectationsAnnotation]: text });
const written = (requests: readonly object[], v: unknown = 1) => JSON.stringify({ v, requests });

test('what is written is read again', () => {
  const text = writeExpectations([base, { ...base, name: 'b', from: 'gateway:istio-ingress/public' }]);
  if (!text.ok) throw new Error(text.error);
  expect(read(text.value)).toEqual({
    ok: true,
    value: [base, { ...base, name: 'b', from: 'gateway:istio-ingress/public' }],
  });
});

test('without the annotation there are none', () => {
  expect(readExpectations(undefined)).toEqual({ ok: true, value: [] });
  expect(readExpectations({ other: 'x' })).toEqual({ ok: true, value: [] });
});

test.each([
  ['no JSON', '{', 'json', ''],
  ['nothing', '', 'json', ''],
  ['null', 'null', 'shape', ''],
  ['a list', '[]', 'shape', ''],
  ['another version', written([], 2), 'version', 'v'],
  ['no version', '{"requests":[]}', 'version', 'v'],
  ['a port that is a word', written([base, { ...base, port: 'http' }]), 'shape', 'requests[1].port'],
  ['a port out of range', written([{ ...base, port: 70000 }]), 'shape', 'requests[0].port'],
  ['no name', written([{ ...base, name: '' }]), 'shape', 'requests[0].name'],
  ['a sender that is none', written([{ ...base, from: 'web' }]), 'shape', 'requests[0].from'],
  [
    'an outcome that is none',
    written([{ ...base, expect: { outcome: 'maybe' } }]),
    'shape',
    'requests[0].expect.outcome',
  ],
  [
    'a share over all',
    written([
      {
        ...base,
        expect: { outcome: 'forward', within: 0, to: [{ host: 'a', subset: null, port: 1, share: 2 }] },
      },
    ]),
    'shape',
    'requests[0].expect.to[0].share',
  ],
  ['what nobody knows', written([{ ...base, weather: 'fine' }]), 'shape', 'requests[0]'],
  ['one name twice', written([base, base]), 'twice', 'requests[1].name'],
  [
    'too many',
    written(Array.from({ length: mostExpectations + 1 }, (_, at) => ({ ...base, name: `n${at}` }))),
    'shape',
    'requests',
  ],
  ['too long', `${written([])}${' '.repeat(17_000)}`, 'size', ''],
])('%s is refused with its place', (_, text, why, at) => {
  expect(read(text)).toEqual({ ok: false, error: { why, at } });
});

test('whatever stands there is read or refused, never thrown at anybody', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((value) => written([value as object])),
      ),
      (text) => {
        expect(typeof read(text).ok).toBe('boolean');
      },
    ),
  );
});

test('more than is read is not written', () => {
  const many = Array.from({ length: mostExpectations + 1 }, (_, at) => ({ ...base, name: `n${at}` }));
  expect(writeExpectations(many)).toEqual({ ok: false, error: 'size' });
  expect(
    writeExpectations([
      { ...base, path: `/${'x'.repeat(8000)}` },
      { ...base, name: 'b', path: `/${'世'.repeat(5000)}` },
    ]).ok,
  ).toBe(false);
});

const place = (subset: string | null, share: number, missing = false) => ({
  host: 'reviews.shop.svc.cluster.local',
  subset,
  port: 9080,
  share,
  missing,
});
const answer = (parts: Partial<RouteAnswer>): JudgedAnswer => ({
  outcome: 'forward',
  destinations: [],
  fault: null,
  redirect: null,
  status: null,
  rule: null,
  ...parts,
});
const split = (v1: number, v2: number) => answer({ destinations: [place('v1', v1), place('v2', v2)] });
const forward = (to: ReturnType<typeof place>[], within = 0): Expected => ({
  outcome: 'forward',
  to: to.map(({ missing: _, ...one }) => one),
  within,
});
const redirect = { code: 301, scheme: 'https', host: 'x.com', port: 443, path: '/a' };
const abort = { delay: null, abort: { status: '503', percent: 10 } };

describe('an answer', () => {
  test.each<[string, Expected, JudgedAnswer, ReturnType<typeof unmetOf>]>([
    ['as expected', forward([place('v1', 0.9), place('v2', 0.1)]), split(0.9, 0.1), null],
    ['in another order', forward([place('v2', 0.1), place('v1', 0.9)]), split(0.9, 0.1), null],
    [
      'of one destination in two routes',
      forward([place('v1', 1)]),
      answer({ destinations: [place('v1', 0.4), place('v1', 0.6)] }),
      null,
    ],
    [
      'with a share at the edge of what is allowed',
      forward([place('v1', 0.9), place('v2', 0.1)], 0.05),
      split(0.85, 0.15),
      null,
    ],
    [
      'with a share beyond it',
      forward([place('v1', 0.9), place('v2', 0.1)], 0.05),
      split(0.84, 0.16),
      'shares',
    ],
    [
      'with any share, where any is allowed',
      forward([place('v1', 0.9), place('v2', 0.1)], 1),
      answer({ destinations: [place('v2', 1)] }),
      null,
    ],
    ['with a stranger, even so', forward([place('v1', 1)], 1), split(0.99, 0.01), 'destinations'],
    [
      'that leads to nothing',
      forward([place('v1', 1)], 1),
      answer({ destinations: [place('v1', 1, true)] }),
      'missing',
    ],
    [
      'without one of two destinations',
      forward([place('v1', 0.5), place('v2', 0.5)]),
      answer({ destinations: [place('v1', 1)] }),
      'shares',
    ],
    [
      'of another outcome',
      forward([place('v1', 1)]),
      answer({ outcome: 'not-found', status: 404 }),
      'outcome',
    ],
    [
      'with a fault that nobody speaks about',
      forward([place('v1', 1)]),
      answer({ destinations: [place('v1', 1)], fault: abort }),
      null,
    ],
    [
      'with a fault where none may be',
      { ...forward([place('v1', 1)]), fault: null } as Expected,
      answer({ destinations: [place('v1', 1)], fault: abort }),
      'fault',
    ],
    [
      'with the fault that is expected',
      { ...forward([place('v1', 1)]), fault: abort } as Expected,
      answer({ destinations: [place('v1', 1)], fault: abort }),
      null,
    ],
    [
      'redirected as expected',
      { outcome: 'redirect', status: 301, url: 'https://x.com/a' },
      answer({ outcome: 'redirect', redirect }),
      null,
    ],
    [
      'redirected with another code',
      { outcome: 'redirect', status: 302, url: 'https://x.com/a' },
      answer({ outcome: 'redirect', redirect }),
      'status',
    ],
    [
      'redirected elsewhere',
      { outcome: 'redirect', status: 301, url: 'https://x.com/b' },
      answer({ outcome: 'redirect', redirect }),
      'redirect',
    ],
    [
      'of the proxy itself',
      { outcome: 'direct-response', status: 503 },
      answer({ outcome: 'direct-response', status: 503 }),
      null,
    ],
    [
      'of the proxy itself, another status',
      { outcome: 'direct-response', status: 503 },
      answer({ outcome: 'direct-response', status: 200 }),
      'status',
    ],
    ['refused as expected', { outcome: 'closed' }, answer({ outcome: 'closed', status: 502 }), null],
  ])('%s', (_, expected, found, unmet) => {
    expect(unmetOf({ expect: expected }, found)).toBe(unmet);
  });

  test('is met by what was made of it', () => {
    const share = fc.integer({ min: 1, max: 97 });
    const found = fc.oneof(
      fc.tuple(share, share, share).map(([a, b, c]) => {
        const sum = a + b + c;
        return answer({ destinations: [place('v1', a / sum), place('v2', b / sum), place(null, c / sum)] });
      }),
      fc.constantFrom(
        answer({ outcome: 'redirect', redirect }),
        answer({ outcome: 'direct-response', status: 418 }),
        answer({ outcome: 'not-found', status: 404 }),
        answer({ outcome: 'passthrough' }),
      ),
    );
    fc.assert(
      fc.property(found, fc.constantFrom(0, 0.05, 1), (one, within) => {
        const expected = expectedOf(one, within);
        return expected !== null && unmetOf({ expect: expected }, one) === null;
      }),
    );
  });

  test('that leads to nothing is nothing to expect', () => {
    expect(expectedOf(answer({ destinations: [place('v9', 1, true)] }), 0)).toBeNull();
  });
});

test('one line tells it in every language', () => {
  expect(requestLine(base)).toBe('GET http://reviews:9080/');
  expect(requestLine({ ...base, protocol: 'tls' })).toBe('tls://reviews:9080');
  expect(expectedLine(forward([place('v1', 0.9), place('v2', 0.1)], 0.05))).toBe(
    'reviews.shop:9080 v1 90 % ±5 %, v2 10 % ±5 %',
  );
  expect(expectedLine(forward([place('v1', 0.9), place('v2', 0.1)], 1))).toBe('reviews.shop:9080 v1, v2');
  expect(expectedLine({ outcome: 'redirect', status: 301, url: 'https://x.com/a' })).toBe(
    '301 https://x.com/a',
  );
  expect(answerLine(answer({ destinations: [place('v1', 1, true)], fault: abort }))).toBe(
    'reviews.shop:9080 v1 100 % (503); abort 503 10 %',
  );
  expect(answerLine(answer({ outcome: 'not-found', status: 404 }))).toBe('404');
  expect(answerLine(answer({ outcome: 'closed', status: 502 }))).toBe('closed 502');
});
