'use client';
/** Columns that services and workloads have in common. */
import { Waypoints } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { DataColumn } from '#components/kit/data-table/data-column.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Health } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './cells.module.css';
import { kindCodes } from './kind-codes.ts';
import type { InventoryRow } from './list-filter.ts';
import { useGraphAddress } from './use-graph-address.ts';
import { useRowText } from './use-row-text.ts';

/** In the order of concern; what nobody can judge because it is outside the mesh comes last. */
const order: readonly Health['state'][] = ['idle', 'healthy', 'unknown', 'degraded', 'failing'];

function concern({ health, node }: InventoryRow): number {
  return health.state === 'unknown' && node === null ? -1 : order.indexOf(health.state);
}

/** The reason's own number is coloured where it is why the row is marked. */
function Figure({
  row,
  code,
  text,
}: {
  row: InventoryRow;
  code: Health['reasons'][number]['code'];
  text: string;
}) {
  const { state, reasons } = row.health;
  const isReason = reasons.some((reason) => reason.code === code);
  if (!isReason || (state !== 'failing' && state !== 'degraded')) return text;
  // The first reason decided the state; slow is never red.
  return <span data-state={reasons[0]?.code === code ? state : 'degraded'}>{text}</span>;
}

/** By id. Each kind of list puts its own beside them. */
export function useSharedColumns(now: number) {
  const t = useTranslations('lists.column');
  const words = useTranslations('lists');
  const states = useTranslations('common.state');
  const format = useFormat();
  const graphOf = useGraphAddress();
  const textOf = useRowText();

  return useMemo(() => {
    /** Bytes without requests are no rate of 0. */
    const perSecond = (value: number | undefined) => format.decimal(value === 0 ? null : value, 1);
    const namespace: DataColumn<InventoryRow> = {
      id: 'namespace',
      title: t('namespace'),
      width: 104,
      drop: 1,
      grow: 2,
      value: (row) => row.namespace,
      cell: (row) => row.namespace,
    };
    const state: DataColumn<InventoryRow> = {
      id: 'state',
      title: t('state'),
      width: 120,
      drop: 4,
      grow: 3,
      descendingFirst: true,
      value: concern,
      text: (row) => [states(row.health.state), textOf.reason(row)].filter(Boolean).join(': '),
      cell: (row) => (
        <span data-state={row.health.state} title={textOf.reasons(row)}>
          {textOf.reason(row)}
        </span>
      ),
    };
    const rate: DataColumn<InventoryRow> = {
      id: 'rate',
      title: t('rate'),
      name: t('rateName'),
      width: 108,
      numeric: true,
      value: (row) => row.inbound?.requestsPerSecond ?? null,
      cell: (row) => perSecond(row.inbound?.requestsPerSecond),
    };
    const errors: DataColumn<InventoryRow> = {
      id: 'errors',
      title: t('errors'),
      name: t('errorsName'),
      width: 76,
      numeric: true,
      value: (row) => row.inbound?.errorRatio ?? null,
      cell: (row) => (
        <Figure row={row} code="error-ratio" text={format.percent(row.inbound?.errorRatio, 2)} />
      ),
    };
    const p95: DataColumn<InventoryRow> = {
      id: 'p95',
      title: t('p95'),
      name: t('p95Name'),
      width: 84,
      drop: 2,
      numeric: true,
      value: (row) => row.inbound?.p95Ms ?? null,
      cell: (row) => <Figure row={row} code="latency" text={format.milliseconds(row.inbound?.p95Ms)} />,
    };
    const average: DataColumn<InventoryRow> = {
      id: 'average',
      title: t('average'),
      name: t('averageName'),
      width: 84,
      drop: 10,
      numeric: true,
      value: (row) => row.inbound?.averageMs ?? null,
      cell: (row) => format.milliseconds(row.inbound?.averageMs),
    };
    const sent: DataColumn<InventoryRow> = {
      id: 'sent',
      title: t('sent'),
      name: t('sentName'),
      width: 84,
      drop: 7,
      numeric: true,
      value: (row) => row.outbound?.requestsPerSecond ?? null,
      cell: (row) => perSecond(row.outbound?.requestsPerSecond),
    };
    const throughput: DataColumn<InventoryRow> = {
      id: 'throughput',
      title: t('throughput'),
      name: t('throughputName'),
      width: 84,
      drop: 8,
      numeric: true,
      value: (row) => row.inbound?.bytesPerSecond ?? null,
      cell: (row) => format.bytesPerSecond(row.inbound?.bytesPerSecond),
    };
    const pods: DataColumn<InventoryRow> = {
      id: 'pods',
      title: t('pods'),
      name: t('podsName'),
      width: 60,
      drop: 5,
      numeric: true,
      value: (row) => row.pods?.ready ?? null,
      text: (row) => (row.pods === null ? '' : `${row.pods.ready}/${row.pods.wanted}`),
      cell: (row) =>
        row.pods === null ? (
          words('none')
        ) : (
          <Figure row={row} code="not-ready" text={`${row.pods.ready}/${row.pods.wanted}`} />
        ),
    };
    const injection: DataColumn<InventoryRow> = {
      id: 'injection',
      title: t('injection'),
      width: 108,
      drop: 6,
      grow: 1,
      value: ({ injection: of }) => (of === null ? null : of.restart ? 0 : of.uncovered > 0 ? 1 : 2),
      text: (row) => textOf.injection(row),
      cell: (row) => (
        <span
          className={styles.mark}
          data-state={row.injection?.restart ? 'degraded' : 'quiet'}
          title={textOf.injectionTitle(row)}
        >
          {row.injection?.restart && <StateMark state="degraded" size={13} />}
          <span>{textOf.injection(row)}</span>
        </span>
      ),
    };
    const configuration: DataColumn<InventoryRow> = {
      id: 'configuration',
      title: t('configuration'),
      name: t('configurationName'),
      width: 104,
      drop: 9,
      grow: 1,
      descendingFirst: true,
      value: (row) => row.configuration?.reduce((sum, { count }) => sum + count, 0) ?? null,
      text: (row) => textOf.configuration(row),
      cell: (row) => (
        <span className={styles.codes} title={textOf.configuration(row)}>
          {(row.configuration ?? []).map(({ kind, count }) => (
            <abbr key={kind}>
              {kindCodes[kind] ?? kind}
              {count > 1 && <small>{format.count(count)}</small>}
            </abbr>
          ))}
        </span>
      ),
    };
    const age: DataColumn<InventoryRow> = {
      id: 'age',
      title: t('age'),
      width: 92,
      drop: 2,
      numeric: true,
      extra: true,
      // The youngest are those looked for.
      value: (row) => (row.createdAt === null ? null : -Math.max(0, now - row.createdAt)),
      text: (row) => (row.createdAt === null ? '' : new Date(row.createdAt * 1000).toISOString()),
      cell: (row) => format.span(row.createdAt === null ? null : now - row.createdAt),
    };
    const cluster: DataColumn<InventoryRow> = {
      id: 'cluster',
      title: t('cluster'),
      width: 104,
      drop: 2,
      extra: true,
      value: (row) => row.cluster,
      cell: (row) => row.cluster,
    };
    const graph: DataColumn<InventoryRow> = {
      id: 'graph',
      title: t('graph'),
      width: 32,
      drop: 0.5,
      control: true,
      value: () => null,
      cell: (row, tabIndex) => {
        const href = graphOf(row);
        const label = words('showInGraph', { name: row.name });
        return (
          href !== null && (
            <Link
              className={styles.graph}
              href={href}
              prefetch={false}
              tabIndex={tabIndex}
              aria-label={label}
              title={label}
            >
              <Waypoints size={14} aria-hidden />
            </Link>
          )
        );
      },
    };
    return {
      namespace,
      state,
      rate,
      errors,
      p95,
      average,
      sent,
      throughput,
      pods,
      injection,
      configuration,
      age,
      cluster,
      graph,
    };
  }, [t, words, states, format, graphOf, textOf, now]);
}
