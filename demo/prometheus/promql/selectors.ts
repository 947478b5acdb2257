/** Reads series: the latest sample at each time (instant vectors) or the samples of a range before it (range vectors). */

import type { MatrixSelector, Subquery, TimeShift, VectorSelector } from '#lib/promql/expression.ts';
import type { Emit, Evaluation } from './evaluation.ts';
import type { LabelSet } from './label-set.ts';
import { SampleBuffer } from './series-source.ts';

/** The samples of times[from] to times[until - 1], all in (startMs, endMs]. */
export interface Window {
  times: Float64Array;
  values: Float64Array;
  from: number;
  until: number;
  startMs: number;
  endMs: number;
  /** When the function is evaluated; differs from endMs by offset and `@`. */
  evaluatedMs: number;
}

/** For an evaluation time, the time that is looked at. */
function shifted(
  evaluation: Evaluation,
  shift: TimeShift,
): { firstMs: number; stepMs: number; lastMs: number } {
  const { startMs, steps } = evaluation;
  const fixed =
    shift.at === 'start' ? evaluation.queryStartMs : shift.at === 'end' ? evaluation.queryEndMs : shift.at;
  const stepMs = fixed === undefined ? evaluation.stepMs : 0;
  const firstMs = (fixed ?? startMs) - shift.offsetMs;
  return { firstMs, stepMs, lastMs: firstMs + (steps - 1) * stepMs };
}

/** `values[k]` gets the sample's value, or its own time in seconds where `timestamps` are asked for. */
export function selectInstant(
  evaluation: Evaluation,
  selector: VectorSelector,
  emit: Emit,
  timestamps = false,
): void {
  const { steps, lookbackMs, budget, source } = evaluation;
  const { firstMs, stepMs, lastMs } = shifted(evaluation, selector);
  const buffer = new SampleBuffer();
  const values = new Float64Array(steps);
  const present = new Uint8Array(steps);
  for (const series of source.select(selector.matchers)) {
    budget.tick();
    if (steps === 1) series.readLatest(firstMs - lookbackMs, lastMs, buffer);
    else series.read(firstMs - lookbackMs, lastMs, buffer);
    if (buffer.length === 0) continue;
    let any = false;
    let next = 0;
    for (let step = 0; step < steps; step++) {
      const atMs = firstMs + step * stepMs;
      while (next < buffer.length && (buffer.times[next] ?? 0) <= atMs) next++;
      const sampleMs = buffer.times[next - 1] ?? Number.NEGATIVE_INFINITY;
      const there = next > 0 && sampleMs > atMs - lookbackMs;
      present[step] = there ? 1 : 0;
      if (!there) continue;
      any = true;
      values[step] = timestamps ? sampleMs / 1000 : (buffer.values[next - 1] ?? 0);
    }
    if (any) emit(series.labels, values, present);
  }
}

/** Calls back once per series; `visit` then walks its windows, step by step. Steps without samples are skipped. */
export function selectWindows(
  evaluation: Evaluation,
  range: MatrixSelector | Subquery,
  each: (labels: LabelSet, visit: (at: (step: number, window: Window) => void) => void) => void,
): void {
  const shift = range.kind === 'matrix' ? range.selector : range;
  const { firstMs, stepMs, lastMs } = shifted(evaluation, shift);
  const { steps, budget } = evaluation;
  const window: Window = {
    times: new Float64Array(0),
    values: new Float64Array(0),
    from: 0,
    until: 0,
    startMs: 0,
    endMs: 0,
    evaluatedMs: 0,
  };
  let buffer = new SampleBuffer();
  const visit = (at: (step: number, window: Window) => void): void => {
    window.times = buffer.times;
    window.values = buffer.values;
    window.from = 0;
    window.until = 0;
    for (let step = 0; step < steps; step++) {
      const endMs = firstMs + step * stepMs;
      const startMs = endMs - range.rangeMs;
      while (window.until < buffer.length && (buffer.times[window.until] ?? 0) <= endMs) window.until++;
      while (window.from < window.until && (buffer.times[window.from] ?? 0) <= startMs) window.from++;
      if (window.from === window.until) continue;
      window.startMs = startMs;
      window.endMs = endMs;
      window.evaluatedMs = evaluation.startMs + step * evaluation.stepMs;
      at(step, window);
    }
  };
  readRanges(evaluation, range, firstMs, lastMs, (labels, samples) => {
    budget.tick();
    buffer = samples;
    if (buffer.length > 0) each(labels, visit);
  });
}

/** The samples between firstMs - range and lastMs of every series. */
function readRanges(
  evaluation: Evaluation,
  range: MatrixSelector | Subquery,
  firstMs: number,
  lastMs: number,
  each: (labels: LabelSet, samples: SampleBuffer) => void,
): void {
  const buffer = new SampleBuffer();
  if (range.kind === 'matrix') {
    for (const series of evaluation.source.select(range.selector.matchers)) {
      series.read(firstMs - range.rangeMs, lastMs, buffer);
      each(series.labels, buffer);
    }
    return;
  }
  const stepMs = range.stepMs ?? defaultSubqueryStepMs;
  const afterMs = firstMs - range.rangeMs;
  let startMs = stepMs * Math.trunc(afterMs / stepMs);
  if (startMs <= afterMs) startMs += stepMs;
  if (startMs > lastMs) return;
  const steps = Math.floor((lastMs - startMs) / stepMs) + 1;
  let held = 0;
  evaluation.at({ startMs, stepMs, steps }).rows(range.expression, (labels, values, present) => {
    buffer.reset(steps);
    for (let step = 0; step < steps; step++) {
      if (present[step]) buffer.push(startMs + step * stepMs, values[step] ?? 0);
    }
    // Prometheus holds all series of a subquery at once, and counts them.
    held += buffer.length;
    evaluation.budget.hold(buffer.length);
    each(labels, buffer);
  });
  evaluation.budget.release(held);
}

/** Prometheus takes the global evaluation interval; this is its default. */
const defaultSubqueryStepMs = 60_000;
