/** The series of an answer as the lines of one chart: in a steady order, each with its colour and its name. */
import { categoryLook, type LineLook } from '#components/kit/time-series/category-look.ts';
import type { ChartLine } from '#components/kit/time-series/chart-data.ts';
import type { Series, SeriesLabels } from '#lib/api/traffic/series.ts';
import type { SeriesMeasure } from '#lib/api/traffic/series-words.ts';
import { codeLook, grpcLook, versionLook } from './line-tones.ts';

export interface LineNames {
  /** Of a measure, where a chart shows several of one thing. */
  measure(measure: SeriesMeasure): string;
  /** Of a part, where a chart shows one measure of several things. `versions`: names of workloads are needed to tell them apart. */
  part(labels: SeriesLabels, needsWorkload: boolean): string;
}

type Answer = Pick<Series, 'times' | 'series'>;
type Values = readonly (number | null)[];

const measureLooks: Partial<Record<SeriesMeasure, LineLook>> = {
  errorRatio: { tone: 'failing' },
  clientErrorRatio: { tone: 'degraded' },
  averageMs: { tone: 'edge', dashed: true },
  p50Ms: { tone: 'edge' },
  p95Ms: { tone: 'stable' },
  p99Ms: { tone: 'otherVersion' },
  requestBytesPerSecond: { tone: 'stable' },
  responseBytesPerSecond: { tone: 'otherVersion' },
  tcpSentBytesPerSecond: { tone: 'stable' },
  tcpReceivedBytesPerSecond: { tone: 'otherVersion' },
  connectionsOpenedPerSecond: { tone: 'stable' },
  connectionsClosedPerSecond: { tone: 'edge' },
};

/** A line for each measure, in the given order, of an answer that is not split. */
export function measureLines(
  { series }: Answer,
  measures: readonly SeriesMeasure[],
  names: LineNames,
): ChartLine[] {
  return measures.flatMap((measure) => {
    const found = series.find((one) => one.measure === measure);
    if (found === undefined || (measure === 'clientErrorRatio' && isNone(found.values))) return [];
    const look = measureLooks[measure] ?? categoryLook(0);
    return [{ key: measure, label: names.measure(measure), values: found.values, ...look }];
  });
}

/** Most subjects never refuse anything: a line along the bottom would only be in the way. */
function isNone(values: Values): boolean {
  return values.every((value) => value === null || value === 0);
}

/** HTTP statuses from good to bad, so that failures lie on top of the stack. */
export function codeLines({ times, series }: Answer, names: LineNames): ChartLine[] {
  const codes = new Map<string, Values[]>();
  for (const { measure, labels, values } of series) {
    if (measure !== 'requestsPerSecond') continue;
    codes.set(labels.code ?? '', [...(codes.get(labels.code ?? '') ?? []), values]);
  }
  const place = (code: string) => (code.length === 3 ? code : `9${code}`);
  const sorted = [...codes.keys()].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const perClass = new Map<string, number>();
  return sorted.map((code) => {
    const family = code.charAt(0);
    const index = perClass.get(family) ?? 0;
    perClass.set(family, index + 1);
    return {
      key: `code ${code}`,
      label: names.part({ code }, false),
      values: added(codes.get(code) ?? [], times.length),
      ...codeLook(code, index),
    };
  });
}

/** Of one part, or of an answer that is not split. */
export function grpcLines({ series }: Answer, names: LineNames, part: string | null = null): ChartLine[] {
  const calls = series
    .filter(
      ({ measure, labels }) => measure === 'grpcCallsPerSecond' && (part === null || partId(labels) === part),
    )
    .sort((a, b) => Number(a.labels.grpcStatus) - Number(b.labels.grpcStatus));
  let failed = 0;
  return calls.map(({ labels: { grpcStatus: status = '' }, values }) => {
    const look = grpcLook(status, status === '0' ? 0 : failed++);
    return { key: `grpc ${status}`, label: names.part({ grpcStatus: status }, false), values, ...look };
  });
}

