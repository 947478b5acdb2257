import { expect, it } from 'vitest';
import { parseSelector } from '#demo/prometheus/promql/parse.ts';
import { SampleBuffer } from '#demo/prometheus/promql/series-source.ts';
import { createSampleIndex } from './samples.ts';

const index = createSampleIndex([
  { labels: { __name__: 'm', job: 'a' }, timesMs: [10, 20, 30], values: [1, 2, 3] },
  { labels: { __name__: 'm', job: 'b' }, timesMs: [15], values: [4] },
  { labels: { __name__: 'n', job: 'a' }, timesMs: [], values: [] },
]);

function read(selector: string, afterMs: number, untilMs: number): unknown[] {
  const buffer = new SampleBuffer();
  return [...index.select(parseSelector(selector).matchers)].map((series) => {
    series.read(afterMs, untilMs, buffer);
    const all = [...buffer.values.slice(0, buffer.length)];
    series.readLatest(afterMs, untilMs, buffer);
    return [String(series.labels), all, [...buffer.values.slice(0, buffer.length)]];
  });
}

it('reads what lies behind the first time, up to the last', () => {
  expect(read('m{job="a"}', 10, 30)).toEqual([['{__name__="m", job="a"}', [2, 3], [3]]]);
  expect(read('m', 0, 15)).toEqual([
    ['{__name__="m", job="a"}', [1], [1]],
    ['{__name__="m", job="b"}', [4], [4]],
  ]);
  expect(read('m{job="a"}', 30, 99)).toEqual([['{__name__="m", job="a"}', [], []]]);
});

it('finds series without their name', () => {
  expect(read('{job="a"}', 0, 99).length).toBe(2);
});

it('tells how many there are', () => {
  expect(index.statistics()).toMatchObject({
    seriesByName: new Map([
      ['m', 2],
      ['n', 1],
    ]),
    newestMs: 30,
  });
});
