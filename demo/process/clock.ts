/**
 * Lets the demo run in real time: what people change is put into effect within a second, and every few seconds the engine
 * obeys what changed and plays the time that passed.
 */
import type { ObjectStore } from '#demo/kubernetes/types.ts';
import { routedKinds } from '#demo/traffic/cluster-view.ts';
import type { TrafficEngine } from '#demo/traffic/engine.ts';
import { reconcile } from './replica-controller.ts';

const controllerMs = 1000;
const tickMs = 5000;
const controlledKinds: ReadonlySet<string> = new Set([
  'apps/deployments',
  'apps/replicasets',
  '/pods',
  '/services',
]);

/** Returns the way to stop it. */
export function runClock(engine: TrafficEngine, store: ObjectStore, now: () => number): () => void {
  let isRouteStale = false;
  let isWorkloadStale = false;
  let lastMs = now();
  const unsubscribe = store.subscribe(({ group, plural }) => {
    const kind = `${group}/${plural}`;
    isRouteStale ||= routedKinds.has(kind);
    isWorkloadStale ||= controlledKinds.has(kind);
  });
  const controller = setInterval(() => {
    if (!isWorkloadStale) return;
    isWorkloadStale = false;
    reconcile(store, now());
  }, controllerMs);
  const ticker = setInterval(() => {
    const atMs = now();
    if (atMs <= lastMs) return;
    lastMs = atMs;
    if (isRouteStale) {
      isRouteStale = false;
      engine.load(store);
    }
    engine.tick(atMs);
  }, tickMs);
  return () => {
    clearInterval(controller);
    clearInterval(ticker);
    unsubscribe();
  };
}
