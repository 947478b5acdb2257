'use client';
/** Who calls, or what is called: one line an edge, loudest first, each opens its edge. */
import { useTranslations } from 'use-intl';
import { type CanvasWords, nodeName } from '#components/mesh-drawing/canvas-mapping.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark, type VersionRole } from '#components/ui/states/version-mark.tsx';
import type { GraphEdge, GraphNode } from '#lib/api/traffic/graph.ts';
import { EdgeFigures } from './edge-figures.tsx';
import { PanelSection } from './panel-frame.tsx';
import styles from './side-panel.module.css';

export interface PeerListProps {
  title: string;
  empty: string;
  edges: readonly GraphEdge[];
  /** Which end is the other one. */
  end: 'source' | 'target';
  nodes: ReadonlyMap<string, GraphNode>;
  words: CanvasWords;
  /** The marks of the versions at this end, where the list is about several. */
  marks: ReadonlyMap<string, VersionRole> | null;
  onSelect: (id: string) => void;
}

export function PeerList({ title, empty, edges, end, nodes, words, marks, onSelect }: PeerListProps) {
  const t = useTranslations('graph.panel');
  const sorted = edges.toSorted(
    (a, b) => b.requestsPerSecond - a.requestsPerSecond || (b.bytesPerSecond ?? 0) - (a.bytesPerSecond ?? 0),
  );
  return (
    <PanelSection title={title} note={sorted.length > 0 ? sorted.length : undefined}>
      {sorted.length === 0 ? (
        <p className={styles.dim}>{empty}</p>
      ) : (
        <ul className={styles.peers}>
          {sorted.map((edge) => {
            const node = nodes.get(edge[end]);
            const name = node ? nodeName(node, words) : words.unknownSource;
            const bad = edge.health.state === 'failing' || edge.health.state === 'degraded';
            const own = marks?.get(end === 'source' ? edge.target : edge.source);
            return (
              <li key={edge.id}>
                <button type="button" onClick={() => onSelect(edge.id)}>
                  <span className={styles.peerName}>
                    {bad && <StateMark state={edge.health.state} size={13} />}
                    {own && <VersionMark role={own} />}
                    <span className={styles.cut}>{name}</span>
                    {node?.version != null && <span className={styles.dim}>{node.version}</span>}
                    {edge.source === edge.target && <span className={styles.dim}>{t('self')}</span>}
                  </span>
                  <EdgeFigures edge={edge} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </PanelSection>
  );
}
