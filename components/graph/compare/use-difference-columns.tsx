'use client';
/** Columns of the tables while two moments are compared: what differs, and by how much. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { DataColumn } from '#components/kit/data-table/data-column.ts';
import { type Comparison, type Difference, differenceKinds } from '#lib/graph/views/compare.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { factorText } from './difference-marks.ts';

interface DifferenceColumns {
  readonly edges: readonly DataColumn<{ readonly id: string }>[];
  readonly nodes: readonly DataColumn<{ readonly id: string }>[];
}

const none: DifferenceColumns = { edges: [], nodes: [] };

export function useDifferenceColumns(comparison: Comparison | null): DifferenceColumns {
  const t = useTranslations('time.compare');
  const format = useFormat();
  return useMemo(() => {
    if (comparison === null) return none;
    const signed = (value: number | null | undefined, text: (size: number) => string) =>
      value == null ? '–' : `${value < 0 ? '−' : '+'}${text(Math.abs(value))}`;
    const columns = (differences: ReadonlyMap<string, Difference>): DataColumn<{ readonly id: string }>[] => {
      const changeOf = ({ id }: { id: string }) => differences.get(id)?.change;
      const words = ({ id }: { id: string }) =>
        format.list((differences.get(id)?.kinds ?? []).map((kind) => t(`word.${kind}`)));
      return [
        {
          id: 'difference',
          title: t('column.difference'),
          width: 130,
          grow: 1,
          descendingFirst: true,
          value: ({ id }) => {
            const kind = differences.get(id)?.kinds[0];
            return kind === undefined ? null : differenceKinds.length - differenceKinds.indexOf(kind);
          },
          text: words,
          cell: (row) => words(row) || '–',
        },
        {
          id: 'rateChange',
          title: t('column.rate'),
          width: 90,
          numeric: true,
          value: (row) => changeOf(row)?.rateFactor ?? null,
          cell: (row) => {
            const factor = changeOf(row)?.rateFactor ?? null;
            return factor === null ? '–' : factorText(factor);
          },
        },
        {
          id: 'errorChange',
          title: t('column.errors'),
          width: 90,
          numeric: true,
          value: (row) => changeOf(row)?.errorRatio ?? null,
          cell: (row) => signed(changeOf(row)?.errorRatio, (size) => format.percent(size)),
        },
        {
          id: 'latencyChange',
          title: t('column.latency'),
          width: 100,
          numeric: true,
          value: (row) => changeOf(row)?.latencyMs ?? null,
          cell: (row) => signed(changeOf(row)?.latencyMs, format.milliseconds),
        },
      ];
    };
    return { edges: columns(comparison.edges), nodes: columns(comparison.nodes) };
  }, [t, format, comparison]);
}
