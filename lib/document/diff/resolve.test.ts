/** Deciding for mine everywhere is the merge with the sides changed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalJson, type Json } from '../json.ts';
import { byName } from '../match-items.ts';
import { mergeValues } from './merge.ts';
import { resolved } from './resolve.ts';

const route = (name: string, weight: number): Json => ({ name, weight });
const spec = (...http: Json[]): Json => ({ spec: { http } });

test('a rule that both changed, one that they removed, one that I removed', () => {
  const base = spec(route('a', 1), route('b', 1), route('c', 1), route('d', 1));
  const theirs = spec(route('a', 2), route('c', 2), route('d', 1));
  const mine = spec(route('a', 3), route('b', 3), route('d', 9));
  const merged = mergeValues(base, theirs, mine, byName);
  expect(merged.conflicts.map(({ path }) => path)).toEqual([
    ['spec', 'http', 0, 'weight'],
    ['spec', 'http', 1],
    ['spec', 'http', 1],
  ]);
  expect(resolved(merged, [])).toEqual(spec(route('a', 2), route('c', 2), route('d', 9)));
  expect(resolved(merged, ['mine', 'mine', 'mine'])).toEqual(
    spec(route('a', 3), route('b', 3), route('d', 9)),
  );
  expect(resolved(merged, ['theirs', 'mine', 'theirs'])).toEqual(
    spec(route('a', 2), route('b', 3), route('c', 2), route('d', 9)),
  );
});

test('the whole value', () => {
  const merged = mergeValues(1, 2, 3, byName);
  expect(resolved(merged, ['mine'])).toBe(3);
  expect(resolved(merged, ['theirs'])).toBe(2);
});

const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

test('of maps: all mine is the merge from the other side', () => {
  fc.assert(
    fc.property(tree, tree, tree, (base, theirs, mine) => {
      const merged = mergeValues(base, theirs, mine, byName);
      const sides = merged.conflicts.map(() => 'mine' as const);
      const other = mergeValues(base, mine, theirs, byName);
      expect(equalJson(resolved(merged, sides), other.value)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
