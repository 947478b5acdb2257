/**
 * The mesh's metrics, read once for everybody: a poll for each window that somebody watches, the dear questions at a slower beat.
 * In strict mode (metrics-scoping.ts) for everybody of the same namespaces.
 * When Prometheus fails the last good answers stay, with their age and a warning.
 */
import type { Warning } from '#lib/api/problem.ts';
import type { LatencyIndex } from '#lib/graph/telemetry/latency.ts';
import { noTelemetry, readTelemetry } from '#lib/graph/telemetry/telemetry.ts';
import { type MeshQuery, type MeshQueryId, meshQueries } from '#lib/metrics/mesh-queries.ts';
import { type MetricsScope, scopeKey } from '#lib/metrics/metrics-scope.ts';
import type { InstantSample } from '#lib/metrics/samples.ts';
import { isLongWindow, percentileBeatSeconds, readingBeatSeconds } from '#lib/metrics/window-beat.ts';
import { isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { createGate } from '../gate.ts';
import type { PrometheusClient } from '../prometheus/client.ts';
import { reachesBackTo } from './history.ts';
import { unasked } from './metrics-scoping.ts';
import {
  createPastReadings,
  leastJudgedWindowSeconds,
  type PastWindow,
  shortHistory,
  windowTooLong,
} from './past-readings.ts';
import { partialMetrics, type Reading } from './reading.ts';
import { createRecordedRules } from './recorded-rules.ts';
import { tidySoon } from './tidy.ts';

export interface TelemetryBook {
  /** The newest reading of this window; keeps it polled while each reading is asked for. */
  live(windowSeconds: number, scope: MetricsScope): Promise<Reading>;
  /** A window that is over. */
  past(window: PastWindow): Promise<Reading>;
  stop(): void;
}

export interface TelemetryOptions {
  /** Null when no Prometheus is configured. */
  prometheus: PrometheusClient | null;
  clock: Clock;
  pollMs: number;
  /** Done with a reading before it becomes the live one: requests do not wait for what can be made ready. */
  prepare?(windowSeconds: number, reading: Reading): Promise<void>;
  onReading(at: number): void;
  /** Whether anybody waits to be told of readings; else whoever wants one asks. */
  isHeard(): boolean;
}

interface Part {
  /** Of buckets none are kept: what was read of them is. */
  samples: readonly InstantSample[];
  empty: boolean;
  atMs: number;
  partial: boolean;
  failed: boolean;
  /** It failed because it took too long. */
  late: boolean;
}

interface Watch {
  key: string;
  windowSeconds: number;
  scope: MetricsScope;
  askedAtMs: number;
  /** Asked for since the last tick began. */
  wanted: boolean;
  /** Nobody wanted the newest reading: it is polled again when somebody asks. */
  resting: boolean;
  tickedAtMs: number;
  parts: Map<MeshQueryId, Part>;
  latency: LatencyIndex | null;
  latencyAtMs: number;
  /** Prometheus knows nothing of the window's start. */
  short: boolean;
  reading: Reading | null;
  ticking: Promise<Reading> | null;
  /** One reading after the other. */
  publishing: Promise<Reading | null>;
}

const unwatchedMs = 120_000;
/** Who wakes a resting window waits so long for a new reading, then takes the old one. */
const wakeMs = 1000;
/** Older metrics are no longer shown as if they said something, unless their beat is slower still. */
const expiredMs = 300_000;
/** A long window that was too much for Prometheus is asked for again after this, when somebody wants it. */
const againMs = 15_000;
const maxWatches = 8;
/** Of scopes there are as many as there are sets of rights and choices. */
const maxScopedWatches = 64;
/** Of the questions that Prometheus is asked at a time (prometheus/client.ts), those that nobody watches live. */
const maxInBackground = 2;
const slowIds: ReadonlySet<MeshQueryId> = new Set(
  meshQueries({ windowSeconds: 60 }).flatMap(({ id, beat }) => (beat === 'slow' ? [id] : [])),
);
/** Of what does not change by asking again. */
const settledCodes: ReadonlySet<string> = new Set([
  'prometheus-not-configured',
  'prometheus-no-namespace',
  'prometheus-scope-wide',
]);

export function createTelemetryBook({
  prometheus,
  clock,
  pollMs,
  prepare = async () => undefined,
  onReading,
  isHeard,
}: TelemetryOptions): TelemetryBook {
  const watches = new Map<string, Watch>();
  const background = createGate(maxInBackground);
  const stopping = new AbortController();
  let counter = 0;

  const nextVersion = () => {
    counter += 1;
    return `${Math.floor(clock.now() / 1000).toString(36)}.${counter.toString(36)}`;
  };

  const nothing = (scope: MetricsScope, code: string, detail: string): Reading => ({
    telemetry: noTelemetry,
    at: Math.floor(clock.now() / 1000),
    metricsAt: null,
    percentilesAt: null,
    warnings: [{ code, source: 'prometheus', detail }],
    scope: scopeKey(scope),
    version: settledCodes.has(code) ? code : nextVersion(),
  });

  const rules = createRecordedRules(prometheus, clock);
  const past =
    prometheus === null
      ? null
      : createPastReadings({ client: prometheus, rules, background, nothing, nextVersion });

  const everyMs = ({ windowSeconds }: Watch) => Math.max(pollMs, readingBeatSeconds(windowSeconds) * 1000);
  const everySlowMs = ({ windowSeconds }: Watch) => percentileBeatSeconds(windowSeconds) * 1000;

  async function ask(client: PrometheusClient, watch: Watch, query: MeshQuery): Promise<void> {
    const { id, promql } = query;
    try {
      const long = isLongWindow(watch.windowSeconds);
      const question = () =>
        id === 'buckets' ? readBuckets(client, watch, promql) : readFast(client, promql, long);
      const { samples, empty, warnings } = await (long ? background.run(question) : question());
      watch.parts.set(id, {
        samples,
        empty,
        atMs: clock.now(),
        partial: warnings.length > 0,
        failed: false,
        late: false,
      });
    } catch (error) {
      const part = watch.parts.get(id);
      const late = isAppError(error) && error.code === 'timeout';
      watch.parts.set(id, {
        samples: [],
        empty: false,
        atMs: 0,
        partial: false,
        ...part,
        failed: true,
        late,
      });
    }
  }

  async function readFast(client: PrometheusClient, promql: string, long: boolean) {
    const { samples, warnings } = await client.query(promql, null, long);
    return { samples, empty: samples.length === 0, warnings };
  }

  async function readBuckets(client: PrometheusClient, watch: Watch, promql: string) {
    const { latency, warnings } = await client.queryBuckets(promql, null, isLongWindow(watch.windowSeconds));
    watch.latency = latency;
    return { samples: [], empty: latency.bounds.length === 0, warnings };
  }

  function read(client: PrometheusClient, watch: Watch): Reading {
    const fresh = (id: MeshQueryId) => {
      const part = watch.parts.get(id);
      const beatMs = slowIds.has(id) ? everySlowMs(watch) : everyMs(watch);
      const lifeMs = Math.max(expiredMs, 2.5 * beatMs);
      return part !== undefined && part.atMs > 0 && clock.now() - part.atMs < lifeMs ? part : null;
    };
    const requests = fresh('requests');
    const tcp = fresh('tcp');
    const newestMs = Math.max(requests?.atMs ?? 0, tcp?.atMs ?? 0);
    const state = client.state();
    if (newestMs === 0) {
      if (isLongWindow(watch.windowSeconds) && watch.parts.get('requests')?.late)
        return nothing(watch.scope, windowTooLong.code, windowTooLong.detail);
      return nothing(watch.scope, `prometheus-${state.state}`, state.detail ?? 'There are no metrics.');
    }
    const parts = [...watch.parts.values()];
    const warnings: Warning[] = [];
    if (requests === null || requests.failed) {
      const detail = state.detail ?? 'Prometheus did not answer.';
      warnings.push({ code: 'prometheus-stale', source: 'prometheus', detail });
    } else if (parts.some((part) => part.failed || part.partial)) {
      warnings.push(partialMetrics);
    }
    if (watch.short) warnings.push(shortHistory);
    const at = Math.floor(newestMs / 1000);
    const buckets = fresh('buckets');
    return {
      telemetry: readTelemetry({
        requests: requests?.samples ?? null,
        durations: fresh('durations')?.samples ?? null,
        tcp: tcp?.samples ?? null,
        latency: buckets === null ? null : watch.latency,
        sizes: fresh('sizes')?.samples ?? null,
      }),
      at,
      metricsAt: at,
      percentilesAt: buckets === null ? null : Math.floor(buckets.atMs / 1000),
      warnings,
      scope: scopeKey(watch.scope),
      version: nextVersion(),
    };
  }

  async function askSlowly(client: PrometheusClient, watch: Watch): Promise<void> {
    if (clock.now() - watch.latencyAtMs < everySlowMs(watch)) return;
    watch.latencyAtMs = clock.now();
    const first = watch.latency === null;
    const { windowSeconds, scope } = watch;
    const startsAt = Math.floor(clock.now() / 1000) - windowSeconds;
    // Whether there are rules is a question about everybody, too.
    const recorded = scope === null && (await rules.live(windowSeconds));
    const queries = meshQueries({ windowSeconds, recorded, scope }).filter(({ beat }) => beat === 'slow');
    await Promise.all(queries.map((query) => ask(client, watch, query)));
    // Rules that were taken away leave nothing: the next time they are looked for again.
    if (recorded && watch.parts.get('buckets')?.empty) rules.doubt();
    watch.short =
      windowSeconds >= leastJudgedWindowSeconds &&
      !(await background.run(() => reachesBackTo(client, startsAt, scope)));
    // The first percentiles are shown as soon as they are here, later ones with the next tick.
    if (first && watch.reading !== null) await publish(client, watch);
  }

  function publish(client: PrometheusClient, watch: Watch): Promise<Reading> {
    const published = watch.publishing.then(async () => {
      const reading = read(client, watch);
      // A fault of it comes to light where the answer is asked for.
      await prepare(watch.windowSeconds, reading).catch(() => undefined);
      watch.reading = reading;
      onReading(reading.at);
      tidySoon();
      return reading;
    });
    watch.publishing = published;
    return published;
  }

  function tick(client: PrometheusClient, watch: Watch): Promise<Reading> {
    if (watch.ticking !== null) return watch.ticking;
    const { windowSeconds, scope } = watch;
    const fast = meshQueries({ windowSeconds, scope }).filter(({ beat }) => beat === 'fast');
    const run = async () => {
      watch.tickedAtMs = clock.now();
      watch.wanted = false;
      await Promise.all(fast.map((query) => ask(client, watch, query)));
      const reading = await publish(client, watch);
      void askSlowly(client, watch);
      return reading;
    };
    watch.ticking = run().finally(() => {
      watch.ticking = null;
    });
    return watch.ticking;
  }

  const isKept = (watch: Watch) => !stopping.signal.aborted && watches.get(watch.key) === watch;

  /** As long as each reading is asked for, by somebody who was told of it. */
  async function poll(client: PrometheusClient, watch: Watch): Promise<void> {
    watch.resting = false;
    do {
      await tick(client, watch);
      await clock.delay(Math.max(0, watch.tickedAtMs + everyMs(watch) - clock.now()), stopping.signal);
    } while (isKept(watch) && watch.wanted && isHeard());
    watch.resting = true;
    await clock.delay(Math.max(0, watch.askedAtMs + unwatchedMs - clock.now()), stopping.signal);
    if (isKept(watch) && watch.resting && clock.now() - watch.askedAtMs >= unwatchedMs)
      watches.delete(watch.key);
  }

  /** An old reading is no answer where a new one takes a moment. */
  async function wake(client: PrometheusClient, watch: Watch, last: Reading): Promise<Reading> {
    void poll(client, watch);
    const waiting = new AbortController();
    const patience = clock.delay(wakeMs, waiting.signal).then(() => last);
    const reading = await Promise.race([tick(client, watch), patience]);
    waiting.abort();
    return reading;
  }

  function watchOf(client: PrometheusClient, windowSeconds: number, scope: MetricsScope): Watch {
    const key = `${windowSeconds} ${scopeKey(scope)}`;
    const present = watches.get(key);
    if (present !== undefined) return present;
    const watch: Watch = {
      key,
      windowSeconds,
      scope,
      askedAtMs: clock.now(),
      wanted: false,
      resting: false,
      tickedAtMs: Number.NEGATIVE_INFINITY,
      parts: new Map(),
      latency: null,
      latencyAtMs: Number.NEGATIVE_INFINITY,
      short: false,
      reading: null,
      ticking: null,
      publishing: Promise.resolve(null),
    };
    if (watches.size >= (scope === null ? maxWatches : maxScopedWatches)) {
      const [oldest] = [...watches.values()].sort((a, b) => a.askedAtMs - b.askedAtMs);
      if (oldest !== undefined) watches.delete(oldest.key);
    }
    watches.set(key, watch);
    void poll(client, watch);
    return watch;
  }

  return {
    live: async (windowSeconds, scope) => {
      if (prometheus === null) {
        return nothing(scope, 'prometheus-not-configured', 'No Prometheus is configured.');
      }
      const reason = unasked(scope);
      if (reason !== null) return nothing(scope, reason.code, reason.detail);
      const watch = watchOf(prometheus, windowSeconds, scope);
      watch.askedAtMs = clock.now();
      const answer = watch.resting && watch.reading !== null ? wake(prometheus, watch, watch.reading) : null;
      // Behind the start of a tick: whoever waits for it wants it.
      watch.wanted = true;
      if (answer !== null) return answer;
      // A long window that failed would else wait for its beat: whoever tries again means now.
      const lost = isLongWindow(windowSeconds) && watch.reading?.metricsAt === null;
      if (lost && clock.now() - watch.tickedAtMs > againMs) return tick(prometheus, watch);
      // The very first answer is waited for; a later one is never, however slow Prometheus is.
      return watch.reading ?? tick(prometheus, watch);
    },
    past: async (window) => {
      const { scope } = window;
      if (past === null) return nothing(scope, 'prometheus-not-configured', 'No Prometheus is configured.');
      const reason = unasked(scope);
      return reason === null ? past(window) : nothing(scope, reason.code, reason.detail);
    },
    stop: () => stopping.abort(),
  };
}
