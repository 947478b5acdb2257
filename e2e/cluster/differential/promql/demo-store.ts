/** What the demo's Prometheus holds after an hour of its traffic: the store of the product's own demo, filled by its own engine. */
import { buildMesh } from '#demo/content/mesh.ts';
import { playHistory } from '#demo/process/history.ts';
import { createMetricsStore, type MetricsIndex } from '#demo/prometheus/memory-store.ts';
import { sourceOf } from '#demo/traffic/cluster-view.ts';
import { createEngine } from '#demo/traffic/engine.ts';
import { metricHelp } from '#demo/traffic/metric-help.ts';

/** Long past, so that no clock has to be asked. */
export const demoEndMs = Date.UTC(2025, 5, 1, 12);
const liveMs = 5 * 60_000;
const tickMs = 5000;

/** An hour in the steps of the demo's start, then some minutes as it ticks when it runs. */
export async function demoStore(seed: number): Promise<MetricsIndex> {
  const startMs = demoEndMs - liveMs;
  const mesh = buildMesh({ seed, nowMs: startMs, tools: false });
  const metrics = createMetricsStore({ retentionMs: 2 * 3600_000, help: metricHelp });
  const engine = createEngine({ seed, behaviour: mesh.behaviour, metrics, startMs });
  await playHistory(engine, mesh, sourceOf(mesh.objects), startMs, () => undefined);
  for (let atMs = startMs; atMs <= demoEndMs; atMs += tickMs) engine.tick(atMs);
  return metrics;
}
