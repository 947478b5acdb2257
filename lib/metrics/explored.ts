/** Answers of any type from Prometheus' HTTP API, as the metrics explorer shows them. */
import { isRecord } from '../record.ts';
import { ok, type Result } from '../result.ts';
import {
  type InstantSample,
  malformed,
  type PrometheusFailure,
  type RangeSeries,
  readMatrix,
  readVector,
  refused,
} from './samples.ts';

export type Explored =
  | { type: 'vector'; samples: InstantSample[]; notes: string[] }
  | { type: 'scalar'; value: number; notes: string[] }
  | { type: 'string'; text: string; notes: string[] }
  | { type: 'matrix'; series: RangeSeries[]; notes: string[] };

/** Reads the body of `/api/v1/query` or `/api/v1/query_range`. */
export function readExplored(body: unknown): Result<Explored, PrometheusFailure> {
  const data = dataOf(body);
  switch (data?.resultType) {
    case 'scalar': {
      // As a vector of one: its values are spelt the same way.
      const one = readVector({
        status: 'success',
        data: { resultType: 'vector', result: [{ metric: {}, value: data.result }] },
      });
      const value = one.ok ? one.value.samples[0]?.value : undefined;
      if (value === undefined) return malformed('a scalar without value');
      return ok({ type: 'scalar', value, notes: notesOf(body) });
    }
    case 'string': {
      const text: unknown = Array.isArray(data.result) ? data.result[1] : undefined;
      if (typeof text !== 'string') return malformed('a string without text');
      return ok({ type: 'string', text, notes: notesOf(body) });
    }
    case 'matrix': {
      const read = readMatrix(body);
      return read.ok ? ok({ type: 'matrix', series: read.value.samples, notes: notesOf(body) }) : read;
    }
    default: {
      const read = readVector(body);
      return read.ok ? ok({ type: 'vector', samples: read.value.samples, notes: notesOf(body) }) : read;
    }
  }
}

/** Reads the body of `/api/v1/labels` or `/api/v1/label/…/values`. */
export function readNames(body: unknown): Result<string[], PrometheusFailure> {
  const answer = recordOf(body) ?? {};
  const { status, data } = answer;
  if (status === 'error') return refused(answer);
  if (status !== 'success' || !Array.isArray(data)) return malformed('not a list of names');
  return ok(data.filter((name) => typeof name === 'string'));
}

export interface MetricAbout {
  type: string;
  help: string;
  unit: string;
}

/** Reads the body of `/api/v1/metadata`: of several descriptions of a metric the first. */
export function readMetadata(body: unknown): Result<Map<string, MetricAbout>, PrometheusFailure> {
  const answer = recordOf(body) ?? {};
  const { status, data } = answer;
  if (status === 'error') return refused(answer);
  const byName = recordOf(data);
  if (status !== 'success' || byName === null) return malformed('not metadata');
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return ok(
    new Map(
      Object.entries(byName).map(([name, told]) => {
        const about = recordOf(Array.isArray(told) ? told[0] : null);
        return [name, { type: text(about?.type), help: text(about?.help), unit: text(about?.unit) }];
      }),
    ),
  );
}

function notesOf(body: unknown): string[] {
  const { warnings, infos } = recordOf(body) ?? {};
  return [warnings, infos].flatMap((list) =>
    Array.isArray(list) ? list.filter((text) => typeof text === 'string') : [],
  );
}

function dataOf(body: unknown): Record<string, unknown> | null {
  return recordOf(recordOf(body)?.data);
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return isRecord(value) ? value : null;
}
