/** Boxes: what a node lies in, from the inside outwards: its app, its namespace, its cluster. A box has the id of what it folds to. Pure. */
import type { GraphNode } from '../../api/traffic/graph.ts';

export const boxKinds = ['app', 'namespace', 'cluster'] as const;
export type BoxKind = (typeof boxKinds)[number];

export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  readonly name: string;
  readonly cluster: string;
  /** Empty for a cluster. */
  readonly namespace: string;
}

type Home = Pick<GraphNode, 'cluster' | 'namespace' | 'app'>;

/** Null for what lives in none: an external host has no cluster, a restricted node no namespace. */
export function boxAround({ cluster, namespace, app }: Home, kind: BoxKind): Box | null {
  if (namespace === '') return null;
  switch (kind) {
    case 'app':
      return app === null
        ? null
        : { id: `app:${cluster}/${namespace}/${app}`, kind, name: app, cluster, namespace };
    case 'namespace':
      return { id: foldedId({ cluster, namespace }), kind, name: namespace, cluster, namespace };
    case 'cluster':
      return cluster === ''
        ? null
        : { id: `cluster:${cluster}`, kind, name: cluster, cluster, namespace: '' };
  }
}

/** A folded namespace has the id of the box around it when it is not. */
export function foldedId({ cluster, namespace }: Pick<GraphNode, 'cluster' | 'namespace'>): string {
  return `box:${cluster}/${namespace}`;
}

/** What the URL calls it: a namespace by its name, which is folded in all clusters. */
export function foldKey({ id, kind, name }: Pick<Box, 'id' | 'kind' | 'name'>): string {
  return kind === 'namespace' ? name : id;
}
