/** Timeline answers: one range question for each stretch of time, shared by everybody, summed for each distinct set of rights. */
import type { Rights } from '#lib/access/rights.ts';
import type { Timeline } from '#lib/api/configuration/timeline.ts';
import type { Warning } from '#lib/api/problem.ts';
import { type MeshTimeline, readTimeline, scopeTimeline } from '#lib/graph/telemetry/timeline.ts';
import { changesOf } from '#lib/graph/views/changes.ts';
import { mergeChanges } from '#lib/history/timeline.ts';
import { type MetricsScope, scopeKey } from '#lib/metrics/metrics-scope.ts';
import { alignedRange, type TimeRange } from '#lib/metrics/time-range.ts';
import { timelineQuery } from '#lib/metrics/timeline-queries.ts';
import type { Clock } from '../clock.ts';
import type { History } from '../history/history.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru } from '../lru.ts';
import type { PrometheusClient } from '../prometheus/client.ts';
import { configurationKey, mayReadConfiguration } from './configuration-rights.ts';
import { type MetricsScoping, unasked } from './metrics-scoping.ts';
import { createPackedCache, type Packed } from './packed.ts';
import { partialMetrics } from './reading.ts';
import type { RequestScope } from './scope.ts';

export interface TimelineBook {
  /** `at` in Unix seconds; null is now. */
  packed(rangeSeconds: number, at: number | null, scope: RequestScope, rights: Rights): Promise<Packed>;
}

export interface TimelineOptions {
  /** Null when no Prometheus is configured. */
  prometheus: PrometheusClient | null;
  scoping: MetricsScoping;
  snapshot: Pick<Snapshot, 'objects' | 'revision' | 'warnings'>;
  history: Pick<History, 'heads' | 'version'>;
  clock: Clock;
}

interface Lines {
  timeline: MeshTimeline;
  warnings: readonly Warning[];
  /** Differs between readings with different content. */
  version: string;
}

const points = 90;
/**
 * Of the rate at each sample: no request falls between two samples up to a range of several hours. Beyond, samples are spot checks:
 * reading all that a week has would cost Prometheus hundreds of times as much.
 */
const rateWindowBounds = { least: 60, most: 300 };
const retryMs = 10_000;

export function createTimelineBook({
  prometheus,
  scoping,
  snapshot,
  history,
  clock,
}: TimelineOptions): TimelineBook {
  const lines = createLru<{ asked: Promise<Lines>; failedAtMs: number | null }>(scoping.strict ? 64 : 16);
  /** The newest good answer of each length: shown while a later one fails. */
  const lastGood = createLru<Lines>(scoping.strict ? 32 : 8);
  const answers = createPackedCache(128);
  let counter = 0;

  function without(range: TimeRange, code: string, detail: string): Lines {
    const timeline = readTimeline(range, []);
    return { timeline, warnings: [{ code, source: 'prometheus', detail }], version: `${range.to} ${code}` };
  }

  async function ask(client: PrometheusClient, range: TimeRange, scope: MetricsScope): Promise<Lines> {
    const { least, most } = rateWindowBounds;
    const rateWindowSeconds = Math.min(most, Math.max(least, range.stepSeconds));
    const { samples, warnings } = await client.queryRange(timelineQuery(rateWindowSeconds, scope), range);
    counter += 1;
    return {
      timeline: readTimeline(range, samples),
      warnings: warnings.length > 0 ? [partialMetrics] : [],
      version: String(counter),
    };
  }

  async function read(range: TimeRange, isLive: boolean, scope: MetricsScope): Promise<Lines> {
    if (prometheus === null) {
      return without(range, 'prometheus-not-configured', 'No Prometheus is configured.');
    }
    const reason = unasked(scope);
    if (reason !== null) return without(range, reason.code, reason.detail);
    const key = `${range.from}-${range.to} ${scopeKey(scope)}`;
    const length = `${range.to - range.from} ${scopeKey(scope)}`;
    const present = lines.get(key);
    const retry = present?.failedAtMs != null && clock.now() - present.failedAtMs >= retryMs;
    if (present !== undefined && !retry) return present.asked;
    const client = prometheus;
    const entry: { asked: Promise<Lines>; failedAtMs: number | null } = {
      failedAtMs: null,
      asked: ask(client, range, scope).then(
        (good) => {
          if (isLive) lastGood.set(length, good);
          return good;
        },
        () => {
          entry.failedAtMs = clock.now();
          const state = client.state();
          const detail = state.detail ?? 'There are no metrics.';
          const old = isLive ? lastGood.get(length) : undefined;
          if (old === undefined) return without(range, `prometheus-${state.state}`, detail);
          const stale: Warning = { code: 'prometheus-stale', source: 'prometheus', detail };
          return { ...old, warnings: [stale], version: `${old.version} stale` };
        },
      ),
    };
    lines.set(key, entry);
    return entry.asked;
  }

  return {
    packed: async (rangeSeconds, at, scope, rights) => {
      const now = Math.floor(clock.now() / 1000);
      const range = alignedRange(at ?? now, rangeSeconds, points);
      const { timeline, warnings, version } = await read(range, at === null, scoping.of(scope));
      const until = at ?? Number.POSITIVE_INFINITY;
      const all = [...warnings, ...snapshot.warnings(), ...scope.warnings];
      const key = JSON.stringify([
        [range, version, at === null, snapshot.revision(), history.version(), all],
        [scope.key, configurationKey(rights)],
      ]);
      const mayRead = mayReadConfiguration(rights);
      return answers.get(key, (): Timeline => {
        const { visible, requested } = scope;
        const { from, to, stepSeconds } = timeline.range;
        return {
          from,
          to,
          stepSeconds,
          ...scopeTimeline(timeline, { visible, requested }),
          changes: mergeChanges(changesOf(snapshot.objects()), history.heads()).filter(
            ({ at: time, namespace, kind }) =>
              time >= from &&
              time <= until &&
              (requested === null || requested.has(namespace)) &&
              (visible === null || visible.has(namespace)) &&
              mayRead(namespace, kind),
          ),
          warnings: all,
        };
      });
    },
  };
}
