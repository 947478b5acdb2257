import { expect, test } from 'vitest';
import { barsOf, type Measured } from './bars.ts';
import type { PageFigures } from './pages.ts';

const page = (name: PageFigures['name'], drawnMs: number): PageFigures => ({
  name,
  drawnMs,
  busyMs: drawnMs / 2,
  longestTaskMs: 10,
  framesPerSecond: 40,
  tickTaskMs: 51,
  scriptBytes: 300_000,
});

const measured = (services: number): Measured => ({
  size: { services, namespaces: 1 },
  answers: {
    questions: 3,
    freshP95Ms: 300,
    freshMedianMs: 200,
    ownP95Ms: 150,
    ownMedianMs: 100,
    againMedianMs: 1,
    againP95Ms: 2,
    gzipBytes: 240_000,
    nodes: 1,
    edges: 1,
  },
  viewers: [
    { clients: 50, perSecond: 800, p50Ms: 1, p95Ms: 2, failed: 0, answered: 4800, consoleMegabytes: 1 },
    { clients: 200, perSecond: 700, p50Ms: 1, p95Ms: 1200, failed: 0, answered: 4200, consoleMegabytes: 1 },
  ],
  change: { medianMs: 200, worstMs: 1100 },
  pages: [
    page('graph, as it opens', 1300),
    page('graph, unfolded', 2900),
    page('services', 900),
    page('workloads', 1001),
    page('configuration', 500),
  ],
  consoleMegabytes: 1,
});

const missed = (services: number) =>
  barsOf([measured(services)]).flatMap(({ what, met }) => (met === false ? [what] : []));
const slow = [
  'a change made with kubectl until the graph has it, worst of six',
  'frames a second while dragged, as it opens',
  'longest task while metrics arrive, unfolded',
  'the list of workloads shown',
];

test('each size has its own bars', () => {
  expect(missed(200).sort()).toEqual(
    [
      ...slow,
      'fresh graph, p95, without the time of the demo’s Prometheus',
      'graph page drawn, as it opens',
    ].sort(),
  );
  expect(missed(1000).sort()).toEqual(slow);
});

test('what Kiali needs stands beside it, and where it breaks', () => {
  const bars = barsOf([measured(1000)]);
  const of = (what: string) => bars.find((bar) => bar.what.startsWith(what));
  expect(of('questions')).toMatchObject({ kiali: '312', bar: '≤ 6', met: true });
  expect(of('clients')?.measured).toBe('breaks at 200');
});

test('of the largest mesh only what holds at any size is judged', () => {
  expect(barsOf([measured(5000)]).flatMap(({ what, met }) => (met === null ? [] : [what]))).toEqual([
    'questions to Prometheus for the whole graph',
    'answered again within the refresh, median',
    'a change made with kubectl until the graph has it, worst of six',
    'JavaScript of the graph page, compressed, with what it loads on demand',
    'frames a second while dragged, as it opens',
  ]);
});

test('what was not measured has no line', () => {
  expect(barsOf([{ ...measured(20), answers: null, viewers: [], change: null, pages: [] }])).toEqual([]);
});

test('one question too many is told', () => {
  const { answers, ...rest } = measured(20);
  if (answers === null) throw new Error('no answers');
  const bars = barsOf([
    { ...rest, answers: { ...answers, questions: 7, againMedianMs: 5.1, gzipBytes: 250_001 } },
  ]);
  expect(bars.slice(0, 4).map(({ met }) => met)).toEqual([false, null, false, false]);
});
