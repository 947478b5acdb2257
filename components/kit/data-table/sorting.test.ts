import { describe, expect, it } from 'vitest';
import { compareValues, formatSorting, parseSorting } from './sorting.ts';

const known = ['name', 'rate', 'errors', 'age'];

describe('the order in the URL', () => {
  it.each([
    ['rate:desc,name', 'rate:desc,name'],
    ['name:asc', 'name'],
    ['', ''],
    ['gone:desc,rate', 'rate'],
    ['rate,rate:desc', 'rate'],
    ['name,rate,errors,age', 'name,rate,errors'],
    ['__proto__,name:down', 'name'],
  ])('%j is read as %j', (text, again) => {
    expect(formatSorting(parseSorting(text, known))).toBe(again);
  });
});

it.each([
  [2, 10],
  ['v2', 'v10'],
  ['a', 'B'],
])('%j comes before %j', (a, b) => {
  expect(compareValues(a, b)).toBeLessThan(0);
});
