'use client';
/** The columns of the list of workloads. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { DataColumn } from '#components/kit/data-table/data-column.ts';
import { RowPlace } from '#components/kit/data-table/row-place.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { WorkloadRow } from '#lib/api/traffic/inventory.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useSharedColumns } from './shared-columns.tsx';

export function useWorkloadColumns(): readonly DataColumn<WorkloadRow>[] {
  const t = useTranslations('lists');
  const states = useTranslations('common.state');
  const format = useFormat();
  const shared = useSharedColumns(useNow(60_000));
  return useMemo<DataColumn<WorkloadRow>[]>(() => {
    const name: DataColumn<WorkloadRow> = {
      id: 'name',
      title: t('column.workload'),
      width: 184,
      grow: 4,
      value: (row) => row.name,
      cell: (row) => (
        <>
          <StateMark state={row.health.state} label={states(row.health.state)} size={15} />
          <span title={row.name}>{row.name}</span>
          {row.gateway && <small>{t('gateway')}</small>}
          {!row.exists && <small>{t('gone')}</small>}
          <RowPlace>{row.namespace}</RowPlace>
        </>
      ),
    };
    const kind: DataColumn<WorkloadRow> = {
      id: 'kind',
      title: t('column.kind'),
      width: 92,
      drop: 9,
      grow: 1,
      value: (row) => row.kind,
      cell: (row) => row.kind,
    };
    const version: DataColumn<WorkloadRow> = {
      id: 'version',
      title: t('column.version'),
      width: 72,
      drop: 3,
      grow: 1,
      value: (row) => row.version || null,
      cell: (row) => row.version,
    };
    const app: DataColumn<WorkloadRow> = {
      id: 'app',
      title: t('column.app'),
      width: 112,
      drop: 2,
      grow: 1,
      extra: true,
      value: (row) => row.app,
      cell: (row) => row.app,
    };
    const services: DataColumn<WorkloadRow> = {
      id: 'services',
      title: t('column.services'),
      width: 112,
      drop: 2,
      grow: 1,
      extra: true,
      value: (row) => row.services[0] ?? null,
      text: (row) => row.services.join(' '),
      cell: (row) => format.list(row.services),
    };
    return [
      name,
      shared.namespace,
      version,
      shared.state,
      shared.rate,
      shared.errors,
      shared.p95,
      shared.average,
      shared.sent,
      shared.throughput,
      shared.pods,
      shared.injection,
      kind,
      shared.configuration,
      app,
      services,
      shared.age,
      shared.cluster,
      shared.graph,
    ];
  }, [t, states, format, shared]);
}
