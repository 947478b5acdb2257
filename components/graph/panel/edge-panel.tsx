'use client';
/** The panel of an edge: its two ends, how it does, and every number that is known about it. */
import { ArrowRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { type CanvasWords, nodeName } from '#components/mesh-drawing/canvas-mapping.ts';
import type { Graph, GraphNode } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { Selection } from '../selection.ts';
import { useStatusText } from '../use-status-text.ts';
import { FailureList, FlagList } from './failure-list.tsx';
import { HealthFacts, useMeasured } from './health-facts.tsx';
import { NarrowMenu } from './narrow-menu.tsx';
import { RouteFacts } from './objects/route-facts.tsx';
import { OpenTarget } from './open-target.tsx';
import { blamed } from './panel-figures.ts';
import { PanelFrame, PanelSection } from './panel-frame.tsx';
import { Hosts, Security, StatusLine } from './panel-parts.tsx';
import { trendOfEdge } from './series-target.ts';
import styles from './side-panel.module.css';
import { TracesLink } from './traces-link.tsx';
import { Trends } from './trends.tsx';

export interface EdgePanelProps {
  graph: Graph;
  words: CanvasWords;
  selection: Extract<Selection, { kind: 'edge' }>;
  onSelect: (id: string | null) => void;
  /** Only the neighbourhood of this. */
  onAround: (id: string) => void;
  /** Unix seconds of a past moment; null means now. */
  at: number | null;
}

const protocolNames = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const;

export function EdgePanel({ graph, words, selection, onSelect, onAround, at }: EdgePanelProps) {
  const t = useTranslations('graph.panel');
  const format = useFormat();
  const explore = useTranslations('explore');
  const measured = useMeasured(graph);
  const status = useStatusText();
  const { edge, source, target } = selection;
  const fullName = (node: GraphNode) =>
    [nodeName(node, words), spelledOut(node.version ?? '')].join(' ').trim();
  const end = (node: GraphNode) => (
    <button type="button" className={styles.end} onClick={() => onSelect(node.id)}>
      {fullName(node)}
    </button>
  );
  const trend = trendOfEdge(edge, source, target);
  const siblings = graph.edges.filter(
    (other) => other.source === edge.source && other.target === edge.target,
  );
  const facts: (readonly [string, string])[] =
    edge.protocol === 'tcp'
      ? [[t('throughput'), format.bytesPerSecond(edge.bytesPerSecond)]]
      : [
          [t('rate'), format.requestsPerSecond(edge.requestsPerSecond)],
          [t('errors'), format.percent(edge.errorRatio)],
          [t('clientErrors'), format.percent(edge.clientErrorRatio)],
          [t('share', { name: fullName(source) }), format.percent(edge.sourceShare)],
          // Not every mesh tells sizes.
          ...(edge.bytesPerSecond === null
            ? []
            : [[t('throughput'), format.bytesPerSecond(edge.bytesPerSecond)] as const]),
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
      menu={<NarrowMenu onAround={() => onAround(edge.id)} />}
      head={
        <h2 className={styles.ends}>
          {end(source)}
          <ArrowRight size={14} aria-hidden />
          {end(target)}
        </h2>
      }
    >
      <StatusLine state={edge.health.state} text={status.of(edge.health, null, edge)} />
      <div className={styles.actions}>
        {edge.protocol !== 'tcp' && <TracesLink node={source} called={target} at={at} />}
        <OpenTarget
          node={target}
          trend={trend}
          tcp={edge.protocol === 'tcp'}
          windowSeconds={graph.windowSeconds}
          at={at}
        />
      </div>
      <PanelSection title={t('traffic')} note={`${protocolNames[edge.protocol]} · ${measured}`}>
        {list(facts)}
      </PanelSection>
      <RouteFacts edge={edge} />
      {trend && (
        <Trends
          trend={trend}
          tcp={edge.protocol === 'tcp'}
          windowSeconds={graph.windowSeconds}
          at={at}
          blame={blamed(edge.health)}
        />
      )}
      {edge.protocol !== 'tcp' && <PanelSection title={t('latency')}>{list(latency)}</PanelSection>}
      <HealthFacts graph={graph} health={edge.health} requestsPerSecond={edge.requestsPerSecond} />
      <FailureList edges={[edge]} />
      <FlagList edges={[edge]} />
      {siblings.length > 1 && (
        <PanelSection title={explore('protocols')}>
          <ul className={styles.peers}>
            {siblings.map((sibling) => (
              <li key={sibling.id}>
                <button
                  type="button"
                  aria-current={sibling.id === edge.id || undefined}
                  onClick={() => onSelect(sibling.id)}
                >
                  <span>{protocolNames[sibling.protocol]}</span>
                  <span className={styles.number}>
                    {sibling.protocol === 'tcp'
                      ? format.bytesPerSecond(sibling.bytesPerSecond)
                      : format.perSecond(sibling.requestsPerSecond)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </PanelSection>
      )}
      <Security edges={[edge]} />
      <Hosts hosts={edge.hosts} />
    </PanelFrame>
  );
}
