/** The pairs are those of comparing each with each, found without that. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { hostsOverlap } from './host-name.ts';
import { HostTable } from './host-table.ts';
import { overlappingPairs } from './overlapping-pairs.ts';

const host = fc
  .tuple(fc.constantFrom('', '*', '*.'), fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }))
  .map(([star, labels]) => star + labels.join('.'));
const hosts = fc.array(fc.oneof({ weight: 8, arbitrary: host }, fc.constant('*')), { maxLength: 12 });

test('each pair of which one covers the other, in order', () => {
  fc.assert(
    fc.property(hosts, (list) => {
      const each = list.flatMap((one, place) =>
        list.flatMap((other, at): [number, number][] =>
          at > place && hostsOverlap(one, other) ? [[place, at]] : [],
        ),
      );
      expect(overlappingPairs(list, Number.POSITIVE_INFINITY)).toEqual(each);
    }),
  );
});

test('of tens of thousands each is looked up once, and of very many pairs so many are told', () => {
  const looked = vi.spyOn(HostTable.prototype, 'wildcardsCovering');
  const many = Array.from({ length: 30_000 }, (_, at) => `host-${at}.example.com`);
  expect(overlappingPairs([...many, '*.example.org'], 100)).toEqual([]);
  expect(looked).toHaveBeenCalledTimes(many.length + 1);
  looked.mockClear();
  expect(overlappingPairs(many.fill('host.example.com'), 100)).toHaveLength(100);
  expect(looked.mock.calls.length).toBeLessThan(100);
  looked.mockRestore();
});
