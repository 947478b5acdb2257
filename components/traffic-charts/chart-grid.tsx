'use client';
/** The charts themselves: those that say something about this subject, in an order that leads from "how much" to "why". */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { HeatMap } from '#components/kit/heat-map/heat-map.tsx';
import type { ChartLine, ChartMark, ChartUnit } from '#components/kit/time-series/chart-data.ts';
import { TimeSeries } from '#components/kit/time-series/time-series.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import type { Series } from '#lib/api/traffic/series.ts';
import type { SeriesMeasure } from '#lib/api/traffic/series-words.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { codeLines, grpcLines, measureLines, type Part, partId, partLines, partsOf } from './chart-lines.ts';
import { PartPicker, shownPart } from './part-picker.tsx';
import styles from './traffic-charts.module.css';
import { type ChartsUrl, percentiles } from './use-charts-url.ts';
import { useLineNames } from './use-line-names.ts';

/** Above these a value is worth a look; drawn as a dashed line. */
export interface ChartLimits {
  errorRatio?: number;
  latencyMs?: number;
}

export interface ChartGridProps {
  /** Not split; undefined while it loads. */
  whole: Series | undefined;
  /** Split as the reader chose. */
  split: Series | undefined;
  /** Heat maps of its parts; undefined while they load, or nobody wants them. */
  heat: Series | undefined;
  url: ChartsUrl;
  limits: ChartLimits | undefined;
}

interface Chart {
  id: 'requests' | 'errors' | 'latency' | 'bytes' | 'grpc' | 'tcp' | 'connections';
  unit: ChartUnit;
  lines: ChartLine[];
  stacked?: boolean;
  limit?: number;
  /** Of which it shows one, or all together. */
  parts?: readonly Part[];
}

const throughput: SeriesMeasure[] = ['requestBytesPerSecond', 'responseBytesPerSecond'];
const tcp: SeriesMeasure[] = ['tcpSentBytesPerSecond', 'tcpReceivedBytesPerSecond'];
const connections: SeriesMeasure[] = ['connectionsOpenedPerSecond', 'connectionsClosedPerSecond'];
const nothing = { times: [], series: [], changes: [] };

function useCharts({ whole, split, url, limits }: Omit<ChartGridProps, 'heat'>): Chart[] {
  const names = useLineNames();
  return useMemo(() => {
    const all = whole ?? nothing;
    const parts = split ?? nothing;
    const byCode = url.by === 'code';
    const either = (measures: SeriesMeasure[], part = measures) =>
      byCode ? measureLines(all, measures, names) : partLines(parts, part, names);
    const calls = byCode ? [] : partsOf(parts, 'grpcCallsPerSecond', names);
    const shown = shownPart(url.part, calls);
    const charts: Chart[] = [
      {
        id: 'requests',
        unit: 'perSecond',
        stacked: true,
        lines: byCode ? codeLines(parts, names) : partLines(parts, ['requestsPerSecond'], names),
      },
      {
        id: 'errors',
        unit: 'ratio',
        lines: either(['errorRatio', 'clientErrorRatio'], ['errorRatio']),
        limit: limits?.errorRatio,
      },
      {
        id: 'latency',
        unit: 'milliseconds',
        lines: either(['p50Ms', 'averageMs', 'p95Ms', 'p99Ms'], [url.pct]),
        limit: limits?.latencyMs,
      },
      { id: 'bytes', unit: 'bytesPerSecond', lines: either(throughput) },
      {
        id: 'grpc',
        unit: 'perSecond',
        stacked: true,
        lines: shown === null ? grpcLines(all, names) : grpcLines(parts, names, shown),
        parts: calls,
      },
      { id: 'tcp', unit: 'bytesPerSecond', lines: either(tcp) },
      { id: 'connections', unit: 'perSecond', lines: either(connections, ['connectionsOpenedPerSecond']) },
    ];
    const loading = whole === undefined || split === undefined;
    const spoken = ({ lines }: Chart) => lines.some(({ values }) => values.some((value) => value !== null));
    // While nothing is known, what most subjects have keeps its place.
    return charts.filter((chart) => (loading ? usual.has(chart.id) : spoken(chart)));
  }, [whole, split, url.by, url.pct, url.part, limits, names]);
}

