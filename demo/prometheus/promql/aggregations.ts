/** sum, avg, count, min, max, group, stddev, stdvar: running state per group and step, so that the input is never held. */

import type { Aggregation } from '#lib/promql/expression.ts';
import type { Emit, Evaluation } from './evaluation.ts';
import { Grouping } from './grouping.ts';
import { addCompensated } from './kahan.ts';

/** Columns of numbers, each with one cell per group and step. */
type State = readonly Float64Array[];

interface Reducer {
  columns: number;
  first(state: State, cell: number, value: number): void;
  next(state: State, cell: number, value: number): void;
  result(state: State, cell: number): number;
}

function at(state: State, column: number, cell: number): number {
  return state[column]?.[cell] ?? 0;
}

function put(state: State, column: number, cell: number, value: number): void {
  const cells = state[column];
  if (cells) cells[cell] = value;
}

function add(state: State, cell: number, value: number): void {
  const [sums, lost] = state;
  if (sums && lost) addCompensated(sums, lost, cell, value);
}

function extreme(better: (value: number, best: number) => boolean): Reducer {
  return {
    columns: 1,
    first: (state, cell, value) => put(state, 0, cell, value),
    next(state, cell, value) {
      const best = at(state, 0, cell);
      if (better(value, best) || Number.isNaN(best)) put(state, 0, cell, value);
    },
    result: (state, cell) => at(state, 0, cell),
  };
}

/** Columns: sum of squared distances, mean, count. */
function spread(finish: (variance: number) => number): Reducer {
  return {
    columns: 3,
    first(state, cell, value) {
      put(state, 0, cell, Number.isFinite(value) ? 0 : Number.NaN);
      put(state, 1, cell, value);
      put(state, 2, cell, 1);
    },
    next(state, cell, value) {
      const count = at(state, 2, cell) + 1;
      const distance = value - at(state, 1, cell);
      const mean = at(state, 1, cell) + distance / count;
      put(state, 0, cell, at(state, 0, cell) + distance * (value - mean));
      put(state, 1, cell, mean);
      put(state, 2, cell, count);
    },
    result: (state, cell) => finish(at(state, 0, cell) / at(state, 2, cell)),
  };
}

const reducers: Readonly<Record<string, Reducer>> = {
  /** Columns: sum, what rounding lost. */
  sum: {
    columns: 2,
    first: (state, cell, value) => put(state, 0, cell, value),
    next: add,
    result: (state, cell) => at(state, 0, cell) + at(state, 1, cell),
  },
  /** Columns: sum (the mean once incremental), what rounding lost, count, whether incremental since the sum would overflow. */
  avg: {
    columns: 4,
    first(state, cell, value) {
      put(state, 0, cell, value);
      put(state, 2, cell, 1);
    },
    next(state, cell, value) {
      const count = at(state, 2, cell) + 1;
      put(state, 2, cell, count);
      if (at(state, 3, cell) === 0) {
        const sum = at(state, 0, cell);
        const lost = at(state, 1, cell);
        add(state, cell, value);
        if (Math.abs(at(state, 0, cell)) !== Number.POSITIVE_INFINITY) return;
        put(state, 3, cell, 1);
        put(state, 0, cell, sum / (count - 1));
        put(state, 1, cell, lost / (count - 1));
      }
      const weight = (count - 1) / count;
      put(state, 0, cell, weight * at(state, 0, cell));
      put(state, 1, cell, weight * at(state, 1, cell));
      add(state, cell, value / count);
    },
    result(state, cell) {
      const count = at(state, 3, cell) === 0 ? at(state, 2, cell) : 1;
      return at(state, 0, cell) / count + at(state, 1, cell) / count;
    },
  },
  count: {
    columns: 1,
    first: (state, cell) => put(state, 0, cell, 1),
    next: (state, cell) => put(state, 0, cell, at(state, 0, cell) + 1),
    result: (state, cell) => at(state, 0, cell),
  },
  group: { columns: 0, first: () => {}, next: () => {}, result: () => 1 },
  min: extreme((value, best) => value < best),
  max: extreme((value, best) => value > best),
  stdvar: spread((variance) => variance),
  stddev: spread(Math.sqrt),
};

export function groupingOf(aggregation: Aggregation): Grouping {
  return aggregation.without ? Grouping.without(aggregation.grouping) : Grouping.by(aggregation.grouping);
}

/** False for an operator that is not one of these. */
export function reduceGroups(evaluation: Evaluation, aggregation: Aggregation, emit: Emit): boolean {
  const reducer = reducers[aggregation.operator];
  if (!reducer) return false;
  const { steps, budget } = evaluation;
  const grouping = groupingOf(aggregation);
  let capacity = 64;
  let seen = new Uint8Array(capacity * steps);
  let state = Array.from({ length: reducer.columns }, () => new Float64Array(capacity * steps));
  let groups = 0;
  evaluation.rows(aggregation.expression, (labels, values, present) => {
    const group = grouping.numberOf(labels);
    if (group >= groups) {
      groups = group + 1;
      budget.hold(steps);
    }
    if (group >= capacity) {
      capacity *= 2;
      seen = grown(seen, new Uint8Array(capacity * steps));
      state = state.map((column) => grown(column, new Float64Array(capacity * steps)));
    }
    for (let step = 0; step < steps; step++) {
      if (!present[step]) continue;
      const cell = group * steps + step;
      if (seen[cell]) reducer.next(state, cell, values[step] ?? 0);
      else {
        seen[cell] = 1;
        reducer.first(state, cell, values[step] ?? 0);
      }
    }
  });
  const values = new Float64Array(steps);
  grouping.groups.forEach((labels, group) => {
    for (let step = 0; step < steps; step++) values[step] = reducer.result(state, group * steps + step);
    emit(labels, values, seen.slice(group * steps, (group + 1) * steps));
  });
  return true;
}

function grown<T extends Float64Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
