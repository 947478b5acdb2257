/** rate, increase, delta, irate, idelta: Prometheus' extrapolatedRate and instantValue (promql/functions.go). */
import type { Window } from './selectors.ts';

/**
 * The change over the window, stretched to the whole range when the outer samples are near its ends. For counters resets are
 * added up and the stretch to the left ends where the counter would have been zero. Undefined with fewer than two samples.
 */
export function extrapolatedChange(window: Window, isCounter: boolean, isRate: boolean): number | undefined {
  const { times, values, from, until } = window;
  const last = until - 1;
  if (last <= from) return undefined;
  const firstValue = values[from] ?? 0;
  let change = (values[last] ?? 0) - firstValue;
  if (isCounter) {
    let previous = firstValue;
    for (let index = from + 1; index < until; index++) {
      const value = values[index] ?? 0;
      if (value < previous) change += previous;
      previous = value;
    }
  }
  const firstMs = times[from] ?? 0;
  const lastMs = times[last] ?? 0;
  let toStart = (firstMs - window.startMs) / 1000;
  let toEnd = (window.endMs - lastMs) / 1000;
  const sampled = (lastMs - firstMs) / 1000;
  const between = sampled / (last - from);
  const threshold = between * 1.1;
  if (toStart >= threshold) toStart = between / 2;
  if (isCounter && change > 0 && firstValue >= 0) {
    const toZero = sampled * (firstValue / change);
    if (toZero < toStart) toStart = toZero;
  }
  if (toEnd >= threshold) toEnd = between / 2;
  let factor = sampled === 0 ? 1 : (sampled + toStart + toEnd) / sampled;
  if (isRate) factor /= (window.endMs - window.startMs) / 1000;
  return change * factor;
}

/** The change between the last two samples. */
export function latestChange(window: Window, isRate: boolean): number | undefined {
  const { times, values, from, until } = window;
  if (until - from < 2) return undefined;
  const last = values[until - 1] ?? 0;
  const previous = values[until - 2] ?? 0;
  const ms = (times[until - 1] ?? 0) - (times[until - 2] ?? 0);
  if (ms === 0) return undefined;
  const change = isRate && last < previous ? last : last - previous;
  return isRate ? change / (ms / 1000) : change;
}
