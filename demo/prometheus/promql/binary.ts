/** Binary operators on vectors: arithmetic, comparison and sets, with their matching rules (VectorBinop in Prometheus' promql/engine.go). */

import type { Binary, VectorMatching } from '#lib/promql/expression.ts';
import { executionError } from '#lib/promql/query-error.ts';
import { comparisonOperators } from '#lib/promql/signatures.ts';
import type { Emit, Evaluation } from './evaluation.ts';
import { Table } from './evaluation.ts';
import { Grouping } from './grouping.ts';
import { isMetadataLabel, type LabelSet } from './label-set.ts';
import { applyOperator, compares } from './operators.ts';
import { MergedRows, withoutNames } from './repeated-labels.ts';

/** A vector with a scalar on one side. A comparison keeps the vector's value, whichever side it is on. */
export function vectorWithScalar(
  evaluation: Evaluation,
  binary: Binary,
  scalarSide: 'left' | 'right',
  emit: Emit,
): void {
  const { operator, returnBool } = binary;
  const vector = scalarSide === 'left' ? binary.right : binary.left;
  const scalars = evaluation.scalar(scalarSide === 'left' ? binary.left : binary.right);
  const filters = comparisonOperators.has(operator) && !returnBool;
  const change = (values: Float64Array, present: Uint8Array): void => {
    for (let step = 0; step < values.length; step++) {
      const value = values[step] ?? 0;
      const scalar = scalars[step] ?? 0;
      const [left, right] = scalarSide === 'left' ? [scalar, value] : [value, scalar];
      if (!filters) values[step] = applyOperator(operator, left, right);
      else if (!compares(operator, left, right)) present[step] = 0;
    }
  };
  if (!filters) {
    withoutNames(evaluation, vector, emit, change);
    return;
  }
  evaluation.rows(vector, (labels, values, present) => {
    change(values, present);
    if (present.includes(1)) emit(labels, values, present);
  });
}

function matchGroups(matching: VectorMatching): Grouping {
  return matching.on ? Grouping.by(matching.labels) : Grouping.without(matching.labels);
}

/** and, or, unless. */
export function combineSets(evaluation: Evaluation, binary: Binary, emit: Emit): void {
  const left = Table.of(evaluation, binary.left);
  const right = Table.of(evaluation, binary.right);
  const groups = matchGroups(binary.matching);
  const groupOfLeft = left.labels.map((labels) => groups.numberOf(labels));
  const groupOfRight = right.labels.map((labels) => groups.numberOf(labels));
  const { steps } = left;
  /** By group and step, whether a side has a sample. */
  const onSide = (table: Table, groupOfRow: readonly number[]): Uint8Array => {
    const present = new Uint8Array(groups.groups.length * steps);
    groupOfRow.forEach((group, row) => {
      for (let step = 0; step < steps; step++) {
        if (table.present[row * steps + step]) present[group * steps + step] = 1;
      }
    });
    return present;
  };
  const keep = (table: Table, groupOfRow: readonly number[], other: Uint8Array, wanted: 0 | 1): void => {
    groupOfRow.forEach((group, row) => {
      for (let step = 0; step < steps; step++) {
        if (other[group * steps + step] !== wanted) table.present[row * steps + step] = 0;
      }
    });
  };
  if (binary.operator === 'or') {
    keep(right, groupOfRight, onSide(left, groupOfLeft), 0);
    const merged = new MergedRows(evaluation);
    for (const table of [left, right]) table.emit((...row) => merged.add(...row));
    merged.emit(emit);
    return;
  }
  keep(left, groupOfLeft, onSide(right, groupOfRight), binary.operator === 'and' ? 1 : 0);
  left.emit(emit);
}

