/** The Prometheus HTTP API (v1) over the store: what each endpoint answers. https://prometheus.io/docs/prometheus/latest/querying/api/ */

import { compareText } from '#lib/compare-text.ts';
import type { Matcher } from '#lib/promql/matcher.ts';
import { QueryError } from '#lib/promql/query-error.ts';
import {
  badData,
  durationMs,
  invalidParameter,
  limitOf,
  matcherSets,
  optionalTime,
  rangeOf,
} from './api-parameters.ts';
import type { MetricsIndex } from './memory-store.ts';
import { type QueryAnswer, type QueryOptions, queryInstant, queryRange } from './promql/evaluate.ts';
import type { SharedLabels } from './promql/label-set.ts';
import { SampleBuffer, type Series } from './promql/series-source.ts';
import { isTruncated, labelsJson, queryDataJson } from './result-json.ts';

export interface ApiContext {
  store: MetricsIndex;
  /** Unix ms. */
  now: () => number;
  /** Monotonic ms. */
  clock: () => number;
  /** When the server started, Unix ms. */
  startedMs: number;
  retentionMs: number;
  scrapeIntervalMs: number;
}

export interface ApiAnswer {
  /** JSON of `data`. */
  data: string;
  warnings?: string[];
  infos?: string[];
}

/** Throws a QueryError for what the caller did wrong. `parts` are the parts of the path that the route leaves open. */
type Endpoint = (context: ApiContext, parameters: URLSearchParams, parts: readonly string[]) => ApiAnswer;

export interface Route {
  methods: readonly string[];
  path: RegExp;
  endpoint: Endpoint;
}

/** Longest that one query may take, in ms. */
const queryTimeoutMs = 20_000;
const truncated = 'results truncated due to limit';

function queryOptions(context: ApiContext, parameters: URLSearchParams): QueryOptions {
  const asked = parameters.get('timeout') ? durationMs(parameters, 'timeout') : queryTimeoutMs;
  return { source: context.store, clock: context.clock, timeoutMs: Math.min(asked, queryTimeoutMs) };
}

function lookback(parameters: URLSearchParams): { lookbackMs?: number } {
  if (!parameters.get('lookback_delta')) return {};
  try {
    // 0 asks for the default.
    return { lookbackMs: durationMs(parameters, 'lookback_delta') || undefined };
  } catch (error) {
    throw error instanceof QueryError
      ? badData(`error parsing lookback delta duration: ${error.message.replace(/^[^:]*: /, '')}`)
      : error;
  }
}

function toAnswer({ value, warnings, infos }: QueryAnswer, limit: number): ApiAnswer {
  const cut = isTruncated(value, limit);
  return { data: queryDataJson(value, limit), warnings: cut ? [...warnings, truncated] : warnings, infos };
}

/** Errors in the query itself are the parameter's. */
function ofQuery(error: QueryError): QueryError {
  return error.type === 'bad_data' ? invalidParameter('query', error.message) : error;
}

const query: Endpoint = (context, parameters) => {
  const limit = limitOf(parameters);
  const atMs = optionalTime(parameters, 'time', context.now());
  const options = { ...queryOptions(context, parameters), ...lookback(parameters) };
  const answer = queryInstant(parameters.get('query') ?? '', atMs, options);
  if (!answer.ok) throw ofQuery(answer.error);
  return toAnswer(answer.value, limit);
};

const queryOverRange: Endpoint = (context, parameters) => {
  const limit = limitOf(parameters);
  const { startMs, endMs, stepMs } = rangeOf(parameters);
  const options = { ...queryOptions(context, parameters), ...lookback(parameters) };
  const answer = queryRange(parameters.get('query') ?? '', startMs, endMs, stepMs, options);
  if (!answer.ok) throw ofQuery(answer.error);
  return toAnswer(answer.value, limit);
};

