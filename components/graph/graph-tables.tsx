'use client';
/** The table view: connections or nodes of the graph, filtered as the picture is. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type CanvasWords, nodeName } from '#components/mesh-drawing/canvas-mapping.ts';
import { edgeChip } from '#components/mesh-drawing/edge-labels.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { Graph, GraphEdge, GraphNode, Health } from '#lib/api/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './graph-table.module.css';
import { type Column, GraphTable } from './graph-table.tsx';

export interface GraphTablesProps {
  graph: Graph;
  words: CanvasWords;
  /** Ids that pass the filter; null for all. */
  filter: ReadonlySet<string> | null;
  selected: string | null;
  onSelect: (id: string) => void;
}

const lists = ['connections', 'things'] as const;
const protocolNames = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP', none: '–' } as const;
/** Worst first when sorted downwards. */
const severity = (health: Health) =>
  ['idle', 'healthy', 'unknown', 'degraded', 'failing'].indexOf(health.state);

export function GraphTables({ graph, words, filter, selected, onSelect }: GraphTablesProps) {
  const t = useTranslations('graph');
  const format = useFormat();
  const [list, setList] = useState<(typeof lists)[number]>('connections');
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const fullName = (id: string) => {
    const node = nodes.get(id);
    return node ? [nodeName(node, words), node.version ?? ''].join(' ').trim() : words.unknownSource;
  };
  const state = (health: Health, why: string | null) => (
    <span className={styles.state} data-state={health.state}>
      <StateMark state={health.state} size={14} />
      {t(`state.${health.state}`)}
      {why !== null && <span className={styles.dim}>{why}</span>}
    </span>
  );
  const end = (id: string) => (
    <>
      {fullName(id)} <span className={styles.dim}>{nodes.get(id)?.namespace}</span>
    </>
  );
  const rate = (value: number | null | undefined) => format.decimal(value === 0 ? null : value, 1);

  const edgeColumns: Column<GraphEdge>[] = [
    {
      id: 'source',
      title: t('table.source'),
      sortBy: (edge) => fullName(edge.source),
      cell: (edge) => end(edge.source),
    },
    {
      id: 'target',
      title: t('table.target'),
      sortBy: (edge) => fullName(edge.target),
      cell: (edge) => end(edge.target),
    },
    {
      id: 'state',
      title: t('table.state'),
      sortBy: (edge) => severity(edge.health),
      cell: (edge) => state(edge.health, edgeChip(edge)),
    },
    {
      id: 'protocol',
      title: t('table.protocol'),
      sortBy: (edge) => edge.protocol,
      cell: (edge) => protocolNames[edge.protocol],
    },
    {
      id: 'rate',
      title: t('table.rate'),
      numeric: true,
      sortBy: (edge) => edge.requestsPerSecond,
      cell: (edge) => rate(edge.requestsPerSecond),
    },
    {
      id: 'errors',
      title: t('table.errors'),
      numeric: true,
      sortBy: (edge) => edge.errorRatio,
      cell: (edge) => format.percent(edge.errorRatio),
    },
    {
      id: 'p95',
      title: t('table.p95'),
      numeric: true,
      sortBy: (edge) => edge.p95Ms,
      cell: (edge) => format.milliseconds(edge.p95Ms),
    },
    {
      id: 'throughput',
      title: t('table.throughput'),
      numeric: true,
      sortBy: (edge) => edge.bytesPerSecond,
      cell: (edge) => format.bytesPerSecond(edge.bytesPerSecond),
    },
    {
      id: 'mtls',
      title: t('table.mtls'),
      numeric: true,
      sortBy: (edge) => edge.mtlsRatio,
      cell: (edge) => format.percent(edge.mtlsRatio, 0),
    },
  ];
  const nodeColumns: Column<GraphNode>[] = [
    {
      id: 'name',
      title: t('table.name'),
      sortBy: (node) => nodeName(node, words),
      cell: (node) => nodeName(node, words),
    },
    {
      id: 'version',
      title: t('table.version'),
      sortBy: (node) => node.version,
      cell: (node) => node.version ?? '–',
    },
    {
      id: 'namespace',
      title: t('table.namespace'),
      sortBy: (node) => node.namespace,
      cell: (node) => node.namespace || '–',
    },
    {
      id: 'kind',
      title: t('table.kind'),
      sortBy: (node) => node.kind,
      cell: (node) => t(`kind.${node.kind}`),
    },
    {
      id: 'state',
      title: t('table.state'),
      sortBy: (node) => severity(node.health),
      cell: (node) => state(node.health, null),
    },
    {
      id: 'in',
      title: t('table.in'),
      numeric: true,
      sortBy: (node) => node.inbound?.requestsPerSecond ?? null,
      cell: (node) => rate(node.inbound?.requestsPerSecond),
    },
    {
      id: 'out',
      title: t('table.out'),
      numeric: true,
      sortBy: (node) => node.outbound?.requestsPerSecond ?? null,
      cell: (node) => rate(node.outbound?.requestsPerSecond),
    },
    {
      id: 'errors',
      title: t('table.errors'),
      numeric: true,
      sortBy: (node) => node.inbound?.errorRatio ?? null,
      cell: (node) => format.percent(node.inbound?.errorRatio),
    },
    {
      id: 'p95',
      title: t('table.p95'),
      numeric: true,
      sortBy: (node) => node.inbound?.p95Ms ?? null,
      cell: (node) => format.milliseconds(node.inbound?.p95Ms),
    },
    {
      id: 'throughput',
      title: t('table.throughput'),
      numeric: true,
      sortBy: (node) => node.inbound?.bytesPerSecond ?? null,
      cell: (node) => format.bytesPerSecond(node.inbound?.bytesPerSecond),
    },
  ];
  const passes = ({ id }: { id: string }) => filter === null || filter.has(id);
  const edges = graph.edges.filter(passes);
  const things = graph.nodes.filter(passes);
  return (
    <div className={styles.scroll}>
      <fieldset className={styles.lists} aria-label={t('table.label')}>
        {lists.map((name) => (
          <button key={name} type="button" aria-pressed={list === name} onClick={() => setList(name)}>
            {t(`table.${name}`)} <span>{name === 'connections' ? edges.length : things.length}</span>
          </button>
        ))}
      </fieldset>
      {list === 'connections' ? (
        <GraphTable
          key="connections"
          caption={t('table.captionConnections', { count: edges.length })}
          columns={edgeColumns}
          rows={edges}
          selected={selected}
          firstSort="state"
          onSelect={onSelect}
        />
      ) : (
        <GraphTable
          key="things"
          caption={t('table.captionThings', { count: things.length })}
          columns={nodeColumns}
          rows={things}
          selected={selected}
          firstSort="state"
          onSelect={onSelect}
        />
      )}
    </div>
  );
}
