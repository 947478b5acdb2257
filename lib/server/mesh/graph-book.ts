/** Graph answers: the mesh-wide graph of each reading, cut to the caller's rights. */
import type { Graph } from '#lib/api/graph.ts';
import type { GraphType } from '#lib/api/words.ts';
import { buildGraph } from '#lib/graph/build.ts';
import { scopeGraph } from '#lib/graph/scope.ts';
import { namespaceMask, type RequestScope } from './scope.ts';
import { createSharedBook, type MeshOptions, type MeshRequest, type SharedBook } from './shared-book.ts';

export interface GraphRequest extends MeshRequest {
  type: GraphType;
  serviceNodes: boolean;
}

export type GraphBook = SharedBook<GraphRequest, RequestScope>;

export interface GraphBookOptions extends MeshOptions {
  /** Keys the names of hidden namespaces. */
  secret: string;
}

export function createGraphBook({ secret, ...options }: GraphBookOptions): GraphBook {
  return createSharedBook<GraphRequest, RequestScope, Graph>(options, {
    make: ({ type, serviceNodes }, mesh) => buildGraph({ ...mesh, type, serviceNodes }),
    cut: (graph, { visible, requested, rightsKey }) =>
      scopeGraph(graph, { visible, requested, mask: namespaceMask(secret, rightsKey) }),
    keep: { wholes: 12, answers: 256 },
  });
}
