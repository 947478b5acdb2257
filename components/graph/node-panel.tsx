'use client';
/** The panel of a node, or of an app with its versions. */
import { useTranslations } from 'use-intl';
import { CanvasIcon } from '#components/kit/graph-canvas/canvas-icon.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { ButtonLink } from '#components/ui/button-link.tsx';
import type { Graph, GraphNode } from '#lib/api/graph.ts';
import { routes } from '#lib/client/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { badgesOf, byVersion, type CanvasWords, iconOf, nodeName, rowMark } from './canvas-mapping.ts';
import { sumTraffic } from './panel-figures.ts';
import { PanelFrame, PanelSection } from './panel-frame.tsx';
import { Flags, Hosts, Security, StatusLine } from './panel-parts.tsx';
import { PeerList } from './peer-list.tsx';
import type { Selection } from './selection.ts';
import styles from './side-panel.module.css';
import { useStatusText } from './use-status-text.ts';
import { markRoles, ObservedSplit, VersionTable } from './version-table.tsx';

export interface NodePanelProps {
  graph: Graph;
  words: CanvasWords;
  selection: Extract<Selection, { kind: 'nodes' }>;
  onSelect: (id: string | null) => void;
}

const worstFirst = ['failing', 'degraded', 'unknown', 'healthy', 'idle'] as const;

function worst(nodes: readonly GraphNode[]): GraphNode | undefined {
  const rank = (node: GraphNode) => worstFirst.indexOf(node.health.state);
  return nodes.toSorted((a, b) => rank(a) - rank(b))[0];
}

export function NodePanel({ graph, words, selection, onSelect }: NodePanelProps) {
  const t = useTranslations('graph');
  const format = useFormat();
  const status = useStatusText();
  const { range, namespaces } = useScope();
  const nodes = selection.nodes.toSorted(byVersion);
  const several = nodes.length > 1;
  const first = selection.chosen ?? nodes[0];
  if (!first) return null;
  const name = several ? (first.app ?? first.service ?? first.name) : nodeName(first, words);
  const icon = several && (first.protocol === 'http' || first.protocol === 'none') ? 'boxes' : iconOf(first);
  const judged = selection.chosen ?? worst(nodes) ?? first;
  const ids = new Set(selection.chosen ? [selection.chosen.id] : nodes.map((node) => node.id));
  const inbound = graph.edges.filter((edge) => ids.has(edge.target));
  const outbound = graph.edges.filter((edge) => ids.has(edge.source));
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const hosts = [...new Set(nodes.flatMap((node) => node.hosts))].sort();
  const badges = [...new Set(nodes.flatMap((node) => node.badges))];
  const shown = selection.chosen ? [selection.chosen] : nodes;
  const figures =
    sumTraffic(shown.map((node) => node.inbound)) ?? sumTraffic(shown.map((node) => node.outbound));
  const head = (
    <div className={styles.title}>
      <CanvasIcon name={icon} size={18} />
      <h2>{name}</h2>
      <span className={styles.dim}>
        {[several ? t('kind.app') : t(`kind.${first.kind}`), first.namespace]
          .filter((part) => part !== '')
          .join(' · ')}
      </span>
    </div>
  );
  const close = () => onSelect(null);
  if (first.kind === 'restricted') {
    return (
      <PanelFrame name={name} head={head} onClose={close}>
        <p className={styles.dim}>{t('status.restricted')}</p>
      </PanelFrame>
    );
  }
  const marks =
    several && !selection.chosen
      ? new Map(nodes.map((node, index) => [node.id, markRoles[rowMark(index, nodes.length)]]))
      : null;
  const onlyHere = namespaces?.length === 1 && namespaces[0] === first.namespace;
  return (
    <PanelFrame name={name} head={head} onClose={close}>
      <StatusLine
        state={judged.health.state}
        text={status.of(judged.health, several ? (judged.version ?? judged.name) : name, figures)}
      />
      {first.namespace !== '' && !onlyHere && (
        <div className={styles.actions}>
          <ButtonLink href={routes.graph({ namespaces: [first.namespace], range }, first.id)} size="small">
            {t('panel.showHere', { namespace: first.namespace })}
          </ButtonLink>
        </div>
      )}
      <PanelSection
        title={t('panel.traffic')}
        note={t('panel.last', { span: format.span(graph.windowSeconds) })}
      >
        <VersionTable nodes={nodes} chosen={selection.chosen?.id ?? null} onSelect={onSelect} />
      </PanelSection>
      {several && (
        <PanelSection title={t('panel.split')}>
          <ObservedSplit nodes={nodes} />
        </PanelSection>
      )}
      <PeerList
        title={t('panel.callers')}
        empty={t('panel.nobody')}
        edges={inbound}
        end="source"
        nodes={byId}
        words={words}
        marks={marks}
        onSelect={onSelect}
      />
      <PeerList
        title={t('panel.calls')}
        empty={t('panel.nothing')}
        edges={outbound}
        end="target"
        nodes={byId}
        words={words}
        marks={marks}
        onSelect={onSelect}
      />
      <Flags edges={inbound} />
      {badges.length > 0 && (
        <PanelSection title={t('panel.configuration')}>
          <ul className={styles.badges}>
            {badges.map((badge) => {
              const [drawn] = badgesOf([{ ...first, kind: 'workload', badges: [badge] }]);
              return (
                <li key={badge} data-warn={drawn?.warn || undefined}>
                  {drawn && <CanvasIcon name={drawn.icon} size={14} />}
                  {t(`badge.${badge}`)}
                </li>
              );
            })}
          </ul>
        </PanelSection>
      )}
      <Security edges={inbound} />
      <Hosts hosts={hosts} />
    </PanelFrame>
  );
}
