import { expect, test } from 'vitest';
import { isDirection, nextInDirection } from './spatial-walk.ts';

const at = (x: number, y: number) => ({ x, y, width: 100, height: 40 });
const places = new Map([
  ['gateway', at(0, 100)],
  ['front', at(200, 100)],
  ['cart', at(400, 40)],
  ['catalog', at(400, 110)],
  ['far', at(800, 100)],
]);

test.each([
  ['gateway', 'ArrowRight', 'front'],
  ['front', 'ArrowRight', 'catalog'],
  ['catalog', 'ArrowUp', 'cart'],
  ['cart', 'ArrowLeft', 'front'],
  ['catalog', 'ArrowRight', 'far'],
  ['gateway', 'ArrowLeft', null],
  ['nobody', 'ArrowLeft', null],
] as const)('from %s, %s leads to %s', (from, direction, expected) => {
  expect(nextInDirection(from, direction, places)).toBe(expected);
});

test('only arrows are directions', () => {
  expect(['ArrowUp', 'Enter', 'a', 'toString'].map(isDirection)).toEqual([true, false, false, false]);
});
