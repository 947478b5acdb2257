'use client';
/** What is missing or old in a list of services or workloads. */
import { useTranslations } from 'use-intl';
import { useMetricsAge } from '#components/shell/frame/use-metrics-age.ts';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Services } from '#lib/api/traffic/inventory.ts';
import { useFormat } from '#lib/i18n/use-format.ts';

export interface ListNotesProps {
  answer: Omit<Services, 'services'>;
  all: number;
  /** The last question was not answered. */
  failed: boolean;
}

export function ListNotes({ answer, all, failed }: ListNotesProps) {
  const { at, metricsAt, windowSeconds, meshed, warnings } = answer;
  const t = useTranslations('lists');
  const format = useFormat();
  const now = useNow(5000);
  const { age, late } = useMetricsAge(metricsAt, windowSeconds);
  return (
    <>
      {age !== null && (failed || late) && <StaleBadge>{t('stale', { age: format.age(age) })}</StaleBadge>}
      {failed && age === null && (
        <StaleBadge>{t('notRenewed', { age: format.age(Math.max(0, now - at)) })}</StaleBadge>
      )}
      {!meshed && all > 0 && <StaleBadge>{t('notMeshed')}</StaleBadge>}
      <WarningNotes warnings={warnings} />
    </>
  );
}
