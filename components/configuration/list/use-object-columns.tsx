'use client';
/** The columns of the list of objects. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { DataColumn } from '#components/kit/data-table/data-column.ts';
import { RowPlace } from '#components/kit/data-table/row-place.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { CheckCounts, ConfigurationRow } from '#lib/api/configuration/configuration.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';
import { CheckState, useChecksText } from '../check-state.tsx';
import { useManagerTitle } from '../managed-by.tsx';
import styles from './list.module.css';

/** Errors weigh more than any number of warnings. */
function concern(checks: CheckCounts | null): number {
  if (checks === null) return -1;
  return checks.errors * 1e8 + checks.warnings * 1e4 + checks.infos;
}

export function useObjectColumns(): readonly DataColumn<ConfigurationRow>[] {
  const t = useTranslations('configuration.column');
  const words = useTranslations('configuration.list');
  const format = useFormat();
  const now = useNow(30_000);
  const checksText = useChecksText();
  const managerTitle = useManagerTitle();
  return useMemo((): DataColumn<ConfigurationRow>[] => {
    const age = (at: number | null) => format.span(at === null ? null : now - at);
    const time = (at: number | null) => (at === null ? '' : new Date(at * 1000).toISOString());
    return [
      {
        id: 'name',
        title: t('name'),
        width: 176,
        grow: 4,
        value: (row) => row.name,
        cell: (row) => (
          <>
            <span title={row.name}>{row.name}</span>
            <RowPlace>{row.namespace}</RowPlace>
          </>
        ),
      },
      {
        id: 'kind',
        title: t('kind'),
        width: 156,
        grow: 1,
        value: (row) => kindName(row.kind),
        cell: (row) => <span className={styles.dim}>{kindName(row.kind)}</span>,
      },
      {
        id: 'namespace',
        title: t('namespace'),
        width: 104,
        drop: 1,
        grow: 2,
        value: (row) => row.namespace,
        cell: (row) => row.namespace,
      },
      {
        id: 'hosts',
        title: t('hosts'),
        width: 160,
        drop: 5,
        grow: 5,
        value: (row) => row.hosts[0] ?? null,
        text: (row) => row.hosts.join(' '),
        cell: (row) => (
          <span className={styles.hosts} title={format.list(row.hosts)}>
            {row.hosts[0]}
            {row.hosts.length > 1 && <small>{words('moreHosts', { count: row.hosts.length - 1 })}</small>}
          </span>
        ),
      },
      {
        id: 'checks',
        title: t('checks'),
        width: 148,
        drop: 3,
        grow: 2,
        descendingFirst: true,
        value: ({ checks }) => concern(checks),
        text: ({ checks }) => checksText(checks),
        cell: ({ checks }) => <CheckState checks={checks} />,
      },
      {
        id: 'manager',
        title: t('manager'),
        width: 116,
        drop: 4,
        grow: 1,
        value: ({ managedBy }) => managerTitle(managedBy),
        cell: ({ managedBy }) => (
          <span className={styles.manager} title={managedBy.name ?? undefined}>
            {managedBy.reverts && <StateMark state="degraded" size={13} label={words('reverts')} />}
            <span>{managerTitle(managedBy)}</span>
          </span>
        ),
      },
      {
        id: 'changed',
        title: t('changed'),
        name: t('changedName'),
        width: 104,
        drop: 6,
        numeric: true,
        value: ({ changedAt }) => (changedAt === null ? null : changedAt - now),
        text: ({ changedAt }) => time(changedAt),
        cell: ({ changedAt }) => <span className={styles.dim}>{age(changedAt)}</span>,
      },
      {
        id: 'age',
        title: t('age'),
        width: 104,
        drop: 2,
        numeric: true,
        value: ({ createdAt }) => (createdAt === null ? null : createdAt - now),
        text: ({ createdAt }) => time(createdAt),
        cell: ({ createdAt }) => <span className={styles.dim}>{age(createdAt)}</span>,
      },
      {
        id: 'labels',
        title: t('labels'),
        width: 200,
        drop: 2,
        grow: 3,
        extra: true,
        value: ({ labels }) => Object.entries(labels).join() || null,
        text: ({ labels }) => labelText(labels),
        cell: ({ labels }) => (
          <span className={styles.code} title={labelText(labels)}>
            {labelText(labels)}
          </span>
        ),
      },
      {
        id: 'resourceVersion',
        title: t('resourceVersion'),
        width: 124,
        drop: 2,
        numeric: true,
        extra: true,
        value: ({ resourceVersion }) => Number(resourceVersion) || null,
        text: ({ resourceVersion }) => resourceVersion,
        cell: ({ resourceVersion }) => resourceVersion,
      },
    ];
  }, [t, words, format, now, checksText, managerTitle]);
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
