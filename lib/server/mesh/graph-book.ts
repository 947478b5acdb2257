/**
 * Graph answers: built once for each reading of the mesh, cut once for each distinct set of rights, packed once, shared by equal callers.
 */
import type { Graph } from '#lib/api/graph.ts';
import type { Warning } from '#lib/api/problem.ts';
import type { GraphType } from '#lib/api/words.ts';
import { buildGraph } from '#lib/graph/build.ts';
import { scopeGraph } from '#lib/graph/scope.ts';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru } from '../lru.ts';
import { breathe, createDemand } from './demand.ts';
import { createPackedCache, type Packed } from './packed.ts';
import { namespaceMask, type RequestScope } from './scope.ts';
import type { Reading, TelemetryBook } from './telemetry-book.ts';

export interface GraphRequest {
  windowSeconds: number;
  /** Unix seconds; null is now. */
  at: number | null;
  type: GraphType;
  serviceNodes: boolean;
}

export interface GraphBook {
  packed(request: GraphRequest, scope: RequestScope): Promise<Packed>;
  /** Makes the answers ready that were asked for lately, from a reading that is about to become the live one. */
  prepare(windowSeconds: number, reading: Reading): Promise<void>;
}

export interface MeshOptions {
  telemetry: Pick<TelemetryBook, 'live' | 'past'>;
  snapshot: Pick<Snapshot, 'objects' | 'revision' | 'warnings'>;
  clock: Clock;
  /** The label that Istio gives this cluster in its metrics. */
  clusterId: string;
}

export interface GraphBookOptions extends MeshOptions {
  /** Keys the names of hidden namespaces. */
  secret: string;
}

export function createGraphBook({
  telemetry,
  snapshot,
  clock,
  clusterId,
  secret,
}: GraphBookOptions): GraphBook {
  const graphs = createLru<Graph>(12);
  const answers = createPackedCache(256);
  const demand = createDemand<{ request: GraphRequest; scope: RequestScope }>(clock);

  function meshWide(request: GraphRequest, reading: Reading): { key: string; graph: Graph } {
    const { windowSeconds, type, serviceNodes } = request;
    const warnings: Warning[] = [...reading.warnings, ...snapshot.warnings()];
    const version = `${reading.version}-${snapshot.revision()}`;
    const key = JSON.stringify([version, request, warnings]);
    const present = graphs.get(key);
    if (present !== undefined) return { key, graph: present };
    const graph = buildGraph({
      telemetry: reading.telemetry,
      objects: snapshot.objects(),
      cluster: clusterId,
      type,
      serviceNodes,
      windowSeconds,
      at: reading.at,
      metricsAt: reading.metricsAt,
      warnings,
      version,
    });
    graphs.set(key, graph);
    return { key, graph };
  }

  function answer(request: GraphRequest, scope: RequestScope, reading: Reading): Promise<Packed> {
    const { key, graph } = meshWide(request, reading);
    return answers.get(JSON.stringify([key, scope.key, scope.warnings]), () => {
      const { visible, requested } = scope;
      const mask = namespaceMask(secret, scope.rightsKey);
      const scoped = scopeGraph(graph, { visible, requested, mask });
      return { ...scoped, warnings: [...scoped.warnings, ...scope.warnings] };
    });
  }

  return {
    packed: async (request, scope) => {
      const { windowSeconds, at } = request;
      if (at !== null) return answer(request, scope, await telemetry.past(windowSeconds, at));
      const packed = await answer(request, scope, await telemetry.live(windowSeconds));
      demand.note(JSON.stringify([request, scope.key]), { request, scope });
      return packed;
    },
    prepare: async (windowSeconds, reading) => {
      for (const { request, scope } of demand.recent()) {
        if (request.windowSeconds !== windowSeconds) continue;
        await answer(request, scope, reading);
        await breathe();
      }
    },
  };
}
