import { expect, test } from 'vitest';
import { nextDot, tabStop } from './dot-steps.ts';

const dots = [
  { id: 'slow', startUs: 20, durationUs: 900 },
  { id: 'first', startUs: 10, durationUs: 50 },
  { id: 'twin', startUs: 20, durationUs: 50 },
  { id: 'last', startUs: 30, durationUs: 100 },
];

test.each([
  ['first', 'ArrowRight', 'slow'],
  ['slow', 'ArrowRight', 'twin'],
  ['twin', 'ArrowLeft', 'slow'],
  ['last', 'ArrowRight', 'last'],
  ['first', 'ArrowLeft', 'first'],
  ['twin', 'ArrowUp', 'last'],
  ['last', 'ArrowUp', 'slow'],
  ['slow', 'ArrowUp', 'slow'],
  ['twin', 'ArrowDown', 'first'],
  ['twin', 'Home', 'first'],
  ['twin', 'End', 'last'],
  ['twin', 'a', null],
  ['twin', 'toString', null],
  ['gone', 'ArrowRight', null],
])('from %s by %s to %s', (from, key, expected) => {
  expect(nextDot(dots, from, key)).toBe(expected);
});

test('every dot is reached, each once, from the first to the last', () => {
  const walk = ['first'];
  for (let at = 'first'; at !== 'last'; walk.push(at)) at = nextDot(dots, at, 'ArrowRight') ?? 'last';
  expect(walk).toEqual(['first', 'slow', 'twin', 'last']);
});

test('Tab arrives where the reader was, else at the newest', () => {
  expect(tabStop(dots, 'first')).toBe('first');
  expect(tabStop(dots, 'gone')).toBe('last');
  expect(tabStop(dots, null)).toBe('last');
  expect(tabStop([], null)).toBeNull();
});
