/**
 * Graph answers: built once for each reading of the mesh, cut once for each distinct set of rights, packed once, shared by equal callers.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Graph, GraphType } from '#lib/api/graph.ts';
import type { Warning } from '#lib/api/problem.ts';
import { buildGraph } from '#lib/graph/build.ts';
import { scopeGraph } from '#lib/graph/scope.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru } from '../lru.ts';
import { namespaceMask, type RequestScope } from './scope.ts';
import type { Reading, TelemetryBook } from './telemetry-book.ts';

export interface GraphRequest {
  windowSeconds: number;
  /** Unix seconds; null is now. */
  at: number | null;
  type: GraphType;
  serviceNodes: boolean;
}

export interface PackedGraph {
  etag: string;
  gzip: Buffer;
}

export interface GraphBook {
  packed(request: GraphRequest, scope: RequestScope): Promise<PackedGraph>;
  /** The mesh-wide graph and the reading it was made of; for the server's own use, never to be sent as it is. */
  meshWide(request: GraphRequest): Promise<{ graph: Graph; reading: Reading }>;
}

export interface GraphBookOptions {
  telemetry: TelemetryBook;
  snapshot: Snapshot;
  clusterName: string;
  /** Keys the names of hidden namespaces. */
  secret: string;
}

const pack = promisify(gzip);
const packLevel = 4;

export function createGraphBook(options: GraphBookOptions): GraphBook {
  const { telemetry, snapshot, clusterName, secret } = options;
  const graphs = createLru<Graph>(12);
  const bodies = createLru<Promise<PackedGraph>>(256);

  function build(request: GraphRequest, reading: Reading): { key: string; graph: Graph } {
    const warnings: Warning[] = [...reading.warnings, ...snapshot.warnings()];
    const version = `${reading.version}-${snapshot.revision()}`;
    const key = JSON.stringify([version, request, warnings]);
    const present = graphs.get(key);
    if (present !== undefined) return { key, graph: present };
    const graph = buildGraph({
      telemetry: reading.telemetry,
      objects: snapshot.objects(),
      cluster: clusterName,
      type: request.type,
      serviceNodes: request.serviceNodes,
      windowSeconds: request.windowSeconds,
      at: reading.at,
      metricsAt: reading.metricsAt,
      warnings,
      version,
    });
    graphs.set(key, graph);
    return { key, graph };
  }

  async function readingOf({ windowSeconds, at }: GraphRequest): Promise<Reading> {
    return at === null ? telemetry.live(windowSeconds) : telemetry.past(windowSeconds, at);
  }

  async function packScoped(graph: Graph, scope: RequestScope): Promise<PackedGraph> {
    const mask = namespaceMask(secret, scope.rightsKey);
    const scoped = scopeGraph(graph, { visible: scope.visible, requested: scope.requested, mask });
    const warnings = [...scoped.warnings, ...scope.warnings];
    const text = JSON.stringify({ ...scoped, warnings });
    return {
      etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
      gzip: await pack(text, { level: packLevel }),
    };
  }

  return {
    packed: async (request, scope) => {
      const { key, graph } = build(request, await readingOf(request));
      const bodyKey = JSON.stringify([key, scope.key, scope.warnings]);
      const present = bodies.get(bodyKey);
      if (present !== undefined) return present;
      const body = packScoped(graph, scope);
      bodies.set(bodyKey, body);
      body.catch(() => bodies.delete(bodyKey));
      return body;
    },
    meshWide: async (request) => {
      const reading = await readingOf(request);
      return { graph: build(request, reading).graph, reading };
    },
  };
}
