'use client';
/** A workload at a glance: its pods; at the right what it is, the services before it, and what was changed. */
import { useTranslations } from 'use-intl';
import type { WorkloadDetail } from '#lib/api/traffic/details.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { ChangeList } from './change-list.tsx';
import styles from './detail.module.css';
import { Facts, labelList, RailSection, Section } from './detail-parts.tsx';
import { Neighbourhood } from './neighbourhood.tsx';
import { ServiceLink } from './object-links.tsx';
import { PodsTable } from './pods-table.tsx';
import { PortsTable } from './ports-table.tsx';

export function WorkloadOverview({ detail }: { detail: WorkloadDetail }) {
  const t = useTranslations('details');
  const format = useFormat();
  const { replicas } = detail;
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Section title={t('pod.title')}>
          <PodsTable pods={detail.pods} namespace={detail.namespace} />
        </Section>
        <Neighbourhood detail={detail} />
      </div>
      <div className={styles.rail}>
        <RailSection title={t('fact.title')}>
          <Facts
            facts={[
              { name: t('fact.app'), value: detail.app },
              { name: t('fact.version'), value: detail.version },
              {
                name: t('fact.replicas'),
                value: replicas && t('version.ofPods', { ready: replicas.ready, wanted: replicas.wanted }),
              },
              { name: t('fact.serviceAccount'), value: detail.serviceAccount },
              {
                name: t('fact.images'),
                value:
                  detail.images.length === 0
                    ? null
                    : detail.images.map((image) => (
                        <span key={image} className={styles.label}>
                          {image}
                        </span>
                      )),
              },
              {
                name: t('fact.created'),
                value:
                  detail.createdAt === null ? null : (
                    <span title={format.dateTime(detail.createdAt)}>
                      {format.age(detail.at - detail.createdAt)}
                    </span>
                  ),
              },
              { name: t('fact.labels'), value: labelList(detail.labels) },
            ]}
          />
        </RailSection>
        <RailSection title={t('fact.services')}>
          {detail.services.length === 0 && <p className={styles.none}>{t('fact.noServices')}</p>}
          {detail.services.map(({ name, host, ports }) => (
            <div key={host}>
              <ServiceLink namespace={detail.namespace} name={name} />
              <PortsTable ports={ports} />
            </div>
          ))}
        </RailSection>
        <RailSection title={t('change.title')}>
          <ChangeList detail={detail} />
        </RailSection>
      </div>
    </div>
  );
}
