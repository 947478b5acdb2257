'use client';
/**
 * A small chart without axes: one line, the grey line of what it is compared with, a limit, and the moments at which something was done.
 * Charts that are compared get the same scale; in a group they point at the same moment.
 */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from './beside-chart.module.css';
import { linePath, type PathScale, pathX, pathY } from './beside-path.ts';
import { type ChartMark, lastSample, nearestIndex } from './chart-data.ts';
import { useChartGroup, useCursor } from './chart-group.tsx';
import { ChartSurface } from './chart-surface.tsx';
import { besides } from './chart-tooltip.tsx';
import type { ChartFormat } from './use-chart-format.ts';
import { useElementWidth } from './use-element-width.ts';

export interface BesideLine {
  label: string;
  values: readonly (number | null)[];
}

export interface BesideChartProps {
  label: string;
  /** Unix seconds, rising. */
  times: readonly number[];
  line: BesideLine & { colour: string };
  beside: BesideLine | null;
  scale: PathScale;
  limit: number | null;
  marks: readonly ChartMark[];
  height: number;
  format: ChartFormat;
  emptyText: string;
}

const pad = 4;

export function BesideChart(props: BesideChartProps) {
  const { label, times, line, beside, scale, limit, marks, height, format, emptyText } = props;
  const t = useTranslations('charts.machine');
  const group = useChartGroup();
  const at = useCursor(group);
  const [surface, width] = useElementWidth();
  const [inside, setInside] = useState(false);
  const index = at === null ? null : nearestIndex(times, at);
  const area = { width, height, pad };
  const size = { width, height };
  const last = lastSample(line.values);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const rows = [line, ...(beside === null ? [] : [beside])];
  const describe = (step: number) =>
    t('at', {
      time: format.moment(times[step] ?? 0, span),
      values: rows.map((row) => `${row.label} ${format.value(row.values[step] ?? null)}`).join(', '),
    });
  const pointed = index === null ? undefined : times[index];
  const crosshair = pointed === undefined ? null : pathX(pointed, times, area);
  if (last === null)
    return (
      <p className={styles.empty} style={{ height }}>
        {emptyText}
      </p>
    );
  return (
    <ChartSurface
      label={label}
      summary={rows
        .map((row) =>
          t('summary', {
            label: row.label,
            last: format.value(lastSample(row.values)?.value ?? null),
            most: format.value(Math.max(...row.values.map((value) => value ?? 0))),
          }),
        )
        .join(' ')}
      times={times}
      group={group}
      describe={describe}
      height={height}
      surfaceRef={surface}
      onPointerInside={setInside}
      above={
        inside &&
        index !== null &&
        crosshair !== null && (
          <div className={styles.tooltip} style={besides(crosshair, size)} aria-hidden>
            <time>{format.moment(times[index] ?? 0, span)}</time>
            {rows.map((row) => (
              <span key={row.label}>
                {row.label} <b>{format.value(row.values[index] ?? null)}</b>
              </span>
            ))}
          </div>
        )
      }
    >
      {width > 0 && (
        <svg
          width={width}
          height={height}
          aria-hidden
          className={styles.drawing}
          onPointerMove={(event) => {
            const { left } = event.currentTarget.getBoundingClientRect();
            const share = (event.clientX - left - pad) / Math.max(1, width - 2 * pad);
            const moment = (times[0] ?? 0) + share * span;
            const nearest = nearestIndex(times, moment);
            group.cursor.set(nearest === null ? null : (times[nearest] ?? null));
          }}
        >
          {marks.map((mark) => (
            <path
              key={mark.at}
              className={styles.mark}
              d={`M${Math.round(pathX(mark.at, times, area)) + 0.5} 0V${height}`}
            />
          ))}
          {beside !== null && (
            <path className={styles.beside} d={linePath(times, beside.values, scale, area)} />
          )}
          {limit !== null && limit <= scale.top && (
            <path className={styles.limit} d={`M${pad} ${pathY(limit, scale, area)}H${width - pad}`} />
          )}
          <path
            className={styles.line}
            d={linePath(times, line.values, scale, area)}
            style={{ stroke: line.colour }}
          />
          <circle
            cx={pathX(times[last.index] ?? 0, times, area)}
            cy={pathY(last.value, scale, area)}
            r={2.75}
            style={{ fill: line.colour }}
          />
          {crosshair !== null && <path className={styles.crosshair} d={`M${crosshair} 0V${height}`} />}
        </svg>
      )}
    </ChartSurface>
  );
}