const usual: ReadonlySet<Chart['id']> = new Set(['requests', 'errors', 'latency', 'bytes']);

function useMarks(changes: Series['changes']): ChartMark[] {
  const t = useTranslations('charts');
  const format = useFormat();
  return useMemo(
    () =>
      changes.map(({ at, kind, namespace, name, manager, user, operation }) => {
        // Of what was deleted without the console nobody knows who did it.
        const by = user ?? manager;
        const who = by === '' ? '' : t('change.who', { who: by });
        return { at, text: t(`change.${operation}`, { time: format.time(at), kind, namespace, name, who }) };
      }),
    [changes, t, format],
  );
}

/** How the latency of the whole is spread, or that of the part which the reader chose. */
function useHeat({ whole, split, heat, url }: Omit<ChartGridProps, 'limits'>) {
  const names = useLineNames();
  return useMemo(() => {
    const parts = url.by === 'code' || split === undefined ? [] : partsOf(split, 'p95Ms', names);
    const part = shownPart(url.part, parts);
    const from = part === null ? whole : heat;
    const found = from?.heatMaps.find(({ labels }) => part === null || partId(labels) === part);
    return {
      parts,
      loading: from === undefined,
      times: from?.times,
      data: found === undefined ? null : { bounds: found.boundsMs, columns: found.columns },
    };
  }, [whole, split, heat, url.by, url.part, names]);
}

export function ChartGrid(props: ChartGridProps) {
  const { whole, split, url } = props;
  const t = useTranslations('charts');
  const charts = useCharts(props);
  const marks = useMarks((whole ?? split ?? nothing).changes);
  const state = whole === undefined || split === undefined ? 'loading' : 'ready';
  const times = (whole ?? split ?? nothing).times;
  const heat = useHeat(props);
  const measured = heat.data?.columns.some((column) => column !== null) ?? false;
  const showsHeat = state === 'loading' || measured || heat.parts.length > 1;
  return (
    <div className={styles.grid} aria-busy={state === 'loading'}>
      {charts.flatMap(({ id, unit, lines, stacked, limit, parts }) => {
        const chart = (
          <TimeSeries
            key={id}
            title={t(`chart.${id}`)}
            unitText={unitText(id, unit) === null ? undefined : t(`unit.${unitText(id, unit) ?? 'requests'}`)}
            unit={unit}
            times={id === 'requests' ? (split?.times ?? times) : times}
            lines={lines}
            stacked={stacked}
            threshold={limit === undefined ? null : { value: limit, label: t('limit') }}
            marks={marks}
            state={state}
            emptyText={t('noSamples')}
            controls={
              parts !== undefined ? (
                <PartPicker url={url} parts={parts} title={t(`chart.${id}`)} />
              ) : id === 'latency' && url.by !== 'code' ? (
                <PercentileSwitch url={url} />
              ) : undefined
            }
            onZoom={url.zoom}
          />
        );
        if (id !== 'latency' || !showsHeat) return [chart];
        return [
          chart,
          <HeatMap
            key="heat"
            title={t('chart.heat')}
            unit="milliseconds"
            amountUnit="perSecond"
            times={heat.times ?? times}
            data={heat.data}
            marks={marks}
            state={heat.loading ? 'loading' : state}
            emptyText={t('noSamples')}
            controls={<PartPicker url={url} parts={heat.parts} title={t('chart.heat')} />}
          />,
        ];
      })}
    </div>
  );
}

/** Rates say what they count; other units stand beside each number. */
function unitText(id: Chart['id'], unit: ChartUnit): 'requests' | 'calls' | 'connections' | null {
  if (unit !== 'perSecond') return null;
  return id === 'requests' ? 'requests' : id === 'grpc' ? 'calls' : 'connections';
}

function PercentileSwitch({ url: { pct, set } }: { url: ChartsUrl }) {
  const t = useTranslations('charts');
  return (
    <Segments
      label={t('percentile')}
      value={pct}
      onChange={(value) => void set({ pct: value })}
      options={percentiles.map((value) => ({ value, name: t(`measure.${value}`) }))}
    />
  );
}
