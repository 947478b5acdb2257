/** histogram_quantile and histogram_fraction over classic buckets: series that differ in `le` alone make one histogram. */

import { type Call, type Expression, unwrapped } from '#lib/promql/expression.ts';
import { parseDecimal } from '#lib/promql/literals.ts';
import type { Emit, Evaluation } from './evaluation.ts';
import { Table } from './evaluation.ts';
import { Grouping } from './grouping.ts';
import { type Bucket, bucketFraction, bucketQuantile } from './quantile.ts';
import { MergedRows, mayRepeatLabels } from './repeated-labels.ts';

export function histogramQuantile(evaluation: Evaluation, call: Call, emit: Emit): void {
  const [parameter, vector] = call.args;
  if (!parameter || !vector) return;
  const quantiles = evaluation.scalar(parameter);
  overHistograms(evaluation, vector, emit, (buckets, step) => {
    const { value, forced } = bucketQuantile(quantiles[step] ?? Number.NaN, buckets);
    if (forced) {
      evaluation.annotations.forcedMonotonicity(
        forced,
        evaluation.startMs + step * evaluation.stepMs,
        vector.from,
      );
    }
    return value;
  });
  // Behind the same of a query inside of this one: the outermost is told.
  for (const quantile of new Set(quantiles)) {
    if (!(quantile >= 0 && quantile <= 1))
      evaluation.annotations.invalidQuantile(quantile, unwrapped(parameter).from);
  }
}

export function histogramFraction(evaluation: Evaluation, call: Call, emit: Emit): void {
  const [low, high, vector] = call.args;
  if (!low || !high || !vector) return;
  const lower = evaluation.scalar(low);
  const upper = evaluation.scalar(high);
  overHistograms(evaluation, vector, emit, (buckets, step) =>
    bucketFraction(lower[step] ?? Number.NaN, upper[step] ?? Number.NaN, buckets),
  );
}

function overHistograms(
  evaluation: Evaluation,
  vector: Expression,
  emit: Emit,
  apply: (buckets: Bucket[], step: number) => number,
): void {
  const table = new Table(evaluation);
  const histograms = Grouping.byHistogram();
  const rowsOf: number[][] = [];
  const bounds: number[] = [];
  const boundOf = new Map<string, number | undefined>();
  evaluation.rows(vector, (labels, values, present) => {
    let bound = boundOf.get(labels.le);
    if (bound === undefined && !boundOf.has(labels.le)) {
      bound = parseDecimal(labels.le);
      boundOf.set(labels.le, bound);
    }
    if (bound === undefined) {
      evaluation.annotations.badBucketLabel(labels.le, vector.from);
      return;
    }
    const row = table.add(labels, values, present);
    bounds[row] = bound;
    const histogram = histograms.numberOf(labels);
    const rows = rowsOf[histogram];
    if (rows) rows.push(row);
    else rowsOf[histogram] = [row];
  });
  const merged = mayRepeatLabels(vector) ? new MergedRows(evaluation) : undefined;
  const values = new Float64Array(table.steps);
  const present = new Uint8Array(table.steps);
  rowsOf.forEach((rows, histogram) => {
    const labels = histograms.groups[histogram]?.withoutName();
    if (!labels) return;
    let any = false;
    for (let step = 0; step < table.steps; step++) {
      const buckets: Bucket[] = [];
      for (const row of rows) {
        const cell = row * table.steps + step;
        if (table.present[cell]) {
          buckets.push({ upperBound: bounds[row] ?? Number.NaN, count: table.values[cell] ?? 0 });
        }
      }
      present[step] = buckets.length > 0 ? 1 : 0;
      if (buckets.length === 0) continue;
      any = true;
      values[step] = apply(buckets, step);
    }
    if (!any) return;
    if (merged) merged.add(labels, values, present);
    else emit(labels, values, present);
  });
  merged?.emit(emit);
}
