/** Three-way merges: both sides' edits arrive, and what cannot be both is a conflict with all three values. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalJson, isJsonObject, type Json, type JsonObject, setOwn, valueAt } from '../json.ts';
import { byName } from '../match-items.ts';
import { json } from '../testing/styled-text.ts';
import { mergeValues } from './merge.ts';
import { diffValues } from './value-diff.ts';

const route = (name: string, weight: number, more: JsonObject = {}): JsonObject => ({
  name,
  weight,
  ...more,
});
const base = { http: [route('a', 90), route('b', 10)], hosts: ['x', 'y'] };

test('edits of different routes and fields come together', () => {
  const theirs = { http: [route('b', 10), route('a', 80)], hosts: ['x', 'y', 'z'] };
  const mine = { http: [route('a', 90, { timeout: '3s' }), route('c', 5), route('b', 20)], hosts: ['y'] };
  expect(mergeValues(base, theirs, mine, byName)).toEqual({
    value: { http: [route('b', 20), route('a', 80, { timeout: '3s' }), route('c', 5)], hosts: ['y', 'z'] },
    conflicts: [],
  });
});

test('one weight set twice is a conflict, and they keep theirs', () => {
  const theirs = { ...base, http: [route('new', 1), route('a', 50), route('b', 10)] };
  const mine = { ...base, http: [route('a', 70), route('b', 10)] };
  const { value, conflicts } = mergeValues(base, theirs, mine, byName);
  expect(value).toEqual(theirs);
  expect(conflicts).toEqual([{ path: ['http', 1, 'weight'], base: 90, theirs: 50, mine: 70 }]);
});

test('a route that one removes and the other changes is a conflict', () => {
  const theirs = { ...base, http: [route('b', 10)] };
  const mine = { ...base, http: [route('a', 70), route('b', 10)] };
  const { conflicts } = mergeValues(base, theirs, mine, byName);
  expect(conflicts).toEqual([
    { path: ['http', 0], base: route('a', 90), theirs: undefined, mine: route('a', 70) },
  ]);
});

test('two new orders are a conflict of the list', () => {
  const three = [route('a', 1), route('b', 1), route('c', 1)];
  const [a, b, c] = three;
  if (a === undefined || b === undefined || c === undefined) throw new Error('three routes');
  const { conflicts } = mergeValues({ http: three }, { http: [b, a, c] }, { http: [c, a, b] }, byName);
  expect(conflicts.map(({ path }) => path)).toEqual([['http']]);
});

test('the same done twice is no conflict', () => {
  const both = { ...base, http: [route('a', 1), route('n', 2)] };
  expect(mergeValues(base, both, structuredClone(both), byName)).toEqual({ value: both, conflicts: [] });
});

test('a side that did nothing leaves what the other did', () => {
  fc.assert(
    fc.property(json, json, (old, side) => {
      expect(mergeValues(old, old, side, byName)).toEqual({ value: side, conflicts: [] });
      expect(mergeValues(old, side, old, byName)).toEqual({ value: side, conflicts: [] });
    }),
  );
});

/** Objects whose lists hold named items only, so that every edit can be found again by names. */
const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 });
const named = names.chain((list) =>
  fc.tuple(...list.map((name) => fc.record({ name: fc.constant(name), weight: fc.nat(3), mode: fc.nat(2) }))),
);
const objects = fc.record({
  http: named,
  labels: fc.dictionary(fc.constantFrom('x', 'y', '__proto__'), fc.nat(2), { noNullPrototype: true }),
  timeout: fc.nat(2),
});

function byNames(value: Json): Json {
  if (Array.isArray(value)) {
    const out: JsonObject = {};
    for (const item of value) if (isJsonObject(item)) setOwn(out, String(item.name), byNames(item));
    return out;
  }
  if (!isJsonObject(value)) return value;
  const out: JsonObject = {};
  for (const [key, item] of Object.entries(value)) setOwn(out, key, byNames(item));
  return out;
}

test('without a conflict no edit of either side is lost', () => {
  let merges = 0;
  fc.assert(
    fc.property(objects, objects, objects, (old, theirs, mine) => {
      const { value, conflicts } = mergeValues(old, theirs, mine, byName);
      if (conflicts.length > 0) return;
      merges += 1;
      for (const side of [theirs, mine]) {
        for (const { path } of diffValues(byNames(old), byNames(side), byName)) {
          expect(equalJson(valueAt(byNames(value), path), valueAt(byNames(side), path))).toBe(true);
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect(merges).toBeGreaterThan(100);
});

test('it does not matter who is who', () => {
  fc.assert(
    fc.property(objects, objects, objects, (old, theirs, mine) => {
      const one = mergeValues(old, theirs, mine, byName);
      const other = mergeValues(old, mine, theirs, byName);
      expect(other.conflicts.length).toBe(one.conflicts.length);
      if (one.conflicts.length === 0) expect(equalJson(one.value, other.value)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
