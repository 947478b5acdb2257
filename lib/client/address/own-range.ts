/** A range in the reader's own words: a length ("90m", "1h30m", "1.5h") or two moments. Pure; times are Unix seconds. */
import { parseDuration } from '#lib/metrics/duration.ts';
import { rangeText } from './scope.ts';

export interface RangeBounds {
  minSeconds: number;
  maxSeconds: number;
}

export type RangeFault = 'syntax' | 'too-short' | 'too-long';

/** As the URL writes it. */
export function readLength(
  text: string,
  { minSeconds, maxSeconds }: RangeBounds,
): { range: string } | { fault: RangeFault } {
  const read = parseDuration(text.trim().toLowerCase().replaceAll(' ', ''));
  if (!read.ok) return { fault: 'syntax' };
  if (read.value < minSeconds) return { fault: 'too-short' };
  return read.value > maxSeconds ? { fault: 'too-long' } : { range: rangeText(read.value) };
}

export type MomentsFault = Exclude<RangeFault, 'syntax'> | 'missing' | 'order' | 'future' | 'too-old';

/** How far back a range may end. */
export const oldestSeconds = 31 * 86_400;

/** `from` and `to` null where the field is empty or no time. A range that ends now is not one of the past. */
export function readMoments(
  from: number | null,
  to: number | null,
  now: number,
  { minSeconds, maxSeconds }: RangeBounds,
): { range: string; at: number | null } | { fault: MomentsFault; field: 'from' | 'to' } {
  if (from === null) return { fault: 'missing', field: 'from' };
  if (to === null) return { fault: 'missing', field: 'to' };
  if (from > now) return { fault: 'future', field: 'from' };
  if (to > now + 60) return { fault: 'future', field: 'to' };
  if (to <= from) return { fault: 'order', field: 'to' };
  if (to < now - oldestSeconds + 3600) return { fault: 'too-old', field: 'to' };
  const length = Math.min(to, now) - from;
  if (length < minSeconds) return { fault: 'too-short', field: 'to' };
  if (length > maxSeconds) return { fault: 'too-long', field: 'from' };
  return { range: rangeText(length), at: to >= now - 15 ? null : Math.round(to) };
}
