'use client';
/** The panel of a node, or of an app with its versions. */
import { useTranslations } from 'use-intl';
import { CanvasIcon } from '#components/kit/graph-canvas/shapes/canvas-icon.tsx';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import {
  badgesOf,
  byVersion,
  type CanvasWords,
  cardId,
  iconOf,
  nodeName,
  rowMark,
} from '#components/mesh-drawing/canvas-mapping.ts';
import { FaultNotes } from '#components/shell/notes/fault-note.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import type { Graph, GraphNode } from '#lib/api/traffic/graph.ts';
import { DueNote } from '../due-note.tsx';
import { dueOf } from '../due-of.ts';
import type { Selection } from '../selection.ts';
import { useStatusText } from '../use-status-text.ts';
import { FailureList, FlagList } from './failure-list.tsx';
import { HealthFacts, useMeasured } from './health-facts.tsx';
import { NarrowMenu } from './narrow-menu.tsx';
import { NodeActions } from './node-actions.tsx';
import { entryHostOf, objectsOf } from './objects/node-objects.ts';
import { ObjectList } from './objects/object-list.tsx';
import { blamed, sumTraffic } from './panel-figures.ts';
import { PanelFrame, PanelSection } from './panel-frame.tsx';
import { Hosts, Security, StatusLine } from './panel-parts.tsx';
import { PeerList } from './peer-list.tsx';
import { RatesTable } from './rates-table.tsx';
import { trendOfNodes } from './series-target.ts';
import styles from './side-panel.module.css';
import { Trends } from './trends.tsx';
import { SplitBars } from './versions/split-bars.tsx';
import { compareSplit } from './versions/split-compare.ts';
import { markRoles, ObservedSplit, VersionTable } from './versions/version-table.tsx';

export interface NodePanelProps {
  graph: Graph;
  words: CanvasWords;
  selection: Extract<Selection, { kind: 'nodes' }>;
  onSelect: (id: string | null) => void;
  /** Only the neighbourhood of this. */
  onAround: (id: string) => void;
  onOnlyNamespace: (namespace: string) => void;
  /** Unix seconds of a past moment; null means now. */
  at: number | null;
}

/** The badge beside which a moment stands. */
const tells = { fault: 'fault', step: 'release' } as const;

const worstFirst = ['failing', 'degraded', 'unknown', 'healthy', 'idle'] as const;

function worst(nodes: readonly GraphNode[]): GraphNode | undefined {
  const rank = (node: GraphNode) => worstFirst.indexOf(node.health.state);
  return nodes.toSorted((a, b) => rank(a) - rank(b))[0];
}

export function NodePanel(props: NodePanelProps) {
  const { graph, words, selection, onSelect, onAround, onOnlyNamespace, at } = props;
  const t = useTranslations('graph');
  const explore = useTranslations('explore');
  const measured = useMeasured(graph);
  const status = useStatusText();
  const { namespaces } = useScope();
  const nodes = selection.nodes.toSorted(byVersion);
  const several = nodes.length > 1;
  const first = selection.chosen ?? nodes[0];
  if (!first) return null;
  const name = several ? spelledOut(first.app ?? first.service ?? first.name) : nodeName(first, words);
  const icon = several && (first.protocol === 'http' || first.protocol === 'none') ? 'boxes' : iconOf(first);
  const judged = selection.chosen ?? worst(nodes) ?? first;
  const ids = new Set(selection.chosen ? [selection.chosen.id] : nodes.map((node) => node.id));
  const inbound = graph.edges.filter((edge) => ids.has(edge.target));
  const outbound = graph.edges.filter((edge) => ids.has(edge.source));
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const hosts = [...new Set(nodes.flatMap((node) => node.hosts))].sort();
  const badges = [...new Set(nodes.flatMap((node) => node.badges))];
  const shown = selection.chosen ? [selection.chosen] : nodes;
  const due = dueOf(shown);
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
  const comparison = several ? compareSplit(nodes, graph.edges, graph.windowSeconds) : null;
  const [service] = objectsOf(shown, 'service');
  const outside = entryHostOf(first);
  const trend = trendOfNodes(shown);
  const tcp = shown.every((node) => node.protocol === 'tcp');
  const shownId = selection.chosen?.id ?? (first.group === null ? first.id : cardId(first.group));
  const onlyHere = namespaces?.length === 1 && namespaces[0] === first.namespace;
  const narrow = (
    <NarrowMenu
      onAround={() => onAround(shownId)}
      namespace={
        first.namespace === '' || onlyHere
          ? null
          : { name: first.namespace, onChoose: () => onOnlyNamespace(first.namespace) }
      }
    />
  );
  return (
    <PanelFrame name={name} head={head} menu={narrow} onClose={close}>
      <StatusLine
        state={judged.health.state}
        text={status.of(judged.health, several ? spelledOut(judged.version ?? judged.name) : name, figures)}
      />
      {service && at === null && badges.includes('fault') && <FaultNotes {...service} />}
      <NodeActions
        node={first}
        service={service ?? null}
        outside={outside}
        candidate={selection.chosen?.version || undefined}
        split={at === null && badges.some((badge) => badge === 'release' || badge === 'split')}
        trend={trend}
        tcp={tcp}
        windowSeconds={graph.windowSeconds}
        at={at}
      />
      <PanelSection title={t('panel.traffic')} note={measured}>
        <VersionTable nodes={nodes} chosen={selection.chosen?.id ?? null} onSelect={onSelect} />
      </PanelSection>
      {comparison && <SplitBars comparison={comparison} />}
      {several && !comparison && (
        <PanelSection title={t('panel.split')}>
          <ObservedSplit nodes={nodes} />
        </PanelSection>
      )}
      {trend && (
        <Trends
          trend={trend}
          tcp={tcp}
          windowSeconds={graph.windowSeconds}
          at={at}
          blame={blamed(judged.health)}
        />
      )}
      {inbound.length + outbound.length > 0 && (
        <PanelSection title={explore('rates.title')} note={measured}>
          <RatesTable inbound={inbound} outbound={outbound} />
        </PanelSection>
      )}
      <HealthFacts
        graph={graph}
        health={judged.health}
        requestsPerSecond={judged.inbound?.requestsPerSecond ?? null}
      />
      <FailureList edges={inbound} />
      <FlagList edges={inbound} />
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
      {badges.length > 0 && (
        <PanelSection title={t('panel.configuration')}>
          <ul className={styles.badges}>
            {badges.map((badge) => {
              const [drawn] = badgesOf([{ ...first, kind: 'workload', badges: [badge] }]);
              return (
                <li key={badge} data-warn={drawn?.warn || undefined}>
                  {drawn && <CanvasIcon name={drawn.icon} size={14} />}
                  <span>
                    {t(`badge.${badge}`)}
                    {at === null && <DueNote due={due.filter(({ what }) => tells[what] === badge)} />}
                  </span>
                </li>
              );
            })}
          </ul>
        </PanelSection>
      )}
      <ObjectList nodes={shown} edges={inbound} />
      <Security edges={inbound} />
      <Hosts hosts={hosts} />
    </PanelFrame>
  );
}
