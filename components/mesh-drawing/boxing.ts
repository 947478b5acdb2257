/** What boxes are drawn around: namespaces, clusters, apps, or nothing; the frame of a cluster where there are several; and what of it folds. */
import type { GraphNode } from '#lib/api/traffic/graph.ts';
import { type Box, type BoxKind, boxAround } from '#lib/graph/views/boxes.ts';
import type { Surroundings } from './canvas-mapping.ts';

export const boxings = ['namespace', 'cluster', 'app', 'none'] as const;
export type Boxing = (typeof boxings)[number];

export interface MeshSurroundings extends Surroundings {
  /** What can be folded, from the outside inwards. Namespaces always can, also where no boxes are drawn around them. */
  readonly levels: readonly BoxKind[];
  /** Of a level; null for what is in no box of it. */
  boxAt(node: GraphNode, level: BoxKind): Box | null;
}

/** Cards of one app, if there are several: one alone needs no box. */
function sharedApps(nodes: readonly GraphNode[]): Set<string> {
  const cards = new Map<string, string>();
  const shared = new Set<string>();
  for (const node of nodes) {
    const box = boxAround(node, 'app');
    if (box === null) continue;
    const card = node.group ?? `\n${node.id}`;
    const known = cards.get(box.id);
    if (known !== undefined && known !== card) shared.add(box.id);
    cards.set(box.id, known ?? card);
  }
  return shared;
}

export function surroundings(nodes: readonly GraphNode[], boxing: Boxing): MeshSurroundings {
  const clusters = new Set(nodes.flatMap((node) => boxAround(node, 'cluster')?.id ?? []));
  const framed = clusters.size > 1 && (boxing === 'namespace' || boxing === 'app');
  const shared = boxing === 'app' ? sharedApps(nodes) : new Set<string>();
  const boxAt = (node: GraphNode, level: BoxKind) => {
    const box = boxAround(node, level);
    return level === 'app' && box !== null && !shared.has(box.id) ? null : box;
  };
  const levels: BoxKind[] = [
    ...(framed || boxing === 'cluster' ? (['cluster'] as const) : []),
    'namespace',
    ...(boxing === 'app' ? (['app'] as const) : []),
  ];
  return {
    levels,
    boxAt,
    box: (node) => (boxing === 'none' ? null : (boxAt(node, boxing)?.id ?? null)),
    region: (node) => (framed ? (boxAround(node, 'cluster')?.id ?? null) : null),
  };
}
