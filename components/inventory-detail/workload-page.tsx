'use client';
/** The page of a workload: its head, and one tab of what belongs to it. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import type { WorkloadDetail } from '#lib/api/traffic/details.ts';
import type { ObjectName } from '#lib/client/address/routes.ts';
import { pageRanges } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { ChartsTab } from './charts-tab.tsx';
import { ConfigurationTab } from './configuration-tab.tsx';
import styles from './detail.module.css';
import { DetailFrame } from './detail-frame.tsx';
import { Section } from './detail-parts.tsx';
import { DetailProblem, DetailSkeleton } from './detail-states.tsx';
import { LogsTab } from './logs/logs-tab.tsx';
import { PodsTable } from './pods-table.tsx';
import { TrafficTab } from './traffic-tab.tsx';
import { useTab, workloadTabs } from './use-detail-url.ts';
import { WorkloadOverview } from './workload-overview.tsx';

function Loaded({ detail, error }: { detail: WorkloadDetail; error: unknown }) {
  const t = useTranslations('details');
  const [tab, setTab] = useTab(workloadTabs, 'overview');
  const counts: Partial<Record<(typeof workloadTabs)[number], number>> = {
    traffic: detail.inbound.peers.length + detail.outbound.peers.length,
    pods: detail.pods.length,
    configuration: detail.configuration.length,
  };
  return (
    <DetailFrame
      detail={detail}
      list="workloads"
      kind={
        detail.gateway ? t('gateway', { kind: detail.kind ?? t('workload') }) : (detail.kind ?? t('workload'))
      }
      versions={[]}
      error={error}
      tabs={workloadTabs}
      tab={tab}
      onTab={setTab}
      counts={counts}
    >
      {tab === 'overview' && <WorkloadOverview detail={detail} />}
      {tab === 'traffic' && <TrafficTab detail={detail} list="workloads" />}
      {tab === 'charts' && <ChartsTab subject="workload" detail={detail} />}
      {tab === 'pods' && (
        <div className={styles.main}>
          <Section title={t('pod.title')}>
            <PodsTable pods={detail.pods} namespace={detail.namespace} />
          </Section>
        </div>
      )}
      {tab === 'logs' && <LogsTab pods={detail.pods} namespace={detail.namespace} />}
      {tab === 'configuration' && <ConfigurationTab detail={detail} service={null} />}
    </DetailFrame>
  );
}

export function WorkloadPage(object: ObjectName) {
  const { range } = useScope();
  const query = useQuery(queries.workload({ ...object, window: range ?? pageRanges.workloads.fallback }));
  if (query.data !== undefined) return <Loaded detail={query.data} error={query.error} />;
  if (query.error === null) return <DetailSkeleton list="workloads" {...object} />;
  return (
    <DetailProblem
      subject={{ ...object, list: 'workloads' }}
      error={query.error}
      onRetry={() => query.refetch()}
    />
  );
}
