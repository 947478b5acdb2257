/** Answers of `GET /api/v1/series`: the shared lines of a subject cut to the caller's rights, packed once for equal callers. */
import type { Rights } from '#lib/access/rights.ts';
import type { Warning } from '#lib/api/problem.ts';
import type { Series } from '#lib/api/traffic/series.ts';
import type { SeriesDirection, SeriesGrouping } from '#lib/api/traffic/series-words.ts';
import { hostPeer, type SeriesParty, trafficParty } from '#lib/graph/series/series-subject.ts';
import { trafficSeries } from '#lib/graph/series/traffic-series.ts';
import { timesOf } from '#lib/metrics/time-range.ts';
import { type TrafficQuestion, trafficQueries } from '#lib/metrics/traffic-queries.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { PrometheusClient } from '../prometheus/client.ts';
import { mayReadConfiguration } from './configuration-rights.ts';
import { createPackedCache, type Packed } from './packed.ts';
import { partialMetrics } from './reading.ts';
import type { RequestScope } from './scope.ts';
import { type SubjectChanges, someChangesMissing } from './subject-changes.ts';
import {
  rateWindowSeconds,
  type TrafficBook,
  type TrafficReading,
  type TrafficRequest,
} from './traffic-book.ts';

export interface ChartRequest extends Omit<TrafficRequest, 'question'> {
  subject: SeriesParty;
  peer: SeriesParty | null;
  direction: SeriesDirection;
  by: SeriesGrouping;
}

export interface ChartBook {
  packed(request: ChartRequest, scope: RequestScope, rights: Rights): Promise<Packed>;
  /** PromQL; none where there is nobody to ask about. */
  expressions(request: ChartRequest, scope: RequestScope): string[];
}

export interface ChartOptions {
  traffic: TrafficBook;
  prometheus: Pick<PrometheusClient, 'state'> | null;
  snapshot: Pick<Snapshot, 'objects'>;
  changes: SubjectChanges;
}

export function createChartBook({ traffic, prometheus, snapshot, changes }: ChartOptions): ChartBook {
  const answers = createPackedCache(256);

  function questionOf({ subject, peer, direction, by }: ChartRequest): TrafficQuestion | null {
    const objects = snapshot.objects();
    const [own, other] =
      direction === 'inbound' ? (['destination', 'source'] as const) : (['source', 'destination'] as const);
    const subjectParty = trafficParty(subject, own, objects);
    const peerParty = peer === null ? null : trafficParty(peer, other, objects);
    if (subjectParty === null || (peer !== null && peerParty === null)) return null;
    return { subject: subjectParty, peer: peerParty, direction, by };
  }

  /** A host of a namespace that the caller may not see is nobody they know. */
  function isHidden({ subject, peer }: ChartRequest, visible: RequestScope['visible']): boolean {
    if (peer?.kind !== 'host' || visible === null) return false;
    const home = hostPeer(peer.name, subject.namespace, snapshot.objects()).namespace;
    return home !== '' && !visible.has(home);
  }

  function warningsOf({ quality }: TrafficReading): Warning[] {
    if (quality === 'good') return [];
    const state = prometheus?.state();
    if (quality === 'partial') return [partialMetrics];
    const code = quality === 'stale' ? quality : (state?.state ?? 'not-configured');
    const detail = state?.detail ?? 'There are no metrics.';
    return [{ code: `prometheus-${code === 'ok' ? 'unreachable' : code}`, source: 'prometheus', detail }];
  }

  return {
    expressions: (request, { visible }) => {
      const question = isHidden(request, visible) ? null : questionOf(request);
      if (question === null) return [];
      const windowSeconds = rateWindowSeconds(request);
      return trafficQueries(question, { metrics: request.metrics, windowSeconds }).map(
        ({ promql }) => promql,
      );
    },
    packed: async (request, scope, rights) => {
      const { visible } = scope;
      const { metrics, rangeSeconds, at, points, by, direction } = request;
      const question = isHidden(request, visible) ? null : questionOf(request);
      const reading = await traffic.read({ question, metrics, rangeSeconds, at, points });
      const { range } = reading;
      const mayRead = mayReadConfiguration(rights);
      const { subject, peer } = request;
      const happened = await changes.of(peer === null ? [subject] : [subject, peer], range.from, at);
      const marks = happened.changes
        .filter(
          (change) =>
            change.at >= range.from &&
            // What happened since the last sample is shown at once; of a time that is over there is no since.
            change.at <= (at ?? range.to + range.stepSeconds) &&
            mayRead(change.namespace, change.kind),
        )
        .reverse();
      const warnings = [
        ...warningsOf(reading),
        ...(happened.whole ? [] : [someChangesMissing]),
        ...scope.warnings,
      ];
      const key = JSON.stringify([request, question, reading.version, scope.rightsKey, marks, warnings]);
      const whom = (host: string) => hostPeer(host, request.subject.namespace, snapshot.objects());
      return answers.get(key, (): Series => {
        const cut = { metrics, by, direction, visible, hostPeer: whom };
        return {
          times: timesOf(range),
          stepSeconds: range.stepSeconds,
          rateWindowSeconds: reading.rateWindowSeconds,
          ...trafficSeries(reading, cut),
          changes: marks,
          metricsAt: reading.metricsAt,
          warnings,
        };
      });
    },
  };
}
