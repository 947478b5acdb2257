/** `GET /api/v1/splits/{namespace}/{service}`: the split as it is now. Without metrics everything else is there all the same. */
import type { SplitLive } from '#lib/api/split-live.ts';
import type { SplitState } from '#lib/api/split-words.ts';
import { resolveShortName } from '#lib/istio/hosts/host-name.ts';
import { asJson, type ClusterObjects } from '#lib/istio/objects.ts';
import { nextStepAt, targetsOf } from '#lib/splits/act.ts';
import { poolPercent, recordedPercent } from '#lib/splits/amend.ts';
import { stableShrunk } from '#lib/splits/capacity.ts';
import { handedTo } from '#lib/splits/delegation.ts';
import type { ForeignOwner } from '#lib/splits/owners.ts';
import type { Release } from '#lib/splits/record.ts';
import { findRule, rulesOf } from '#lib/splits/route-key.ts';
import type { SplitService } from '#lib/splits/service-versions.ts';
import { type StandingSplit, standingSplit } from '#lib/splits/survey.ts';
import { type ActionsInput, actionsOf } from './actions.ts';
import { faultsOf } from './faults.ts';
import { type ForeignReading, foreignActionsOf, foreignShown, readForeign } from './foreign.ts';
import type { GuardBook } from './guard-book.ts';
import { endsFaults } from './guard-rights.ts';
import { missingHandings, unhandedPoints } from './handing.ts';
import {
  configuredPercent,
  type Judged,
  judgeSplit,
  measureSplit,
  type StandingPoint,
  standingPoints,
} from './judge.ts';
import { liveVersions } from './live-versions.ts';
import { snippetOf } from './plan.ts';
import {
  ownedBy,
  rootsOf,
  strictest,
  toOwner,
  toRef,
  toShare,
  versionsBySubset,
  virtualServiceOf,
} from './point-refs.ts';
import type { ProposalTools } from './proposals.ts';
import { lastWriter } from './reviewed.ts';
import type { SplitTools } from './run.ts';
import { type SplitCaller, visibleService } from './split-caller.ts';
import { questionOf, type SplitMetrics } from './split-metrics.ts';
import { timelineOf } from './timeline.ts';
import { isRunning, mayIn, secondsOf } from './world.ts';

export interface LiveTools extends ProposalTools {
  metrics: SplitMetrics;
  guards: Pick<GuardBook, 'stateOf'>;
}

const revertSeconds = 60;
const usualWindow = 60;

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
  const windowSeconds = asked.windowSeconds ?? release?.guard.windowSeconds ?? usualWindow;
  const reading =
    state === 'none' || state === 'past'
      ? null
      : await metrics.read(questionOf(service, windowSeconds, services.snapshot.objects()));
  const judged =
    reading !== null && release !== null && running ? judgeSplit(reading, service, release, objects) : null;
  const measured = judged?.measured ?? (reading === null ? null : measureSplit(reading, service));
  const resolve = (text: string, at: string) =>
    resolveShortName(text, at, objects.meshConfig.domain).toLowerCase();
  const bySubset = versionsBySubset(service.host, service.versions.versions, objects, resolve);
  const standingRules = running && release !== null ? standingPoints(release, objects) : [];
  const guard = await guardRights.in(name.namespace);
  const may = await mayIn(services, caller, name.namespace, standing?.points ?? [], false);
  const guarded = release !== null && running ? guards.stateOf(release) : null;
  const points = livePoints(standing, release, running, standingRules, bySubset, objects);
  const own = kept.entries.filter(({ entry }) => entry.release.id === release?.id);
  const first = own.findLast(({ entry }) => entry.kind === 'start') ?? own.at(-1);
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
    partial: running && release !== null ? partialOf(release, objects) : null,
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
          : snippetFor(mode, points),
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

