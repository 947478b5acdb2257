/** Graph answers: the mesh-wide graph of each reading, cut to the caller's rights. */
import type { Rights } from '#lib/access/rights.ts';
import type { Graph } from '#lib/api/graph.ts';
import type { GraphType } from '#lib/api/words.ts';
import { buildGraph } from '#lib/graph/build.ts';
import { scopeGraph } from '#lib/graph/scope.ts';
import { configurationKey, mayReadConfiguration } from './configuration-rights.ts';
import { namespaceMask, type RequestScope } from './scope.ts';
import { createSharedBook, type MeshOptions, type MeshRequest, type SharedBook } from './shared-book.ts';

export interface GraphRequest extends MeshRequest {
  type: GraphType;
  serviceNodes: boolean;
}

export interface GraphAsker extends RequestScope {
  /** Null where the caller may read all configuration. */
  mayRead: ((namespace: string) => boolean) | null;
}

export type GraphBook = SharedBook<GraphRequest, GraphAsker>;

export interface GraphBookOptions extends MeshOptions {
  /** Keys the names of hidden namespaces. */
  secret: string;
}

export function graphAsker(scope: RequestScope, rights: Rights): GraphAsker {
  const mayRead = mayReadConfiguration(rights);
  return {
    ...scope,
    key: JSON.stringify([scope.key, configurationKey(rights)]),
    mayRead: rights.meshWide.has('readConfiguration')
      ? null
      : (namespace) => mayRead(namespace, 'VirtualService'),
  };
}

export function createGraphBook({ secret, ...options }: GraphBookOptions): GraphBook {
  return createSharedBook<GraphRequest, GraphAsker, Graph>(options, {
    make: ({ type, serviceNodes }, mesh) => buildGraph({ ...mesh, type, serviceNodes }),
    cut: (graph, { visible, requested, mayRead, rightsKey }) =>
      scopeGraph(graph, { visible, requested, mayRead, mask: namespaceMask(secret, rightsKey) }),
    keep: { wholes: 12, answers: 256 },
  });
}
