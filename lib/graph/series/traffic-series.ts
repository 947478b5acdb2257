/** The answers to `trafficQueries` as series: rates, ratios, averages, percentiles and the heat map of one subject, for one set of rights. */
import type { HeatMapSeries, SeriesLabels, TimeSeries } from '../../api/traffic/series.ts';
import type { SeriesMeasure, SeriesMetric } from '../../api/traffic/series-words.ts';
import { histogramQuantile } from '../../metrics/quantile.ts';
import type { RangeSeries } from '../../metrics/samples.ts';
import type { TimeRange } from '../../metrics/time-range.ts';
import type { TrafficQueryId } from '../../metrics/traffic-queries.ts';
import { counterLabel } from '../../metrics/traffic-queries.ts';
import { isFailure } from '../telemetry/traffic-record.ts';
import { rounded } from '../telemetry/traffic-sum.ts';
import type { GroupRule } from './series-groups.ts';
import { groupOf } from './series-groups.ts';
import type { GroupedLines, Line } from './series-lines.ts';
import { answerLine, filled, groupLines, ratioLine, stepCount, total, zeroIfNone } from './series-lines.ts';

export interface TrafficRows {
  range: TimeRange;
  /** Missing: not asked, or not answered. */
  rows: Partial<Record<TrafficQueryId, readonly RangeSeries[]>>;
}

export interface TrafficCut extends Omit<GroupRule, 'named'> {
  metrics: readonly SeriesMetric[];
}

const namedPeers = 10;

const byteMeasures: Readonly<Record<string, SeriesMeasure>> = {
  request: 'requestBytesPerSecond',
  response: 'responseBytesPerSecond',
};

/** Istio counts from the server's proxy: what it received, the caller sent. */
const tcpMeasures: Readonly<Record<string, SeriesMeasure>> = {
  received: 'tcpSentBytesPerSecond',
  sent: 'tcpReceivedBytesPerSecond',
  opened: 'connectionsOpenedPerSecond',
  closed: 'connectionsClosedPerSecond',
};

export function trafficSeries(
  { range, rows }: TrafficRows,
  cut: TrafficCut,
): { series: TimeSeries[]; heatMaps: HeatMapSeries[] } {
  const rule: GroupRule = { ...cut, named: cut.by === 'peer' ? largestPeers(range, rows, cut) : null };
  const series: TimeSeries[] = [];
  const wants = (metric: SeriesMetric) => cut.metrics.includes(metric);
  if (rows.requests !== undefined) series.push(...requestSeries(rows.requests, range, rule, wants));
  if (rows.buckets !== undefined && wants('latency')) {
    series.push(...latencySeries(rows.buckets, rows.durations ?? [], range, rule));
  }
  if (rows.bytes !== undefined) series.push(...counterSeries(rows.bytes, range, rule, byteMeasures));
  if (rows.tcp !== undefined) {
    const tcpRule: GroupRule = rule.by === 'code' ? { ...rule, by: 'none' } : rule;
    series.push(...counterSeries(rows.tcp, range, tcpRule, tcpMeasures));
  }
  const heatMaps =
    rows.buckets !== undefined && wants('heatmap') ? heatMapsOf(rows.buckets, range, rule) : [];
  return { series, heatMaps };
}

/** Keys of the peers with the most requests and of those with the most bytes, among the ones that may be named. */
function largestPeers(range: TimeRange, rows: TrafficRows['rows'], cut: TrafficCut): ReadonlySet<string> {
  const rule: GroupRule = { ...cut, named: null };
  const largest = (some: readonly RangeSeries[] = []) =>
    [...byGroup(some, range, rule).groups.values()]
      .filter(({ group }) => group.peer !== undefined && group.peer.name !== '')
      .map(({ group, line }) => ({ key: JSON.stringify(group), sum: total(line) }))
      .sort((a, b) => b.sum - a.sum || (a.key < b.key ? -1 : 1))
      .slice(0, namedPeers)
      .map(({ key }) => key);
  return new Set([...largest(rows.requests ?? rows.buckets ?? rows.bytes), ...largest(rows.tcp)]);
}

function byGroup(
  rows: readonly RangeSeries[],
  range: TimeRange,
  rule: GroupRule,
  keep: (labels: RangeSeries['labels']) => boolean = () => true,
): GroupedLines<SeriesLabels> {
  return groupLines(rows, range, (labels) => {
    if (!keep(labels)) return null;
    const { key, labels: group } = groupOf(labels, rule);
    return { key, group };
  });
}

function requestSeries(
  rows: readonly RangeSeries[],
  range: TimeRange,
  rule: GroupRule,
  wants: (metric: SeriesMetric) => boolean,
): TimeSeries[] {
  const series: TimeSeries[] = [];
  const all = byGroup(rows, range, rule);
  const failed = byGroup(rows, range, rule, isFailedRow);
  const refused = byGroup(rows, range, rule, (labels) => !isFailedRow(labels) && isClientError(labels));
  for (const [key, { group: labels, line }] of all.groups) {
    const add = (measure: SeriesMeasure, values: Line) =>
      series.push({ measure, labels, values: answerLine(values) });
    const rate = filled(line, all.measured);
    if (wants('requests')) add('requestsPerSecond', rate);
    if (!wants('errors')) continue;
    add('errorRatio', ratioLine(failed.groups.get(key)?.line, rate));
    add('clientErrorRatio', ratioLine(refused.groups.get(key)?.line, rate));
  }
  if (wants('grpc')) {
    const calls = groupLines(rows, range, (row) => {
      if (row.request_protocol !== 'grpc') return null;
      const { grpc_response_status: status = '' } = row;
      const part = rule.by === 'code' ? {} : groupOf(row, rule).labels;
      const group: SeriesLabels = { ...part, grpcStatus: status === 'unknown' ? '' : status };
      return { key: JSON.stringify(group), group };
    });
    for (const { group: labels, line } of calls.groups.values()) {
      const values = answerLine(filled(line, calls.measured));
      series.push({ measure: 'grpcCallsPerSecond', labels, values });
    }
  }
  return series;
}

