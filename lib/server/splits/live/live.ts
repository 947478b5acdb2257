/** `GET /api/v1/splits/{namespace}/{service}`: the split as it is now. Without metrics everything else is there all the same. */
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { SplitState } from '#lib/api/splits/split-words.ts';
import { nextStepAt } from '#lib/splits/plan/act.ts';
import { ignoreDifferences, leftBySplit } from '#lib/splits/plan/ignore-differences.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { stableShrunk } from '#lib/splits/survey/capacity.ts';
import { handedTo } from '#lib/splits/survey/delegation.ts';
import type { ForeignOwner } from '#lib/splits/survey/owners.ts';
import { standingSplit } from '#lib/splits/survey/survey.ts';
import { type ForeignReading, foreignActionsOf, foreignShown, readForeign } from '../act/foreign.ts';
import type { GuardBook } from '../guard/guard-book.ts';
import { endsFaults } from '../guard/guard-rights.ts';
import { missingHandings, unhandedPoints } from '../guard/handing.ts';
import type { ProposalTools } from '../start/proposals.ts';
import { strictest, toRef, versionsBySubset } from '../world/point-refs.ts';
import { type SplitCaller, visibleService } from '../world/split-caller.ts';
import type { SplitConsole } from '../world/split-console.ts';
import { isRunning, mayIn, secondsOf } from '../world/world.ts';
import { type ActionsInput, actionsOf } from './actions.ts';
import { faultsOf } from './faults.ts';
import { configuredPercent, type Judged, judgeSplit, measureSplit, standingPoints } from './judge.ts';
import { driftOf, partialOf } from './live-drift.ts';
import { configuredByVersion, livePoints } from './live-points.ts';
import { liveVersions } from './live-versions.ts';
import { questionOf, type SplitMetrics } from './split-metrics.ts';
import { timelineOf } from './timeline.ts';

export interface LiveTools extends ProposalTools {
  metrics: SplitMetrics;
  guards: Pick<GuardBook, 'stateOf'>;
}

const usualWindow = 60;

/**
 * The stream tells of readings as long as somebody asks for each. A split has questions of its own: whoever watches nothing else would
 * be told of none, and see what is half a minute old.
 */
function followReadings(
  { telemetry, scoping }: SplitConsole,
  { rights }: SplitCaller,
  namespace: string,
): void {
  const { scope } = scoping.near(rights.visible, new Set([namespace]));
  void telemetry.live(usualWindow, scope).catch(() => undefined);
}

