'use client';
/** Traffic by peer, in both directions. */
import { useTranslations } from 'use-intl';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './detail.module.css';
import type { Detail } from './detail-header.tsx';
import { Section } from './detail-parts.tsx';
import { PeerTable, peerColumns } from './peer-table.tsx';

export function TrafficTab({ detail, list }: { detail: Detail; list: 'services' | 'workloads' }) {
  const t = useTranslations('details.traffic');
  const format = useFormat();
  const known = detail.metricsAt !== null;
  const window = t('window', { span: format.span(detail.windowSeconds) });
  const columns = peerColumns([detail.inbound, detail.outbound]);
  const calls = list === 'services' ? t('callsOfService') : t('calls');
  return (
    <div className={styles.main}>
      <Section title={t('callers')} note={window}>
        <PeerTable
          flow={detail.inbound}
          side="inbound"
          columns={columns}
          caption={t('callers')}
          empty={known ? t('nobody') : t('noMetrics')}
        />
      </Section>
      <Section title={calls} note={window}>
        <PeerTable
          flow={detail.outbound}
          side="outbound"
          columns={columns}
          caption={calls}
          empty={known ? t('nothing') : t('noMetrics')}
        />
      </Section>
    </div>
  );
}
