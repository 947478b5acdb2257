/** The way from one view to the next, frame by frame. */
import type { Viewport } from '../geometry/viewport.ts';

const durationMs = 160;

export interface ViewMotion {
  /** Ends at `to` exactly; a newer way, or `stop`, overtakes it. */
  play(from: Viewport, to: Viewport): void;
  moving(): boolean;
  stop(): void;
}

export function createViewMotion(show: (view: Viewport) => void): ViewMotion {
  let frame = 0;
  function stop(): void {
    cancelAnimationFrame(frame);
    frame = 0;
  }
  return {
    stop,
    moving: () => frame !== 0,
    play(from, to) {
      stop();
      let startMs: number | null = null;
      const step = (nowMs: number) => {
        startMs ??= nowMs;
        const part = Math.min(1, (nowMs - startMs) / durationMs);
        const mix = (a: number, b: number) => a + (b - a) * part;
        frame = part < 1 ? requestAnimationFrame(step) : 0;
        show(
          part < 1
            ? {
                zoom: mix(from.zoom, to.zoom),
                panX: mix(from.panX, to.panX),
                panY: mix(from.panY, to.panY),
              }
            : to,
        );
      };
      frame = requestAnimationFrame(step);
    },
  };
}
