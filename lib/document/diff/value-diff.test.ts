/** Differences by path, with the items of lists told apart by their keys. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalJson, type Json } from '../json.ts';
import { byName } from '../match-items.ts';
import { json } from '../testing/styled-text.ts';
import { diffValues } from './value-diff.ts';

const route = (name: string, weight: number): Json => ({ name, route: [{ weight }] });

test('a route is the same route wherever it stands', () => {
  const before = { spec: { http: [route('a', 1), route('b', 2), route('c', 3)] } };
  const after = { spec: { http: [route('new', 9), route('c', 3), route('b', 5)] } };
  expect(diffValues(before, after, byName)).toEqual([
    { kind: 'removed', path: ['spec', 'http', 0], before: route('a', 1) },
    { kind: 'added', path: ['spec', 'http', 0], after: route('new', 9) },
    { kind: 'changed', path: ['spec', 'http', 2, 'route', 0, 'weight'], before: 2, after: 5 },
    { kind: 'moved', path: ['spec', 'http'], order: [2, 1] },
  ]);
});

test('items that share a key are told apart by their content', () => {
  const before = [route('a', 1), route('a', 2)];
  expect(diffValues(before, [route('a', 2)], byName)).toEqual([
    { kind: 'removed', path: [0], before: route('a', 1) },
  ]);
});

test('another type is a change, inherited words are keys like others', () => {
  expect(diffValues({ a: [1] }, { a: { b: 1 }, constructor: 2 }, byName)).toEqual([
    { kind: 'changed', path: ['a'], before: [1], after: { b: 1 } },
    { kind: 'added', path: ['constructor'], after: 2 },
  ]);
});

test('there is a difference exactly when the values differ', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(diffValues(before, before, byName)).toEqual([]);
      expect(diffValues(before, after, byName).length === 0).toBe(equalJson(before, after));
    }),
  );
});
