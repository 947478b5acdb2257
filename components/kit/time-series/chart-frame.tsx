'use client';
/** Head, body and legend of a chart: the same size whether it loads, is empty or shows something; its numbers as a table and as CSV. */
import { Download, Table2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { saveCsv } from '#components/ui/files/save-file.ts';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { chartArea } from './chart-area.ts';
import { chartCsv } from './chart-csv.ts';
import type { ChartLine } from './chart-data.ts';
import { ChartTable } from './chart-table.tsx';
import styles from './charts.module.css';
import type { ChartFormat } from './use-chart-format.ts';

export interface ChartFrameProps {
  title: string;
  /** What the numbers are in: "requests/s". */
  unit?: string;
  /** Choices that belong to this chart alone. */
  controls?: ReactNode;
  state: 'loading' | 'ready';
  /** Said in place of lines that are not there. */
  emptyText: string;
  times: readonly number[];
  /** What the table and the file hold. */
  lines: readonly ChartLine[];
  format: ChartFormat;
  /** Pixels of the body. */
  height: number;
  legend: ReactNode;
  children: ReactNode;
}

export function ChartFrame(props: ChartFrameProps) {
  const { title, unit, controls, state, emptyText, times, lines, format, height, legend, children } = props;
  const t = useTranslations('charts.machine');
  const titleId = useId();
  const [asTable, setAsTable] = useState(false);
  const isEmpty = state === 'ready' && lines.every(({ values }) => values.every((value) => value === null));
  return (
    <figure className={styles.chart} aria-labelledby={titleId}>
      <div className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
          {unit !== undefined && <span className={styles.unit}>{unit}</span>}
        </h2>
        {controls}
        <div className={styles.tools}>
          <IconButton
            size="small"
            icon={<Table2 size={14} aria-hidden />}
            label={t('table', { title })}
            aria-pressed={asTable}
            disabled={isEmpty || state === 'loading'}
            onClick={() => setAsTable((shown) => !shown)}
          />
          <IconButton
            size="small"
            icon={<Download size={14} aria-hidden />}
            label={t('csv', { title })}
            disabled={isEmpty || state === 'loading'}
            onClick={() => saveCsv([title], chartCsv(times, lines))}
          />
        </div>
      </div>
      {state === 'loading' ? (
        <>
          <div className={styles.blank} style={{ height: height - chartArea.top - chartArea.bottom }} />
          <div className={styles.legend}>
            <SkeletonBar width={180} />
          </div>
        </>
      ) : isEmpty ? (
        <>
          <p className={styles.empty} style={{ height }}>
            {emptyText}
          </p>
          <div className={styles.legend} />
        </>
      ) : asTable ? (
        <ChartTable title={title} times={times} lines={lines} format={format} height={height} />
      ) : (
        <>
          {children}
          {legend}
        </>
      )}
    </figure>
  );
}
