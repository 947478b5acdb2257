/** Durations as Go writes and reads them: Go's time.ParseDuration. */

const goUnitsMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A mesh has thousands of durations, and few texts for them. */
const knownDurations = new Map<string, number | null>();
const mostKnown = 1000;
const longestKnown = 20;

/** Milliseconds of a Go duration ("1h30m", "250ms", "1.5s"), or null when it is none. */
export function goDurationMs(text: string): number | null {
  const known = knownDurations.get(text);
  if (known !== undefined) return known;
  const read = readDurationMs(text);
  if (text.length <= longestKnown && knownDurations.size < mostKnown) knownDurations.set(text, read);
  return read;
}

function readDurationMs(text: string): number | null {
  if (text === '0') return 0;
  const matched = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(text);
  if (!matched) return null;
  let total = 0;
  for (const [, amount, unit] of (matched[2] ?? '').matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    total += Number(amount) * (goUnitsMs[unit ?? ''] ?? 0);
  }
  // Go counts nanoseconds in 63 bits.
  if (total * 1e6 >= 2 ** 63) return null;
  return matched[1] === '-' ? -total : total;
}
