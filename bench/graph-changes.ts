/**
 * The graph of a large mesh made anew: of a new reading, and after one change of a VirtualService, of a DestinationRule, or of pods in
 * nothing that is drawn. CPU time of the thread, in a process that has done it before; with the difference that goes out to pages.
 */
import { buildGraph, type GraphInput } from '../lib/graph/build/build.ts';
import type { Telemetry } from '../lib/graph/telemetry/telemetry.ts';
import { graphDelta } from '../lib/graph/views/delta.ts';
import { quantiseGraph } from '../lib/graph/views/quantise.ts';
import type { ClusterObjects } from '../lib/istio/objects.ts';
import { medianAndSlowest } from './cpu.ts';
import { meshOf } from './prediction.ts';

export interface MeasuredGraphChanges {
  services: number;
  rows: { name: string; changed: number; cpuMs: [number, number] }[];
}

const rounds = 15;

export function measureGraphChanges(services: number): MeasuredGraphChanges {
  const { objects: began, records } = meshOf(services);
  const reading = (): Telemetry => ({ records, latency: null, answered: { requests: true, tcp: true } });
  let telemetry = reading();
  let objects = began;
  let round = 0;
  const input = (): GraphInput => ({
    telemetry,
    objects,
    cluster: 'Kubernetes',
    type: 'versioned-app',
    serviceNodes: false,
    windowSeconds: 60,
    at: 1,
    metricsAt: 1,
    warnings: [],
    version: String(round),
  });
  let last = quantiseGraph(buildGraph(input()));
  const measure = (name: string, change: () => void) => {
    let changed = 0;
    const once = (): number => {
      round += 1;
      change();
      const from = process.threadCpuUsage();
      const graph = quantiseGraph(buildGraph(input()));
      const { edges, nodes } = graphDelta(last, graph);
      const { user, system } = process.threadCpuUsage(from);
      last = graph;
      changed = (edges?.change?.length ?? 0) + (nodes?.change?.length ?? 0);
      return (user + system) / 1000;
    };
    once();
    return { name, cpuMs: medianAndSlowest(Array.from({ length: rounds }, once)), changed };
  };
  const replace = (kind: 'virtualServices' | 'destinationRules', edit: (spec: object) => object) => () => {
    const place = (round * 7) % objects[kind].length;
    const list = objects[kind].map((one, at) =>
      at === place ? { ...one, spec: edit(one.spec ?? {}) } : one,
    );
    objects = { ...objects, [kind]: list } as ClusterObjects;
  };
  return {
    services,
    rows: [
      measure('a new reading', () => {
        telemetry = reading();
      }),
      measure(
        'a VirtualService',
        replace('virtualServices', (spec) => ({ ...spec, exportTo: [round % 2 === 0 ? '*' : '.'] })),
      ),
      measure(
        'a DestinationRule',
        replace('destinationRules', (spec) => ({ ...spec, trafficPolicy: { outlierDetection: {} } })),
      ),
      measure('pods, in nothing that is drawn', () => {
        objects = { ...objects, pods: [...objects.pods] };
      }),
    ],
  };
}

export function graphChangesReport(all: readonly MeasuredGraphChanges[]): string {
  const rows = all.flatMap(({ services, rows }) =>
    rows.map(
      ({ name, changed, cpuMs: [median, slowest] }) =>
        `| ${services} | ${name} | ${changed} | ${median.toFixed(1)} ms | ${slowest.toFixed(1)} ms |`,
    ),
  );
  return `## The graph, made anew

Two versions of each service, six callers; all in one namespace. CPU time of the thread, after a first round.

| services | what is new | nodes and edges that changed | median | slowest of ${rounds} |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
