/**
 * What people ask Prometheus in its own language. The text is theirs where they see the whole mesh; everybody else's is read, kept to
 * their namespaces and written anew (lib/metrics/pinned.ts) before anything is asked.
 */
import {
  type ExploreAnswer,
  type ExploreMetrics,
  type ExploreQuestion,
  exploreLimits,
} from '#lib/api/traffic/explore.ts';
import { type Explored, readExplored, readMetadata, readNames } from '#lib/metrics/explored.ts';
import { pinnedQuery, pinnedSelectors } from '#lib/metrics/pinned.ts';
import { metric } from '#lib/metrics/promql.ts';
import type { PrometheusFailure, RangeSeries } from '#lib/metrics/samples.ts';
import type { Result } from '#lib/result.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { FreePath, PrometheusClient } from './client.ts';

/** Null: the whole of Prometheus. */
export type VisibleNamespaces = ReadonlySet<string> | null;

export interface Explorer {
  /** All reject with AppError; "invalid" names the query and says what is wrong with it. */
  answer(question: ExploreQuestion, visible: VisibleNamespaces, left: AbortSignal): Promise<ExploreAnswer>;
  metrics(visible: VisibleNamespaces, left: AbortSignal): Promise<ExploreMetrics>;
  labels(metric: string | null, visible: VisibleNamespaces, left: AbortSignal): Promise<readonly string[]>;
  /** The name of the label is checked by the contract. */
  values(
    label: string,
    metric: string | null,
    visible: VisibleNamespaces,
    left: AbortSignal,
  ): Promise<readonly string[]>;
}

const answerBytes = 16 * 1024 * 1024;
const namesBytes = 4 * 1024 * 1024;
const namesDeadlineMs = 8000;
/** Names and values are those of this time: what went away long ago is no completion. */
const recentSeconds = 3600;
const longestMessage = 600;
/** What proxies before a store let through as an address: nginx 8 KiB, and a few headers stand beside it. */
const longestAddress = 6 * 1024;

export function createExplorer(prometheus: PrometheusClient | null, clock: Clock): Explorer {
  function connected(): PrometheusClient {
    if (prometheus === null) throw new AppError('not-configured', { detail: 'No Prometheus is configured.' });
    return prometheus;
  }

  function nowSeconds(): number {
    return Math.floor(clock.now() / 1000);
  }

  async function names(
    path: FreePath,
    selectors: readonly string[],
    left: AbortSignal,
  ): Promise<readonly string[]> {
    const form = new URLSearchParams({
      start: String(nowSeconds() - recentSeconds),
      end: String(nowSeconds()),
      limit: String(exploreLimits.names + 1),
    });
    for (const selector of selectors) form.append('match[]', selector);
    const result = await connected().free({
      path,
      method: path === '/api/v1/labels' ? 'POST' : 'GET',
      form,
      left,
      deadlineMs: namesDeadlineMs,
      maxBytes: namesBytes,
      read: (text) => readNames(JSON.parse(text)),
    });
    return result.ok ? result.value : [];
  }

  /**
   * The API tells values of a label by GET alone, and of many namespaces the selectors fit into no address. Then they are asked for as
   * those of what there is now, which may be sent as a form.
   */
  async function valuesOf(
    label: string,
    selectors: readonly string[],
    left: AbortSignal,
  ): Promise<readonly string[]> {
    const told = new URLSearchParams(selectors.map((selector) => ['match[]', selector]));
    const path = `/api/v1/label/${encodeURIComponent(label)}/values` as const;
    if (told.toString().length <= longestAddress) return names(path, selectors, left);
    const limit = String(exploreLimits.names + 1);
    // One question a selector: `or` takes metrics of different names for the same series.
    const found = await Promise.all(
      selectors.map(async (selector) => {
        const query = `count by (${label}) (${selector})`;
        const result = await connected().free({
          path: '/api/v1/query',
          method: 'POST',
          form: new URLSearchParams({ query, timeout: `${namesDeadlineMs / 1000 - 1}s`, limit }),
          left,
          deadlineMs: namesDeadlineMs,
          maxBytes: namesBytes,
          read: (text) => readExplored(JSON.parse(text)),
        });
        if (!result.ok || result.value.type !== 'vector') return [];
        return result.value.samples.flatMap(({ labels }) => labels[label] ?? []);
      }),
    );
    return [...new Set(found.flat())].sort();
  }

  function selectorsOf(name: string | null, visible: VisibleNamespaces): readonly string[] {
    if (visible !== null) return pinnedSelectors(name, visible) ?? [];
    return name !== null && /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) ? [metric(name).promql] : [];
  }

  /** Without a selector Prometheus would answer for everybody. */
  function seesNothing(visible: VisibleNamespaces): boolean {
    return visible !== null && visible.size === 0;
  }

  async function about(left: AbortSignal) {
    const result = await connected().free({
      path: '/api/v1/metadata',
      method: 'GET',
      form: new URLSearchParams({ limit_per_metric: '1' }),
      left,
      deadlineMs: namesDeadlineMs,
      maxBytes: namesBytes,
      read: (text) => readMetadata(JSON.parse(text)),
    });
    return result.ok ? result.value : new Map<string, never>();
  }

  return {
    answer: async (question, visible, left) => {
      const { promql, keptTo } = kept(question.query, visible);
      const startedAt = clock.now();
      const explored = accepted(await connected().free(questionTo(promql, question, left)));
      return { ...shown(explored, question), keptTo, tookMs: Math.max(0, clock.now() - startedAt) };
    },
    metrics: async (visible, left) => {
      const keptTo = visible === null ? null : [...visible].sort();
      if (seesNothing(visible)) return { metrics: [], keptTo, truncated: false };
      const [found, told] = await Promise.all([
        valuesOf('__name__', selectorsOf(null, visible), left),
        // Stores that hold no metadata (Thanos without it, remote writes) still have names.
        about(left).catch(() => new Map<string, never>()),
      ]);
      const metrics = found.slice(0, exploreLimits.names).map((name) => {
        // A histogram is described once, by the name that its parts begin with.
        const known = told.get(name) ?? told.get(name.replace(/_(bucket|sum|count|total)$/, ''));
        return { name, type: '', help: '', unit: '', ...known };
      });
      return { metrics, keptTo, truncated: found.length > metrics.length };
    },
    labels: async (name, visible, left) =>
      seesNothing(visible) ? [] : names('/api/v1/labels', selectorsOf(name, visible), left),
    values: async (label, name, visible, left) =>
      seesNothing(visible) ? [] : valuesOf(label, selectorsOf(name, visible), left),
  };
}

