/** A stretch of time and the step at which it is sampled: aligned to the step, so that equal questions share one answer. */

/** Unix seconds, both ends included. */
export interface TimeRange {
  from: number;
  to: number;
  stepSeconds: number;
}

const niceSteps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400];

/** The smallest round step that needs no more than `points` samples. */
export function stepFor(rangeSeconds: number, points: number): number {
  const exact = rangeSeconds / Math.max(1, points);
  return niceSteps.find((step) => step >= exact) ?? Math.ceil(exact / 86_400) * 86_400;
}

/** The last `rangeSeconds` before `now`, with both ends on multiples of the step. */
export function alignedRange(now: number, rangeSeconds: number, points: number): TimeRange {
  const stepSeconds = stepFor(rangeSeconds, points);
  const to = Math.floor(now / stepSeconds) * stepSeconds;
  return { from: to - Math.ceil(rangeSeconds / stepSeconds) * stepSeconds, to, stepSeconds };
}

/** The times of a range's samples, oldest first. */
export function timesOf(range: TimeRange): number[] {
  const count = Math.max(0, Math.floor((range.to - range.from) / range.stepSeconds) + 1);
  return Array.from({ length: count }, (_, index) => range.from + index * range.stepSeconds);
}

/** Times of past windows are multiples of this, so that callers share answers: 15 s up to a window of an hour, then a 240th of it. */
export function pastStepSeconds(windowSeconds: number): number {
  return Math.max(15, stepFor(windowSeconds, 240));
}
