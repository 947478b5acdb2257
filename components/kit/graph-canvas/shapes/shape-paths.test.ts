import { expect, test } from 'vitest';
import { headPath, linePath } from './shape-paths.ts';

const points = (...pairs: [number, number][]) => pairs.map(([x, y]) => ({ x, y }));

test.each([
  ['straight', points([0, 0], [50, 0]), 'M0 0L50 0'],
  ['bent, rounded', points([0, 0], [50, 0], [50, 50]), 'M0 0L43 0Q50 0 50 7L50 50'],
  [
    'bends closer than their radius',
    points([0, 0], [50, 0], [50, 6], [90, 6]),
    'M0 0L47 0Q50 0 50 3L50 3Q50 6 53 6L90 6',
  ],
  ['nothing', [], ''],
])('%s', (_, line, path) => expect(linePath({ points: line })).toBe(path));

test('an arrow points where the line goes, a dot touches its end', () => {
  const line = { points: points([0, 0], [50, 0]), headSize: 6 };
  expect(headPath({ ...line, head: 'arrow' })).toBe('M50 0L44 3L44 -3Z');
  expect(headPath({ ...line, head: 'dot' })).toBe('M44 0A3 3 0 1 0 50 0A3 3 0 1 0 44 0Z');
});
