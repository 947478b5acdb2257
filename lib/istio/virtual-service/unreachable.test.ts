/** What is compared where an object has one match, and where it has as many as a text of a mebibyte takes: counted. */
import { afterEach, expect, test, vi } from 'vitest';
import type { HttpRoute } from './route.ts';
import { unreachableHttp } from './unreachable.ts';

afterEach(() => vi.restoreAllMocks());

const rules = (count: number, uri: (at: number) => string): HttpRoute[] =>
  Array.from({ length: count }, (_, at) => ({
    match: [{ uri: { prefix: uri(at) }, sourceLabels: { at: `${at}` } }],
  }));

test('one match alone is compared with nothing', () => {
  const texts = vi.spyOn(JSON, 'stringify');
  expect(unreachableHttp(rules(1, () => '/'))).toEqual([]);
  expect(texts).not.toHaveBeenCalled();
  // Two are, by their texts.
  expect(unreachableHttp([...rules(1, () => '/'), ...rules(1, () => '/')])).toHaveLength(2);
  expect(texts).toHaveBeenCalled();
});

test('thousands of prefixes of which none begins like another are not compared with each other', () => {
  const compared = vi.spyOn(String.prototype, 'startsWith');
  expect(unreachableHttp(rules(3000, (at) => `/api/v${at}/`))).toEqual([]);
  expect(compared).not.toHaveBeenCalled();
  expect(unreachableHttp(rules(2, (at) => (at === 0 ? '/api' : '/api/v1/')))).toHaveLength(1);
  expect(compared).toHaveBeenCalled();
});

test('of thousands that all cover each other so many are told as anybody reads', () => {
  const found = unreachableHttp(rules(3000, (at) => (at % 2 === 0 ? '/' : '/api/')));
  expect(found).toHaveLength(2000);
});
