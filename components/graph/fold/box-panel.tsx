'use client';
/** The panel of a box (a namespace, an app, a cluster), folded or not: its figures, what is not healthy in it, and the traffic across its border. */
import { useTranslations } from 'use-intl';
import type { CanvasWords } from '#components/mesh-drawing/canvas-mapping.ts';
import { membersOf } from '#components/mesh-drawing/drawing.ts';
import { useFoldWords } from '#components/mesh-drawing/use-fold-words.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Graph, GraphEdge, GraphNode, HealthState, Traffic } from '#lib/api/traffic/graph.ts';
import { routes } from '#lib/client/address/routes.ts';
import type { Box } from '#lib/graph/views/boxes.ts';
import type { BoxFigures } from '#lib/graph/views/fold.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { PanelFrame, PanelSection } from '../panel/panel-frame.tsx';
import { StatusLine } from '../panel/panel-parts.tsx';
import styles from '../panel/side-panel.module.css';
import { EdgeLines } from './edge-lines.tsx';
import type { GraphFolding } from './graph-folding.ts';

export interface BoxPanelProps {
  graph: Graph;
  folding: GraphFolding;
  figures: BoxFigures;
  words: CanvasWords;
  onSelect: (id: string | null) => void;
  onToggle: (box: Box) => void;
}

const states: readonly HealthState[] = ['failing', 'degraded', 'healthy', 'idle', 'unknown'];
const mostListed = 8;

/** Loudest first. */
function unhealthy(nodes: readonly GraphNode[]): GraphNode[] {
  const rate = (node: GraphNode) => node.inbound?.requestsPerSecond ?? 0;
  const of = (state: HealthState) =>
    nodes.filter(({ health }) => health.state === state).toSorted((a, b) => rate(b) - rate(a));
  return [...of('failing'), ...of('degraded')];
}

function useStatus(): (figures: BoxFigures) => string {
  const t = useTranslations('fold.panel.status');
  const format = useFormat();
  return ({ state, whole, services, errorRatio }) => {
    if (state === 'failing' || state === 'degraded') return t(state, { count: services[state] });
    return whole === 'degraded' ? t('errors', { share: format.percent(errorRatio) }) : t(state);
  };
}

function TrafficTable({ figures }: { figures: BoxFigures }) {
  const t = useTranslations('fold.panel');
  const format = useFormat();
  const rows = (['entering', 'leaving', 'within'] as const).flatMap((name): [typeof name, Traffic][] => {
    const traffic = figures[name];
    return traffic ? [[name, traffic]] : [];
  });
  const volume = (traffic: Traffic) =>
    traffic.requestsPerSecond === 0 && traffic.bytesPerSecond !== null
      ? format.bytesPerSecond(traffic.bytesPerSecond)
      : format.perSecond(traffic.requestsPerSecond);
  return (
    <table className={styles.versions}>
      <thead>
        <tr>
          <th scope="col">{t('direction')}</th>
          <th scope="col">{t('rate')}</th>
          <th scope="col">{t('errors')}</th>
          <th scope="col">{t('average')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, traffic]) => (
          <tr key={name}>
            <th scope="row">{t(name)}</th>
            <td>{volume(traffic)}</td>
            <td>{format.percent(traffic.errorRatio)}</td>
            <td>{format.milliseconds(traffic.averageMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function BoxPanel({ graph, folding, figures, words, onSelect, onToggle }: BoxPanelProps) {
  const t = useTranslations('fold');
  const status = useStatus();
  const format = useFormat();
  const { namespaces, range } = useScope();
  const foldWords = useFoldWords(graph.type);
  const { kind, name, services, state, whole } = figures;
  const isFolded = folding.isFolded(figures);
  // With what is folded inside of it, or what it is folded into.
  const own = new Set(figures.nodes.flatMap(({ id }) => [id, folding.folded.standIns.get(id) ?? figures.id]));
  const crossing = (end: 'source' | 'target') => {
    const other = end === 'source' ? 'target' : 'source';
    return folding.folded.edges.filter((edge: GraphEdge) => own.has(edge[end]) && !own.has(edge[other]));
  };
  const bad = unhealthy(figures.nodes);
  const canNarrow = kind === 'namespace' && !(namespaces?.length === 1 && namespaces[0] === name);
  const lines = { folding, words, nodes: new Map(graph.nodes.map((node) => [node.id, node])), onSelect };
  return (
    <PanelFrame
      name={name}
      head={
        <div className={styles.title}>
          <h2>{name}</h2>
          <span className={styles.dim}>{t(`panel.kind.${kind}`)}</span>
        </div>
      }
      onClose={() => onSelect(null)}
    >
      <StatusLine
        state={whole === 'degraded' && state === 'healthy' ? 'degraded' : state}
        text={{ sentence: status(figures), limit: null }}
      />
      <div className={styles.actions}>
        <Button size="small" onClick={() => onToggle(figures)}>
          {isFolded ? t('unfoldThis') : t('foldThis')}
        </Button>
        {canNarrow && (
          <ButtonLink href={routes.graph({ namespaces: [name], range }, null)} size="small">
            {t('panel.only', { name })}
          </ButtonLink>
        )}
      </div>
      <PanelSection title={t('panel.health')} note={foldWords.members(membersOf(figures), kind)}>
        <dl className={styles.facts}>
          {states
            .filter((one) => services[one] > 0)
            .map((one) => (
              <div key={one}>
                <dt>{t(`panel.state.${one}`)}</dt>
                <dd>{format.decimal(services[one], 0)}</dd>
              </div>
            ))}
        </dl>
      </PanelSection>
      {(figures.entering ?? figures.leaving ?? figures.within) && (
        <PanelSection
          title={t('panel.traffic')}
          note={t('panel.last', { span: format.span(graph.windowSeconds) })}
        >
          <TrafficTable figures={figures} />
        </PanelSection>
      )}
      {bad.length > 0 && (
        <PanelSection title={t('panel.worst')} note={bad.length}>
          <ul className={styles.peers}>
            {bad.slice(0, mostListed).map((node) => (
              <li key={node.id}>
                <button type="button" onClick={() => onSelect(node.id)}>
                  <span className={styles.peerName}>
                    <StateMark state={node.health.state} size={13} />
                    <span className={styles.cut}>{words.name(node)}</span>
                  </span>
                  <span className={styles.number}>
                    {format.perSecond(node.inbound?.requestsPerSecond ?? null)}
                  </span>
                  <span className={styles.number}>{format.percent(node.inbound?.errorRatio)}</span>
                  <span className={styles.number}>{format.milliseconds(node.inbound?.p95Ms)}</span>
                </button>
              </li>
            ))}
          </ul>
          {bad.length > mostListed && (
            <p className={styles.dim}>{t('panel.more', { count: bad.length - mostListed })}</p>
          )}
        </PanelSection>
      )}
      <EdgeLines title={t('panel.callers')} edges={crossing('target')} end="source" {...lines} />
      <EdgeLines title={t('panel.calls')} edges={crossing('source')} end="target" {...lines} />
    </PanelFrame>
  );
}