/** The series of any of the matcher sets with a sample between `start` and `end`, each once. */
function* selected(
  { store }: ApiContext,
  parameters: URLSearchParams,
  sets: readonly (readonly Matcher[])[],
): Iterable<Series> {
  const startMs = optionalTime(parameters, 'start', Number.NEGATIVE_INFINITY);
  const endMs = optionalTime(parameters, 'end', Number.POSITIVE_INFINITY);
  const timeless = startMs === Number.NEGATIVE_INFINITY && endMs === Number.POSITIVE_INFINITY;
  const buffer = new SampleBuffer();
  const seen = new Set<string>();
  for (const matchers of sets) {
    for (const series of store.select(matchers)) {
      if (sets.length > 1) {
        if (seen.has(series.labels.key)) continue;
        seen.add(series.labels.key);
      }
      if (!timeless) series.readLatest(startMs - 1, endMs, buffer);
      if (timeless || buffer.length > 0) yield series;
    }
  }
}

/** Label names with their values; of one label alone when it is given. */
function valuesByLabel(
  context: ApiContext,
  parameters: URLSearchParams,
  only?: string,
): Map<string, Set<string>> {
  const sets = matcherSets(parameters);
  const found = new Map<string, Set<string>>();
  const add = (name: string, value: string): void => {
    if (value === '' || (only !== undefined && name !== only)) return;
    const values = found.get(name);
    if (values) values.add(value);
    else found.set(name, new Set([value]));
  };
  const met = new Set<SharedLabels>();
  for (const { labels } of selected(context, parameters, sets.length > 0 ? sets : [[]])) {
    add('__name__', labels.name);
    add('le', labels.le);
    if (met.has(labels.shared)) continue;
    met.add(labels.shared);
    for (const [index, name] of labels.shared.names.entries()) add(name, labels.shared.values[index] ?? '');
  }
  return found;
}

function listAnswer(items: Iterable<string>, limit: number): ApiAnswer {
  const all = [...items].sort(compareText);
  const cut = limit > 0 && all.length > limit;
  return { data: JSON.stringify(cut ? all.slice(0, limit) : all), warnings: cut ? [truncated] : [] };
}

const labels: Endpoint = (context, parameters) => {
  const limit = limitOf(parameters);
  return listAnswer(valuesByLabel(context, parameters).keys(), limit);
};

const labelValues: Endpoint = (context, parameters, [escaped = '']) => {
  const name = unescapedName(escaped);
  if (name === '') throw badData(`invalid label name: ${JSON.stringify(name)}`);
  const limit = limitOf(parameters);
  return listAnswer(valuesByLabel(context, parameters, name).get(name) ?? [], limit);
};

/** `U__label_2e_name` is "label.name": names beyond ASCII letters as a path can carry them (model.UnescapeName of prometheus/common). */
function unescapedName(text: string): string {
  const name = text
    .slice(escapePrefix.length)
    .replace(/__|_([\da-f]{1,6})_/gi, (found, code?: string) =>
      code === undefined ? found.slice(1) : String.fromCodePoint(Number.parseInt(code, 16)),
    );
  return text.startsWith(escapePrefix) ? name : text;
}

const escapePrefix = 'U__';

const series: Endpoint = (context, parameters) => {
  if (parameters.getAll('match[]').length === 0) throw badData('no match[] parameter provided');
  const limit = limitOf(parameters);
  let sets: ReturnType<typeof matcherSets>;
  try {
    sets = matcherSets(parameters);
  } catch (error) {
    throw error instanceof QueryError ? invalidParameter('match[]', error.message) : error;
  }
  const found: string[] = [];
  for (const { labels: of } of selected(context, parameters, sets)) {
    if (limit > 0 && found.length === limit) return { data: `[${found.join(',')}]`, warnings: [truncated] };
    found.push(labelsJson(of));
  }
  return { data: `[${found.join(',')}]` };
};

