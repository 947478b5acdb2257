import { expect, it } from 'vitest';
import { readTestScripts } from './test-files.ts';

const dayMs = 86_400_000;

const text = `
# A comment.
load 5m
  m{job="a"} 0+10x2 _ 7
  m{job="b"} NaN -Inf 1e3 # no sample
  h {{schema:0 sum:1 count:1}}x3
  gone 1 stale
  "quoted name" 1

eval instant at 10m sum(m @ 300)
  {} 20

eval range from 0 to 10m step 5m rate(m[5m])

clear
load 1m
  m{job="a"} 5x1
load 2m
  m{job="c"} 1

eval_fail instant at 50 m + on (x) m
`;

const corpus = readTestScripts([text]);

it('holds what both sections load, each at its own time, and leaves out what is no float', () => {
  expect(corpus.series).toEqual([
    {
      labels: { job: 'a', __name__: 'm' },
      timesMs: [0, 300_000, 600_000, 1_200_000, 4 * dayMs, 4 * dayMs + 60_000],
      values: [0, 10, 20, 7, 5, 5],
    },
    {
      labels: { job: 'b', __name__: 'm' },
      timesMs: [0, 300_000, 600_000],
      values: [Number.NaN, Number.NEGATIVE_INFINITY, 1000],
    },
    { labels: { job: 'c', __name__: 'm' }, timesMs: [4 * dayMs], values: [1] },
  ]);
  expect(corpus.leftOut).toBe(3);
});

it('asks every query at the time of its section', () => {
  expect(
    corpus.questions.map(({ path, parameters }) => [path, ...parameters.map(([, value]) => value)]),
  ).toEqual([
    ['/query', 'sum(m @ 300)', '600'],
    ['/query_range', 'rate(m[5m])', '0', '600', '300'],
    ['/query', 'm + on (x) m', String(4 * 86_400 + 50)],
  ]);
});

it('moves times behind @ along', () => {
  const moved = readTestScripts(['clear\nload 1s\n m 1\neval instant at 1 m @ 2.5 + m @ start()']);
  expect(moved.questions[0]?.parameters[0]).toEqual(['query', `m @ ${3 * 86_400 + 2.5} + m @ start()`]);
});
