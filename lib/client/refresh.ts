/**
 * How what is on the screen is kept new. Live: the stream tells, and a slow beat stands behind it should it be silent; every so many
 * seconds: asked for by that beat, whatever the stream says; paused: not at all.
 */

/** A number is seconds. */
export type Refresh = 'live' | 'paused' | number;

const fallbackBeatMs = 30_000;

let beatMs: number | false = fallbackBeatMs;

/** As react-query's `refetchInterval` of every question whose answer grows old. */
export function pollBeat(): number | false {
  return beatMs;
}

/** One choice a tab. Queries that are on the screen learn of it when their options are set again. */
export function setPollBeat(refresh: Refresh): void {
  beatMs = refresh === 'live' ? fallbackBeatMs : refresh === 'paused' ? false : refresh * 1000;
}
