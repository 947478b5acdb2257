/** How late a console's event loop was, as it tells at /metrics (perf_hooks' monitorEventLoopDelay): each look begins a new window. */

export interface LoopWindow {
  /** Of its end, since the start of the timetable. */
  atMs: number;
  p99Ms: number;
  worstMs: number;
}

/** The histogram holds the time between two beats of its own timer: so much of it is no delay. */
const beatMs = 10;

export function loopDelayOf(text: string): Omit<LoopWindow, 'atMs'> | null {
  const read = (name: string) => {
    const seconds = new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)$`, 'm').exec(text)?.[1];
    return seconds === undefined ? Number.NaN : Math.max(0, Number(seconds) * 1000 - beatMs);
  };
  const window = { p99Ms: read('p99'), worstMs: read('max') };
  return Number.isFinite(window.p99Ms) && Number.isFinite(window.worstMs) ? window : null;
}

/** The worst of some windows. */
export function worstOf(windows: readonly LoopWindow[]): Omit<LoopWindow, 'atMs'> {
  return {
    p99Ms: Math.max(0, ...windows.map(({ p99Ms }) => p99Ms)),
    worstMs: Math.max(0, ...windows.map(({ worstMs }) => worstMs)),
  };
}
