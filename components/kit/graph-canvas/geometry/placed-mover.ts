/** Plays the way from one arrangement to the next, frame by frame; a newer one starts from wherever the last one has come to. */
import type { CanvasModel } from '../canvas-model.ts';
import { nothingPlaced, type Placed } from './placed.ts';
import { canMove, placedBetween } from './placed-motion.ts';

const durationMs = 240;

export interface PlacedMover {
  /** Where everything is drawn now. */
  placed(): Placed;
  moving(): boolean;
  moveTo(next: Placed, model: CanvasModel, smooth: boolean): void;
  stop(): void;
}

export function createPlacedMover(onFrame: () => void): PlacedMover {
  let now = nothingPlaced;
  let frame = 0;
  let isMoving = false;

  function stop(): void {
    cancelAnimationFrame(frame);
    isMoving = false;
  }

  return {
    placed: () => now,
    moving: () => isMoving,
    moveTo(next, model, smooth) {
      stop();
      const before = now;
      if (!smooth || !canMove(before, next)) {
        now = next;
        return;
      }
      const boxes = new Map(model.cards.map(({ id, box }) => [id, box]));
      const boxOf = (id: string) => boxes.get(id) ?? null;
      isMoving = true;
      now = placedBetween(before, next, boxOf, 0);
      let start: number | null = null;
      const step = (time: number) => {
        start ??= time;
        const part = Math.min(1, (time - start) / durationMs);
        isMoving = part < 1;
        now = isMoving ? placedBetween(before, next, boxOf, part) : next;
        if (isMoving) frame = requestAnimationFrame(step);
        onFrame();
      };
      frame = requestAnimationFrame(step);
    },
    stop,
  };
}
