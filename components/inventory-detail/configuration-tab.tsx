'use client';
/** Routes with their shares, then everything of Istio that touches the subject. */
import { useTranslations } from 'use-intl';
import type { ServiceDetail } from '#lib/api/traffic/details.ts';
import styles from './detail.module.css';
import type { Detail } from './detail-header.tsx';
import { Section } from './detail-parts.tsx';
import { RouteList } from './route-list.tsx';
import { TouchTable } from './touch-table.tsx';

export function ConfigurationTab({ detail, service }: { detail: Detail; service: ServiceDetail | null }) {
  const t = useTranslations('details');
  return (
    <div className={styles.main}>
      {service !== null && service.routes.length > 0 && (
        <Section title={t('route.title')}>
          <RouteList detail={service} />
        </Section>
      )}
      <Section title={t('touch.title')}>
        <TouchTable detail={detail} />
      </Section>
    </div>
  );
}
