'use client';
/** All values at the pointed moment, largest first, beside the crosshair. Screen readers hear the same from the chart itself. */
import type { CSSProperties } from 'react';
import { type AreaSize, xOf } from './chart-area.ts';
import { type ChartLine, valuesAt } from './chart-data.ts';
import styles from './charts.module.css';
import { LineMark } from './line-mark.tsx';
import type { ChartFormat } from './use-chart-format.ts';

export interface ChartTooltipProps {
  times: readonly number[];
  lines: readonly ChartLine[];
  index: number;
  format: ChartFormat;
  size: AreaSize;
}

const gap = 12;
const mostRows = 12;

/** Right of the moment, or left of it past the middle. */
export function besides(x: number, size: AreaSize): CSSProperties {
  return x < size.width / 2 ? { left: x + gap } : { right: size.width - x + gap };
}

export function ChartTooltip({ times, lines, index, format, size }: ChartTooltipProps) {
  const at = times[index];
  if (at === undefined) return null;
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const values = valuesAt(lines, index);
  return (
    <div className={styles.tooltip} style={besides(xOf(at, times, size), size)} aria-hidden>
      <time className={styles.tooltipTime}>{format.moment(at, span)}</time>
      <ul>
        {values.slice(0, mostRows).map(({ line, value }) => (
          <li key={line.key}>
            <LineMark line={line} />
            <span>{line.label}</span>
            <b>{format.value(value)}</b>
          </li>
        ))}
        {values.length === 0 && <li>–</li>}
      </ul>
    </div>
  );
}
