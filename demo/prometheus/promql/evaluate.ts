/** Evaluates parsed PromQL over a series source, instant or over a range: the embedded counterpart of Prometheus' promql/engine.go. */
import { fail, ok, type Result } from '#lib/result.ts';
import { absentLabels } from './absent.ts';
import { reduceGroups } from './aggregations.ts';
import { Annotations } from './annotations.ts';
import { combineSets, matchVectors, vectorWithScalar } from './binary.ts';
import { typeOf } from './check.ts';
import { Budget, type Emit, type Evaluation, Table, type Timeline } from './evaluation.ts';
import {
  type Binary,
  type Call,
  type Expression,
  type MatrixSelector,
  type Subquery,
  typeNames,
  unwrapped,
} from './expression.ts';
import { histogramFraction, histogramQuantile } from './histogram-functions.ts';
import { callInstantFunction } from './instant-functions.ts';
import { callLabelFunction } from './label-functions.ts';
import { compareLabels, type LabelSet, noLabels } from './label-set.ts';
import { applyOperator } from './operators.ts';
import { parseQuery } from './parse.ts';
import { compareNumbers } from './quantile.ts';
import { executionError, QueryError } from './query-error.ts';
import { callRangeFunction, isRangeFunction } from './range-functions.ts';
import { rankGroups } from './ranked-aggregations.ts';
import { withoutNames } from './repeated-labels.ts';
import { selectInstant, selectWindows } from './selectors.ts';
import type { SeriesSource } from './series-source.ts';
import { setOperators } from './signatures.ts';

/** Times in Unix ms. */
export interface MatrixSeries {
  labels: LabelSet;
  times: ArrayLike<number>;
  values: ArrayLike<number>;
}

export type QueryValue =
  | { type: 'scalar'; atMs: number; value: number }
  | { type: 'string'; atMs: number; value: string }
  | { type: 'vector'; atMs: number; samples: { labels: LabelSet; value: number }[] }
  | { type: 'matrix'; series: MatrixSeries[] };

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
    const engine = Engine.start(query, { startMs: atMs, stepMs: 1, steps: 1 }, options);
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
    const expression = parseQuery(query);
    const type = typeOf(expression);
    if (type !== 'scalar' && type !== 'vector') {
      throw new QueryError(
        'bad_data',
        `invalid expression type "${typeNames[type]}" for range query, must be Scalar or instant Vector`,
      );
    }
    const steps = Math.floor((endMs - startMs) / stepMs) + 1;
    const engine = Engine.start(query, { startMs, stepMs, steps }, options, endMs);
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

interface Shared {
  query: string;
  source: SeriesSource;
  queryStartMs: number;
  queryEndMs: number;
  lookbackMs: number;
  budget: Budget;
  annotations: Annotations;
}

class Engine implements Evaluation {
  readonly startMs: number;
  readonly stepMs: number;
  readonly steps: number;
  readonly query: string;
  readonly source: SeriesSource;
  readonly queryStartMs: number;
  readonly queryEndMs: number;
  readonly lookbackMs: number;
  readonly budget: Budget;
  readonly annotations: Annotations;

  private constructor(timeline: Timeline, shared: Shared) {
    this.startMs = timeline.startMs;
    this.stepMs = timeline.stepMs;
    this.steps = timeline.steps;
    this.query = shared.query;
    this.source = shared.source;
    this.queryStartMs = shared.queryStartMs;
    this.queryEndMs = shared.queryEndMs;
    this.lookbackMs = shared.lookbackMs;
    this.budget = shared.budget;
    this.annotations = shared.annotations;
  }

