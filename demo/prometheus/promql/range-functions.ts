/** Functions over the samples of a range, one series at a time (Prometheus' promql/functions.go). */

import { type Call, unwrapped } from '#lib/promql/expression.ts';
import { executionError } from '#lib/promql/query-error.ts';
import { absentLabels } from './absent.ts';
import type { Emit, Evaluation } from './evaluation.ts';
import { addCompensated, CompensatedMean, CompensatedSum } from './kahan.ts';
import type { LabelSet } from './label-set.ts';
import { quantileOf } from './quantile.ts';
import { extrapolatedChange, latestChange } from './rate.ts';
import { mayRepeatLabels } from './repeated-labels.ts';
import { selectWindows, type Window } from './selectors.ts';

/** Undefined: no result for this window. There is always at least one sample. */
type RangeFunction = (window: Window, parameter: number) => number | undefined;

const scratch = new CompensatedSum();
const scratchMean = new CompensatedMean();

function sumOverTime({ values, from, until }: Window): number {
  scratch.reset();
  for (let index = from; index < until; index++) scratch.add(values[index] ?? 0);
  return scratch.total;
}

function averageOverTime({ values, from, until }: Window): number {
  scratchMean.reset();
  for (let index = from; index < until; index++) scratchMean.add(values[index] ?? 0);
  return scratchMean.mean;
}

function variance({ values, from, until }: Window): number {
  // Cells: mean, sum of squared distances.
  const sums = new Float64Array(2);
  const lost = new Float64Array(2);
  for (let index = from; index < until; index++) {
    const value = values[index] ?? 0;
    const distance = value - ((sums[0] ?? 0) + (lost[0] ?? 0));
    addCompensated(sums, lost, 0, distance / (index - from + 1));
    addCompensated(sums, lost, 1, distance * (value - ((sums[0] ?? 0) + (lost[0] ?? 0))));
  }
  return ((sums[1] ?? 0) + (lost[1] ?? 0)) / (until - from);
}

function extreme(better: (value: number, best: number) => boolean): RangeFunction {
  return ({ values, from, until }) => {
    let best = values[from] ?? 0;
    for (let index = from; index < until; index++) {
      const value = values[index] ?? 0;
      if (better(value, best) || Number.isNaN(best)) best = value;
    }
    return best;
  };
}

function countSteps(counts: (previous: number, value: number) => boolean): RangeFunction {
  return ({ values, from, until }) => {
    let count = 0;
    for (let index = from + 1; index < until; index++) {
      if (counts(values[index - 1] ?? 0, values[index] ?? 0)) count++;
    }
    return count;
  };
}

/** Least squares; the intercept is the line's value at `interceptMs`. */
function linearRegression(window: Window, interceptMs: number): { slope: number; intercept: number } {
  const { times, values, from, until } = window;
  const first = values[from] ?? 0;
  const count = until - from;
  let constant = true;
  // Cells: x, y, xy, xx.
  const sums = new Float64Array(4);
  const lost = new Float64Array(4);
  for (let index = from; index < until; index++) {
    const value = values[index] ?? 0;
    if (value !== first) constant = false;
    const x = ((times[index] ?? 0) - interceptMs) / 1000;
    [x, value, x * value, x * x].forEach((amount, cell) => {
      addCompensated(sums, lost, cell, amount);
    });
  }
  if (constant) {
    return Number.isFinite(first)
      ? { slope: 0, intercept: first }
      : { slope: Number.NaN, intercept: Number.NaN };
  }
  const [x = 0, y = 0, xy = 0, xx = 0] = sums.map((sum, cell) => sum + (lost[cell] ?? 0));
  const slope = (xy - (x * y) / count) / (xx - (x * x) / count);
  return { slope, intercept: y / count - (slope * x) / count };
}

