/** What the parts of the evaluator share: the times to evaluate at, rows of values, and limits that keep a query from running away. */

import type { Expression } from '#lib/promql/expression.ts';
import { executionError, QueryError } from '#lib/promql/query-error.ts';
import type { Annotations } from './annotations.ts';
import type { LabelSet } from './label-set.ts';
import type { SeriesSource } from './series-source.ts';

/**
 * Takes one series of a result: a value per evaluation time, and 1 in `present` where there is one.
 * The arrays belong to the sender and are used again; keep a copy, change them only before passing them on.
 */
export type Emit = (labels: LabelSet, values: Float64Array, present: Uint8Array) => void;

/** The times at which an expression is evaluated: startMs, startMs + stepMs, … */
export interface Timeline {
  startMs: number;
  stepMs: number;
  steps: number;
}

export interface Evaluation extends Timeline {
  readonly query: string;
  readonly source: SeriesSource;
  /** The first and last time of the whole query: what start() and end() mean behind `@`. */
  readonly queryStartMs: number;
  readonly queryEndMs: number;
  readonly lookbackMs: number;
  readonly budget: Budget;
  readonly annotations: Annotations;
  /** Evaluates an instant vector, series by series. */
  rows(expression: Expression, emit: Emit): void;
  /** Evaluates a scalar: a value per evaluation time. */
  scalar(expression: Expression): Float64Array;
  /** The same query at other times. */
  at(timeline: Timeline): Evaluation;
}

export class Budget {
  private readonly now: () => number;
  private readonly deadlineMs: number;
  private samplesLeft: number;
  private ticks = 0;

  /** `now` is monotonic, in ms. */
  constructor(now: () => number, timeoutMs: number, maxSamples: number) {
    this.now = now;
    this.deadlineMs = now() + timeoutMs;
    this.samplesLeft = maxSamples;
  }

  /** Called once per series. */
  tick(): void {
    if (++this.ticks % 128 === 0) this.checkTime();
  }

  checkTime(): void {
    if (this.now() >= this.deadlineMs) {
      throw new QueryError('timeout', 'query timed out in expression evaluation');
    }
  }

  release(samples: number): void {
    this.samplesLeft += samples;
  }

  hold(samples: number): void {
    this.samplesLeft -= samples;
    if (this.samplesLeft < 0) {
      throw executionError('query processing would load too many samples into memory in query execution');
    }
  }
}

/** Rows kept in memory. */
export class Table {
  readonly labels: LabelSet[] = [];
  readonly steps: number;
  values: Float64Array;
  present: Uint8Array;
  private readonly budget: Budget;

  constructor(evaluation: Evaluation) {
    this.steps = evaluation.steps;
    this.budget = evaluation.budget;
    this.values = new Float64Array(this.steps * 16);
    this.present = new Uint8Array(this.steps * 16);
  }

  static of(evaluation: Evaluation, expression: Expression): Table {
    const table = new Table(evaluation);
    evaluation.rows(expression, (labels, values, present) => table.add(labels, values, present));
    return table;
  }

  get size(): number {
    return this.labels.length;
  }

  /** Adds a row without values; returns its number. Cell of row r at step k: r * steps + k. */
  addEmpty(labels: LabelSet): number {
    const row = this.labels.push(labels) - 1;
    this.budget.hold(this.steps);
    if ((row + 1) * this.steps > this.values.length) {
      const values = new Float64Array(this.values.length * 2);
      values.set(this.values);
      this.values = values;
      const present = new Uint8Array(this.present.length * 2);
      present.set(this.present);
      this.present = present;
    }
    return row;
  }

  add(labels: LabelSet, values: Float64Array, present: Uint8Array): number {
    const row = this.addEmpty(labels);
    this.values.set(values, row * this.steps);
    this.present.set(present, row * this.steps);
    return row;
  }

  /** Rows without any value are left out. */
  emit(emit: Emit): void {
    const values = new Float64Array(this.steps);
    const present = new Uint8Array(this.steps);
    this.labels.forEach((labels, row) => {
      let any = 0;
      for (let step = 0; step < this.steps; step++) {
        const cell = row * this.steps + step;
        values[step] = this.values[cell] ?? 0;
        const there = this.present[cell] ?? 0;
        present[step] = there;
        any |= there;
      }
      if (any !== 0) emit(labels, values, present);
    });
  }
}
