/** Every PromQL question that the console asks, with every window that its pages offer, about what the demo's mesh did. */
import { seriesDirections, seriesGroupings, seriesMetrics } from '#lib/api/traffic/series-words.ts';
import { pageRanges, rangeSeconds } from '#lib/client/address/scope.ts';
import { meshQueries } from '#lib/metrics/mesh-queries.ts';
import { overviewQueries } from '#lib/metrics/overview-queries.ts';
import { recordedQuestion, recordingRules } from '#lib/metrics/recording-rules.ts';
import { alignedRange } from '#lib/metrics/time-range.ts';
import { timelineQuery } from '#lib/metrics/timeline-queries.ts';
import { type TrafficParty, trafficQueries } from '#lib/metrics/traffic-queries.ts';
import { historyQuestions } from '#lib/server/mesh/history.ts';
import { instantQuestion, type Question, rangeQuestion } from './question.ts';

const from = 'questions of the console';
/** Samples of a line, as the pages ask for them. */
const points = { overview: 40, timeline: 90, charts: 120 };
const leastRateWindowSeconds = 60;

const domain = 'cluster.local';
const parties: readonly TrafficParty[] = [
  { kind: 'workloads', namespace: 'bookinfo', names: ['reviews-v1', 'reviews-v2', 'reviews-v3'] },
  { kind: 'app', namespace: 'bookinfo', name: 'reviews', version: null },
  { kind: 'app', namespace: 'bookinfo', name: 'reviews', version: 'v2' },
  { kind: 'namespace', namespace: 'shop', domain },
  { kind: 'service', namespace: 'bookinfo', name: 'ratings', domain },
  { kind: 'service', namespace: 'shop', name: 'orders', domain },
  { kind: 'hosts', hosts: ['api.stripe.example', 'a.(b)*'] },
];

/** Of strict mode. */
const someNamespaces = ['bookinfo', 'shop'];

/** `nowSeconds`: Unix time at which the samples end. */
export function productQuestions(nowSeconds: number): Question[] {
  return [...meshQuestions(nowSeconds), ...lineQuestions(nowSeconds), ...chartQuestions(nowSeconds)];
}

function secondsOf(choices: readonly string[]): number[] {
  return choices.map((choice) => rangeSeconds(choice) ?? leastRateWindowSeconds);
}

function meshQuestions(nowSeconds: number): Question[] {
  const windowQueries = secondsOf(pageRanges.graph.choices).flatMap((windowSeconds) => [
    ...meshQueries({ windowSeconds }),
    ...meshQueries({ windowSeconds, recorded: true }).filter(({ id }) => id === 'buckets'),
  ]);
  const queries = [
    ...windowQueries.map(({ promql }) => promql),
    ...meshQueries({ windowSeconds: 60, scope: someNamespaces }).map(({ promql }) => promql),
    ...[null, someNamespaces].flatMap(historyQuestions),
    recordedQuestion,
    ...recordingRules.map(({ expr }) => expr),
  ];
  const agesSeconds = [0, 7, 1200, 5400];
  return [...new Set(queries)].flatMap((query) =>
    agesSeconds.map((age) => instantQuestion(from, query, (nowSeconds - age) * 1000)),
  );
}

function overRange(query: string, nowSeconds: number, seconds: number, atMost: number): Question {
  const { from: start, to: end, stepSeconds } = alignedRange(nowSeconds, seconds, atMost);
  return rangeQuestion(from, query, { startMs: start * 1000, endMs: end * 1000, stepMs: stepSeconds * 1000 });
}

function rateWindow(nowSeconds: number, seconds: number, atMost: number): number {
  return Math.max(leastRateWindowSeconds, alignedRange(nowSeconds, seconds, atMost).stepSeconds);
}

function lineQuestions(nowSeconds: number): Question[] {
  return secondsOf(pageRanges.overview.choices).flatMap((seconds) => {
    const hosts = [null, ['reviews.bookinfo.svc.cluster.local', 'ratings.bookinfo.svc.cluster.local']];
    const rateWindowSeconds = rateWindow(nowSeconds, seconds, points.overview);
    const overview = hosts.flatMap((latencyHosts) => overviewQueries({ rateWindowSeconds, latencyHosts }));
    const timelineWindow = Math.min(300, rateWindow(nowSeconds, seconds, points.timeline));
    return [...new Set(overview.map(({ promql }) => promql))]
      .map((query) => overRange(query, nowSeconds, seconds, points.overview))
      .concat(overRange(timelineQuery(timelineWindow), nowSeconds, seconds, points.timeline));
  });
}

function chartQuestions(nowSeconds: number): Question[] {
  const questions: Question[] = [];
  const [peer = null] = parties;
  for (const [index, subject] of parties.entries()) {
    for (const direction of seriesDirections) {
      for (const by of seriesGroupings) {
        // Each grouping with another of the ranges that charts offer; an edge now and then.
        const seconds = [900, 3600, 21_600][(index + questions.length) % 3] ?? 900;
        const windowSeconds = rateWindow(nowSeconds, seconds, points.charts);
        const of = by === 'code' ? peer : null;
        for (const { promql } of trafficQueries(
          { subject, peer: of, direction, by },
          {
            metrics: seriesMetrics,
            windowSeconds,
            latencyPeers: by === 'peer' ? ['reviews-v1', 'cart'] : null,
          },
        )) {
          questions.push(overRange(promql, nowSeconds, seconds, points.charts));
        }
      }
    }
  }
  return questions;
}
