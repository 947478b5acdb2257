'use client';
/** Whose traffic, split by what, over which time. */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { seriesDirections } from '#lib/api/traffic/series-words.ts';
import { rangeSeconds } from '#lib/client/address/scope.ts';
import type { SeriesTarget } from '#lib/client/queries/series-question.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { OpenCharts } from './open-charts.tsx';
import styles from './traffic-charts.module.css';
import { type ChartsUrl, chartGroupings, spans } from './use-charts-url.ts';

export function ChartsToolbar({ subject, url }: { subject: SeriesTarget; url: ChartsUrl }) {
  const t = useTranslations('charts');
  const format = useFormat();
  const { by, dir, span, until, set } = url;
  const seconds = rangeSeconds(span) ?? 0;
  const isChoice = spans.some((choice) => choice === span);
  return (
    <div className={styles.toolbar}>
      <Segments
        label={t('direction.label')}
        value={dir}
        onChange={(value) => void set({ dir: value })}
        options={seriesDirections.map((value) => ({ value, name: t(`direction.${value}`) }))}
      />
      <Segments
        label={t('by.label')}
        value={by}
        onChange={(value) => void set({ by: value, part: null })}
        options={chartGroupings.map((value) => ({ value, name: t(`by.${value}`) }))}
      />
      <div className={styles.time}>
        {until !== null && (
          <span className={styles.past}>
            {t('between', { from: format.dateTime(until - seconds), to: format.time(until) })}
            <Button
              size="small"
              leading={<X size={14} aria-hidden />}
              onClick={() => void set({ until: null, span: null }, { history: 'push' })}
            >
              {t('backToNow')}
            </Button>
          </span>
        )}
        <Segments
          label={t('span')}
          value={isChoice && until === null ? span : ''}
          onChange={(value) => void set({ span: value, until: null })}
          options={spans.map((value) => ({ value, name: format.span(rangeSeconds(value)) }))}
        />
        <OpenCharts subject={subject} url={url} />
      </div>
    </div>
  );
}
