'use client';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
/**
 * A chart over time: lines, or areas on top of each other. Its crosshair is shared with the other charts of its group, a drag zooms,
 * what has no samples is a gap. The drawing library comes with the first chart.
 */
import { useColorScheme } from '#components/ui/theme/color-scheme.ts';
import { tokens } from '#components/ui/theme/tokens.ts';
import {
  type ChartLine,
  type ChartMark,
  type ChartThreshold,
  type ChartUnit,
  highest,
  lastSample,
  lowest,
  markTimes,
  nearestIndex,
  stackLines,
  valuesAt,
} from './chart-data.ts';
import { ChartFrame } from './chart-frame.tsx';
import { useChartGroup, useCursor } from './chart-group.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { ChartMarks } from './chart-marks.tsx';
import { ChartSurface } from './chart-surface.tsx';
import { valueScale } from './chart-ticks.ts';
import { ChartTooltip } from './chart-tooltip.tsx';
import type { Plot, PlotModel } from './plot.ts';
import { useChartFormat } from './use-chart-format.ts';
import { useElementWidth } from './use-element-width.ts';

export interface TimeSeriesProps {
  title: string;
  unitText?: string;
  unit: ChartUnit;
  /** Unix seconds, rising. */
  times: readonly number[];
  lines: readonly ChartLine[];
  stacked?: boolean;
  threshold?: ChartThreshold | null;
  marks?: readonly ChartMark[];
  state: 'loading' | 'ready';
  emptyText: string;
  controls?: ReactNode;
  height?: number;
  /** The reader drew over this time (Unix seconds). */
  onZoom?(from: number, to: number): void;
}

const noMarks: readonly ChartMark[] = [];

/** Keeps a plot for as long as its structure is the same; the library is fetched when there is room to draw. */
function usePlot(model: PlotModel, structure: string, handlers: PlotHandlers) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const latest = useRef({ model, handlers });
  useEffect(() => {
    latest.current = { model, handlers };
  });
  const drawable = model.size.width > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another structure is another plot
  useEffect(() => {
    const element = host.current;
    if (!drawable || element === null) return;
    let gone = false;
    void import('./plot.ts').then(({ createPlot }) => {
      if (gone) return;
      plot.current = createPlot(element, latest.current.model, {
        onPoint: (index) => latest.current.handlers.onPoint(index),
        onZoom: (from, to) => latest.current.handlers.onZoom(from, to),
      });
      plot.current.point(latest.current.handlers.pointed);
    });
    return () => {
      gone = true;
      plot.current?.destroy();
      plot.current = null;
    };
  }, [drawable, structure]);
  useEffect(() => plot.current?.update(model), [model]);
  useEffect(() => plot.current?.point(handlers.pointed), [handlers.pointed]);
  return host;
}

interface PlotHandlers {
  pointed: number | null;
  onPoint(index: number | null): void;
  onZoom(from: number, to: number): void;
}

export function TimeSeries(props: TimeSeriesProps) {
  const { title, unit, times, lines, stacked = false, threshold = null, marks = noMarks } = props;
  const { state, height = 148 } = props;
  const t = useTranslations('charts.machine');
  const format = useChartFormat(unit);
  const group = useChartGroup();
  const scheme = useColorScheme();
  const [surface, width] = useElementWidth();
  const [inside, setInside] = useState(false);
  const cursorAt = useCursor(group);
  const index = cursorAt === null ? null : nearestIndex(times, cursorAt);
  const shown = useMemo(() => lines.filter(({ key }) => !group.hidden.has(key)), [lines, group.hidden]);
  const size = useMemo(() => ({ width, height }), [width, height]);
  const model = useMemo<PlotModel>(() => {
    const columns = stacked ? stackLines(shown) : shown.map(({ values }) => values);
    const most = Math.max(highest(columns), threshold === null ? 0 : threshold.value * 1.1);
    return {
      times,
      lines: shown,
      stacked,
      scale: valueScale(most, unit, lowest(columns)),
      threshold: threshold?.value ?? null,
      marks: markTimes(marks, times),
      colours: tokens[scheme],
      format,
      size,
    };
  }, [times, shown, stacked, threshold, marks, scheme, format, size, unit]);
  const structure = JSON.stringify([
    shown.map(({ key, tone, dashed, ghost }) => [key, tone, dashed, ghost]),
    stacked,
    scheme,
  ]);
  const host = usePlot(model, structure, {
    pointed: index,
    onPoint: (pointed) => {
      // A redraw moves no pointer: only the chart under it speaks.
      if (inside) group.cursor.set(pointed === null ? null : (times[pointed] ?? null));
    },
    onZoom: (from, to) => props.onZoom?.(from, to),
  });
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const describe = (step: number) =>
    t('at', {
      time: format.moment(times[step] ?? 0, span),
      values: valuesAt(shown, step)
        .map(({ line, value }) => `${line.label} ${format.value(value)}`)
        .join(', '),
    });
  return (
    <ChartFrame
      title={title}
      unit={props.unitText}
      controls={props.controls}
      state={state}
      emptyText={props.emptyText}
      times={times}
      lines={lines}
      format={format}
      height={height}
      legend={<ChartLegend lines={lines} group={group} index={index} format={format} />}
    >
      <ChartSurface
        label={title}
        summary={shown
          .map(({ label, values }) =>
            t('summary', {
              label,
              last: format.value(lastSample(values)?.value ?? null),
              most: format.value(values.some((value) => value !== null) ? highest([values]) : null),
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
          <>
            <ChartMarks marks={marks} times={times} size={size} />
            {inside && index !== null && (
              <ChartTooltip times={times} lines={shown} index={index} format={format} size={size} />
            )}
          </>
        }
      >
        <div ref={host} />
      </ChartSurface>
    </ChartFrame>
  );
}
