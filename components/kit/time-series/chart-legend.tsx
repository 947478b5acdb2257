'use client';
/** The lines of a chart with their value at the pointed moment, else the newest; a press hides one, with Shift it stays alone. */
import { useTranslations } from 'use-intl';
import { type ChartLine, lastSample } from './chart-data.ts';
import type { ChartGroup } from './chart-group.tsx';
import styles from './charts.module.css';
import { LineMark } from './line-mark.tsx';
import type { ChartFormat } from './use-chart-format.ts';

export interface ChartLegendProps {
  lines: readonly ChartLine[];
  group: ChartGroup;
  /** The pointed step; null for the newest. */
  index: number | null;
  format: ChartFormat;
}

export function ChartLegend({ lines, group, index, format }: ChartLegendProps) {
  const t = useTranslations('charts.machine');
  const keys = lines.map(({ key }) => key);
  return (
    <ul className={styles.legend}>
      {lines.map((line) => {
        const { key, label, values } = line;
        const shown = !group.hidden.has(key);
        const value = index === null ? (lastSample(values)?.value ?? null) : (values[index] ?? null);
        return (
          <li key={key}>
            <button
              type="button"
              className={styles.entry}
              aria-pressed={shown}
              title={`${label}\n${t('legendHint')}`}
              onClick={(event) => (event.shiftKey ? group.isolate(key, keys) : group.toggle(key))}
              onDoubleClick={() => group.isolate(key, keys)}
            >
              <LineMark line={line} />
              <span className={styles.entryLabel}>{label}</span>
              {lines.length <= 12 && <span className={styles.entryValue}>{format.value(value)}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
