'use client';
/** The title is the state and its count; the facts stand beside it, what is missing below it. */
import { useTranslations } from 'use-intl';
import { staleAfterSeconds } from '#components/shell/live-indicator.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { StaleBadge } from '#components/ui/stale-badge.tsx';
import type { Overview } from '#lib/api/overview.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './overview.module.css';

function useTitle(overview: Overview): string {
  const t = useTranslations('overview');
  const count = overview.attention.length;
  if (count > 0) return t(overview.allNamespaces ? 'attention' : 'attentionYours', { count });
  if (overview.metricsAt === null) return t('unknownTitle');
  return t(overview.allNamespaces ? 'quiet' : 'quietYours');
}

function Age({ metricsAt }: { metricsAt: number }) {
  const t = useTranslations('common');
  const format = useFormat();
  const age = useNow(5000) - metricsAt;
  if (age <= staleAfterSeconds) return null;
  return <StaleBadge>{t('stale', { age: format.age(age) })}</StaleBadge>;
}

const knownWarnings = [
  'metrics-partial',
  'metrics-unavailable',
  'metrics-stale',
  'percentiles-unavailable',
  'kubernetes-partial',
  'kubernetes-unavailable',
  'kubernetes-stale',
  'kind-forbidden',
] as const;

function Warnings({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const common = useTranslations('common.warning');
  const all = overview.namespaces.filter(({ injected }) => injected);
  const known = all.filter(({ traffic }) => traffic !== null).length;
  const partial = overview.metricsAt !== null && known < all.length;
  if (!partial && overview.warnings.length === 0) return null;
  return (
    <div className={styles.notes}>
      {partial && <StaleBadge>{t('metricsFor', { known, all: all.length })}</StaleBadge>}
      {overview.warnings.map(({ code, source, detail }) => (
        <StaleBadge key={`${code}/${detail}`}>
          {common(knownWarnings.find((known) => known === code) ?? `other-${source}`)}
        </StaleBadge>
      ))}
    </div>
  );
}

export function OverviewHead({ overview }: { overview: Overview }) {
  const t = useTranslations('overview.facts');
  const format = useFormat();
  const { namespaces, services, requestsPerSecond, successRatio } = overview.totals;
  return (
    <>
      <div className={styles.head}>
        <h1>{useTitle(overview)}</h1>
        <ul className={styles.facts}>
          <li>{t('namespaces', { count: namespaces })}</li>
          <li>{t('services', { count: services })}</li>
          <li>{format.requestsPerSecond(requestsPerSecond)}</li>
          <li>{t('success', { value: format.percent(successRatio) })}</li>
        </ul>
        {overview.metricsAt !== null && <Age metricsAt={overview.metricsAt} />}
      </div>
      <Warnings overview={overview} />
    </>
  );
}
