/** Runs a computation in slices of some milliseconds, between which waiting requests are answered. */
import type { Steps } from '#lib/steps.ts';
import { breathe } from './demand.ts';

const sliceMs = 10;

export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const beganMs = performance.now();
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() - beganMs < sliceMs);
    await breathe();
  }
}
