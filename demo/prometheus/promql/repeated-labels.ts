/** Dropping metric names or rewriting labels can make series equal: where Prometheus merges them, or refuses if their times meet. */

import type { Expression } from '#lib/promql/expression.ts';
import { executionError } from '#lib/promql/query-error.ts';
import type { Emit, Evaluation } from './evaluation.ts';
import { Table } from './evaluation.ts';
import { Grouping } from './grouping.ts';
import type { LabelSet } from './label-set.ts';

/** Whether series of the expression may be told apart by their metric names alone. */
export function mayRepeatLabels(expression: Expression): boolean {
  switch (expression.kind) {
    case 'selector':
      return !expression.matchers.some(({ label, operator }) => label === '__name__' && operator === '=');
    case 'matrix':
      return mayRepeatLabels(expression.selector);
    case 'subquery':
    case 'paren':
    case 'unary':
      return mayRepeatLabels(expression.expression);
    case 'call':
      return expression.name.startsWith('label_') || expression.args.some(mayRepeatLabels);
    case 'aggregation':
      return expression.grouping.includes('__name__') || mayRepeatLabels(expression.expression);
    case 'binary':
      return (
        expression.operator === 'or' || mayRepeatLabels(expression.left) || mayRepeatLabels(expression.right)
      );
    case 'number':
    case 'string':
      return false;
  }
}

/** Collects rows; those with equal labels become one. */
export class MergedRows {
  private readonly table: Table;
  private readonly series = Grouping.bySeries();

  constructor(evaluation: Evaluation) {
    this.table = new Table(evaluation);
  }

  /** The row of these labels, for `set`. */
  rowOf(labels: LabelSet): number {
    const row = this.series.numberOf(labels);
    return row < this.table.size ? row : this.table.addEmpty(labels);
  }

  set(row: number, step: number, value: number): void {
    const cell = row * this.table.steps + step;
    if (this.table.present[cell]) {
      throw executionError('vector cannot contain metrics with the same labelset');
    }
    this.table.present[cell] = 1;
    this.table.values[cell] = value;
  }

  add(labels: LabelSet, values: Float64Array, present: Uint8Array): void {
    const row = this.rowOf(labels);
    for (let step = 0; step < this.table.steps; step++) {
      if (present[step]) this.set(row, step, values[step] ?? 0);
    }
  }

  emit(emit: Emit): void {
    this.table.emit(emit);
  }
}

/** Evaluates the expression and hands on its rows without metric names; `change` may alter the values in place. */
export function withoutNames(
  evaluation: Evaluation,
  expression: Expression,
  emit: Emit,
  change: (values: Float64Array, present: Uint8Array) => void = () => {},
): void {
  const merged = mayRepeatLabels(expression) ? new MergedRows(evaluation) : undefined;
  evaluation.rows(expression, (labels, values, present) => {
    change(values, present);
    if (merged) merged.add(labels.withoutName(), values, present);
    else emit(labels.withoutName(), values, present);
  });
  merged?.emit(emit);
}
