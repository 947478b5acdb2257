/** The hour before the start: played in coarser steps, with the configuration of then. */

import type { Mesh } from '#demo/content/mesh.ts';
import { type ObjectSource, sourceOf } from '#demo/traffic/cluster-view.ts';
import type { TrafficEngine } from '#demo/traffic/engine.ts';

const hourMs = 3_600_000;
const stepMs = 15_000;

/** Leaves the engine at `startMs` with `present` loaded. `onProgress` hears percentages. */
export async function playHistory(
  engine: TrafficEngine,
  mesh: Mesh,
  present: ObjectSource,
  startMs: number,
  onProgress: (percent: number) => void,
): Promise<void> {
  engine.load(sourceOf(mesh.past.objects));
  let isPast = true;
  let told = 0;
  for (let atMs = startMs - hourMs; atMs < startMs; atMs += stepMs) {
    if (isPast && atMs >= mesh.past.untilMs) {
      engine.load(present);
      isPast = false;
    }
    engine.tick(atMs);
    const percent = Math.floor((100 * (atMs - startMs + hourMs)) / hourMs);
    if (percent < told + 10) continue;
    told = percent;
    onProgress(percent);
    // Lets servers answer and signals arrive meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
