import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from './json.ts';
import { byName } from './match-items.ts';
import { sameItems } from './same-items.ts';

const rule = (name: string, value: number): Json => ({ name, value });
const [a, b, c, d] = [rule('a', 1), rule('b', 2), rule('c', 3), rule('d', 4)];

it.each<[string, Json[], Json[], (number | null)[]]>([
  ['nothing changed', [a, b, c], [a, b, c], [0, 1, 2]],
  ['one edited', [a, b, c], [a, rule('b', 9), c], [0, 1, 2]],
  ['one added', [a, c], [a, b, c], [0, null, 1]],
  ['one gone', [a, b, c], [a, c], [0, 2]],
  ['one moved down', [a, b, c, d], [b, c, a, d], [1, 2, 0, 3]],
  ['one moved and edited', [a, b, c], [b, rule('a', 9), c], [1, 0, 2]],
  ['one doubled', [a, b], [a, a, b], [0, null, 1]],
  ['all new', [a], [b, c], [null, null]],
  ['from nothing', [], [a], [null]],
])('%s', (_, before, after, expected) => {
  expect(sameItems(before, after, [], byName, 'keyless')).toEqual(expected);
});

it('finds every item of a permutation', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 8 });
  const lists = names.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(lists, ([before, after]) => {
      const items = (list: readonly string[]) => list.map((name) => ({ name }));
      const matches = sameItems(items(before), items(after), [], byName, 'keyless');
      expect(matches.map((match) => (match === null ? null : before[match]))).toEqual(after);
    }),
  );
});
