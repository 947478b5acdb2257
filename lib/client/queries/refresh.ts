/**
 * How what is on the screen is kept new. Live: the stream tells, and a slow beat stands behind it should it be silent; every so many
 * seconds: asked for by that beat, whatever the stream says; paused: not at all.
 */
import { lateAfterSeconds } from '../../metrics/window-beat.ts';

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

export const refreshChoices: readonly Refresh[] = ['live', 10, 15, 30, 60, 300, 900, 'paused'];

/** Remembered in this browser; "paused" is not, so that nobody comes back to an old picture. */
export const refreshCookie = 'sluice-refresh';

/** As URL and cookie have it: "live", "30s", "5m", "paused". */
export function refreshText(refresh: Refresh): string {
  if (typeof refresh !== 'number') return refresh;
  return refresh % 60 === 0 ? `${refresh / 60}m` : `${refresh}s`;
}

/** One of the choices; null for everything else. */
export function readRefresh(text: string | null | undefined): Refresh | null {
  return refreshChoices.find((choice) => refreshText(choice) === text) ?? null;
}

/** Seconds between two looks: 0 is with each event, infinite is never. */
export function refreshSeconds(refresh: Refresh): number {
  if (typeof refresh === 'number') return refresh;
  return refresh === 'live' ? 0 : Number.POSITIVE_INFINITY;
}

/** Whether numbers of that age (seconds) are older than the beat of their window and the reader's own choice explain. */
export function isLate(age: number, windowSeconds: number, refresh: Refresh): boolean {
  return age > lateAfterSeconds(windowSeconds) + refreshSeconds(refresh);
}
