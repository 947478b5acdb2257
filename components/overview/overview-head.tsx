'use client';
/** The title is the state and its count; the facts stand beside it, what is missing below it. */
import { useTranslations } from 'use-intl';
import { useMetricsAge } from '#components/shell/frame/use-metrics-age.ts';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { Facts } from '#components/ui/page/facts.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Overview } from '#lib/api/traffic/overview.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './overview.module.css';

function useTitle(overview: Overview): string {
  const t = useTranslations('overview');
  const count = overview.attention.length;
  if (count > 0) return t(overview.allNamespaces ? 'attention' : 'attentionYours', { count });
  if (overview.metricsAt === null) return t('unknownTitle');
  return t(overview.allNamespaces ? 'quiet' : 'quietYours');
}

/** Of everything on the overview. */
const windowSeconds = 60;

function Age({ metricsAt }: { metricsAt: number }) {
  const t = useTranslations('common');
  const format = useFormat();
  const { age, late } = useMetricsAge(metricsAt, windowSeconds);
  if (!late) return null;
  return <StaleBadge>{t('stale', { age: format.age(age) })}</StaleBadge>;
}

function Notes({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const meshed = overview.namespaces.filter(({ injected }) => injected);
  // Silence is known too: it is no traffic, not no metrics.
  const known = meshed.filter(({ traffic, health }) => traffic !== null || health.state === 'idle').length;
  const partial = overview.metricsAt !== null && known < meshed.length;
  if (!partial && overview.warnings.length === 0) return null;
  return (
    <div className={styles.notes}>
      {partial && <StaleBadge>{t('metricsFor', { known, all: meshed.length })}</StaleBadge>}
      <WarningNotes
        warnings={overview.warnings.filter(({ code }) => !partial || code !== 'prometheus-partial')}
      />
    </div>
  );
}

export function OverviewHead({ overview }: { overview: Overview }) {
  const t = useTranslations('overview.facts');
  const format = useFormat();
  const { namespaces, services, requestsPerSecond, successRatio } = overview.totals;
  const facts = [
    t('namespaces', { count: namespaces }),
    t('services', { count: services }),
    ...(requestsPerSecond === null ? [] : [format.requestsPerSecond(requestsPerSecond)]),
    ...(successRatio === null ? [] : [t('success', { value: format.percent(successRatio) })]),
  ];
  return (
    <>
      <div className={styles.head}>
        <h1>{useTitle(overview)}</h1>
        <Facts facts={facts} />
        {overview.metricsAt !== null && <Age metricsAt={overview.metricsAt} />}
      </div>
      <Notes overview={overview} />
    </>
  );
}
