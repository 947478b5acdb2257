/** topk, bottomk, quantile, count_values: aggregations that need all values of a group at once. */

import { type Aggregation, unwrapped } from '#lib/promql/expression.ts';
import { formatPlain } from '#lib/promql/number-format.ts';
import { executionError } from '#lib/promql/query-error.ts';
import { groupingOf } from './aggregations.ts';
import type { Emit, Evaluation } from './evaluation.ts';
import { Table } from './evaluation.ts';
import { Grouping } from './grouping.ts';
import { compareNumbers, quantileOf } from './quantile.ts';
import { MergedRows } from './repeated-labels.ts';

export function rankGroups(evaluation: Evaluation, aggregation: Aggregation, emit: Emit): void {
  if (aggregation.operator === 'count_values') {
    countValues(evaluation, aggregation, emit);
    return;
  }
  if (!aggregation.parameter) throw executionError(`${aggregation.operator} needs a parameter`);
  const parameters = evaluation.scalar(aggregation.parameter);
  const rank = aggregation.operator === 'quantile' ? quantiles : strongest;
  rank(evaluation, aggregation, parameters, emit);
}

/** Row numbers of each group that are present at the step. */
function* groupsAt(
  table: Table,
  groupOfRow: readonly number[],
  groups: number,
  step: number,
): Iterable<[group: number, rows: number[]]> {
  const members: number[][] = Array.from({ length: groups }, () => []);
  groupOfRow.forEach((group, row) => {
    if (table.present[row * table.steps + step]) members[group]?.push(row);
  });
  for (const [group, rows] of members.entries()) if (rows.length > 0) yield [group, rows];
}

function quantiles(
  evaluation: Evaluation,
  aggregation: Aggregation,
  parameters: Float64Array,
  emit: Emit,
): void {
  const table = Table.of(evaluation, aggregation.expression);
  for (const quantile of new Set([Math.min(...parameters), Math.max(...parameters)])) {
    if (!(quantile >= 0 && quantile <= 1)) {
      evaluation.annotations.invalidQuantile(quantile, unwrapped(aggregation.parameter ?? aggregation).from);
    }
  }
  const grouping = groupingOf(aggregation);
  const groupOfRow = table.labels.map((labels) => grouping.numberOf(labels));
  const result = new Table(evaluation);
  for (const labels of grouping.groups) result.addEmpty(labels);
  for (let step = 0; step < table.steps; step++) {
    for (const [group, rows] of groupsAt(table, groupOfRow, grouping.groups.length, step)) {
      const cell = group * table.steps + step;
      const values = rows.map((row) => table.values[row * table.steps + step] ?? 0);
      result.values[cell] = quantileOf(parameters[step] ?? Number.NaN, values);
      result.present[cell] = 1;
    }
  }
  result.emit(emit);
}

/** The k rows with the highest (topk) or lowest values of each group, best first; NaN is worst. */
function strongest(
  evaluation: Evaluation,
  aggregation: Aggregation,
  parameters: Float64Array,
  emit: Emit,
): void {
  const table = Table.of(evaluation, aggregation.expression);
  if (parameters.every((k) => k < 1)) return;
  if (parameters.some(Number.isNaN)) throw executionError('Parameter value is NaN');
  const tooLarge = parameters.find((k) => k >= 2 ** 63);
  if (tooLarge !== undefined)
    throw executionError(
      `Scalar value ${tooLarge === Number.POSITIVE_INFINITY ? '+Inf' : tooLarge} overflows int64`,
    );
  const tooSmall = parameters.find((k) => k <= -(2 ** 63));
  if (tooSmall !== undefined)
    throw executionError(
      `Scalar value ${tooSmall === Number.NEGATIVE_INFINITY ? '-Inf' : tooSmall} underflows int64`,
    );
  const direction = aggregation.operator === 'topk' ? -1 : 1;
  const grouping = groupingOf(aggregation);
  const groupOfRow = table.labels.map((labels) => grouping.numberOf(labels));
  const kept = new Uint8Array(table.size * table.steps);
  const order: number[] = [];
  for (let step = 0; step < table.steps; step++) {
    const k = Math.trunc(parameters[step] ?? 0);
    if (k < 1) continue;
    const valueIn = (row: number): number => table.values[row * table.steps + step] ?? 0;
    for (const [, rows] of groupsAt(table, groupOfRow, grouping.groups.length, step)) {
      rows.sort((a, b) => compareStrength(valueIn(a), valueIn(b), direction));
      for (const row of rows.slice(0, k)) {
        kept[row * table.steps + step] = 1;
        if (table.steps === 1) order.push(row);
      }
    }
  }
  const { steps } = table;
  const rows = steps === 1 ? order : table.labels.keys();
  for (const row of rows) {
    const labels = table.labels[row];
    const present = kept.slice(row * steps, (row + 1) * steps);
    if (labels && present.includes(1))
      emit(labels, table.values.slice(row * steps, (row + 1) * steps), present);
  }
}

function compareStrength(a: number, b: number, direction: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return -compareNumbers(a, b);
  return direction * (a - b);
}

/** One series per group and distinct value, with the value as a label. */
function countValues(evaluation: Evaluation, aggregation: Aggregation, emit: Emit): void {
  const parameter = aggregation.parameter && unwrapped(aggregation.parameter);
  const label = parameter?.kind === 'string' ? parameter.value : '';
  if (label === '') throw executionError(`invalid label name ${JSON.stringify(label)}`);
  const { without, grouping } = aggregation;
  const groups = without ? Grouping.without(grouping) : Grouping.by([...grouping, label]);
  const counts = new Map<number, Float64Array>();
  evaluation.rows(aggregation.expression, (labels, values, present) => {
    for (let step = 0; step < evaluation.steps; step++) {
      if (!present[step]) continue;
      const group = groups.numberOf(labels.with(label, formatPlain(values[step] ?? 0)));
      let ofGroup = counts.get(group);
      if (!ofGroup) {
        ofGroup = new Float64Array(evaluation.steps);
        evaluation.budget.hold(evaluation.steps);
        counts.set(group, ofGroup);
      }
      ofGroup[step] = (ofGroup[step] ?? 0) + 1;
    }
  });
  const merged = new MergedRows(evaluation);
  for (const [group, ofGroup] of counts) {
    const labels = groups.groups[group];
    if (labels)
      merged.add(
        labels,
        ofGroup,
        Uint8Array.from(ofGroup, (count) => (count > 0 ? 1 : 0)),
      );
  }
  merged.emit(emit);
}