export interface Part {
  id: string;
  label: string;
}

/** Whatever has samples of a measure, named and ordered as the lines of the other charts. */
export function partsOf({ times, series }: Answer, measure: SeriesMeasure, names: LineNames): Part[] {
  const told = series.filter(
    ({ measure: own, values }) => own === measure && values.some((value) => value !== null),
  );
  const ids = new Set(told.map(({ labels }) => partId(labels)));
  const parts = series.filter((one) => one.measure === 'requestsPerSecond' && ids.has(partId(one.labels)));
  const lines = partLines({ times, series: parts }, ['requestsPerSecond'], names);
  const byKey = new Map(parts.map(({ labels }) => [JSON.stringify(labels), partId(labels)]));
  return lines.map(({ key, label }) => ({ id: byKey.get(key) ?? key, label }));
}

/** Of a part, whatever else its labels tell: short enough for an address. */
export function partId(labels: SeriesLabels): string {
  return sortText(labels).trim() || '-';
}

/** A line for each part: the named by name or size, then those that are none. Several measures are added. */
export function partLines(
  { times, series }: Answer,
  measures: readonly SeriesMeasure[],
  names: LineNames,
): ChartLine[] {
  const parts = new Map<string, { labels: SeriesLabels; values: Values[] }>();
  for (const { measure, labels, values } of series) {
    if (!measures.includes(measure)) continue;
    const key = JSON.stringify(labels);
    const part = parts.get(key) ?? { labels, values: [] };
    part.values.push(values);
    parts.set(key, part);
  }
  // Calls by status are no parts.
  const looks = partLooks(
    series.flatMap(({ measure, labels }) => (measure === 'grpcCallsPerSecond' ? [] : [labels])),
  );
  const versions = [...parts.values()].map(({ labels }) => labels.version);
  return [...parts]
    .sort(([a], [b]) => (looks.get(a)?.order ?? 0) - (looks.get(b)?.order ?? 0))
    .map(([key, { labels, values }]) => ({
      key,
      label: names.part(
        labels,
        labels.version !== undefined && versions.filter((one) => one === labels.version).length > 1,
      ),
      values: added(values, times.length),
      tone: looks.get(key)?.look.tone ?? 'stable',
      dashed: looks.get(key)?.look.dashed,
    }));
}

/** A part has one colour in all charts of the page, whichever measures it has. */
function partLooks(all: readonly SeriesLabels[]): Map<string, { order: number; look: LineLook }> {
  const unique = new Map(all.map((labels) => [JSON.stringify(labels), labels]));
  const isNamed = (labels: SeriesLabels) =>
    labels.peer === undefined ? labels.version !== '' : labels.peer.name !== '';
  const sorted = [...unique].sort(
    ([, a], [, b]) =>
      Number(isNamed(b)) - Number(isNamed(a)) ||
      sortText(a).localeCompare(sortText(b), 'en', { numeric: true }),
  );
  const named = sorted.filter(([, labels]) => isNamed(labels)).length;
  return new Map(
    sorted.map(([key, labels], order) => {
      if (!isNamed(labels)) return [key, { order, look: { tone: 'idle', dashed: true } }];
      return [
        key,
        { order, look: labels.version === undefined ? categoryLook(order) : versionLook(order, named) },
      ];
    }),
  );
}

function sortText({ peer, version = '', workload = '', protocol = '', flag = '' }: SeriesLabels): string {
  return peer === undefined
    ? `${version} ${workload} ${protocol} ${flag}`
    : `${peer.namespace} ${peer.name} ${peer.kind}`;
}

/** Sums; null where none has a sample. */
function added(lines: readonly Values[], count: number): (number | null)[] {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return [...only];
  return Array.from({ length: count }, (_, index) => {
    const known = lines.flatMap((values) => values[index] ?? []);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
}
