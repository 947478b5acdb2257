'use client';
/** Edges as lines of a panel, loudest first: who is at the other end, or both ends; each opens its edge. */
import { useTranslations } from 'use-intl';
import type { CanvasWords } from '#components/mesh-drawing/canvas-mapping.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { GraphEdge, GraphNode } from '#lib/api/traffic/graph.ts';
import { EdgeFigures } from '../panel/edge-figures.tsx';
import { PanelSection } from '../panel/panel-frame.tsx';
import styles from '../panel/side-panel.module.css';
import type { GraphFolding } from './graph-folding.ts';

export interface EdgeLinesProps {
  title: string;
  edges: readonly GraphEdge[];
  /** The end that is named. */
  end: 'source' | 'target' | 'both';
  folding: GraphFolding;
  nodes: ReadonlyMap<string, GraphNode>;
  words: CanvasWords;
  onSelect: (id: string) => void;
}

const mostLines = 8;

export function EdgeLines({ title, edges, end, folding, nodes, words, onSelect }: EdgeLinesProps) {
  const t = useTranslations('fold.panel');
  if (edges.length === 0) return null;
  const nameOf = (id: string) => {
    const node = nodes.get(id);
    return node ? words.name(node) : (folding.boxOf(id)?.name ?? '');
  };
  const loudest = edges.toSorted(
    (a, b) => b.requestsPerSecond - a.requestsPerSecond || (b.bytesPerSecond ?? 0) - (a.bytesPerSecond ?? 0),
  );
  return (
    <PanelSection title={title} note={edges.length}>
      <ul className={styles.peers}>
        {loudest.slice(0, mostLines).map((edge) => {
          const { state } = edge.health;
          const name = end === 'both' ? `${nameOf(edge.source)} → ${nameOf(edge.target)}` : nameOf(edge[end]);
          return (
            <li key={edge.id}>
              <button type="button" onClick={() => onSelect(edge.id)}>
                <span className={styles.peerName}>
                  {(state === 'failing' || state === 'degraded') && <StateMark state={state} size={13} />}
                  <span className={styles.cut}>{name}</span>
                </span>
                <EdgeFigures edge={edge} />
              </button>
            </li>
          );
        })}
      </ul>
      {edges.length > mostLines && (
        <p className={styles.dim}>{t('more', { count: edges.length - mostLines })}</p>
      )}
    </PanelSection>
  );
}
