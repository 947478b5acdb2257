'use client';
/** The columns of the two tables: connections and nodes. Units stand in the heads, decimals are the same down a column. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { DataColumn } from '#components/kit/data-table/data-column.ts';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { type CanvasWords, nodeName } from '#components/mesh-drawing/canvas-mapping.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { GraphEdge, GraphNode, Health, Traffic } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './graph-table.module.css';

const protocolNames = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP', none: '–' } as const;
/** Worst first when sorted downwards. */
const severities = ['idle', 'healthy', 'unknown', 'degraded', 'failing'] as const;
const severity = (health: Health) => severities.indexOf(health.state);

type MeasureName = 'errors' | 'clientErrors' | 'average' | 'p50' | 'p95' | 'p99' | 'throughput';

const measures: readonly {
  readonly id: MeasureName;
  readonly unit: 'percent' | 'ms' | 'kilobytes';
  readonly read: (traffic: Traffic) => number | null;
  readonly extra?: true;
  readonly drop: number;
}[] = [
  { id: 'errors', unit: 'percent', read: ({ errorRatio }) => errorRatio, drop: 0 },
  {
    id: 'clientErrors',
    unit: 'percent',
    read: ({ clientErrorRatio }) => clientErrorRatio,
    extra: true,
    drop: 6,
  },
  { id: 'average', unit: 'ms', read: ({ averageMs }) => averageMs, extra: true, drop: 5 },
  { id: 'p50', unit: 'ms', read: ({ p50Ms }) => p50Ms, extra: true, drop: 6 },
  { id: 'p95', unit: 'ms', read: ({ p95Ms }) => p95Ms, drop: 0 },
  { id: 'p99', unit: 'ms', read: ({ p99Ms }) => p99Ms, drop: 5 },
  { id: 'throughput', unit: 'kilobytes', read: ({ bytesPerSecond }) => bytesPerSecond, drop: 3 },
];

/** Numbers of some traffic, for rows of either kind. */
function useMeasureColumns() {
  const t = useTranslations('graph.table');
  const format = useFormat();
  return useMemo(() => {
    const write = {
      percent: (value: number | null | undefined) => format.percent(value),
      ms: (value: number | null | undefined) => format.decimal(value, 1),
      kilobytes: (value: number | null | undefined) =>
        format.decimal(value == null ? value : value / 1000, 1),
    };
    return <Row,>(trafficOf: (row: Row) => Traffic | null): DataColumn<Row>[] =>
      measures.map(({ id, unit, read, extra, drop }) => {
        const value = (row: Row) => {
          const traffic = trafficOf(row);
          return traffic && read(traffic);
        };
        return {
          id,
          title: t(id),
          width: unit === 'percent' ? 84 : 92,
          numeric: true,
          drop,
          ...(extra && { extra }),
          value,
          cell: (row) => write[unit](value(row)),
        };
      });
  }, [t, format]);
}

export interface TableColumns {
  readonly edges: readonly DataColumn<GraphEdge>[];
  readonly nodes: readonly DataColumn<GraphNode>[];
}

