/**
 * The mesh as it was in windows that are over: read once, remembered, shared. Replays and comparisons ask for many of them, so
 * they stand in a line of their own and leave room for what is watched live.
 */
import type { Warning } from '#lib/api/problem.ts';
import type { LatencyIndex } from '#lib/graph/telemetry/latency.ts';
import { noTelemetry, readTelemetry } from '#lib/graph/telemetry/telemetry.ts';
import { bucketsQuery, type MeshQueryId, meshQueries } from '#lib/metrics/mesh-queries.ts';
import { type MetricsScope, scopeKey } from '#lib/metrics/metrics-scope.ts';
import type { InstantSample } from '#lib/metrics/samples.ts';
import { isLongWindow } from '#lib/metrics/window-beat.ts';
import { isAppError } from '../app-error.ts';
import type { Gate } from '../gate.ts';
import { createLru } from '../lru.ts';
import type { PrometheusClient } from '../prometheus/client.ts';
import { reachesBackTo } from './history.ts';
import { partialMetrics, type Reading } from './reading.ts';
import type { RecordedRules } from './recorded-rules.ts';

export interface PastWindow {
  windowSeconds: number;
  /** Unix seconds of its end. */
  at: number;
  scope: MetricsScope;
  /** Without them a window costs a tenth: enough for a frame that is gone a second later. */
  percentiles: boolean;
}

export interface PastOptions {
  client: PrometheusClient;
  rules: Pick<RecordedRules, 'past'>;
  /** Of everything that is not watched live. */
  background: Gate;
  nothing(scope: MetricsScope, code: string, detail: string): Reading;
  nextVersion(): string;
}

const kept = 32;
/** From here on it matters whether Prometheus knows the whole of a window. */
export const leastJudgedWindowSeconds = 600;

export const noHistory: Warning = {
  code: 'prometheus-no-history',
  source: 'prometheus',
  detail: 'Prometheus has no metrics of the mesh at this time.',
};
/** Of a long window, of which nothing is known yet: whatever else Prometheus answers, this was too much for it. */
export const windowTooLong = {
  code: 'prometheus-window-slow',
  detail: 'Prometheus did not add up this window in time.',
} as const;

export const shortHistory: Warning = {
  code: 'prometheus-short-history',
  source: 'prometheus',
  detail: 'Prometheus has no metrics of the mesh at the start of this window.',
};

export function createPastReadings({
  client,
  rules,
  background,
  nothing,
  nextVersion,
}: PastOptions): (window: PastWindow) => Promise<Reading> {
  const readings = createLru<Promise<Reading>>(kept);

  async function read({
    windowSeconds,
    at,
    scope,
    percentiles,
  }: PastWindow): Promise<Reading | 'late' | null> {
    const answers = new Map<MeshQueryId, readonly InstantSample[]>();
    let latency: LatencyIndex | null = null;
    let missing = false;
    let late = false;
    const long = isLongWindow(windowSeconds);
    const queries = meshQueries({ windowSeconds, scope }).filter(
      ({ beat }) => percentiles || beat === 'fast',
    );
    await Promise.all(
      queries.map(async ({ id, promql }) => {
        try {
          if (id === 'buckets') {
            // Whether there are rules is a question about everybody, too.
            const recorded = scope === null && (await background.run(() => rules.past(windowSeconds, at)));
            const buckets = bucketsQuery({ windowSeconds, recorded, scope });
            const read = await background.run(() => client.queryBuckets(buckets, at, long));
            latency = read.latency;
            missing ||= read.warnings.length > 0;
            return;
          }
          const { samples, warnings } = await background.run(() => client.query(promql, at, long));
          answers.set(id, samples);
          missing ||= warnings.length > 0;
        } catch (error) {
          missing = true;
          late ||= id === 'requests' && isAppError(error) && error.code === 'timeout';
        }
      }),
    );
    const requests = answers.get('requests');
    if (requests === undefined) return long && late ? 'late' : null;
    const tcp = answers.get('tcp') ?? null;
    const silent = requests.length === 0 && (tcp?.length ?? 0) === 0;
    if (silent && !(await background.run(() => reachesBackTo(client, at, scope)))) {
      const version = nextVersion();
      return {
        telemetry: noTelemetry,
        at,
        metricsAt: null,
        percentilesAt: null,
        warnings: [noHistory],
        scope: scopeKey(scope),
        version,
      };
    }
    const warnings: Warning[] = missing ? [partialMetrics] : [];
    const isLong = windowSeconds >= leastJudgedWindowSeconds;
    if (isLong && !(await background.run(() => reachesBackTo(client, at - windowSeconds, scope)))) {
      warnings.push(shortHistory);
    }
    return {
      telemetry: readTelemetry({
        requests,
        durations: answers.get('durations') ?? null,
        tcp,
        latency,
        sizes: answers.get('sizes') ?? null,
      }),
      at,
      metricsAt: at,
      percentilesAt: latency === null ? null : at,
      warnings,
      scope: scopeKey(scope),
      version: nextVersion(),
    };
  }

  return ({ windowSeconds, at, scope, percentiles }) => {
    const keyOf = (withPercentiles: boolean) =>
      `${windowSeconds}@${at} ${withPercentiles} ${scopeKey(scope)}`;
    const present = readings.get(keyOf(true)) ?? (percentiles ? undefined : readings.get(keyOf(false)));
    if (present !== undefined) return present;
    const key = keyOf(percentiles);
    const reading = read({ windowSeconds, at, scope, percentiles }).then((made) => {
      if (made !== null && made !== 'late') return made;
      readings.delete(key);
      if (made === 'late') return nothing(scope, windowTooLong.code, windowTooLong.detail);
      const state = client.state();
      return nothing(scope, `prometheus-${state.state}`, state.detail ?? 'There are no metrics.');
    });
    readings.set(key, reading);
    return reading;
  };
}
