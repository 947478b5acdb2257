'use client';
/** The words of folded boxes in the reader's language: short ones for the drawing, whole sentences for screen readers. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { GraphType } from '#lib/api/words.ts';
import type { BoxKind } from '#lib/graph/views/boxes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { FoldWords } from './drawing.ts';

export function useFoldWords(type: GraphType): FoldWords {
  const t = useTranslations('fold');
  const read = useTranslations('graph.read');
  const state = useTranslations('graph.state');
  const format = useFormat();
  return useMemo(() => {
    // The versions of an app are one service; only this graph tells workloads apart.
    const members = (count: number, kind: BoxKind) =>
      t(type === 'workload' ? 'workloads' : kind === 'app' ? 'parts' : 'services', { count });
    return {
      members,
      inState: (name, count) => t(`inState.${name}`, { count }),
      allHealthy: t('allHealthy'),
      noMetrics: t('noMetrics'),
      errors: (share) => t('errors', { share }),
      matches: (count) => t('matches', { count }),
      fold: (name) => t('fold', { name }),
      unfold: (name) => t('unfold', { name }),
      box: (figures, count) => {
        const traffic = figures.entering ?? figures.leaving;
        const numbers =
          traffic && traffic.requestsPerSecond > 0
            ? read('requests', {
                rate: format.requestsPerSecond(traffic.requestsPerSecond),
                errors: format.percent(figures.errorRatio),
                p95: format.milliseconds(traffic.p95Ms),
              })
            : '';
        return t(`read.${figures.kind}`, {
          name: figures.name,
          members: members(count, figures.kind),
          state: state(figures.state),
          numbers,
        });
      },
      bundle: (edge, source, target, parts) => {
        const numbers =
          edge.requestsPerSecond > 0
            ? read('requests', {
                rate: format.requestsPerSecond(edge.requestsPerSecond),
                errors: format.percent(edge.errorRatio),
                p95: format.milliseconds(edge.p95Ms),
              })
            : edge.bytesPerSecond
              ? read('bytes', { rate: format.bytesPerSecond(edge.bytesPerSecond) })
              : '';
        return t('read.bundle', { source, target, parts, state: state(edge.health.state), numbers });
      },
    };
  }, [t, read, state, format, type]);
}
