/** The traffic engine: reads the cluster's objects when they change, plays the flow tick by tick, and lets the metrics be sampled. */

import type { MetricsStore } from '#demo/prometheus/store.ts';
import { indexRouting } from '#lib/istio/routing/routing-index.ts';
import type { MeshBehaviour } from './behaviour.ts';
import { type ObjectSource, viewCluster } from './cluster-view.ts';
import { type ControlPlaneMetrics, createControlPlaneMetrics } from './control-plane-metrics.ts';
import { compilePlan, type Leg, type Plan } from './plan.ts';
import { type Carrier, playTick, type Tally } from './play.ts';
import { createRecorders } from './recorder.ts';
import { buildTopology, type Topology } from './topology.ts';
import type { TraceSampler } from './traces.ts';

export interface EngineOptions {
  seed: number;
  behaviour: MeshBehaviour;
  metrics: MetricsStore;
  /** The moment that behaviour changes count from, Unix ms. */
  startMs: number;
  /** A real istiod runs and is scraped: its figures are not made up here. */
  realIstiod?: boolean;
  /** Takes traces of what is played; without it there are none. */
  traces?: TraceSampler;
}

export interface TrafficEngine {
  /** Reads the objects; the next tick obeys them. */
  load(source: ObjectSource): void;
  /** Plays the time since the last tick, then samples the metrics at `atMs` (Unix ms). Times must rise. */
  tick(atMs: number): Tally;
  /** From the next tick on the carrier makes the calls that it carries. */
  carry(carrier: Carrier): void;
  /** What flows now, for the logs. */
  readonly plan: Plan;
  readonly topology: Topology | null;
}

const firstTickMs = 5000;
/** After a longer pause (a laptop that slept) the time between is not made up for. */
const longestTickMs = 60_000;

export function createEngine(options: EngineOptions): TrafficEngine {
  const { seed, behaviour, metrics, startMs, traces, realIstiod = false } = options;
  const recorders = createRecorders(metrics);
  const controlPlane: ControlPlaneMetrics = createControlPlaneMetrics(metrics, {
    remoteClusters: new Set([...behaviour.elsewhere.values()].flat()).size,
    realIstiod,
  });
  const boundariesMs = [...behaviour.behaviours.values()]
    .flatMap(({ changes = [] }) => changes.map(({ afterMs }) => afterMs))
    .sort((a, b) => a - b);
  let topology: Topology | null = null;
  let plan: Plan = { roots: [], stations: [] };
  /** How many changes of behaviour the plan knows of; -1 asks for a new plan. */
  let phase = -1;
  let lastMs: number | null = null;
  let ticks = 0;
  let carrier: Carrier | undefined;

  return {
    load(source) {
      const objects = viewCluster(source);
      topology = buildTopology(objects, indexRouting(objects));
      phase = -1;
      controlPlane.configurationChanged(topology);
    },
    tick(atMs) {
      const sinceStartMs = atMs - startMs;
      const presentPhase = boundariesMs.filter((boundary) => boundary <= sinceStartMs).length;
      if (topology && phase !== presentPhase) {
        const next = compilePlan({ topology, behaviour, recorders, seed, sinceStartMs });
        inherit(plan, next);
        plan = next;
        phase = presentPhase;
      }
      const lengthMs = lastMs === null ? firstTickMs : Math.min(longestTickMs, atMs - lastMs);
      const number = ticks++;
      const tally = playTick(plan, { seed, number, sinceStartMs, lengthMs, carrier });
      traces?.played(plan, { number, sinceStartMs, lengthMs, atMs });
      lastMs = atMs;
      controlPlane.update();
      metrics.scrape(atMs);
      return tally;
    },
    carry(next) {
      carrier = next;
    },
    get plan() {
      return plan;
    },
    get topology() {
      return topology;
    },
  };
}

/** Open connections, averages and what was carried since the last tick outlive a change of configuration. */
function inherit(before: Plan, after: Plan): void {
  const stations = new Map(before.stations.map((station) => [station.key, station]));
  for (const station of after.stations) station.carried = stations.get(station.key)?.carried ?? 0;
  const known = new Map(legsOf(before).map((leg) => [leg.id, leg]));
  for (const leg of legsOf(after)) {
    const old = known.get(leg.id);
    if (!old) continue;
    leg.requestsPerSecond = old.requestsPerSecond;
    leg.carried = old.carried;
    if (leg.tcp && old.tcp) leg.tcp.open = old.tcp.open;
  }
}

function legsOf(plan: Plan): Leg[] {
  return [...plan.roots, ...plan.stations].flatMap(({ calls }) =>
    calls.flatMap(({ legs, mirrors }) => [...legs, ...mirrors]),
  );
}
