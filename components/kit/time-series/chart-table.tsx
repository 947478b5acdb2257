'use client';
/** The numbers of a chart, newest first. */
import { useTranslations } from 'use-intl';
import type { ChartLine } from './chart-data.ts';
import styles from './charts.module.css';
import type { ChartFormat } from './use-chart-format.ts';

export interface ChartTableProps {
  title: string;
  times: readonly number[];
  lines: readonly ChartLine[];
  format: ChartFormat;
  height: number;
}

export function ChartTable({ title, times, lines, format, height }: ChartTableProps) {
  const t = useTranslations('charts.machine');
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={title} tabIndex={0} className={styles.tableRegion} style={{ height: height + 28 }}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('time')}</th>
            {lines.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times
            .map((time, index) => (
              <tr key={time}>
                <th scope="row">{format.moment(time, span)}</th>
                {lines.map(({ key, values }) => (
                  <td key={key}>{format.value(values[index] ?? null)}</td>
                ))}
              </tr>
            ))
            .reverse()}
        </tbody>
      </table>
    </section>
  );
}
