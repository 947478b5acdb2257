/**
 * Durations as Go and Prometheus write them: "30s", "1h30m", "1.5h", "2d".
 * Go: https://pkg.go.dev/time#ParseDuration; the units d, w and y are Prometheus' (a day is always 24 h).
 */
import type { Result } from '../result.ts';
import { fail, ok } from '../result.ts';

const unitSeconds: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

export interface DurationError {
  code: 'syntax' | 'too-short' | 'too-long';
  /** The bound that was broken, in seconds; null for a syntax error. */
  limitSeconds: number | null;
}

export interface DurationBounds {
  minSeconds?: number;
  maxSeconds?: number;
}

const longestText = 40;

/** Seconds of a duration; "0" needs no unit, everything else does. Bounds are inclusive. */
export function parseDuration(text: string, bounds: DurationBounds = {}): Result<number, DurationError> {
  const seconds = readSeconds(text);
  if (seconds === null) return fail({ code: 'syntax', limitSeconds: null });
  const { minSeconds = Number.NEGATIVE_INFINITY, maxSeconds = Number.POSITIVE_INFINITY } = bounds;
  if (seconds < minSeconds) return fail({ code: 'too-short', limitSeconds: minSeconds });
  if (seconds > maxSeconds) return fail({ code: 'too-long', limitSeconds: maxSeconds });
  return ok(seconds);
}

function readSeconds(text: string): number | null {
  if (text === '0') return 0;
  if (text.length > longestText) return null;
  if (!/^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w|y))+$/.test(text)) return null;
  let seconds = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+\.?\d*|\.\d+)([a-zµμ]+)/g)) {
    seconds += Number(amount) * (unitSeconds[unit] ?? Number.NaN);
  }
  return text.startsWith('-') ? -seconds : seconds;
}

/** The shortest exact form down to milliseconds, as Prometheus and Go both read it: 5400 → "1h30m", 0.25 → "250ms". */
export function formatDuration(seconds: number): string {
  let rest = Math.round(Math.abs(seconds) * 1000);
  if (rest === 0) return '0s';
  let text = seconds < 0 ? '-' : '';
  for (const [unit, ms] of [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const) {
    const count = Math.floor(rest / ms);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * ms;
  }
  return text;
}
