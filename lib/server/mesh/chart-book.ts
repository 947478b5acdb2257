/** Answers of `GET /api/v1/series`: the shared lines of a subject cut to the caller's rights, packed once for equal callers. */
import type { Rights } from '#lib/access/rights.ts';
import type { ConfigurationChange } from '#lib/api/change.ts';
import type { Warning } from '#lib/api/problem.ts';
import type { Series } from '#lib/api/series.ts';
import type { SeriesDirection, SeriesGrouping } from '#lib/api/series-words.ts';
import type { JsonObject } from '#lib/document/json.ts';
import { newestFirst } from '#lib/graph/changes.ts';
import { goneTouching } from '#lib/graph/gone-objects.ts';
import {
  configurationTouching,
  hostPeer,
  type SeriesParty,
  trafficParty,
} from '#lib/graph/series-subject.ts';
import { trafficSeries } from '#lib/graph/traffic-series.ts';
import { newestFirst as newestHeads, objectKeyOf } from '#lib/history/retention.ts';
import type { RevisionHead } from '#lib/history/revision.ts';
import { mergeChanges } from '#lib/history/timeline.ts';
import { kindId, kindOf } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { timesOf } from '#lib/metrics/time-range.ts';
import { type TrafficQuestion, trafficQueries } from '#lib/metrics/traffic-queries.ts';
import type { History } from '../history/history.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru, once } from '../lru.ts';
import type { PrometheusClient } from '../prometheus/client.ts';
import { mayReadConfiguration } from './configuration-rights.ts';
import { createPackedCache, type Packed } from './packed.ts';
import { partialMetrics } from './reading.ts';
import type { RequestScope } from './scope.ts';
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
  snapshot: Pick<Snapshot, 'objects' | 'revision'>;
  history: Pick<History, 'revisionsOf' | 'version' | 'heads' | 'body'>;
}

/** The newest deletions are looked at, older ones leave no mark: each may cost a read of what was kept. */
const mostGone = 60;

export function createChartBook({ traffic, prometheus, snapshot, history }: ChartOptions): ChartBook {
  const answers = createPackedCache(256);
  const changes = createLru<Promise<readonly ConfigurationChange[]>>(128);
  /** By revision: as the objects were that it tells the end of. */
  const gone = createLru<Promise<KubernetesObject | null>>(2 * mostGone);

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

  function lastOf(head: RevisionHead): Promise<KubernetesObject | null> {
    return once(gone, head.id, async () => {
      const entry = history.revisionsOf(objectKeyOf(head)).entries.find((one) => one.head.id === head.id);
      const body = entry === undefined ? null : await history.body(entry);
      return body?.before == null ? null : (body.before as JsonObject & KubernetesObject);
    });
  }

  /** What was deleted and is not there again; what cannot be read any more is left out. */
  async function goneObjects(): Promise<KubernetesObject[]> {
    const deleted = newestHeads(history.heads().filter(({ operation }) => operation === 'deleted'))
      .filter((head) => history.revisionsOf(objectKeyOf(head)).entries[0]?.head.id === head.id)
      .slice(0, mostGone);
    const objects = await Promise.all(deleted.map((head) => lastOf(head).catch(() => null)));
    return objects.filter((object) => object !== null);
  }

  function changesOf({ subject, peer }: ChartRequest): Promise<readonly ConfigurationChange[]> {
    const parties = peer === null ? [subject] : [subject, peer];
    const key = JSON.stringify([snapshot.revision(), history.version(), parties]);
    return once(changes, key, async () => {
      const objects = snapshot.objects();
      const touching = configurationTouching(parties, objects);
      const spoke = goneTouching(parties, objects, await goneObjects());
      const heads = [...touching, ...spoke].flatMap(
        (object) => history.revisionsOf(historyKey(object)).entries,
      );
      return mergeChanges(
        newestFirst(touching),
        heads.map(({ head }) => head),
      ).reverse();
    });
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
      const marks = (await changesOf(request)).filter(
        (change) =>
          change.at >= range.from &&
          // What happened since the last sample is shown at once; of a time that is over there is no since.
          change.at <= (at ?? range.to + range.stepSeconds) &&
          mayRead(change.namespace, change.kind),
      );
      const warnings = [...warningsOf(reading), ...scope.warnings];
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

function historyKey({ apiVersion, kind: name, metadata }: KubernetesObject): string {
  const kind = kindOf(apiVersion, name);
  return kind === undefined ? '' : `${kindId(kind)}/${metadata.namespace ?? ''}/${metadata.name}`;
}