const metadata: Endpoint = ({ store }, parameters) => {
  const limitText = parameters.get('limit') ?? '';
  if (limitText !== '' && !/^[+-]?\d+$/.test(limitText)) throw badData('limit must be a number');
  const perMetric = parameters.get('limit_per_metric') ?? '';
  if (perMetric !== '' && !/^[+-]?\d+$/.test(perMetric)) throw badData('limit_per_metric must be a number');
  const limit = limitText === '' || Number(limitText) < 0 ? Number.POSITIVE_INFINITY : Number(limitText);
  const metric = parameters.get('metric') ?? '';
  const entries = [...store.metadata()].filter(([name]) => metric === '' || name === metric);
  const kept = entries.slice(0, limit).map(([name, about]) => [name, [about]] as const);
  return { data: JSON.stringify(Object.fromEntries(kept)) };
};

const buildInformation: Endpoint = () =>
  json({
    version: '3.15.0',
    revision: 'sluice-demo',
    branch: 'HEAD',
    buildUser: 'sluice',
    buildDate: '20261101-00:00:00',
    goVersion: 'none',
  });

const runtimeInformation: Endpoint = ({ now, startedMs, retentionMs }) =>
  json({
    startTime: new Date(startedMs).toISOString(),
    CWD: '/',
    hostname: 'sluice-demo',
    serverTime: new Date(now()).toISOString(),
    reloadConfigSuccess: true,
    lastConfigTime: new Date(startedMs).toISOString(),
    corruptionCount: 0,
    storageRetention: `${Math.round(retentionMs / 1000)}s`,
  });

const configuration: Endpoint = ({ scrapeIntervalMs }) =>
  json({ yaml: `global:\n  scrape_interval: ${scrapeIntervalMs / 1000}s\n  evaluation_interval: 1m\n` });

const flags: Endpoint = ({ retentionMs }) =>
  json({
    'query.lookback-delta': '5m',
    'query.timeout': `${queryTimeoutMs / 1000}s`,
    'storage.tsdb.retention.time': `${Math.round(retentionMs / 1000)}s`,
    'web.enable-admin-api': 'false',
    'web.enable-lifecycle': 'false',
  });

const mostStatistics = 10_000;

const databaseStatus: Endpoint = ({ store }, parameters) => {
  const limitText = parameters.get('limit') ?? '';
  if (limitText !== '' && !/^[1-9]\d*$/.test(limitText)) throw badData('limit must be a positive number');
  if (Number(limitText) > mostStatistics) throw badData(`limit must not exceed ${mostStatistics}`);
  const { seriesByName, oldestMs, newestMs } = store.statistics();
  const counts = [...seriesByName]
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => b.value - a.value);
  const numSeries = counts.reduce((sum, { value }) => sum + value, 0);
  return json({
    headStats: { numSeries, numLabelPairs: 0, chunkCount: 0, minTime: oldestMs, maxTime: newestMs },
    seriesCountByMetricName: counts.slice(0, Number(limitText || 10)),
    labelValueCountByLabelName: [],
    memoryInBytesByLabelName: [],
    seriesCountByLabelValuePair: [],
  });
};

function json(data: unknown): ApiAnswer {
  return { data: JSON.stringify(data) };
}

function route(methods: string, path: RegExp, endpoint: Endpoint): Route {
  return { methods: methods.split(' '), path, endpoint };
}

export const routes: readonly Route[] = [
  route('GET POST', /^\/query$/, query),
  route('GET POST', /^\/query_range$/, queryOverRange),
  route('GET POST', /^\/labels$/, labels),
  route('GET', /^\/label\/([^/]+)\/values$/, labelValues),
  route('GET POST', /^\/series$/, series),
  route('GET', /^\/metadata$/, metadata),
  route('GET', /^\/status\/buildinfo$/, buildInformation),
  route('GET', /^\/status\/runtimeinfo$/, runtimeInformation),
  route('GET', /^\/status\/config$/, configuration),
  route('GET', /^\/status\/flags$/, flags),
  route('GET', /^\/status\/tsdb$/, databaseStatus),
  route('GET', /^\/rules$/, () => json({ groups: [] })),
  route('GET', /^\/alerts$/, () => json({ alerts: [] })),
];
