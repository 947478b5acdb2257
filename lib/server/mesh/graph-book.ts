/** Graph answers: the mesh-wide graph of each reading, cut to the caller's rights. */
import { createHmac } from 'node:crypto';
import type { Rights } from '#lib/access/rights.ts';
import type { Graph } from '#lib/api/traffic/graph.ts';
import type { GraphType } from '#lib/api/words.ts';
import { graphSteps } from '#lib/graph/build/build.ts';
import { quantiseSteps } from '#lib/graph/views/quantise.ts';
import { scopeSteps } from '#lib/graph/views/scope.ts';
import { configurationKey, mayReadConfiguration } from './configuration-rights.ts';
import { namespaceMask, type RequestScope } from './scope.ts';
import { createSharedBook, type MeshOptions, type MeshRequest, type SharedBook } from './shared-book.ts';
import { inSlices } from './slices.ts';

export interface GraphRequest extends MeshRequest {
  type: GraphType;
  serviceNodes: boolean;
}

export interface GraphAsker extends RequestScope {
  /** Null where the caller may read all configuration. */
  mayRead: ((namespace: string, kind: string) => boolean) | null;
}

export type GraphBook = SharedBook<GraphRequest, GraphAsker, Graph>;

export interface GraphBookOptions extends MeshOptions {
  /** Keys the names of hidden namespaces. */
  secret: string;
}

export function graphAsker(scope: RequestScope, rights: Rights): GraphAsker {
  const mayRead = mayReadConfiguration(rights);
  return {
    ...scope,
    key: JSON.stringify([scope.key, configurationKey(rights)]),
    mayRead: rights.meshWide.has('readConfiguration') ? null : mayRead,
  };
}

export function createGraphBook({ secret, ...options }: GraphBookOptions): GraphBook {
  const startedAtMs = options.clock.now();
  /** One version, one content: two sets of rights, two lists of warnings or two runs of the console never share one. */
  const tag = (graph: Graph, { key, warnings }: GraphAsker) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['version', startedAtMs, graph.warnings, key, warnings]))
      .digest('base64url')
      .slice(0, 8);
  return createSharedBook<GraphRequest, GraphAsker, Graph, Graph>(options, {
    make: async ({ type, serviceNodes }, mesh) =>
      inSlices(quantiseSteps(await inSlices(graphSteps({ ...mesh, type, serviceNodes })))),
    cut: async (graph, asker) => {
      const mask = namespaceMask(secret, asker.rightsKey);
      const part = await inSlices(scopeSteps(graph, { ...asker, mask }));
      const own = part === graph ? graph : await inSlices(quantiseSteps(part));
      return { ...own, version: `${graph.version}-${tag(graph, asker)}` };
    },
    keep: { wholes: 12, answers: 256 },
  });
}