export function useTableColumns(nodes: ReadonlyMap<string, GraphNode>, words: CanvasWords): TableColumns {
  const t = useTranslations('graph');
  const route = useTranslations('explore.route');
  const format = useFormat();
  const measured = useMeasureColumns();
  return useMemo(() => {
    const full = (id: string) => {
      const node = nodes.get(id);
      return node
        ? [nodeName(node, words), spelledOut(node.version ?? '')].join(' ').trim()
        : words.unknownSource;
    };
    const end = (id: string) => (
      <span className={styles.end}>
        <span>{full(id)}</span>
        <span className={styles.dim}>{nodes.get(id)?.namespace}</span>
      </span>
    );
    const rate = (value: number | null | undefined) => format.decimal(value === 0 ? null : value, 1);
    /** The number that decided, as every table and panel writes it. */
    const decisive = ({ state, reasons: [reason] }: Health) => {
      if (reason === undefined || (state !== 'failing' && state !== 'degraded')) return null;
      if (reason.code === 'latency') return format.milliseconds(reason.value);
      return reason.code === 'error-ratio' || reason.code === 'client-error-ratio'
        ? format.percent(reason.value)
        : null;
    };
    const state = <Row,>(healthOf: (row: Row) => Health): DataColumn<Row> => ({
      id: 'state',
      title: t('table.state'),
      width: 140,
      grow: 1,
      descendingFirst: true,
      value: (row) => severity(healthOf(row)),
      text: (row) => t(`state.${healthOf(row).state}`),
      cell: (row) => {
        const health = healthOf(row);
        const reason = decisive(health);
        return (
          <span className={styles.state} data-state={health.state}>
            <StateMark state={health.state} size={14} />
            {t(`state.${health.state}`)}
            {reason !== null && <span className={styles.dim}>{reason}</span>}
          </span>
        );
      },
    });
    const edges: DataColumn<GraphEdge>[] = [
      {
        id: 'source',
        title: t('table.source'),
        width: 190,
        grow: 2,
        value: (edge) => full(edge.source),
        cell: (edge) => end(edge.source),
      },
      {
        id: 'target',
        title: t('table.target'),
        width: 190,
        grow: 2,
        value: (edge) => full(edge.target),
        cell: (edge) => end(edge.target),
      },
      state((edge) => edge.health),
      {
        id: 'protocol',
        title: t('table.protocol'),
        width: 76,
        drop: 2,
        value: (edge) => protocolNames[edge.protocol],
        cell: (edge) => protocolNames[edge.protocol],
      },
      {
        id: 'rate',
        title: t('table.rate'),
        width: 100,
        numeric: true,
        value: (edge) => edge.requestsPerSecond,
        cell: (edge) => rate(edge.requestsPerSecond),
      },
      ...measured<GraphEdge>((edge) => edge),
      {
        id: 'share',
        title: t('table.share'),
        width: 84,
        numeric: true,
        drop: 4,
        value: (edge) => edge.sourceShare,
        cell: (edge) => format.percent(edge.sourceShare),
      },
      {
        id: 'mtls',
        title: t('table.mtls'),
        width: 72,
        numeric: true,
        drop: 1,
        value: (edge) => edge.mtlsRatio,
        cell: (edge) => format.percent(edge.mtlsRatio, 0),
      },
      {
        id: 'route',
        title: route('title'),
        width: 190,
        grow: 1,
        drop: 7,
        extra: true,
        value: (edge) => (edge.route === undefined ? null : route(edge.route)),
        cell: (edge) => (edge.route === undefined ? '–' : route(edge.route)),
      },
      {
        id: 'flags',
        title: t('table.flags'),
        width: 90,
        drop: 8,
        extra: true,
        value: (edge) => edge.flags.map(({ flag }) => flag).join(' ') || null,
        cell: (edge) => edge.flags.map(({ flag }) => flag).join(' ') || '–',
      },
    ];
    const name: DataColumn<GraphNode> = {
      id: 'name',
      title: t('table.name'),
      width: 190,
      grow: 2,
      value: (node) => nodeName(node, words),
      cell: (node) => <span>{nodeName(node, words)}</span>,
    };
    const volume = (id: 'in' | 'out', side: 'inbound' | 'outbound'): DataColumn<GraphNode> => ({
      id,
      title: t(`table.${id}`),
      width: 80,
      numeric: true,
      value: (node) => node[side]?.requestsPerSecond ?? null,
      cell: (node) => rate(node[side]?.requestsPerSecond),
    });
    const things: DataColumn<GraphNode>[] = [
      name,
      {
        id: 'version',
        title: t('table.version'),
        width: 90,
        value: (node) => (node.kind === 'restricted' ? null : node.version),
        cell: (node) => (node.kind === 'restricted' ? '–' : (node.version ?? '–')),
      },
      {
        id: 'namespace',
        title: t('table.namespace'),
        width: 130,
        grow: 1,
        value: (node) => node.namespace || null,
        cell: (node) => node.namespace || '–',
      },
      {
        id: 'kind',
        title: t('table.kind'),
        width: 120,
        drop: 4,
        value: (node) => t(`kind.${node.kind}`),
        cell: (node) => t(`kind.${node.kind}`),
      },
      state((node) => node.health),
      volume('in', 'inbound'),
      volume('out', 'outbound'),
      ...measured<GraphNode>((node) => node.inbound),
    ];
    return { edges, nodes: things };
  }, [t, route, format, measured, nodes, words]);
}
