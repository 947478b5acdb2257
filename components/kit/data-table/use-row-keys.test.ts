import { expect, it } from 'vitest';
import { targetIndex } from './use-row-keys.ts';

it.each<[string, number, number | null]>([
  ['ArrowDown', 3, 4],
  ['ArrowDown', 99, 99],
  ['ArrowUp', 0, 0],
  ['PageDown', 3, 23],
  ['PageDown', 90, 99],
  ['PageUp', 3, 0],
  ['Home', 50, 0],
  ['End', 50, 99],
  ['Enter', 50, null],
  ['toString', 50, null],
])('%s from row %i leads to %s', (key, from, to) => {
  expect(targetIndex(key, from, 100, 20)).toBe(to);
});

it('leads nowhere without rows', () => {
  expect(targetIndex('End', 0, 0, 20)).toBeNull();
});
