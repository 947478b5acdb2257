/** Lets the engine run in real time: every few seconds it obeys what changed in the store and plays the time that passed. */
import type { ObjectStore } from '#demo/kubernetes/types.ts';
import { routedKinds } from '#demo/traffic/cluster-view.ts';
import type { TrafficEngine } from '#demo/traffic/engine.ts';

const tickMs = 5000;

/** Returns the way to stop it. */
export function runClock(engine: TrafficEngine, store: ObjectStore, now: () => number): () => void {
  let isStale = false;
  let lastMs = now();
  const unsubscribe = store.subscribe(({ group, plural }) => {
    isStale ||= routedKinds.has(`${group}/${plural}`);
  });
  const timer = setInterval(() => {
    const atMs = now();
    if (atMs <= lastMs) return;
    lastMs = atMs;
    if (isStale) {
      isStale = false;
      engine.load(store);
    }
    engine.tick(atMs);
  }, tickMs);
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
