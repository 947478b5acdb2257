/** Overview answers: the mesh surveyed once for each reading, each distinct set of rights given its part, packed and shared. */
import type { Rights } from '#lib/access/rights.ts';
import type { Warning } from '#lib/api/problem.ts';
import type { Overview } from '#lib/api/traffic/overview.ts';
import { slowHosts } from '#lib/graph/overview/attention.ts';
import { buildOverview } from '#lib/graph/overview/overview.ts';
import { type Survey, surveySteps } from '#lib/graph/overview/survey.ts';
import { mergeChanges } from '#lib/history/timeline.ts';
import { type MetricsScope, scopeKey } from '#lib/metrics/metrics-scope.ts';
import type { History } from '../history/history.ts';
import { createLru, once } from '../lru.ts';
import { configurationKey, mayReadConfiguration } from './configuration-rights.ts';
import { breathe, createDemand } from './demand.ts';
import { createPackedCache, type Packed } from './packed.ts';
import type { Reading } from './reading.ts';
import type { RequestScope } from './scope.ts';
import type { SeriesBook, SeriesReading } from './series-book.ts';
import type { MeshOptions } from './shared-book.ts';
import { inSlices } from './slices.ts';

export interface OverviewBook {
  packed(rangeSeconds: number, scope: RequestScope, rights: Rights): Promise<Packed>;
  /** As in the graph book. */
  prepare(windowSeconds: number, reading: Reading): Promise<void>;
}

const windowSeconds = 60;

export interface OverviewOptions extends MeshOptions {
  series: SeriesBook;
  history: Pick<History, 'heads' | 'version'>;
}

export function createOverviewBook(options: OverviewOptions): OverviewBook {
  const { telemetry, scoping, snapshot, clock, clusterId, series, history } = options;
  const kept = scoping.strict ? 16 : 4;
  const surveys = createLru<Promise<Survey>>(kept);
  /** The newest of each range, in seconds, and scope. */
  const latest = createLru<Survey>(kept);
  const answers = createPackedCache(128);
  const demand = createDemand<{ rangeSeconds: number; scope: RequestScope; rights: Rights }>(clock);

  function survey(
    reading: Reading,
    lines: SeriesReading,
    rangeSeconds: number,
  ): { key: string; survey: Promise<Survey> } {
    const warnings: Warning[] = [...reading.warnings, ...snapshot.warnings()];
    if (lines.partial && warnings.length === 0) {
      const detail = 'Some of the lines are missing or incomplete.';
      warnings.push({ code: 'prometheus-partial', source: 'prometheus', detail });
    }
    const key = JSON.stringify([reading.version, snapshot.revision(), lines.version, rangeSeconds, warnings]);
    const made = once(surveys, key, () =>
      inSlices(
        surveySteps({
          telemetry: reading.telemetry,
          objects: snapshot.objects(),
          cluster: clusterId,
          windowSeconds,
          at: reading.at,
          metricsAt: reading.metricsAt,
          series: lines.results,
          rangeSeconds,
          warnings,
        }),
      ),
    );
    return { key, survey: made };
  }

  async function answer(
    rangeSeconds: number,
    scope: RequestScope,
    rights: Rights,
    reading: Reading,
  ): Promise<Packed> {
    // What is slow is known from the survey; its lines make the survey complete.
    const nothing = { results: null, partial: false, version: '' };
    const metrics: MetricsScope = scoping.of(scope);
    const place = `${rangeSeconds} ${scopeKey(metrics)}`;
    const known = latest.get(place) ?? (await survey(reading, nothing, rangeSeconds).survey);
    const lines = await series.live(rangeSeconds, slowHosts(known.findings), metrics);
    const current = survey(reading, lines, rangeSeconds);
    const surveyed = await current.survey;
    latest.set(place, surveyed);
    const configuration = configurationKey(rights);
    return answers.get(
      JSON.stringify([current.key, history.version(), scope.key, scope.warnings, configuration]),
      () => {
        const { visible, requested } = scope;
        const whole = { ...surveyed, changes: mergeChanges(surveyed.changes, history.heads()) };
        const overview = withoutConfiguration(buildOverview(whole, { visible, requested }), rights);
        return { ...overview, warnings: [...overview.warnings, ...scope.warnings] };
      },
    );
  }

  return {
    packed: async (rangeSeconds, scope, rights) => {
      const packed = await answer(
        rangeSeconds,
        scope,
        rights,
        await telemetry.live(windowSeconds, scoping.of(scope)),
      );
      // Not sooner: the lines of a range that was never read would hold up the reading.
      const asked = { rangeSeconds, scope, rights };
      demand.note(JSON.stringify([rangeSeconds, scope.key, configurationKey(rights)]), asked);
      return packed;
    },
    prepare: async (preparedSeconds, reading) => {
      if (preparedSeconds !== windowSeconds) return;
      for (const { rangeSeconds, scope, rights } of demand.recent()) {
        if (scopeKey(scoping.of(scope)) !== reading.scope) continue;
        await answer(rangeSeconds, scope, rights, reading);
        await breathe();
      }
    },
  };
}

/** Seeing traffic is not the right to read Istio's objects: what quotes them goes where they may not be listed. */
function withoutConfiguration(overview: Overview, rights: Rights): Overview {
  const mayRead = mayReadConfiguration(rights);
  return {
    ...overview,
    attention: overview.attention.filter(
      ({ code, namespace, object }) =>
        code !== 'route-to-nothing' ||
        mayRead(object?.namespace ?? namespace, object?.kind ?? 'VirtualService'),
    ),
    splits: overview.splits.filter(({ namespace, kind }) => mayRead(namespace, kind)),
    changes: overview.changes.filter(({ namespace, kind }) => mayRead(namespace, kind)),
  };
}