const rangeFunctions: Readonly<Record<string, RangeFunction>> = {
  rate: (window) => extrapolatedChange(window, true, true),
  increase: (window) => extrapolatedChange(window, true, false),
  delta: (window) => extrapolatedChange(window, false, false),
  irate: (window) => latestChange(window, true),
  idelta: (window) => latestChange(window, false),
  sum_over_time: sumOverTime,
  avg_over_time: averageOverTime,
  min_over_time: extreme((value, best) => value < best),
  max_over_time: extreme((value, best) => value > best),
  count_over_time: ({ from, until }) => until - from,
  present_over_time: () => 1,
  first_over_time: ({ values, from }) => values[from],
  last_over_time: ({ values, until }) => values[until - 1],
  stdvar_over_time: variance,
  stddev_over_time: (window) => Math.sqrt(variance(window)),
  quantile_over_time: ({ values, from, until }, quantile) =>
    quantileOf(quantile, Array.from(values.subarray(from, until))),
  changes: countSteps(
    (previous, value) => value !== previous && !(Number.isNaN(value) && Number.isNaN(previous)),
  ),
  resets: countSteps((previous, value) => value < previous),
  deriv: (window) =>
    window.until - window.from < 2
      ? undefined
      : linearRegression(window, window.times[window.from] ?? 0).slope,
  predict_linear(window, seconds) {
    if (window.until - window.from < 2) return undefined;
    const { slope, intercept } = linearRegression(window, window.evaluatedMs);
    return slope * seconds + intercept;
  },
};

const keepingName: ReadonlySet<string> = new Set(['first_over_time', 'last_over_time']);
const forCounters: ReadonlySet<string> = new Set(['rate', 'increase']);

export function isRangeFunction(name: string): boolean {
  return name in rangeFunctions || name === 'absent_over_time';
}

export function callRangeFunction(evaluation: Evaluation, call: Call, emit: Emit): void {
  if (call.name === 'absent_over_time') {
    absentOverTime(evaluation, call, emit);
    return;
  }
  const apply = rangeFunctions[call.name];
  const args = call.args.map(unwrapped);
  const range = args.find((arg) => arg.kind === 'matrix' || arg.kind === 'subquery');
  if (!apply || !range) throw executionError(`${call.name}() needs a range vector`);
  const scalar = args.find((arg) => arg !== range);
  const parameters = scalar ? evaluation.scalar(scalar) : new Float64Array(evaluation.steps);
  const keepName = keepingName.has(call.name);
  const checkName = forCounters.has(call.name);
  const seen = !keepName && mayRepeatLabels(range) ? new Set<string>() : undefined;
  const values = new Float64Array(evaluation.steps);
  const present = new Uint8Array(evaluation.steps);
  selectWindows(evaluation, range, (labels, visit) => {
    let any = false;
    present.fill(0);
    visit((step, window) => {
      const parameter = parameters[step] ?? 0;
      if (call.name === 'quantile_over_time' && !(parameter >= 0 && parameter <= 1)) {
        evaluation.annotations.invalidQuantile(parameter, unwrapped(scalar ?? call).from);
      }
      const value = apply(window, parameter);
      if (value === undefined) return;
      any = true;
      values[step] = value;
      present[step] = 1;
    });
    if (!any) return;
    if (checkName && labels.name !== '' && !/_(total|sum|count|bucket)$/.test(labels.name)) {
      evaluation.annotations.possibleNonCounter(labels.name, range.kind === 'subquery' ? 0 : range.from);
    }
    const result = keepName ? labels : labels.withoutName();
    if (seen) refuseRepeated(seen, result);
    emit(result, values, present);
  });
}

function refuseRepeated(seen: Set<string>, labels: LabelSet): void {
  if (seen.has(labels.key)) throw executionError('vector cannot contain metrics with the same labelset');
  seen.add(labels.key);
}

/** 1 where no series has a sample in the range. */
function absentOverTime(evaluation: Evaluation, call: Call, emit: Emit): void {
  const range = call.args[0] && unwrapped(call.args[0]);
  if (range?.kind !== 'matrix' && range?.kind !== 'subquery') return;
  const present = new Uint8Array(evaluation.steps).fill(1);
  selectWindows(evaluation, range, (_labels, visit) => {
    visit((step) => {
      present[step] = 0;
    });
  });
  if (present.includes(1)) emit(absentLabels(range), new Float64Array(evaluation.steps).fill(1), present);
}
