/** What the charts of the versions can show, the scale that they share, and the steps that are marked on them. Pure. */
import type { ChartUnit } from '#components/kit/time-series/chart-data.ts';
import type { LiveVersion, TimelineEntry } from '#lib/api/split-live.ts';

export const chartMetrics = ['p95Ms', 'errorRatio', 'requestsPerSecond'] as const;
export type ChartMetric = (typeof chartMetrics)[number];

export const chartUnits: Readonly<Record<ChartMetric, ChartUnit>> = {
  p95Ms: 'milliseconds',
  errorRatio: 'ratio',
  requestsPerSecond: 'perSecond',
};

/** So that a flat line near nothing does not look like an alarm. */
const least: Readonly<Record<ChartMetric, number>> = { p95Ms: 5, errorRatio: 0.02, requestsPerSecond: 0.5 };

/** One scale for all cards: from 0 to a little above the highest sample, and above the limit where that is near. */
export function sharedTop(
  versions: readonly LiveVersion[],
  metric: ChartMetric,
  limit: number | null,
): number {
  const highest = versions.reduce(
    (most, { series }) => series[metric].reduce<number>((top, value) => Math.max(top, value ?? 0), most),
    0,
  );
  const shown = limit !== null && limit < highest * 2.5 ? Math.max(highest, limit) : highest;
  return Math.max(shown * 1.08, least[metric]);
}

/** Moments at which the share changed, within the times of the chart. */
export function shareChanges(
  timeline: readonly TimelineEntry[],
  times: readonly number[],
): { at: number; to: number }[] {
  const first = times[0] ?? Number.POSITIVE_INFINITY;
  const last = times.at(-1) ?? Number.NEGATIVE_INFINITY;
  return timeline
    .flatMap(({ at, from, to }) =>
      to !== null && to !== from && at >= first && at <= last ? [{ at, to }] : [],
    )
    .sort((a, b) => a.at - b.at);
}
