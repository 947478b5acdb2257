import { expect, test } from 'vitest';
import { placeWhereDropped } from './place-where-dropped.ts';

/** The first is open: ten times as tall as the others. */
const cards = [
  { index: 0, top: 0, bottom: 400 },
  { index: 1, top: 406, bottom: 446 },
  { index: 2, top: 452, bottom: 492 },
];

test.each([
  ['let go where it was', 0, 0, 0],
  ['a little further down', 0, 20, 0],
  ['past the middle of the next', 0, 30, 1],
  ['past the last', 0, 300, 2],
  ['up from the middle, not past a tall one', 1, -150, 1],
  ['up past the middle of a tall one', 1, -210, 0],
  ['from the end to the beginning', 2, -400, 0],
  ['down at the end', 2, 500, 2],
  ['up at the beginning', 0, -50, 0],
  ['one that is not drawn', 7, 50, 7],
])('%s', (_, from, offset, to) => {
  expect(placeWhereDropped(cards, from, offset)).toBe(to);
});
