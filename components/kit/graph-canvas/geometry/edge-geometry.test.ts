import { expect, test } from 'vitest';
import { corners } from './edge-geometry.ts';

test('points on a straight stretch are no corners', () => {
  const flat = [
    { x: 0, y: 5 },
    { x: 8, y: 5 },
    { x: 60, y: 5 },
  ];
  expect(corners(flat)).toEqual([]);
  expect(
    corners([
      { x: 0, y: 5 },
      { x: 8, y: 5 },
      { x: 8, y: 40 },
      { x: 60, y: 40 },
    ]),
  ).toHaveLength(2);
});
