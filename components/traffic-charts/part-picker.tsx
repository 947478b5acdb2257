'use client';
/** Which part a chart shows that cannot show several side by side: the others follow the grouping by themselves. */
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import type { Part } from './chart-lines.ts';
import styles from './traffic-charts.module.css';
import type { ChartsUrl } from './use-charts-url.ts';

export interface PartPickerProps {
  url: ChartsUrl;
  /** Of this chart. */
  parts: readonly Part[];
  /** Of the chart. */
  title: string;
}

/** A choice where there is one. */
export function PartPicker({ url: { part, by, set }, parts, title }: PartPickerProps) {
  const t = useTranslations('charts');
  if (by === 'code' || parts.length < 2) return null;
  return (
    <SelectInput
      label={t('part.label', { title })}
      value={shownPart(part, parts) ?? ''}
      options={[
        { value: '', text: t(`part.${by}`) },
        ...parts.map(({ id, label }) => ({ value: id, text: label })),
      ]}
      onChange={(value) => void set({ part: value === '' ? null : value })}
      className={styles.part}
    />
  );
}

/** Null: all together. A part that is not there, or is the only one, is no choice. */
export function shownPart(part: string | null, parts: readonly Part[]): string | null {
  return parts.length > 1 && parts.some(({ id }) => id === part) ? part : null;
}
