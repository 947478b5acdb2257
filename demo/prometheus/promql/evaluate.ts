/** Evaluates parsed PromQL over a series source, instant or over a range: the door to the engine; errors come back as a Result. */

import { typeOf } from '#lib/promql/check.ts';
import { typeNames } from '#lib/promql/expression.ts';
import { QueryError } from '#lib/promql/query-error.ts';
import { fail, ok, type Result } from '#lib/result.ts';
import { Annotations } from './annotations.ts';
import { Engine } from './engine.ts';
import { Budget, type Timeline } from './evaluation.ts';
import { parseQuery } from './parse.ts';
import type { QueryValue } from './query-value.ts';
import type { SeriesSource } from './series-source.ts';

export interface QueryAnswer {
  value: QueryValue;
  warnings: string[];
  infos: string[];
}

export interface QueryOptions {
  source: SeriesSource;
  /** Monotonic, in ms. */
  clock: () => number;
  timeoutMs: number;
  lookbackMs?: number;
  /** Values held at once before a query is refused. */
  maxSamples?: number;
}

const defaultLookbackMs = 5 * 60_000;
const defaultMaxSamples = 20_000_000;

export function queryInstant(
  query: string,
  atMs: number,
  options: QueryOptions,
): Result<QueryAnswer, QueryError> {
  return guarded(() => {
    const expression = parseQuery(query);
    const engine = engineFor(query, { startMs: atMs, stepMs: 1, steps: 1 }, options);
    return answer(engine, engine.instantValue(expression, atMs));
  });
}

/** `stepMs` above 0, `endMs` not before `startMs`. */
export function queryRange(
  query: string,
  startMs: number,
  endMs: number,
  stepMs: number,
  options: QueryOptions,
): Result<QueryAnswer, QueryError> {
  return guarded(() => {
    const span = { stepSeconds: stepMs / 1000, rangeSeconds: (endMs - startMs) / 1000 };
    const expression = parseQuery(query, span);
    const type = typeOf(expression);
    if (type !== 'scalar' && type !== 'vector') {
      throw new QueryError(
        'bad_data',
        `invalid expression type "${typeNames[type]}" for range query, must be Scalar or instant Vector`,
      );
    }
    const steps = Math.floor((endMs - startMs) / stepMs) + 1;
    const engine = engineFor(query, { startMs, stepMs, steps }, options, endMs);
    return answer(engine, engine.rangeValue(expression));
  });
}

function answer(engine: Engine, value: QueryValue): QueryAnswer {
  const { warnings, infos } = engine.annotations;
  return { value, warnings, infos };
}

function guarded<T>(work: () => T): Result<T, QueryError> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof QueryError) return fail(error);
    throw error;
  }
}

function engineFor(
  query: string,
  timeline: Timeline,
  options: QueryOptions,
  endMs = timeline.startMs,
): Engine {
  const { source, clock, timeoutMs } = options;
  return new Engine(timeline, {
    query,
    source,
    queryStartMs: timeline.startMs,
    queryEndMs: endMs,
    lookbackMs: options.lookbackMs ?? defaultLookbackMs,
    budget: new Budget(clock, timeoutMs, options.maxSamples ?? defaultMaxSamples),
    annotations: new Annotations(query),
  });
}