function livePoints(
  standing: StandingSplit | null,
  release: Release | null,
  running: boolean,
  rules: readonly StandingPoint[],
  bySubset: ReadonlyMap<string, string>,
  objects: ClusterObjects,
): SplitLive['points'] {
  const all = standing?.points ?? [];
  const ownerOf = (point: (typeof all)[number] | StandingPoint['ref']) => {
    const object = virtualServiceOf(point, objects);
    if (object === undefined) return null;
    return toOwner(ownedBy(object, 'roots' in point ? rootsOf(point, objects) : []));
  };
  if (release === null || !running) {
    return all.map((point) => ({
      ref: toRef(point),
      hosts: [...point.hosts],
      gateways: [...point.gateways],
      shares: point.shares.map((share) => ({ ...toShare(share, bySubset), role: share.role })),
      conditional: point.conditional,
      state: 'as-written',
      owner: ownerOf(point),
    }));
  }
  return rules.map(({ ref, state, shares, conditional }) => {
    const point = all.find(
      (one) =>
        one.namespace === ref.namespace &&
        one.virtualService === ref.virtualService &&
        one.layer === ref.layer &&
        one.key === ref.key,
    );
    return {
      ref: toRef(ref),
      hosts: [...(point?.hosts ?? [])],
      gateways: [...(point?.gateways ?? [])],
      shares: shares.map((share) => ({ ...toShare(share, bySubset), role: share.role })),
      conditional,
      state,
      owner: ownerOf(point ?? ref),
    };
  });
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

/** By the first rule that all requests follow, else by the first. */
function configuredByVersion(
  points: SplitLive['points'],
  release: Release | null,
  percent: number | null,
  { hosts, versions: { versions } }: SplitService,
): ReadonlyMap<string, number> | null {
  if (release !== null && percent === null && release.strategy.kind === 'ab' && isRunning(release.phase))
    return null;
  const present = points.filter(({ state }) => state !== 'gone');
  const first = present.find(({ conditional }) => !conditional) ?? present[0];
  if (first === undefined) return null;
  const shares = new Map<string, number>();
  for (const { version, percent: share } of first.shares) {
    if (version !== null && share !== null) shares.set(version, (shares.get(version) ?? 0) + share);
  }
  if (shares.size === 0) return null;
  // What a rule without a plain host does not name gets nothing.
  if (first.shares.every(({ host, version }) => version !== null || !hosts.has(host)))
    for (const { value } of versions) if (!shares.has(value)) shares.set(value, 0);
  return shares;
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

function percentNow(release: Release, ref: StandingPoint['ref'], objects: ClusterObjects): number | null {
  const object = virtualServiceOf(ref, objects);
  const at = object === undefined ? null : findRule(asJson(object), ref);
  if (object === undefined || at === null) return null;
  const rule = rulesOf(asJson(object), ref.layer)[at] ?? null;
  return poolPercent(rule, targetsOf(release), {
    namespace: ref.namespace,
    domain: objects.meshConfig.domain,
  });
}

function driftOf(
  release: Release,
  rules: readonly StandingPoint[],
  objects: ClusterObjects,
  history: SplitTools['services']['history'],
): SplitLive['drift'] {
  const off = rules.filter(({ state }) => state !== 'as-written');
  const [first] = off;
  // A write of ours that stopped half-way is told as partial.
  if (
    first === undefined ||
    (partialOf(release, objects) !== null && off.every(({ state }) => state === 'changed'))
  )
    return null;
  const object = virtualServiceOf(first.ref, objects);
  const owner = object === undefined ? null : ownedBy(object).owner;
  const who = lastWriter(first.ref, objects, history);
  const recorded = recordedPercent(release);
  return {
    by: who.by,
    manager: owner?.manager ?? null,
    managerName: who.manager,
    at: who.at,
    reverts: owner?.reverts === true && who.at !== null && who.at - secondsOf(release.at) <= revertSeconds,
    points: off.map(({ ref }) => ({ ref: toRef(ref), recorded, now: percentNow(release, ref, objects) })),
  };
}

/** Objects that have not heard of the release at all: the last start stopped before them. */
function partialOf(release: Release, objects: ClusterObjects): SplitLive['partial'] {
  const names = [...new Set(release.points.map((one) => `${one.namespace}/${one.virtualService}`))];
  const written = names.filter((key) =>
    objects.virtualServices.some(
      ({ metadata }) =>
        `${metadata.namespace ?? ''}/${metadata.name}` === key &&
        metadata.labels?.['sluice.dev/release'] === release.id,
    ),
  ).length;
  const present = names.filter((key) =>
    objects.virtualServices.some(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}` === key),
  ).length;
  return written < present ? { written, total: present } : null;
}

function snippetFor(mode: SplitLive['mode'], points: SplitLive['points']): string | null {
  return snippetOf({
    mode,
    handings: [],
    writes: points
      .filter(({ ref }) => ref.kind === 'VirtualService')
      .map(({ ref }) => ({
        group: 'networking.istio.io',
        kind: 'VirtualService',
        namespace: ref.namespace,
        name: ref.name,
        changes: [],
      })),
  });
}