function kept(query: string, visible: VisibleNamespaces): { promql: string; keptTo: string[] | null } {
  if (visible === null) return { promql: query, keptTo: null };
  const pinned = pinnedQuery(query, visible);
  if (pinned.ok) return { promql: pinned.value, keptTo: [...visible].sort() };
  if (pinned.error.problem === 'no-namespace') {
    throw new AppError('forbidden', {
      detail: 'You may not see the traffic of any namespace.',
      missing: { verb: 'list', group: '', resource: 'pods', namespace: null },
    });
  }
  throw refusedQuery(pinned.error.message);
}

function questionTo(query: string, { at, range }: ExploreQuestion, left: AbortSignal) {
  const timeout = `${exploreLimits.seconds - 1}s`;
  const limit = String(exploreLimits.series + 1);
  const when: Record<string, string> =
    range === undefined
      ? at === undefined
        ? {}
        : { time: String(at) }
      : { start: String(range.from), end: String(range.to), step: String(range.stepSeconds) };
  return {
    path: range === undefined ? ('/api/v1/query' as const) : ('/api/v1/query_range' as const),
    method: 'POST' as const,
    form: new URLSearchParams({ query, timeout, limit, ...when }),
    left,
    deadlineMs: exploreLimits.seconds * 1000,
    maxBytes: answerBytes,
    read: (text: string) => readExplored(JSON.parse(text)),
  };
}

function refusedQuery(message: string): AppError {
  return new AppError('invalid', {
    detail: 'The query is refused.',
    errors: [{ field: '/query', message: message.slice(0, longestMessage) }],
  });
}

/** What Prometheus says of the reader's own text may be told to them; anything else stays here. */
function accepted(result: Result<Explored, PrometheusFailure>): Explored {
  if (result.ok) return result.value;
  const { errorType, detail } = result.error;
  const own = errorType === 'bad_data' || errorType === 'execution';
  throw refusedQuery(own ? detail : 'Prometheus refuses the query.');
}

function valueText(value: number): number | 'NaN' | '+Inf' | '-Inf' {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

type Shown = Omit<ExploreAnswer, 'keptTo' | 'tookMs'>;

function shown(explored: Explored, question: ExploreQuestion): Shown {
  const { type, notes } = explored;
  const nothing = { type, notes, samples: [], text: null, times: [], series: [], found: 0 };
  const most = exploreLimits.series;
  switch (explored.type) {
    case 'scalar':
      return { ...nothing, samples: [{ labels: {}, value: valueText(explored.value) }], found: 1 };
    case 'string':
      return { ...nothing, text: explored.text, found: 1 };
    case 'vector': {
      const samples = explored.samples
        .slice(0, most)
        .map(({ labels, value }) => ({ labels: { ...labels }, value: valueText(value) }));
      return { ...nothing, samples, found: explored.samples.length };
    }
    case 'matrix': {
      const series = explored.series.slice(0, most);
      const times = question.range === undefined ? timesIn(series) : timesOfRange(question.range);
      return {
        ...nothing,
        times,
        series: series.map((one) => ({ labels: { ...one.labels }, values: valuesAt(one, times) })),
        found: explored.series.length,
      };
    }
  }
}

function timesOfRange({ from, to, stepSeconds }: NonNullable<ExploreQuestion['range']>): number[] {
  const count = Math.floor((to - from) / stepSeconds + 1e-9) + 1;
  return Array.from({ length: count }, (_, index) => from + index * stepSeconds);
}

/** All times of samples as they were stored: at most as many as the longest answer has. */
function timesIn(series: readonly RangeSeries[]): number[] {
  const all = [...new Set(series.flatMap(({ times }) => times))].sort((a, b) => a - b);
  return all.slice(-exploreLimits.points);
}

function valuesAt({ times, values }: RangeSeries, wanted: readonly number[]): (number | null)[] {
  const byTime = new Map(times.map((time, index) => [Math.round(time * 1000), values[index]]));
  return wanted.map((time) => {
    const value = byTime.get(Math.round(time * 1000));
    return value !== undefined && Number.isFinite(value) ? value : null;
  });
}
