/** What the charts of the versions can show, the scale that they share, and the steps that are marked on them. Pure. */
import type { PathScale } from '#components/kit/time-series/beside-path.ts';
import type { ChartUnit } from '#components/kit/time-series/chart-data.ts';
import type { LiveVersion, TimelineEntry } from '#lib/api/splits/split-live.ts';

const requestMetrics = ['p95Ms', 'errorRatio', 'requestsPerSecond'] as const;
const connectionMetrics = ['connectionsPerSecond'] as const;
export type ChartMetric = (typeof requestMetrics)[number] | (typeof connectionMetrics)[number];

/** What there is to choose from; the first is shown until something is chosen. */
export function chartMetrics(connections: boolean): readonly [ChartMetric, ...(readonly ChartMetric[])] {
  return connections ? connectionMetrics : requestMetrics;
}

export const chartUnits: Readonly<Record<ChartMetric, ChartUnit>> = {
  p95Ms: 'milliseconds',
  errorRatio: 'ratio',
  requestsPerSecond: 'perSecond',
  connectionsPerSecond: 'perSecond',
};

/** So that a flat line near nothing does not look like an alarm. */
const least: Readonly<Record<ChartMetric, number>> = {
  p95Ms: 5,
  errorRatio: 0.02,
  requestsPerSecond: 0.5,
  connectionsPerSecond: 0.5,
};

/**
 * One scale for all cards: around all samples, and the limit where that is near. It begins with 0 unless all samples lie far above
 * it: what is compared is the difference.
 */
export function sharedScale(
  versions: readonly LiveVersion[],
  metric: ChartMetric,
  limit: number | null,
): PathScale {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const { series } of versions) {
    for (const value of series[metric]) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (limit !== null && limit > high && limit < high * 2.5) high = limit;
  const top = Math.max(high * 1.04, least[metric]);
  return { bottom: low > top * 0.4 ? low - (top - low) * 0.4 : 0, top };
}

/** Moments at which the share changed, within the times of the chart; of several in one second the last. `timeline`: newest first. */
export function shareChanges(
  timeline: readonly TimelineEntry[],
  times: readonly number[],
): { at: number; to: number }[] {
  // A step at the very edge would be a line around the chart.
  const first = times[1] ?? Number.POSITIVE_INFINITY;
  const last = times.at(-1) ?? Number.NEGATIVE_INFINITY;
  const changes = new Map<number, number>();
  for (const { at, from, to } of [...timeline].reverse().sort((a, b) => a.at - b.at)) {
    if (to !== null && to !== from && at >= first && at <= last) changes.set(at, to);
  }
  return [...changes].map(([at, to]) => ({ at, to }));
}
