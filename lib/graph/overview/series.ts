/** The overview's lines: what a service, a version or a namespace did over the range, evenly spaced, null where nothing is known. */
import { neverSent } from '../../metrics/overview-queries.ts';
import type { RangeSeries } from '../../metrics/samples.ts';
import type { TimeRange } from '../../metrics/time-range.ts';
import { parseServiceHost } from '../build/cluster-index.ts';
import { rounded } from '../telemetry/traffic-sum.ts';

/** Answers to `overviewQueries`; null where a question failed or was not asked. */
export interface OverviewResults {
  range: TimeRange;
  requests: readonly RangeSeries[] | null;
  errors: readonly RangeSeries[] | null;
  latency: readonly RangeSeries[] | null;
}

export type Line = (number | null)[];

interface VersionLines {
  host: string;
  namespace: string;
  app: string;
  version: string;
  requests: Map<string, Line>;
  errors: Map<string, Line>;
  p95: Line | null;
}

export class OverviewSeries {
  readonly range: TimeRange;
  private readonly count: number;
  private readonly versions: readonly VersionLines[];
  private readonly byHost: ReadonlyMap<string, readonly VersionLines[]>;
  private readonly byNamespace: ReadonlyMap<string, readonly VersionLines[]>;

  constructor(results: OverviewResults, domain: string) {
    this.range = results.range;
    const { from, to, stepSeconds } = results.range;
    this.count = Math.max(0, Math.round((to - from) / stepSeconds) + 1);
    const versions = new Map<string, VersionLines>();
    for (const series of results.requests ?? []) {
      addLine(versionOf(versions, series.labels, domain).requests, series, this.line(series));
    }
    for (const series of results.errors ?? []) {
      addLine(versionOf(versions, series.labels, domain).errors, series, this.line(series));
    }
    for (const series of results.latency ?? []) {
      versionOf(versions, series.labels, domain).p95 = this.line(series);
    }
    this.versions = [...versions.values()];
    this.byHost = Map.groupBy(this.versions, ({ host }) => host);
    this.byNamespace = Map.groupBy(this.versions, ({ namespace }) => namespace);
  }

  namespaceRequests(namespace: string): Line {
    return this.sum(this.byNamespace.get(namespace) ?? [], 'requests').map((value) => rounded(value));
  }

  errorRatio(host: string, version: string | null): Line {
    const lines = this.select(host, version);
    const requests = this.sum(lines, 'requests');
    const errors = this.sum(lines, 'errors');
    return requests.map((total, index) =>
      total === null || total <= 0 ? null : rounded(Math.min(1, (errors[index] ?? 0) / total)),
    );
  }

  errorsPerSecond(host: string): Line {
    const lines = this.select(host, null);
    const errors = this.sum(lines, 'errors');
    return this.sum(lines, 'requests').map((total, index) =>
      total === null ? null : rounded(errors[index] ?? 0),
    );
  }

  /** Of a service with several versions: the mean of theirs, weighted by requests. */
  p95(host: string, version: string | null): Line {
    const lines = this.select(host, version).filter(({ p95 }) => p95 !== null);
    const rates = lines.map((line) => this.sum([line], 'requests'));
    return this.empty().map((_, index) => {
      let sum = 0;
      let weight = 0;
      lines.forEach(({ p95 }, which) => {
        const value = p95?.[index] ?? null;
        const rate = rates[which]?.[index] ?? 0;
        if (value === null || rate <= 0) return;
        sum += value * rate;
        weight += rate;
      });
      return weight > 0 ? rounded(sum / weight) : null;
    });
  }

  /**
   * Unix seconds from which the line has held the condition without a break up to its end; one odd sample is no break.
   * Null when it does not hold at the end, or has held over the whole range.
   */
  onset(line: Line, holds: (value: number) => boolean): number | null {
    let start: number | null = null;
    let misses = 0;
    for (let index = line.length - 1; index >= 0; index--) {
      const value = line[index] ?? null;
      if (value !== null && holds(value)) {
        start = index;
        misses = 0;
      } else if (++misses === 2) {
        return start === null ? null : this.range.from + start * this.range.stepSeconds;
      }
    }
    return null;
  }

  private select(host: string, version: string | null): readonly VersionLines[] {
    const lines = this.byHost.get(host) ?? [];
    return version === null ? lines : lines.filter((line) => line.version === version);
  }

  /** Per version the better reporter is taken, since both tell the same requests, and what the source alone can tell. */
  private sum(lines: readonly VersionLines[], what: 'requests' | 'errors'): Line {
    const sum = this.empty();
    for (const line of lines) {
      const reporter =
        ['waypoint', 'destination', 'source'].find((name) => line.requests.has(name)) ?? 'source';
      for (const told of reporter === 'source' ? [reporter] : [reporter, neverSent]) {
        line[what].get(told)?.forEach((value, index) => {
          if (value !== null) sum[index] = (sum[index] ?? 0) + value;
        });
      }
    }
    return sum;
  }

  private empty(): Line {
    return new Array<number | null>(this.count).fill(null);
  }

  private line({ times, values }: RangeSeries): Line {
    const line = this.empty();
    times.forEach((time, index) => {
      const place = Math.round((time - this.range.from) / this.range.stepSeconds);
      const value = values[index] ?? Number.NaN;
      if (place >= 0 && place < this.count && Number.isFinite(value)) line[place] = value;
    });
    return line;
  }
}

function versionOf(
  versions: Map<string, VersionLines>,
  labels: Readonly<Record<string, string>>,
  domain: string,
): VersionLines {
  const host = labels.destination_service ?? '';
  const app = labels.destination_canonical_service ?? '';
  const version = labels.destination_canonical_revision ?? '';
  const told = labels.destination_workload_namespace ?? '';
  const namespace =
    told === '' || told === 'unknown' ? (parseServiceHost(host, domain)?.namespace ?? '') : told;
  const key = [host, namespace, app, version].join('\n');
  let lines = versions.get(key);
  if (lines === undefined) {
    lines = { host, namespace, app, version, requests: new Map(), errors: new Map(), p95: null };
    versions.set(key, lines);
  }
  return lines;
}

function addLine(lines: Map<string, Line>, { labels }: RangeSeries, line: Line): void {
  lines.set(labels.reporter ?? 'source', line);
}
