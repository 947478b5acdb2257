'use client';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
/** How a quantity is spread over buckets, moment by moment: the fuller a bucket, the darker. Shares crosshair and frame with the time series. */
import { useColorScheme } from '#components/ui/theme/color-scheme.ts';
import { fonts } from '#components/ui/theme/fonts.ts';
import { tokens } from '#components/ui/theme/tokens.ts';
import { chartArea, plotHeight, plotWidth, xOf } from '../time-series/chart-area.ts';
import {
  type ChartLine,
  type ChartMark,
  type ChartUnit,
  markTimes,
  nearestIndex,
} from '../time-series/chart-data.ts';
import { ChartFrame } from '../time-series/chart-frame.tsx';
import { useChartGroup, useCursor } from '../time-series/chart-group.tsx';
import { ChartMarks } from '../time-series/chart-marks.tsx';
import { ChartSurface } from '../time-series/chart-surface.tsx';
import { besides } from '../time-series/chart-tooltip.tsx';
import charts from '../time-series/charts.module.css';
import { useChartFormat } from '../time-series/use-chart-format.ts';
import { useElementWidth } from '../time-series/use-element-width.ts';
import { drawHeatMap } from './draw-heat-map.ts';
import styles from './heat-map.module.css';
import { fullest, type HeatMapData, type HeatMapRow, shareOf, shownRows } from './heat-map-data.ts';

export interface HeatMapProps {
  title: string;
  unitText?: string;
  /** Of the bounds. */
  unit: ChartUnit;
  /** Of the amounts. */
  amountUnit: ChartUnit;
  times: readonly number[];
  /** Null: there is nothing. */
  data: HeatMapData | null;
  marks?: readonly ChartMark[];
  state: 'loading' | 'ready';
  emptyText: string;
  height?: number;
  controls?: ReactNode;
}

const nothing: HeatMapData = { bounds: [], columns: [] };
const noMarks: readonly ChartMark[] = [];

export function HeatMap(props: HeatMapProps) {
  const { title, times, marks = noMarks, state, height = 148 } = props;
  const data = props.data ?? nothing;
  const t = useTranslations('charts.machine');
  const bound = useChartFormat(props.unit);
  const amount = useChartFormat(props.amountUnit);
  const group = useChartGroup();
  const scheme = useColorScheme();
  const [surface, width] = useElementWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const at = useCursor(group);
  const index = at === null ? null : nearestIndex(times, at);
  const size = useMemo(() => ({ width, height }), [width, height]);
  const rows = useMemo(() => shownRows(data), [data]);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const nameOf = ({ from, to }: HeatMapRow) =>
    to === null
      ? t('over', { from: bound.value(from) })
      : t('between', { from: bound.value(from), to: bound.value(to) });

  useEffect(() => {
    if (canvas.current === null || width === 0) return;
    drawHeatMap(
      canvas.current,
      {
        times,
        data,
        rows,
        marks: markTimes(marks, times),
        size,
        colours: tokens[scheme],
        font: `11px ${fonts.text}`,
        writeBound: (value) => bound.value(value),
        writeTime: bound.time,
      },
      window.devicePixelRatio,
    );
  }, [times, data, rows, marks, size, width, scheme, bound]);

  // Row by row the same numbers as lines, for table and file.
  const lines = useMemo<ChartLine[]>(
    () =>
      rows.map((row) => ({
        key: `bucket ${row.bucket}`,
        label:
          row.to === null
            ? t('over', { from: bound.value(row.from) })
            : t('between', { from: bound.value(row.from), to: bound.value(row.to) }),
        values: data.columns.map((column) => column?.[row.bucket] ?? null),
        tone: 'accent',
      })),
    [rows, data, bound, t],
  );
  const column = index === null ? null : (data.columns[index] ?? null);
  const describe = (step: number) => {
    const amounts = data.columns[step] ?? null;
    const values = rows
      .filter(({ bucket }) => (amounts?.[bucket] ?? 0) > 0)
      .map((row) => `${nameOf(row)} ${amount.value(amounts?.[row.bucket] ?? null)}`);
    return t('at', { time: bound.moment(times[step] ?? 0, span), values: values.join(', ') });
  };
  const here = rows.find((_, which) => which === pointed);
  const [lowest] = rows;
  const top = rows.at(-1);
  return (
    <ChartFrame
      title={title}
      unit={props.unitText}
      controls={props.controls}
      state={state}
      emptyText={props.emptyText}
      times={times}
      lines={lines}
      format={amount}
      height={height}
      legend={
        <div className={styles.scale}>
          <span>{amount.value(0)}</span>
          <span className={styles.ramp} aria-hidden />
          <span>{t('perBucket', { most: amount.value(fullest(data)) })}</span>
        </div>
      }
    >
      <ChartSurface
        label={title}
        summary={
          lowest && top ? t('spread', { from: bound.value(lowest.from), to: nameOf(top) }) : props.emptyText
        }
        times={times}
        group={group}
        describe={describe}
        height={height}
        surfaceRef={surface}
        onPointerInside={(inside) => {
          if (!inside) setPointed(null);
        }}
        above={
          <>
            <ChartMarks marks={marks} times={times} size={size} />
            {index !== null && (
              <span
                className={styles.crosshair}
                style={{ left: xOf(times[index] ?? 0, times, size) }}
                aria-hidden
              />
            )}
            {here && index !== null && (
              <div
                className={charts.tooltip}
                style={besides(xOf(times[index] ?? 0, times, size), size)}
                aria-hidden
              >
                <time className={charts.tooltipTime}>{bound.moment(times[index] ?? 0, span)}</time>
                <p className={styles.cell}>
                  <span>{nameOf(here)}</span>
                  <b>{amount.value(column?.[here.bucket] ?? null)}</b>
                </p>
                {column !== null && (
                  <p className={styles.share}>
                    {t('share', { share: shareText(shareOf(column, here.bucket)) })}
                  </p>
                )}
              </div>
            )}
          </>
        }
      >
        <canvas
          ref={canvas}
          className={styles.canvas}
          style={{ width, height }}
          onPointerMove={({ nativeEvent: { offsetX, offsetY } }) => {
            const share = (offsetX - chartArea.left) / Math.max(1, plotWidth(size));
            const up = 1 - (offsetY - chartArea.top) / Math.max(1, plotHeight(size));
            const outside = share < 0 || share > 1;
            group.cursor.set(outside ? null : (times[Math.round(share * (times.length - 1))] ?? null));
            setPointed(outside ? null : Math.floor(up * rows.length));
          }}
        />
      </ChartSurface>
    </ChartFrame>
  );
}

function shareText(share: number | null): string {
  return share === null ? '–' : String(Math.round(share * 1000) / 10);
}
