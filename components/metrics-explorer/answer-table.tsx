'use client';
/** An answer as rows: the labels that tell series apart as columns, the value at the end. */
import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { csvLines } from '#components/kit/csv-lines.ts';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import type { ChartUnit } from '#components/kit/time-series/chart-data.ts';
import { useChartFormat } from '#components/kit/time-series/use-chart-format.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { saveCsv } from '#components/ui/files/save-file.ts';
import { scrollEdges } from '#components/ui/page/scroll-edges.ts';
import type { ExploreAnswer } from '#lib/api/traffic/explore.ts';
import styles from './metrics-explorer.module.css';

type Value = ExploreAnswer['samples'][number]['value'];

export interface TableRow {
  labels: Readonly<Record<string, string>>;
  value: Value | null;
  /** Of a range selector: all values with their times. */
  values?: readonly { at: number; value: number }[];
}

export function rowsOf({ type, samples, series, times }: ExploreAnswer): TableRow[] {
  if (type !== 'matrix') return samples;
  return series.map(({ labels, values }) => ({
    labels,
    value: null,
    values: values.flatMap((value, index) => (value === null ? [] : [{ at: times[index] ?? 0, value }])),
  }));
}

/** The metric first, then in the order of the alphabet. */
export function columnsOf(rows: readonly TableRow[]): string[] {
  const names = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))].sort();
  return names.includes('__name__') ? ['__name__', ...names.filter((name) => name !== '__name__')] : names;
}

function sizeOf({ value }: TableRow): number {
  return typeof value === 'number'
    ? value
    : value === '+Inf'
      ? Number.POSITIVE_INFINITY
      : Number.NEGATIVE_INFINITY;
}

export interface AnswerTableProps {
  answer: ExploreAnswer;
  letter: string;
  unit: ChartUnit;
}

export function AnswerTable({ answer, letter, unit }: AnswerTableProps) {
  const t = useTranslations('metrics');
  const format = useChartFormat(unit);
  const rows = rowsOf(answer).sort((a, b) => sizeOf(b) - sizeOf(a));
  const columns = columnsOf(rows);
  const textOf = ({ value, values }: TableRow) =>
    values === undefined
      ? typeof value === 'number'
        ? format.value(value)
        : String(value)
      : values.map(({ at, value: one }) => `${format.value(one)} @ ${format.moment(at, 0)}`).join('\n');
  const save = () =>
    saveCsv(
      ['query', letter],
      csvLines([
        [...columns, 'value'],
        ...rows.map(({ labels, value, values }) => [
          ...columns.map((name) => labels[name] ?? ''),
          values === undefined ? value : values.map((one) => `${one.value}@${one.at}`).join(' '),
        ]),
      ]),
    );
  return (
    <>
      <section
        ref={scrollEdges}
        className={styles.tableRegion}
        aria-label={t('answer.table', { letter })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
      >
        <table className={styles.table}>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col" translate="no">
                  {name}
                </th>
              ))}
              {columns.length === 0 && <th scope="col">{t('answer.labels')}</th>}
              <th scope="col" data-numeric>
                {t('answer.value')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={JSON.stringify(row.labels)}>
                {columns.map((name) => (
                  <td key={name} title={row.labels[name]} translate="no">
                    {spelledOut(row.labels[name] ?? '')}
                  </td>
                ))}
                {columns.length === 0 && <td className={styles.dim}>{t('answer.noLabels')}</td>}
                <td data-numeric>{textOf(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Button size="small" leading={<Download size={14} aria-hidden />} onClick={save}>
        {t('answer.csv')}
      </Button>
    </>
  );
}
