import { expect, test } from 'vitest';
import { ageOf, humanDuration } from './duration.ts';

const hour = 3600;
const day = 24 * hour;
const year = 365 * day;

// From apimachinery pkg/util/duration/duration_test.go.
test.each<[seconds: number, expected: string]>([
  [-2, '<invalid>'],
  [-1, '0s'],
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [121, '2m1s'],
  [10 * 60 - 1, '9m59s'],
  [10 * 60, '10m'],
  [3 * hour - 1, '179m'],
  [3 * hour, '3h'],
  [3 * hour + 60, '3h1m'],
  [8 * hour, '8h'],
  [2 * day - 1, '47h'],
  [2 * day, '2d'],
  [2 * day + hour, '2d1h'],
  [8 * day, '8d'],
  [2 * year - 1, '729d'],
  [2 * year, '2y'],
  [2 * year + day, '2y1d'],
  [8 * year, '8y'],
])('%i seconds are %s', (seconds, expected) => {
  expect(humanDuration(seconds * 1000)).toBe(expected);
});

test('an age without a time is unknown', () => {
  expect(ageOf(undefined, 0)).toBe('<unknown>');
  expect(ageOf('1970-01-01T00:00:00Z', 5000)).toBe('5s');
});
