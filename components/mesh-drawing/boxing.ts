/** What boxes are drawn around: namespaces, clusters, apps, or nothing; and the frame of a cluster where there are several. */
import type { GraphNode } from '#lib/api/graph.ts';
import { boxId, type Surroundings } from './canvas-mapping.ts';

export const boxings = ['namespace', 'cluster', 'app', 'none'] as const;
export type Boxing = (typeof boxings)[number];

function appBox({ cluster, namespace, app }: GraphNode): string | null {
  return app === null || namespace === '' ? null : `app:${cluster}/${namespace}/${app}`;
}

function clusterBox({ cluster, namespace }: GraphNode): string | null {
  return namespace === '' || cluster === '' ? null : `cluster:${cluster}`;
}

/** Cards of one app, if there are several: one alone needs no box. */
function sharedApps(nodes: readonly GraphNode[]): Set<string> {
  const cards = new Map<string, string>();
  const shared = new Set<string>();
  for (const node of nodes) {
    const box = appBox(node);
    if (box === null) continue;
    const card = node.group ?? `\n${node.id}`;
    const known = cards.get(box);
    if (known !== undefined && known !== card) shared.add(box);
    cards.set(box, known ?? card);
  }
  return shared;
}

export function surroundings(nodes: readonly GraphNode[], boxing: Boxing): Surroundings {
  const clusters = new Set(nodes.flatMap((node) => clusterBox(node) ?? []));
  const framed = clusters.size > 1 && (boxing === 'namespace' || boxing === 'app');
  const shared = boxing === 'app' ? sharedApps(nodes) : new Set<string>();
  const boxes: Record<Boxing, Surroundings['box']> = {
    namespace: boxId,
    cluster: clusterBox,
    app: (node) => {
      const box = appBox(node);
      return box !== null && shared.has(box) ? box : null;
    },
    none: () => null,
  };
  return { box: boxes[boxing], region: framed ? clusterBox : () => null };
}
