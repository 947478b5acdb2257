'use client';
/** Faults that are injected into a service on purpose: until when, and who takes them off. Counts down; nothing where there are none. */
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import { queries } from '#lib/client/queries.ts';
import { type ObjectName, routes } from '#lib/client/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindIdNamed } from '#lib/istio/kinds/registry.ts';
import styles from './review.module.css';

export function FaultLine({ namespace, name }: ObjectName) {
  const t = useTranslations('wizard.banner');
  const format = useFormat();
  const now = useNow();
  const { data } = useQuery(queries.split({ namespace, name, release: null }));
  return data?.faults.map(({ point, endsAt, by, kept }) => {
    const kind = kindIdNamed(point.kind);
    const left = endsAt - now;
    return (
      <p key={`${point.namespace}/${point.name} ${point.key}`} className={styles.fault} role="status">
        <StateMark state="degraded" size={14} />
        <span>
          <b>{t('fault', { service: name, by })}</b>{' '}
          {left > 0 ? t('ends', { span: format.span(left) }) : t('over')}{' '}
          {kept ? t('kept') : t('hand', { by })}{' '}
          {kind !== null && (
            <Link href={routes.configEdit({ kind, namespace: point.namespace, name: point.name })}>
              {t('open')}
            </Link>
          )}
        </span>
      </p>
    );
  });
}
