'use client';
/** The panel of an edge: its two ends, how it does, and every number that is known about it. */
import { ArrowRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Graph, GraphNode } from '#lib/api/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { type CanvasWords, nodeName } from './canvas-mapping.ts';
import { PanelFrame, PanelSection } from './panel-frame.tsx';
import { Flags, Hosts, Security, StatusLine } from './panel-parts.tsx';
import type { Selection } from './selection.ts';
import styles from './side-panel.module.css';
import { useStatusText } from './use-status-text.ts';

export interface EdgePanelProps {
  graph: Graph;
  words: CanvasWords;
  selection: Extract<Selection, { kind: 'edge' }>;
  onSelect: (id: string | null) => void;
}

const protocolNames = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const;

export function EdgePanel({ graph, words, selection, onSelect }: EdgePanelProps) {
  const t = useTranslations('graph.panel');
  const format = useFormat();
  const status = useStatusText();
  const { edge, source, target } = selection;
  const fullName = (node: GraphNode) => [nodeName(node, words), node.version ?? ''].join(' ').trim();
  const end = (node: GraphNode) => (
    <button type="button" className={styles.end} onClick={() => onSelect(node.id)}>
      {fullName(node)}
    </button>
  );
  const facts: (readonly [string, string])[] =
    edge.protocol === 'tcp'
      ? [[t('throughput'), format.bytesPerSecond(edge.bytesPerSecond)]]
      : [
          [t('rate'), format.requestsPerSecond(edge.requestsPerSecond)],
          [t('errors'), format.percent(edge.errorRatio)],
          [t('clientErrors'), format.percent(edge.clientErrorRatio)],
          [t('share', { name: fullName(source) }), format.percent(edge.sourceShare)],
        ];
  const latency: (readonly [string, string])[] = [
    [t('average'), format.milliseconds(edge.averageMs)],
    [t('p50'), format.milliseconds(edge.p50Ms)],
    [t('p95'), format.milliseconds(edge.p95Ms)],
    [t('p99'), format.milliseconds(edge.p99Ms)],
  ];
  const list = (entries: readonly (readonly [string, string])[]) => (
    <dl className={styles.facts}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <PanelFrame
      name={`${fullName(source)} → ${fullName(target)}`}
      onClose={() => onSelect(null)}
      head={
        <h2 className={styles.ends}>
          {end(source)}
          <ArrowRight size={14} aria-hidden />
          {end(target)}
        </h2>
      }
    >
      <StatusLine state={edge.health.state} text={status.of(edge.health, null, edge)} />
      <PanelSection
        title={t('traffic')}
        note={`${protocolNames[edge.protocol]} · ${t('last', { span: format.span(graph.windowSeconds) })}`}
      >
        {list(facts)}
      </PanelSection>
      {edge.protocol !== 'tcp' && <PanelSection title={t('latency')}>{list(latency)}</PanelSection>}
      <Flags edges={[edge]} />
      <Security edges={[edge]} />
      <Hosts hosts={edge.hosts} />
    </PanelFrame>
  );
}
