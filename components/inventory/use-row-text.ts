'use client';
/** What a row says in words: why it is marked, what its pods carry, which configuration speaks of it. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Health } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { InventoryRow } from './list-filter.ts';

type Reason = Health['reasons'][number];

export function useRowText() {
  const t = useTranslations('lists');
  const common = useTranslations('common');
  const format = useFormat();

  return useMemo(() => {
    const figure = (code: Reason['code'], value: number | null): string => {
      if (code === 'error-ratio' || code === 'client-error-ratio') return format.percent(value);
      return code === 'latency' ? format.milliseconds(value) : format.count(value);
    };
    const injection = ({ injection: of }: InventoryRow): string => {
      if (of === null) return '';
      const words = t(`injection.${of.state}`, { covered: of.pods - of.uncovered, pods: of.pods });
      return of.waypoint ? t('injection.waypoint', { words }) : words;
    };

    return {
      /** Short; empty for what is healthy. */
      reason: (row: InventoryRow): string => {
        const [reason] = row.health.reasons;
        if (reason === undefined) {
          if (row.health.state !== 'unknown') return '';
          return row.node === null ? t('outside') : common('state.unknown');
        }
        const { code, value, threshold } = reason;
        return t(`reason.${code}`, { value: figure(code, value), threshold: figure(code, threshold) });
      },
      /** All reasons with their limits. */
      reasons: ({ health }: InventoryRow): string =>
        format.list(
          health.reasons.map(({ code, value, threshold }) =>
            common(`reason.${code}`, { value: figure(code, value), threshold: figure(code, threshold) }),
          ),
        ),
      injection,
      injectionTitle: (row: InventoryRow): string | undefined =>
        row.injection?.restart ? t('injection.restart') : undefined,
      configuration: ({ configuration }: InventoryRow): string =>
        configuration === null
          ? t('configurationHidden')
          : format.list(configuration.map(({ kind, count }) => (count > 1 ? `${kind} ×${count}` : kind))),
    };
  }, [t, common, format]);
}