function isFailedRow(labels: RangeSeries['labels']): boolean {
  const { request_protocol, response_code = '', grpc_response_status = '' } = labels;
  const grpcStatus = grpc_response_status === 'unknown' ? '' : grpc_response_status;
  const protocol = request_protocol === 'grpc' ? 'grpc' : 'http';
  return isFailure(protocol, { code: response_code, grpcStatus, flags: '', requestsPerSecond: 0 });
}

function isClientError({ response_code = '' }: RangeSeries['labels']): boolean {
  return response_code.length === 3 && response_code.startsWith('4');
}

interface BucketLines {
  bounds: number[];
  /** Cumulative, one for each bound. */
  lines: (Line | undefined)[];
  count: number;
}

function bucketLines(
  rows: readonly RangeSeries[],
  range: TimeRange,
  keep: (labels: RangeSeries['labels']) => boolean = () => true,
): BucketLines {
  const { groups } = groupLines(rows, range, (labels) => {
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
    // Two spellings of one bound ("1" and "1.0") are one.
    return labels.le === undefined || labels.le === '' || Number.isNaN(bound) || !keep(labels)
      ? null
      : { key: String(bound), group: bound };
  });
  const sorted = [...groups.values()].sort((a, b) => a.group - b.group);
  return {
    bounds: sorted.map(({ group }) => group),
    lines: sorted.map(({ line }) => line),
    count: stepCount(range),
  };
}

function latencySeries(
  buckets: readonly RangeSeries[],
  durations: readonly RangeSeries[],
  range: TimeRange,
  rule: GroupRule,
): TimeSeries[] {
  const groups = byGroup(buckets, range, rule).groups;
  const sums = byGroup(durations, range, rule).groups;
  return [...groups].flatMap(([key, { group: labels }]) => {
    const own = bucketLines(buckets, range, (row) => groupOf(row, rule).key === key);
    const counts = own.bounds.at(-1) === Number.POSITIVE_INFINITY ? own.lines.at(-1) : undefined;
    const sum = sums.get(key)?.line;
    const average = Array.from({ length: own.count }, (_, index) => {
      const requests = zeroIfNone(counts?.[index]);
      return requests > 0 ? (sum?.[index] ?? Number.NaN) / requests : Number.NaN;
    });
    const lines: [SeriesMeasure, ArrayLike<number>][] = [
      ['averageMs', average],
      ['p50Ms', quantileLine(0.5, own)],
      ['p95Ms', quantileLine(0.95, own)],
      ['p99Ms', quantileLine(0.99, own)],
    ];
    return lines.map(([measure, line]) => ({ measure, labels, values: answerLine(line) }));
  });
}

function quantileLine(quantile: number, { bounds, lines, count }: BucketLines): number[] {
  const rates = new Float64Array(bounds.length);
  return Array.from({ length: count }, (_, index) => {
    for (let bound = 0; bound < bounds.length; bound++) rates[bound] = lines[bound]?.[index] ?? Number.NaN;
    return histogramQuantile(quantile, { bounds, rates }) ?? Number.NaN;
  });
}

function heatMapsOf(buckets: readonly RangeSeries[], range: TimeRange, rule: GroupRule): HeatMapSeries[] {
  return [...byGroup(buckets, range, rule).groups].flatMap(([key, { group: labels }]) => {
    const own = bucketLines(buckets, range, (row) => groupOf(row, rule).key === key);
    return own.bounds.length === 0 ? [] : [{ labels, ...heatMapOf(own) }];
  });
}

function heatMapOf({ bounds, lines, count }: BucketLines): Omit<HeatMapSeries, 'labels'> {
  const columns = Array.from({ length: count }, (_, index) => {
    let below = 0;
    let any = false;
    const column = lines.map((line) => {
      const cumulative = line?.[index] ?? Number.NaN;
      if (Number.isNaN(cumulative)) return 0;
      any = true;
      const own = Math.max(0, cumulative - below);
      below = Math.max(below, cumulative);
      return rounded(own);
    });
    return any ? column : null;
  });
  return { boundsMs: bounds.map((bound) => (Number.isFinite(bound) ? bound : null)), columns };
}

function counterSeries(
  rows: readonly RangeSeries[],
  range: TimeRange,
  rule: GroupRule,
  measures: Readonly<Record<string, SeriesMeasure>>,
): TimeSeries[] {
  return Object.entries(measures).flatMap(([counter, measure]) => {
    const { groups, measured } = byGroup(rows, range, rule, (labels) => labels[counterLabel] === counter);
    return [...groups.values()].map(({ group: labels, line }) => ({
      measure,
      labels,
      values: answerLine(filled(line, measured)),
    }));
  });
}
