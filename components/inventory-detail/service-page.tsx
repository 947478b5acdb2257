'use client';
/** The page of a service: its head, and one tab of what belongs to it. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { FaultNote } from '#components/shell/notes/fault-note.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import type { ServiceDetail } from '#lib/api/traffic/details.ts';
import type { ObjectName } from '#lib/client/address/routes.ts';
import { pageRanges } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { ChartsTab } from './charts-tab.tsx';
import { ConfigurationTab } from './configuration-tab.tsx';
import styles from './detail.module.css';
import { DetailFrame } from './detail-frame.tsx';
import { Section } from './detail-parts.tsx';
import { DetailProblem, DetailSkeleton } from './detail-states.tsx';
import { EndpointsTable } from './endpoints-table.tsx';
import { PodsTable } from './pods-table.tsx';
import { ServiceOverview } from './service-overview.tsx';
import { TrafficTab } from './traffic-tab.tsx';
import { serviceTabs, useTab } from './use-detail-url.ts';

function Loaded({ detail, error }: { detail: ServiceDetail; error: unknown }) {
  const t = useTranslations('details');
  // Hosts outside are resolved when they are called, and run in no pods here.
  const outside = detail.kind === 'ServiceEntry' || !detail.exists;
  const tabs = serviceTabs.filter(
    (name) =>
      !outside ||
      (name === 'endpoints' ? detail.endpoints.length > 0 : name !== 'pods' || detail.pods.length > 0),
  );
  const [chosen, setTab] = useTab(serviceTabs, 'overview');
  const tab = tabs.includes(chosen) ? chosen : 'overview';
  const counts: Partial<Record<(typeof serviceTabs)[number], number>> = {
    traffic: detail.inbound.peers.length + detail.outbound.peers.length,
    endpoints: detail.endpoints.length,
    pods: detail.pods.length,
    configuration: detail.configuration.length,
  };
  return (
    <DetailFrame
      detail={detail}
      list="services"
      kind={detail.kind}
      versions={detail.versions.map(({ version }) => version)}
      error={error}
      tabs={tabs}
      tab={tab}
      onTab={setTab}
      counts={counts}
    >
      {detail.faults.length > 0 && (
        <div className={styles.notes}>
          {detail.faults.map((fault) => (
            <FaultNote
              key={`${fault.namespace}/${fault.virtualService}`}
              service={{ namespace: detail.namespace, name: detail.name }}
              fault={fault}
            />
          ))}
        </div>
      )}
      {tab === 'overview' && <ServiceOverview detail={detail} />}
      {tab === 'traffic' && <TrafficTab detail={detail} list="services" />}
      {tab === 'charts' && <ChartsTab subject="service" detail={detail} />}
      {tab === 'endpoints' && (
        <div className={styles.main}>
          <Section title={t('endpoint.title')}>
            <EndpointsTable detail={detail} />
          </Section>
        </div>
      )}
      {tab === 'pods' && (
        <div className={styles.main}>
          <Section title={t('pod.title')}>
            <PodsTable pods={detail.pods} namespace={detail.namespace} />
          </Section>
        </div>
      )}
      {tab === 'configuration' && <ConfigurationTab detail={detail} service={detail} />}
    </DetailFrame>
  );
}

export function ServicePage(object: ObjectName) {
  const { range } = useScope();
  const query = useQuery(queries.service({ ...object, window: range ?? pageRanges.services.fallback }));
  if (query.data !== undefined) return <Loaded detail={query.data} error={query.error} />;
  if (query.error === null) return <DetailSkeleton list="services" {...object} />;
  return (
    <DetailProblem
      subject={{ ...object, list: 'services' }}
      error={query.error}
      onRetry={() => query.refetch()}
    />
  );
}
