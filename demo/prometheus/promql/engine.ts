/** Walks an expression and evaluates it, series by series: the embedded counterpart of Prometheus' promql/engine.go. */

import { typeOf } from '#lib/promql/check.ts';
import { type Binary, type Call, type Expression, unwrapped } from '#lib/promql/expression.ts';
import { executionError } from '#lib/promql/query-error.ts';
import { setOperators } from '#lib/promql/signatures.ts';
import { absentLabels } from './absent.ts';
import { reduceGroups } from './aggregations.ts';
import type { Annotations } from './annotations.ts';
import { combineSets, matchVectors, vectorWithScalar } from './binary.ts';
import { type Budget, type Emit, type Evaluation, Table, type Timeline } from './evaluation.ts';
import { histogramFraction, histogramQuantile } from './histogram-functions.ts';
import { callInstantFunction } from './instant-functions.ts';
import { callLabelFunction } from './label-functions.ts';
import { compareLabels, type LabelSet, noLabels } from './label-set.ts';
import { applyOperator } from './operators.ts';
import { compareNumbers } from './quantile.ts';
import type { MatrixSeries, QueryValue } from './query-value.ts';
import { callRangeFunction, isRangeFunction } from './range-functions.ts';
import { rankGroups } from './ranked-aggregations.ts';
import { withoutNames } from './repeated-labels.ts';
import { selectInstant, selectWindows } from './selectors.ts';
import type { SeriesSource } from './series-source.ts';

const specialFunctions: Readonly<Record<string, (evaluation: Evaluation, call: Call, emit: Emit) => void>> = {
  label_replace: callLabelFunction,
  label_join: callLabelFunction,
  histogram_quantile: histogramQuantile,
  histogram_fraction: histogramFraction,
};

function negate(values: Float64Array): void {
  for (let step = 0; step < values.length; step++) values[step] = -(values[step] ?? 0);
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

export class Engine implements Evaluation {
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

  constructor(timeline: Timeline, shared: Shared) {
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
    selectWindows(this, expression, (labels, visit) => {
      visit((_step, { times, values, from, until }) => {
        this.budget.hold(until - from);
        series.push({ labels, times: times.slice(from, until), values: values.slice(from, until) });
      });
    });
    return series.sort((a, b) => compareLabels(a.labels, b.labels));
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
    this.budget.checkTime();
    const node = unwrapped(expression);
    switch (node.kind) {
      case 'selector':
        selectInstant(this, node, emit);
        break;
      case 'unary':
        if (node.operator === '+') this.rows(node.expression, emit);
        else withoutNames(this, node.expression, emit, negate);
        break;
      case 'aggregation':
        if (!reduceGroups(this, node, emit)) rankGroups(this, node, emit);
        break;
      case 'binary':
        this.binary(node, emit);
        break;
      case 'call':
        this.call(node, emit);
        break;
      default:
        throw executionError(`${node.kind} is not an instant vector`);
    }
  }

  private binary(node: Binary, emit: Emit): void {
    if (typeOf(node.left) === 'scalar') vectorWithScalar(this, node, 'left', emit);
    else if (typeOf(node.right) === 'scalar') vectorWithScalar(this, node, 'right', emit);
    else if (setOperators.has(node.operator)) combineSets(this, node, emit);
    else matchVectors(this, node, emit);
  }

  private call(call: Call, emit: Emit): void {
    const [first] = call.args;
    const special = specialFunctions[call.name];
    if (special) special(this, call, emit);
    else if (isRangeFunction(call.name)) callRangeFunction(this, call, emit);
    else if (call.name === 'absent' && first) this.absent(first, emit);
    else if (call.name === 'timestamp' && first) this.timestamps(first, emit);
    else if (call.name.startsWith('sort') && first) this.sorted(call, first, emit);
    else if (call.name === 'vector' && first) {
      emit(noLabels, this.scalar(first), new Uint8Array(this.steps).fill(1));
    }
    // What is left reads native histograms, which this store never holds: no result, but what the argument warns of.
    else if (!callInstantFunction(this, call, emit) && first) this.rows(first, () => undefined);
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
      selectInstant(this, selector, (labels, ...row) => emit(labels.withoutName(), ...row), true);
      return;
    }
    withoutNames(this, expression, emit, (values) => {
      for (let step = 0; step < values.length; step++) {
        values[step] = (this.startMs + step * this.stepMs) / 1000;
      }
    });
  }

  /** NaN comes last either way. */
  private sorted(call: Call, expression: Expression, emit: Emit): void {
    // Inside of a subquery an instant query is one over a range, too.
    if (this.steps > 1 || this.queryStartMs !== this.queryEndMs) this.annotations.sortInRangeQuery(call.from);
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
