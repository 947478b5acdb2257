import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChartLine,
  edgesOf,
  gatherMarks,
  highest,
  lastSample,
  loneSamples,
  markTimes,
  nearestIndex,
  stackLines,
  valuesAt,
} from './chart-data.ts';

const line = (key: string, values: (number | null)[]): ChartLine => ({
  key,
  label: key,
  values,
  tone: 'stable',
});

describe('stackLines', () => {
  it('puts each on top of those before, with a gap where nobody has a sample', () => {
    const lines = [line('a', [1, null, 2, 0]), line('b', [1, null, null, 3])];
    const tops = stackLines(lines);
    expect(tops).toEqual([
      [1, null, 2, 0],
      [2, null, 2, 3],
    ]);
    expect(edgesOf(lines, tops)).toEqual([
      [1, null, 2, null],
      [2, null, null, 3],
    ]);
  });

  it('ends at the sum', () => {
    const column = fc.array(fc.option(fc.integer({ min: 0, max: 1000 })), { minLength: 5, maxLength: 5 });
    void fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 6 }), (columns) => {
        const tops = stackLines(columns.map((values, index) => line(String(index), values)));
        for (let index = 0; index < 5; index++) {
          const known = columns.flatMap((values) => values[index] ?? []);
          const sum = known.length === 0 ? null : known.reduce((left, value) => left + value, 0);
          expect(tops.at(-1)?.[index]).toBe(sum);
        }
      }),
    );
  });
});

describe('nearestIndex', () => {
  it('is the time with the smallest distance', () => {
    const ascending = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 1 });
    void fc.assert(
      fc.property(ascending, fc.integer({ min: -100, max: 10_100 }), (some, at) => {
        const times = some.sort((a, b) => a - b);
        const found = nearestIndex(times, at) ?? -1;
        const distance = (index: number) => Math.abs((times[index] ?? Number.NaN) - at);
        expect(distance(found)).toBe(Math.min(...times.map((_, index) => distance(index))));
      }),
    );
    expect(nearestIndex([], 5)).toBeNull();
  });
});

it('values at a step are sorted, and only those that have one', () => {
  const lines = [line('a', [1]), line('b', [null]), line('c', [3])];
  expect(valuesAt(lines, 0).map(({ line: { key } }) => key)).toEqual(['c', 'a']);
});

it('newest, highest and lone samples', () => {
  expect(lastSample([1, 2, null])).toEqual({ index: 1, value: 2 });
  expect(lastSample([null])).toBeNull();
  expect(highest([[1, null], [7]])).toBe(7);
  expect(loneSamples([1, null, 2, 3, null, 4])).toEqual([0, 5]);
});

it('marks that would touch are one, those outside are none', () => {
  const mark = (at: number) => ({ at, text: String(at) });
  const times = [100, 200, 300];
  const gathered = gatherMarks([mark(250), mark(150), mark(155), mark(50), mark(401)], times, 10);
  expect(gathered.map(({ at, marks }) => [at, marks.map(({ text }) => text)])).toEqual([
    [150, ['150', '155']],
    [250, ['250']],
  ]);
});

it('what changed since the last sample stands at it, until the next is due', () => {
  const mark = (at: number) => ({ at, text: String(at) });
  const times = [100, 200, 300];
  const marks = [mark(399), mark(310), mark(250), mark(401)];
  const gathered = gatherMarks(marks, times, 10);
  expect(gathered.map(({ at, marks: here }) => [at, here.map(({ text }) => text)])).toEqual([
    [250, ['250']],
    [300, ['310', '399']],
  ]);
  expect(markTimes(marks, times)).toEqual([250, 300]);
  expect(gatherMarks([mark(100)], [100], 10)).toHaveLength(1);
  expect(markTimes([mark(100)], [])).toEqual([]);
});