export async function describeLive(
  tools: LiveTools,
  caller: SplitCaller,
  name: { namespace: string; name: string },
  asked: { windowSeconds: number | null; release: string | null },
): Promise<SplitLive> {
  const { services, records, metrics, guardRights, guards } = tools;
  const { objects, rights } = caller;
  const service = visibleService(caller, name);
  const standing = standingSplit(service.service, objects);
  const kept = await records.list(caller.credential, name.namespace, name.name);
  const [past] = kept.entries.filter(
    ({ entry }) => entry.release.id === (asked.release ?? standing?.release?.id ?? entry.release.id),
  );
  const running =
    standing?.release != null && (asked.release === null || asked.release === standing.release.id);
  const release = running
    ? (standing?.release ?? null)
    : asked.release !== null || standing === null
      ? (past?.entry.release ?? null)
      : null;
  const state: SplitState = running
    ? 'tracked'
    : asked.release !== null
      ? release === null
        ? 'none'
        : 'past'
      : standing?.foreign != null
        ? 'foreign'
        : standing !== null
          ? 'untracked'
          : release === null
            ? 'none'
            : 'past';
  const foreign = state === 'foreign' ? (standing?.foreign ?? null) : null;
  const owned = foreign === null ? null : await readForeign(services, caller.credential, foreign);
  if (state !== 'none' && state !== 'past') followReadings(services, caller, name.namespace);
  const windowSeconds = asked.windowSeconds ?? release?.guard.windowSeconds ?? usualWindow;
  const reading =
    state === 'none' || state === 'past'
      ? null
      : await metrics.recent(questionOf(service, windowSeconds, services.snapshot.objects()));
  const judged =
    reading !== null && release !== null && running ? judgeSplit(reading, service, release, objects) : null;
  const measured = judged?.measured ?? (reading === null ? null : measureSplit(reading, service));
  const bySubset = versionsBySubset(service.host, service.versions.versions, objects);
  const standingRules = running && release !== null ? standingPoints(release, objects) : [];
  const guard = await guardRights.in(name.namespace);
  const may = await mayIn(services, caller, name.namespace, standing?.points ?? [], false);
  const guarded = release !== null && running ? guards.stateOf(release) : null;
  const points = livePoints(standing, release, running, standingRules, bySubset, objects);
  const own = kept.entries.filter(({ entry }) => entry.release.id === release?.id);
  // Of one that began without the console, what was done first here is no start.
  const first = own.find(({ entry }) => entry.release.rev === 1);
  const candidate = service.versions.versions.find(({ value }) => value === release?.candidate.version);
  const configured = release === null ? null : configuredPercent(release, standingRules);
  const unhanded =
    running && release !== null
      ? unhandedPoints(release, handedTo(services.snapshot.objects().virtualServices), objects)
      : [];
  const mode = unhanded.length > 0 ? 'delegate' : strictest(points.map(({ owner }) => owner?.mode ?? 'own'));
  return {
    at: Math.floor(services.clock.now() / 1000),
    metricsAt: reading?.times.at(-1) ?? null,
    windowSeconds,
    state,
    namespace: name.namespace,
    service: name.name,
    host: service.host,
    release,
    anchor: running ? (standing?.anchor ?? null) : null,
    recordProblem: standing?.problem ?? null,
    foreign: foreign === null || owned === null ? null : foreignShown(foreign, owned),
    startedAt: first === undefined ? null : secondsOf(first.entry.at),
    startedBy: first?.entry.by ?? null,
    mode,
    points,
    versions: liveVersions({
      service,
      release: state === 'past' ? null : release,
      measured,
      configured: configuredByVersion(points, release, configured, service),
      subsets: new Map([...bySubset].map(([key, version]) => [version, key.split('/')[1] ?? ''])),
      objects,
    }),
    series: { times: reading?.times ?? [], stepSeconds: reading?.stepSeconds ?? windowSeconds },
    callers: callersFor(judged, rights.visible),
    verdict:
      judged === null || release === null || !isRunning(release.phase)
        ? null
        : {
            word: judged.judgement.word,
            reasons: judged.judgement.reasons.map((reason) =>
              reason.code === 'share'
                ? {
                    ...reason,
                    callers: reason.callers.filter(
                      (one) => !one.includes('/') || rights.visible(one.split('/')[0] ?? ''),
                    ),
                  }
                : { ...reason },
            ),
            windowSeconds,
            windows: judged.windows,
          },
    metrics:
      reading === null && metrics.state() === 'ok' && state !== 'none' && state !== 'past'
        ? 'unreachable'
        : metrics.state(),
    drift: running && release !== null ? driftOf(release, standingRules, objects, services.history) : null,
    unhanded: unhanded.map(toRef),
    candidateDown: running && release !== null && isSentTo(release) && (candidate?.ready ?? 0) === 0,
    stableShrunk:
      running && release !== null && isRunning(release.phase)
        ? stableShrunk(
            release,
            service.versions.versions.find(({ value }) => value === release.stable.version)?.ready ?? 0,
          )
        : null,
    partial: running && release !== null ? partialOf(standingRules, objects) : null,
    guard: {
      mode: release?.guard.mode ?? 'off',
      state:
        guarded?.state ??
        (release?.guard.mode === 'auto-abort' && running
          ? guard.obstacle === null
            ? 'held'
            : 'unavailable'
          : 'off'),
      armedBy: release?.guard.armedBy ?? null,
      ...guard,
      holder: guarded?.holder ?? null,
      renewedAt: guarded?.renewedAt ?? null,
      nextStepAt: running && release !== null ? nextStepAt(release) : null,
      offered: guard.obstacle === null ? ['off', 'advise', 'auto-abort'] : ['off', 'advise'],
    },
    actions: await actionsShown(tools, caller, foreign, owned, {
      state,
      release: running ? release : null,
      points: standingRules,
      candidateReady: candidate?.ready ?? 0,
      unhanded,
      may,
      kept: own,
    }),
    may,
    timeline: release === null ? [] : timelineOf(release, kept.entries, services.history),
    records: kept.state,
    faults: faultsOf(standing, service, objects, endsFaults(guard)),
    gitops: {
      mode,
      snippet:
        unhanded.length > 0
          ? missingHandings(unhanded, { name: name.name, standing: standing?.points ?? [] }, objects)
          : mode === 'overlay' && release !== null && running
            ? ignoreDifferences(leftBySplit(release, objects.meshConfig.domain))
            : null,
    },
    warnings: [
      ...services.snapshot.warnings(),
      ...(reading?.partial === true
        ? [
            {
              code: 'prometheus-partial',
              source: 'prometheus' as const,
              detail: 'Some questions about the split were not answered.',
            },
          ]
        : []),
    ],
  };
}

async function actionsShown(
  { services }: LiveTools,
  caller: SplitCaller,
  foreign: ForeignOwner | null,
  owned: ForeignReading | null,
  input: ActionsInput,
): Promise<SplitLive['actions']> {
  return foreign === null || owned === null
    ? actionsOf(input)
    : foreignActionsOf(services, caller, foreign, owned);
}

/** Whether requests of users go to the candidate; copies are nobody's. */
function isSentTo({ phase, strategy }: Release): boolean {
  if (phase === 'Promoted') return true;
  if (!isRunning(phase)) return false;
  switch (strategy.kind) {
    case 'canary':
      return strategy.percent > 0;
    case 'blue-green':
      return strategy.percent > 0 || strategy.header !== null;
    case 'ab':
      return true;
    case 'mirror':
      return false;
  }
}

/** Callers in hidden namespaces are one without a name. */
function callersFor(judged: Judged | null, isVisible: (namespace: string) => boolean): SplitLive['callers'] {
  const shown: SplitLive['callers'] = [];
  let hidden = 0;
  for (const { namespace, workload, ...told } of judged?.callers ?? []) {
    if (namespace !== '' && !isVisible(namespace)) {
      hidden += told.requestsPerSecond;
      continue;
    }
    shown.push({ caller: { namespace, workload }, ...told });
  }
  return hidden > 0
    ? [
        ...shown,
        {
          caller: null,
          proxy: null,
          requestsPerSecond: hidden,
          successRatio: null,
          candidate: null,
          bypass: null,
        },
      ]
    : shown;
}
