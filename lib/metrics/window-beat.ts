/** How often a window is read anew: a long one changes slowly, and costs Prometheus in proportion to its length. */

/** Seconds between two readings of rates, errors and averages, should Prometheus be asked no more often for other reasons. */
export function readingBeatSeconds(windowSeconds: number): number {
  return Math.min(600, windowSeconds / 60);
}

/** Seconds between two readings of percentiles, which are by far the dearest. */
export function percentileBeatSeconds(windowSeconds: number): number {
  return Math.min(1800, Math.max(15, windowSeconds / 20));
}

/** A window this long is read in the background of shorter ones: one that is watched live must not wait for it. */
export function isLongWindow(windowSeconds: number): boolean {
  return windowSeconds > 3600;
}

/** Seconds after which a reading is late: more than one was missed. */
export function lateAfterSeconds(windowSeconds: number): number {
  return Math.max(60, 2.5 * readingBeatSeconds(windowSeconds));
}