  static start(query: string, timeline: Timeline, options: QueryOptions, endMs = timeline.startMs): Engine {
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

  at(timeline: Timeline): Evaluation {
    return new Engine(timeline, this);
  }

  instantValue(expression: Expression, atMs: number): QueryValue {
    const inner = unwrapped(expression);
    switch (typeOf(inner)) {
      case 'string':
        return { type: 'string', atMs, value: inner.kind === 'string' ? inner.value : '' };
      case 'scalar':
        return { type: 'scalar', atMs, value: this.scalar(inner)[0] ?? Number.NaN };
      case 'matrix':
        return { type: 'matrix', series: this.rangeVector(inner) };
      case 'vector': {
        const samples: { labels: LabelSet; value: number }[] = [];
        this.rows(inner, (labels, [value], [present]) => {
          if (present) samples.push({ labels, value: value ?? Number.NaN });
        });
        return { type: 'vector', atMs, samples };
      }
    }
  }

  rangeValue(expression: Expression): QueryValue {
    const series: MatrixSeries[] = [];
    const collect: Emit = (labels, values, present) => {
      const times: number[] = [];
      const kept: number[] = [];
      for (let step = 0; step < this.steps; step++) {
        if (!present[step]) continue;
        times.push(this.startMs + step * this.stepMs);
        kept.push(values[step] ?? Number.NaN);
      }
      this.budget.hold(times.length);
      if (times.length > 0) series.push({ labels, times, values: kept });
    };
    if (typeOf(expression) === 'scalar') {
      collect(noLabels, this.scalar(expression), new Uint8Array(this.steps).fill(1));
    } else this.rows(expression, collect);
    return { type: 'matrix', series: series.sort((a, b) => compareLabels(a.labels, b.labels)) };
  }

  private rangeVector(expression: Expression): MatrixSeries[] {
    if (expression.kind !== 'matrix' && expression.kind !== 'subquery') return [];
    const series: MatrixSeries[] = [];
    this.forEachWindow(expression, (labels, times, values) => {
      this.budget.hold(times.length);
      series.push({ labels, times, values });
    });
    return series.sort((a, b) => compareLabels(a.labels, b.labels));
  }

  private forEachWindow(
    range: MatrixSelector | Subquery,
    each: (labels: LabelSet, times: Float64Array, values: Float64Array) => void,
  ): void {
    selectWindows(this, range, (labels, visit) => {
      visit((_step, { times, values, from, until }) => {
        each(labels, times.slice(from, until), values.slice(from, until));
      });
    });
  }

  scalar(expression: Expression): Float64Array {
    const node = unwrapped(expression);
    const result = new Float64Array(this.steps);
    switch (node.kind) {
      case 'number':
        return result.fill(node.value);
      case 'unary': {
        const values = this.scalar(node.expression);
        return node.operator === '-' ? values.map((value) => -value) : values;
      }
      case 'binary': {
        const left = this.scalar(node.left);
        const right = this.scalar(node.right);
        return left.map((value, step) => applyOperator(node.operator, value, right[step] ?? Number.NaN));
      }
      case 'call':
        return this.scalarCall(node, result);
      default:
        throw executionError(`${node.kind} is not a scalar`);
    }
  }

  private scalarCall(call: Call, result: Float64Array): Float64Array {
    if (call.name === 'pi') return result.fill(Math.PI);
    if (call.name === 'time') {
      return result.map((_, step) => (this.startMs + step * this.stepMs) / 1000);
    }
    const [vector] = call.args;
    if (call.name !== 'scalar' || !vector) throw executionError(`${call.name}() is not a scalar`);
    const found = new Uint32Array(this.steps);
    this.rows(vector, (_labels, values, present) => {
      for (let step = 0; step < this.steps; step++) {
        if (!present[step]) continue;
        found[step] = (found[step] ?? 0) + 1;
        result[step] = values[step] ?? Number.NaN;
      }
    });
    return result.map((value, step) => (found[step] === 1 ? value : Number.NaN));
  }

  rows(expression: Expression, emit: Emit): void {
    const node = unwrapped(expression);
    switch (node.kind) {
      case 'selector':
        return selectInstant(this, node, emit);
      case 'unary':
        if (node.operator === '+') return this.rows(node.expression, emit);
        return withoutNames(this, node.expression, emit, (values) => {
          for (let step = 0; step < values.length; step++) values[step] = -(values[step] ?? 0);
        });
      case 'aggregation':
        if (!reduceGroups(this, node, emit)) rankGroups(this, node, emit);
        return;
      case 'binary':
        return this.binary(node, emit);
      case 'call':
        return this.call(node, emit);
      default:
        throw executionError(`${node.kind} is not an instant vector`);
    }
  }

  private binary(node: Binary, emit: Emit): void {
    if (typeOf(node.left) === 'scalar') return vectorWithScalar(this, node, 'left', emit);
    if (typeOf(node.right) === 'scalar') return vectorWithScalar(this, node, 'right', emit);
    if (setOperators.has(node.operator)) return combineSets(this, node, emit);
    matchVectors(this, node, emit);
  }

  private call(call: Call, emit: Emit): void {
    if (isRangeFunction(call.name)) return callRangeFunction(this, call, emit);
    const [first] = call.args;
    switch (call.name) {
      case 'label_replace':
      case 'label_join':
        return callLabelFunction(this, call, emit);
      case 'histogram_quantile':
        return histogramQuantile(this, call, emit);
      case 'histogram_fraction':
        return histogramFraction(this, call, emit);
      case 'vector':
        if (first) emit(noLabels, this.scalar(first), new Uint8Array(this.steps).fill(1));
        return;
      case 'absent':
        if (first) this.absent(first, emit);
        return;
      case 'timestamp':
        if (first) this.timestamps(first, emit);
        return;
      case 'sort':
      case 'sort_desc':
        if (first) this.sorted(call, first, emit);
        return;
    }
    // What is left reads native histograms, which this store never holds: no series, no result.
    callInstantFunction(this, call, emit);
  }

  private absent(expression: Expression, emit: Emit): void {
    const present = new Uint8Array(this.steps).fill(1);
    this.rows(expression, (_labels, _values, there) => {
      for (let step = 0; step < this.steps; step++) if (there[step]) present[step] = 0;
    });
    if (present.includes(1)) {
      emit(absentLabels(unwrapped(expression)), new Float64Array(this.steps).fill(1), present);
    }
  }

  /** The samples' own times for a selector; of anything else, the time of evaluation. */
  private timestamps(expression: Expression, emit: Emit): void {
    const selector = unwrapped(expression);
    if (selector.kind === 'selector') {
      return selectInstant(this, selector, (labels, ...row) => emit(labels.withoutName(), ...row), true);
    }
    withoutNames(this, expression, emit, (values) => {
      for (let step = 0; step < values.length; step++) {
        values[step] = (this.startMs + step * this.stepMs) / 1000;
      }
    });
  }

  /** NaN comes last either way. */
  private sorted(call: Call, expression: Expression, emit: Emit): void {
    if (this.queryStartMs !== this.queryEndMs) this.annotations.sortInRangeQuery(call.from);
    const table = Table.of(this, expression);
    const direction = call.name === 'sort' ? 1 : -1;
    const order = [...table.labels.keys()].sort((a, b) => {
      const left = table.values[a * this.steps] ?? Number.NaN;
      const right = table.values[b * this.steps] ?? Number.NaN;
      if (Number.isNaN(left) || Number.isNaN(right)) return -compareNumbers(left, right);
      return direction * (left - right);
    });
    for (const row of order) {
      const cells = [row * this.steps, (row + 1) * this.steps] as const;
      const labels = table.labels[row];
      if (labels) emit(labels, table.values.slice(...cells), table.present.slice(...cells));
    }
  }
}
