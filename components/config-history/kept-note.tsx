'use client';
/** Where history is not kept, and why. */
import { useTranslations } from 'use-intl';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { History } from '#lib/api/configuration/history.ts';
import { useFormat } from '#lib/i18n/use-format.ts';

export function KeptNote({ history: { state, since } }: { history: History['history'] }) {
  const t = useTranslations('history.state');
  const format = useFormat();
  return state === 'ok' ? null : <StaleBadge>{t(state, { since: format.time(since) })}</StaleBadge>;
}
