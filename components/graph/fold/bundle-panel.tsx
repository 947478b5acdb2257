'use client';
/** The panel of an added-up edge: what goes from one folded box to another thing, and the calls that it is made of. */
import { useTranslations } from 'use-intl';
import type { CanvasWords } from '#components/mesh-drawing/canvas-mapping.ts';
import type { Graph, GraphEdge } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { PanelFrame, PanelSection } from '../panel/panel-frame.tsx';
import { Hosts, StatusLine } from '../panel/panel-parts.tsx';
import styles from '../panel/side-panel.module.css';
import { useStatusText } from '../use-status-text.ts';
import { EdgeLines } from './edge-lines.tsx';
import type { GraphFolding } from './graph-folding.ts';

export interface BundlePanelProps {
  graph: Graph;
  folding: GraphFolding;
  edge: GraphEdge;
  parts: readonly GraphEdge[];
  words: CanvasWords;
  onSelect: (id: string | null) => void;
}

const protocols = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const;

export function BundlePanel({ graph, folding, edge, parts, words, onSelect }: BundlePanelProps) {
  const t = useTranslations('fold.panel');
  const status = useStatusText();
  const format = useFormat();
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const nameOf = (id: string) => {
    const node = nodes.get(id);
    return node ? words.name(node) : (folding.boxOf(id)?.name ?? '');
  };
  const [source, target] = [nameOf(edge.source), nameOf(edge.target)];
  const end = (id: string, name: string) => (
    <button type="button" className={styles.end} onClick={() => onSelect(id)}>
      {name}
    </button>
  );
  return (
    <PanelFrame
      name={`${source} → ${target}`}
      head={
        <h2 className={styles.ends}>
          {end(edge.source, source)}
          <span aria-hidden>→</span>
          {end(edge.target, target)}
        </h2>
      }
      onClose={() => onSelect(null)}
    >
      <p className={styles.dim}>
        {t('edgeKind', { parts: parts.length, protocol: protocols[edge.protocol] })}
      </p>
      <StatusLine state={edge.health.state} text={status.of(edge.health, null, edge)} />
      <PanelSection title={t('traffic')} note={t('last', { span: format.span(graph.windowSeconds) })}>
        <dl className={styles.facts}>
          {edge.protocol === 'tcp' ? (
            <div>
              <dt>{t('rate')}</dt>
              <dd>{format.bytesPerSecond(edge.bytesPerSecond)}</dd>
            </div>
          ) : (
            <>
              <div>
                <dt>{t('rate')}</dt>
                <dd>{format.requestsPerSecond(edge.requestsPerSecond)}</dd>
              </div>
              <div>
                <dt>{t('errors')}</dt>
                <dd>{format.percent(edge.errorRatio)}</dd>
              </div>
              <div>
                <dt>{t('average')}</dt>
                <dd>{format.milliseconds(edge.averageMs)}</dd>
              </div>
              {edge.p95Ms !== null && (
                <div>
                  <dt>{t('worstP95')}</dt>
                  <dd>{format.milliseconds(edge.p95Ms)}</dd>
                </div>
              )}
            </>
          )}
        </dl>
      </PanelSection>
      <EdgeLines
        title={t('parts')}
        edges={parts}
        end="both"
        folding={folding}
        nodes={nodes}
        words={words}
        onSelect={onSelect}
      />
      <Hosts hosts={edge.hosts} />
    </PanelFrame>
  );
}
