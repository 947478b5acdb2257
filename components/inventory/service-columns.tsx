'use client';
/** The columns of the list of services. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { DataColumn } from '#components/kit/data-table/data-column.ts';
import { RowPlace } from '#components/kit/data-table/row-place.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ServiceRow } from '#lib/api/traffic/inventory.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './cells.module.css';
import { kindCodes } from './kind-codes.ts';
import { useSharedColumns } from './shared-columns.tsx';

/** Versions named in a cell; the others are counted. */
const named = 3;

function Versions({ versions }: Pick<ServiceRow, 'versions'>) {
  const format = useFormat();
  const share = (value: number | null) => (value === null ? '' : format.percent(value, 0));
  const all = format.list(versions.map((version) => `${version.name} ${share(version.share)}`.trim()));
  return (
    <span className={styles.versions} title={all}>
      {versions.slice(0, named).map((version) => (
        <span key={version.name}>
          {version.name}
          {versions.length > 1 && version.share !== null && <small>{share(version.share)}</small>}
        </span>
      ))}
      {versions.length > named && <small>{`+${versions.length - named}`}</small>}
    </span>
  );
}

export function useServiceColumns(): readonly DataColumn<ServiceRow>[] {
  const t = useTranslations('lists');
  const states = useTranslations('common.state');
  const format = useFormat();
  const shared = useSharedColumns(useNow(60_000));
  return useMemo<DataColumn<ServiceRow>[]>(() => {
    const name: DataColumn<ServiceRow> = {
      id: 'name',
      title: t('column.service'),
      width: 172,
      grow: 4,
      value: (row) => row.name,
      cell: (row) => (
        <>
          <StateMark state={row.health.state} label={states(row.health.state)} size={15} />
          <span title={row.hosts[0]}>{row.name}</span>
          {row.kind === 'ServiceEntry' && <abbr title={row.kind}>{kindCodes[row.kind]}</abbr>}
          {!row.exists && <small>{t('gone')}</small>}
          <RowPlace>{row.namespace}</RowPlace>
        </>
      ),
    };
    const versions: DataColumn<ServiceRow> = {
      id: 'versions',
      title: t('column.versions'),
      name: t('column.versionsName'),
      width: 184,
      drop: 3,
      grow: 3,
      value: (row) => row.versions.length,
      text: (row) => row.versions.map((version) => version.name).join(' '),
      descendingFirst: true,
      cell: (row) => <Versions versions={row.versions} />,
    };
    const ports: DataColumn<ServiceRow> = {
      id: 'ports',
      title: t('column.ports'),
      width: 96,
      drop: 2,
      grow: 1,
      extra: true,
      value: (row) => row.ports[0]?.port ?? null,
      text: (row) => row.ports.map(({ port, protocol }) => `${port} ${protocol}`).join(', '),
      cell: (row) =>
        format.list(
          row.ports.map(({ port, protocol }) => (protocol === 'auto' ? `${port}` : `${port} ${protocol}`)),
        ),
    };
    const host: DataColumn<ServiceRow> = {
      id: 'host',
      title: t('column.host'),
      width: 220,
      drop: 2,
      grow: 3,
      extra: true,
      value: (row) => row.hosts[0] ?? null,
      cell: (row) => row.hosts[0] ?? '',
    };
    return [
      name,
      shared.namespace,
      shared.state,
      shared.rate,
      shared.errors,
      shared.p95,
      shared.average,
      shared.sent,
      shared.throughput,
      versions,
      shared.pods,
      shared.injection,
      shared.configuration,
      ports,
      shared.age,
      host,
      shared.cluster,
      shared.graph,
    ];
  }, [t, states, format, shared]);
}
