/** Functions that turn each value of an instant vector into another, value by value. */

import type { Call } from '#lib/promql/expression.ts';
import type { Emit, Evaluation } from './evaluation.ts';
import { noLabels } from './label-set.ts';
import { withoutNames } from './repeated-labels.ts';

/** Parameters are the scalar arguments, in order. */
type ValueFunction = (value: number, parameters: readonly number[]) => number;

/** As Go's math.Min and math.Max: an infinity that decides wins over NaN. */
function clamped(value: number, low: number, high: number): number {
  const limited = [value, high].includes(Number.NEGATIVE_INFINITY)
    ? Number.NEGATIVE_INFINITY
    : Math.min(high, value);
  return [limited, low].includes(Number.POSITIVE_INFINITY)
    ? Number.POSITIVE_INFINITY
    : Math.max(low, limited);
}

const degree = Math.PI / 180;

const valueFunctions: Readonly<Record<string, ValueFunction>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  exp: Math.exp,
  sqrt: Math.sqrt,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sgn: (value) => (value < 0 ? -1 : value > 0 ? 1 : value),
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  rad: (value) => value * degree,
  deg: (value) => (value * 180) / Math.PI,
  clamp: (value, [low = 0, high = 0]) => clamped(value, low, high),
  clamp_min: (value, [low = 0]) => clamped(value, low, Number.POSITIVE_INFINITY),
  clamp_max: (value, [high = 0]) => clamped(value, Number.NEGATIVE_INFINITY, high),
  /** Ties go up; dividing by the inverse loses less. */
  round: (value, [toNearest = 1]) => Math.floor(value * (1 / toNearest) + 0.5) / (1 / toNearest),
};

const dateFunctions: Readonly<Record<string, (date: Date) => number>> = {
  minute: (date) => date.getUTCMinutes(),
  hour: (date) => date.getUTCHours(),
  day_of_week: (date) => date.getUTCDay(),
  day_of_month: (date) => date.getUTCDate(),
  day_of_year: (date) =>
    Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1,
  days_in_month: (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
};

/** False for a function that is not one of these. */
export function callInstantFunction(evaluation: Evaluation, call: Call, emit: Emit): boolean {
  const [vector, ...scalars] = call.args;
  const ofDate = dateFunctions[call.name];
  const apply: ValueFunction | undefined = ofDate
    ? (seconds) => ofDate(new Date(Math.trunc(seconds) * 1000))
    : valueFunctions[call.name];
  if (!apply) return false;
  if (!vector) {
    const times = evaluation.scalar({ kind: 'call', name: 'time', args: [], from: call.from, to: call.to });
    emit(
      noLabels,
      times.map((time) => apply(time, [])),
      new Uint8Array(evaluation.steps).fill(1),
    );
    return true;
  }
  const parameters = scalars.map((scalar) => evaluation.scalar(scalar));
  const atStep = Array.from({ length: evaluation.steps }, (_, step) =>
    parameters.map((parameter) => parameter[step] ?? Number.NaN),
  );
  withoutNames(evaluation, vector, emit, (values, present) => {
    for (let step = 0; step < values.length; step++) {
      const given = atStep[step] ?? [];
      // An empty interval holds nothing.
      if (call.name === 'clamp' && (given[1] ?? 0) < (given[0] ?? 0)) present[step] = 0;
      values[step] = apply(values[step] ?? 0, given);
    }
  });
  return true;
}
