'use client';
/** What is missing or old in a list of services or workloads. */
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { WarningNotes } from '#components/shell/warning-notes.tsx';
import { StaleBadge } from '#components/ui/stale-badge.tsx';
import type { Services } from '#lib/api/inventory.ts';
import { useFormat } from '#lib/i18n/use-format.ts';

/** Metrics arrive every few seconds; this old means that a poll failed more than once. */
const staleSeconds = 60;

export interface ListNotesProps {
  answer: Omit<Services, 'services'>;
  all: number;
  /** The last question was not answered. */
  failed: boolean;
}

export function ListNotes({ answer: { metricsAt, meshed, warnings }, all, failed }: ListNotesProps) {
  const t = useTranslations('lists');
  const format = useFormat();
  const age = useNow(5000) - (metricsAt ?? 0);
  const stale = metricsAt !== null && (failed || age > staleSeconds);
  return (
    <>
      {stale && <StaleBadge>{t('stale', { age: format.age(age) })}</StaleBadge>}
      {failed && metricsAt === null && <StaleBadge>{t('notRenewed')}</StaleBadge>}
      {!meshed && all > 0 && <StaleBadge>{t('notMeshed')}</StaleBadge>}
      <WarningNotes warnings={warnings} />
    </>
  );
}
