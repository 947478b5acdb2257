/** Answers of Prometheus' HTTP API as samples: https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats */
import { isRecord } from '../record.ts';
import type { Result } from '../result.ts';
import { fail, ok } from '../result.ts';

/** One sample at one time. The value may be NaN or infinite. */
export interface InstantSample {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** Samples of one series in rising time; times are Unix seconds. Steps without a sample are absent. */
export interface RangeSeries {
  labels: Readonly<Record<string, string>>;
  times: readonly number[];
  values: readonly number[];
}

export interface PrometheusFailure {
  code: 'malformed' | 'refused';
  /** Prometheus' own word for the kind of error, e.g. "timeout"; empty when malformed. */
  errorType: string;
  detail: string;
}

export interface PrometheusAnswer<T> {
  samples: T[];
  /** Prometheus' warnings: the answer is partial. Informational notes are left out. */
  warnings: string[];
}

/** Reads the body of `/api/v1/query`; native histograms are skipped. */
export function readVector(body: unknown): Result<PrometheusAnswer<InstantSample>, PrometheusFailure> {
  return readAnswer(body, 'vector', (row) => {
    if (!Array.isArray(row.value)) return null;
    const value = sampleValue(row.value[1]);
    return value === null ? null : { labels: row.metric, value };
  });
}

/** Reads the body of `/api/v1/query_range`. */
export function readMatrix(body: unknown): Result<PrometheusAnswer<RangeSeries>, PrometheusFailure> {
  return readAnswer(body, 'matrix', (row) => {
    if (!Array.isArray(row.values)) return null;
    const times: number[] = [];
    const values: number[] = [];
    for (const pair of row.values) {
      const value = Array.isArray(pair) ? sampleValue(pair[1]) : null;
      if (value === null || typeof pair[0] !== 'number') continue;
      times.push(pair[0]);
      values.push(value);
    }
    return { labels: row.metric, times, values };
  });
}

interface Row {
  metric: Readonly<Record<string, string>>;
  value?: unknown;
  values?: unknown;
}

function readAnswer<T>(
  body: unknown,
  resultType: 'vector' | 'matrix',
  read: (row: Row) => T | null,
): Result<PrometheusAnswer<T>, PrometheusFailure> {
  if (!isRecord(body)) return malformed('not a JSON object');
  if (body.status === 'error') return refused(body);
  const data = body.data;
  if (body.status !== 'success' || !isRecord(data)) return malformed('no data');
  if (data.resultType !== resultType || !Array.isArray(data.result)) return malformed(`not a ${resultType}`);
  const samples: T[] = [];
  for (const row of data.result) {
    const metric = isRecord(row) ? readLabels(row.metric) : null;
    if (metric === null) return malformed('a row without labels');
    const sample = read({ metric, value: row.value, values: row.values });
    if (sample !== null) samples.push(sample);
  }
  const warnings = Array.isArray(body.warnings)
    ? body.warnings.filter((text) => typeof text === 'string')
    : [];
  return ok({ samples, warnings });
}

/** Prometheus writes values as strings: "1.5", "NaN", "+Inf", "-Inf". */
export function sampleValue(text: unknown): number | null {
  if (typeof text !== 'string' || text === '') return null;
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  const value = Number(text);
  return Number.isNaN(value) && text !== 'NaN' ? null : value;
}

/** What Prometheus says in place of an answer. */
export function refused({
  errorType,
  error,
}: Readonly<Record<string, unknown>>): Result<never, PrometheusFailure> {
  return fail({ code: 'refused', errorType: String(errorType ?? ''), detail: String(error ?? '') });
}

export function malformed(detail: string): Result<never, PrometheusFailure> {
  return fail({ code: 'malformed', errorType: '', detail });
}

/** The value itself, as what it is; null for what is no object of texts. */
export function readLabels(value: unknown): Readonly<Record<string, string>> | null {
  return isLabels(value) ? value : null;
}

function isLabels(value: unknown): value is Record<string, string> {
  if (!isRecord(value)) return false;
  for (const label in value) if (typeof value[label] !== 'string') return false;
  return true;
}
