'use client';
/** Why an entry of the timeline was: what its writer said; of the guard what it measured, and who armed it. */
import { useTranslations } from 'use-intl';
import type { TimelineEntry } from '#lib/api/splits/split-live.ts';
import { useFormat } from '#lib/i18n/use-format.ts';

/** The guard's record says it for readers of kubectl: `failing: errors; armed by mara`. */
export function armedBy(reason: string | null): string | null {
  return /(?:^|; )armed by (.+)$/.exec(reason ?? '')?.[1] ?? null;
}

export function useBecause(): (entry: Pick<TimelineEntry, 'kind' | 'reason' | 'verdict'>) => string {
  const t = useTranslations('release.events');
  const format = useFormat();
  return ({ kind, reason, verdict }) => {
    if (kind !== 'guard-abort' && kind !== 'guard-advance') return reason ?? '';
    const by = armedBy(reason);
    const measured = (verdict?.reasons ?? []).flatMap((one) => {
      switch (one.code) {
        case 'errors':
          return t('because.errors', {
            candidate: format.percent(one.candidate / 100, 1),
            stable: format.percent(one.stable / 100, 1),
          });
        case 'latency':
          return t('because.latency', {
            quantile: one.quantile,
            candidate: format.milliseconds(one.candidateMs),
            stable: format.milliseconds(one.stableMs),
          });
        case 'restarts':
          return t('because.restarts', { count: one.count });
        case 'unreachable':
          return t('because.unreachable', { requests: format.count(one.requests) });
        default:
          return [];
      }
    });
    return format.clauses([
      ...(kind === 'guard-advance' ? [t('because.scheduled')] : measured),
      ...(by === null ? [] : [t('because.armed', { by })]),
    ]);
  };
}
