/**
 * Graph answers: built once for each reading of the mesh, cut once for each distinct set of rights, packed once, shared by equal callers.
 */
import type { Graph, GraphType } from '#lib/api/graph.ts';
import type { Warning } from '#lib/api/problem.ts';
import { buildGraph } from '#lib/graph/build.ts';
import { scopeGraph } from '#lib/graph/scope.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru } from '../lru.ts';
import { createPackedCache, type Packed } from './packed.ts';
import { namespaceMask, type RequestScope } from './scope.ts';
import type { TelemetryBook } from './telemetry-book.ts';

export interface GraphRequest {
  windowSeconds: number;
  /** Unix seconds; null is now. */
  at: number | null;
  type: GraphType;
  serviceNodes: boolean;
}

export interface GraphBook {
  packed(request: GraphRequest, scope: RequestScope): Promise<Packed>;
}

export interface MeshOptions {
  telemetry: TelemetryBook;
  snapshot: Snapshot;
  /** The label that Istio gives this cluster in its metrics. */
  clusterId: string;
}

export interface GraphBookOptions extends MeshOptions {
  /** Keys the names of hidden namespaces. */
  secret: string;
}

export function createGraphBook({ telemetry, snapshot, clusterId, secret }: GraphBookOptions): GraphBook {
  const graphs = createLru<Graph>(12);
  const answers = createPackedCache(256);

  async function meshWide(request: GraphRequest): Promise<{ key: string; graph: Graph }> {
    const { windowSeconds, at, type, serviceNodes } = request;
    const reading = await (at === null ? telemetry.live(windowSeconds) : telemetry.past(windowSeconds, at));
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

  return {
    packed: async (request, scope) => {
      const { key, graph } = await meshWide(request);
      return answers.get(JSON.stringify([key, scope.key, scope.warnings]), () => {
        const { visible, requested } = scope;
        const mask = namespaceMask(secret, scope.rightsKey);
        const scoped = scopeGraph(graph, { visible, requested, mask });
        return { ...scoped, warnings: [...scoped.warnings, ...scope.warnings] };
      });
    },
  };
}