/** Arithmetic and comparison between vectors. */
export function matchVectors(evaluation: Evaluation, binary: Binary, emit: Emit): void {
  const { matching, operator, returnBool } = binary;
  const swapped = matching.cardinality === 'one-to-many';
  const left = Table.of(evaluation, binary.left);
  const right = Table.of(evaluation, binary.right);
  const [many, one] = swapped ? [right, left] : [left, right];
  const groups = matchGroups(matching);
  const groupOfOne = one.labels.map((labels) => groups.numberOf(labels));
  const groupOfMany = many.labels.map((labels) => groups.numberOf(labels));
  const { steps } = evaluation;
  const filters = comparisonOperators.has(operator) && !returnBool;
  const results = new ResultLabels(binary);
  const merged = new MergedRows(evaluation);
  const partner = new Int32Array(groups.groups.length);
  const taken = new Int32Array(groups.groups.length);
  const hasSample = (table: Table, step: number): boolean =>
    table.labels.some((_, row) => table.present[row * steps + step]);
  for (let step = 0; step < steps; step++) {
    evaluation.budget.checkTime();
    // With nothing on one side nothing matches, and ambiguities on the other do not matter.
    if (!hasSample(left, step) || !hasSample(right, step)) continue;
    partner.fill(-1);
    groupOfOne.forEach((group, row) => {
      if (!one.present[row * steps + step]) return;
      const other = partner[group] ?? -1;
      if (other >= 0) throw manyToMany(groups.groups[group], one, row, other, swapped);
      partner[group] = row;
    });
    taken.fill(0);
    const seen = new Set<string>();
    groupOfMany.forEach((group, row) => {
      const other = partner[group] ?? -1;
      if (!many.present[row * steps + step] || other < 0) return;
      const manyValue = many.values[row * steps + step] ?? 0;
      const oneValue = one.values[other * steps + step] ?? 0;
      const [leftValue, rightValue] = swapped ? [oneValue, manyValue] : [manyValue, oneValue];
      const labels = results.of(many.labels[row], one.labels[other]);
      if (matching.cardinality === 'one-to-one') {
        if (taken[group]) {
          throw executionError(
            'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
          );
        }
        taken[group] = 1;
      } else {
        const key = `${group}\xff${labels.key}`;
        if (seen.has(key)) {
          throw executionError('multiple matches for labels: grouping labels must ensure unique matches');
        }
        seen.add(key);
      }
      if (!filters) merged.set(merged.rowOf(labels), step, applyOperator(operator, leftValue, rightValue));
      else if (compares(operator, leftValue, rightValue)) merged.set(merged.rowOf(labels), step, leftValue);
    });
  }
  merged.emit(emit);
}

function manyToMany(
  group: LabelSet | undefined,
  side: Table,
  row: number,
  other: number,
  swapped: boolean,
): Error {
  const pair = [side.labels[row], side.labels[other]].map(String).sort();
  return executionError(
    `found duplicate series for the match group ${group} on the ${swapped ? 'left' : 'right'} hand-side of the operation: [${pair.join(', ')}];many-to-many matching not allowed: matching labels must be unique on one side`,
  );
}

/** The labels of a match: those of the many side, cut to the matched ones when one-to-one, plus what group_left takes over. */
class ResultLabels {
  private readonly matching: VectorMatching;
  private readonly keep: (name: string) => boolean;
  private readonly known = new Map<LabelSet, LabelSet>();

  constructor(binary: Binary) {
    const { matching, operator, returnBool } = binary;
    this.matching = matching;
    const dropName = returnBool || !comparisonOperators.has(operator);
    const labels = new Set(matching.labels);
    const cut = matching.cardinality === 'one-to-one';
    this.keep = (name) => !(dropName && isMetadataLabel(name)) && (!cut || labels.has(name) === matching.on);
  }

  of(many: LabelSet | undefined, one: LabelSet | undefined): LabelSet {
    if (!many || !one) throw new RangeError('no such row');
    let labels = this.known.get(many);
    if (!labels) {
      labels = many.filter(this.keep);
      this.known.set(many, labels);
    }
    return this.matching.include.reduce((result, name) => result.with(name, one.get(name)), labels);
  }
}
