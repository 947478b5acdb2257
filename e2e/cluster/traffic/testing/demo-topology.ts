/** The demo's mesh as the data plane sees it, for tests. */
import { buildMesh } from '#demo/content/mesh.ts';
import { sourceOf } from '#demo/traffic/cluster-view.ts';
import { createEngine } from '#demo/traffic/engine.ts';
import type { PlannedCall, Station } from '#demo/traffic/plan.ts';
import type { Topology } from '#demo/traffic/topology.ts';
import { createExposedMetrics } from '../exposed-metrics.ts';

export interface DemoTopology {
  topology: Topology;
  station(workload: string): Station;
  call(workload: string, host: string): PlannedCall;
}

export function demoTopology(): DemoTopology {
  const startMs = Date.UTC(2026, 10, 21, 12);
  const mesh = buildMesh({ seed: 1, nowMs: startMs });
  const engine = createEngine({
    seed: 1,
    behaviour: mesh.behaviour,
    metrics: createExposedMetrics({}),
    startMs,
  });
  engine.load(sourceOf(mesh.objects));
  engine.tick(startMs);
  const { topology, plan } = engine;
  if (!topology) throw new Error('the demo has no objects');
  const calls = [...plan.roots, ...plan.stations].flatMap((caller) => caller.calls);
  return {
    topology,
    station(workload) {
      const found = plan.stations.find(({ node }) => node.name === workload);
      if (!found) throw new Error(`nothing reaches ${workload}`);
      return found;
    },
    call(workload, host) {
      const found = calls.find(({ source, call }) => source.name === workload && call.host === host);
      if (!found) throw new Error(`${workload} does not call ${host}`);
      return found;
    },
  };
}
