/** One split measured and judged: for the page, the list and the guard alike. */

import { indexOf } from '#lib/graph/build/cluster-index.ts';
import { asJson, type ClusterObjects } from '#lib/istio/objects.ts';
import { targetsOf } from '#lib/splits/plan/act.ts';
import { poolPercent } from '#lib/splits/plan/amend.ts';
import { isReached, type Release, reachedRev } from '#lib/splits/record/record.ts';
import { findRule, ruleHash, rulesOf } from '#lib/splits/record/route-key.ts';
import { handedTo } from '#lib/splits/survey/delegation.ts';
import { pointsOf } from '#lib/splits/survey/points.ts';
import type { SplitService } from '#lib/splits/survey/service-versions.ts';
import { waypointOf } from '#lib/splits/survey/waypoint.ts';
import { type Measured, measure } from '#lib/splits/watch/measure.ts';
import { type Judgement, judgeWindow, type Reason, verdict, type Word } from '#lib/splits/watch/verdict.ts';
import { splitWindows } from '#lib/splits/watch/windows.ts';
import { type Share, sharesOf } from '#lib/splits/weights/rule-shares.ts';
import { unhandedPoints } from '../guard/handing.ts';
import { virtualServiceOf } from '../world/point-refs.ts';
import { isRunning, podsOfVersion, secondsOf } from '../world/world.ts';
import type { SplitReading } from './split-metrics.ts';

/** A rule of a running split as it stands. */
export interface StandingPoint {
  ref: Release['points'][number];
  state: 'as-written' | 'changed' | 'gone';
  /** The split's last write of it did not come to its object. */
  unwritten: boolean;
  /** Its object carries the split's record, or names it. */
  marked: boolean;
  shares: readonly Share[];
  conditional: boolean;
}

export function standingPoints(release: Release, objects: ClusterObjects): StandingPoint[] {
  const known = new Map(
    pointsOf(new Set([release.stable.host, release.candidate.host]), objects).map((point) => [
      `${point.namespace}/${point.virtualService}/${point.layer}/${point.key}`,
      point,
    ]),
  );
  return release.points.map((ref) => {
    const object = virtualServiceOf(ref, objects);
    const at = object === undefined ? null : findRule(asJson(object), ref);
    const unwritten = object !== undefined && !isReached(object.metadata.annotations, release, ref);
    const marked = object !== undefined && reachedRev(object.metadata.annotations, release) > 0;
    if (object === undefined || at === null)
      return { ref, state: 'gone', unwritten, marked, shares: [], conditional: false };
    const rule = rulesOf(asJson(object), ref.layer)[at] ?? null;
    const scope = { namespace: ref.namespace, domain: objects.meshConfig.domain };
    const point = known.get(`${ref.namespace}/${ref.virtualService}/${ref.layer}/${ref.key}`);
    const isKept = ruleHash(rule) === ref.hash;
    return {
      ref,
      state: isKept ? 'as-written' : 'changed',
      unwritten: unwritten && !isKept,
      marked,
      shares: sharesOf(rule, scope, targetsOf(release)),
      conditional: point?.conditional ?? false,
    };
  });
}

/** Percent of the service's requests that the candidate is to get; null where shares do not tell. */
export function configuredPercent(release: Release, points: readonly StandingPoint[]): number | null {
  if (release.strategy.kind === 'ab' || release.strategy.kind === 'mirror') return null;
  // Sticky callers stay: what they see grows beyond the weight.
  if (release.strategy.kind === 'canary' && release.strategy.sticky) return null;
  if (release.strategy.kind === 'blue-green' && release.strategy.header !== null) return null;
  const told = points.filter(({ state }) => state !== 'gone');
  const first = told.find(({ conditional }) => !conditional) ?? told[0];
  if (first === undefined) return null;
  const sum = (role: string) =>
    first.shares.filter((one) => one.role === role).reduce((all, { percent }) => all + (percent ?? 0), 0);
  const both = sum('stable') + sum('candidate');
  return both === 0 ? null : (sum('candidate') / both) * 100;
}

export interface Caller {
  namespace: string;
  workload: string;
  proxy: boolean | null;
  requestsPerSecond: number;
  /** 0..1; null without requests. */
  successRatio: number | null;
  /** Percent of what both versions got. */
  candidate: number | null;
  bypass: 'no-proxy' | 'other-route' | 'not-obeyed' | null;
}

type WindowReason =
  | Exclude<Reason, { code: 'share' }>
  | (Omit<Extract<Reason, { code: 'share' }>, 'callers'> & { callers: string[] });

export interface Judged {
  measured: Measured;
  callers: Caller[];
  configured: number | null;
  judgement: Judgement;
  windows: {
    at: number;
    word: Word;
    reason: WindowReason | null;
    candidateRequests: number;
    stableRequests: number;
  }[];
}

export function measureSplit(reading: SplitReading, service: SplitService): Measured {
  const versions = new Map(
    service.versions.versions.flatMap(({ value, workloads }) =>
      workloads.map((one) => [one, value] as const),
    ),
  );
  return measure(reading.answers, reading.times, (workload) => versions.get(workload) ?? null);
}

export function judgeSplit(
  reading: SplitReading,
  service: SplitService,
  release: Release,
  objects: ClusterObjects,
): Judged {
  const measured = measureSplit(reading, service);
  const handed = handedTo(objects.virtualServices);
  // Of a delegate that is not asked no share is to be expected.
  const waits = unhandedPoints(release, handed, objects).length === release.points.length;
  const configured = waits ? null : configuredPercent(release, standingPoints(release, objects));
  // Who followed the rule as it was before goes past nothing.
  const settled = (measured.times.at(-1) ?? 0) - reading.stepSeconds >= secondsOf(release.at);
  const callers = callersOf(measured, release, settled ? configured : null, {
    objects,
    waypoint: waypointOf(service.service, objects) !== null,
    beside: rulesBeside(release, objects),
  });
  const candidate = service.versions.versions.find(({ value }) => value === release.candidate.version);
  // What was before it began is not its doing; its first record tells when that was.
  const since = release.rev === 1 ? secondsOf(release.at) : 0;
  const told = splitWindows({
    measured,
    windowSeconds: reading.stepSeconds,
    release,
    configured,
    pods: candidate === undefined ? [] : podsOfVersion(service, candidate),
    bypassed: callers.flatMap(({ namespace, workload, bypass, requestsPerSecond }) =>
      bypass === null
        ? []
        : [{ caller: workload === '' ? 'unknown' : `${namespace}/${workload}`, requestsPerSecond }],
    ),
    movedAt: secondsOf(release.at) || null,
  }).filter(({ at }) => at > since);
  const { guard } = release;
  return {
    measured,
    callers,
    configured,
    judgement: verdict(
      told.map(({ window }) => window),
      guard,
    ),
    windows: told.map(({ at, window }) => ({
      at,
      ...firstOf(judgeWindow(window, guard)),
      candidateRequests: window.candidate.requests,
      stableRequests: window.stable.requests,
    })),
  };
}

/** Who went past it is told once, with the verdict: there who is hidden from the reader is left out. */
function firstOf({ word, reasons: [reason] }: Judgement): Pick<Judged['windows'][number], 'word' | 'reason'> {
  if (reason === undefined) return { word, reason: null };
  return { word, reason: reason.code === 'share' ? { ...reason, callers: [] } : { ...reason } };
}

/** What the candidate gets, in percent of both versions, by rules that take no part: what they decide goes past the split. */
function rulesBeside(release: Release, objects: ClusterObjects): number[] {
  const { service, id, points } = release;
  return pointsOf(new Set([release.stable.host, release.candidate.host]), objects).flatMap((point) => {
    const { namespace, virtualService, layer, key, name, index } = point;
    const takesPart = points.some(
      (one) =>
        one.namespace === namespace &&
        one.virtualService === virtualService &&
        one.layer === layer &&
        one.key === key,
    );
    const isOwn = name?.startsWith(`sluice-${service.name}-`) === true && name.endsWith(`-${id}`);
    const object = takesPart || isOwn ? undefined : virtualServiceOf(point, objects);
    if (object === undefined) return [];
    const scope = { namespace, domain: objects.meshConfig.domain };
    return poolPercent(rulesOf(asJson(object), layer)[index] ?? null, targetsOf(release), scope) ?? [];
  });
}

const clearlyOff = 15;
const fewRequests = 20;

function callersOf(
  measured: Measured,
  { stable, candidate, strategy, phase }: Release,
  configured: number | null,
  { objects, waypoint, beside }: { objects: ClusterObjects; waypoint: boolean; beside: readonly number[] },
): Caller[] {
  const { workloads } = indexOf(objects);
  // Copies are nobody's requests.
  const copies = strategy.kind === 'mirror' && isRunning(phase);
  const seconds = (measured.times.at(-1) ?? 0) - (measured.times.at(-2) ?? 0);
  return measured.callers
    .flatMap(({ namespace, workload, requests, failed }): Caller[] => {
      const known = workloads.get(`${namespace}/${workload}`);
      // Its own proxy would have named it.
      const proxy = waypoint
        ? // Whom the waypoint tells of came through it.
          true
        : workload === ''
          ? false
          : known === undefined || known.running === 0
            ? null
            : // ztunnel by itself reads no VirtualService.
              known.withoutSidecar + known.ambient < known.running;
      const own = copies ? 0 : (requests.get(candidate.version) ?? 0);
      const both = own + (requests.get(stable.version) ?? 0);
      const percent = both === 0 || copies ? null : (own / both) * 100;
      const sumOf = (counts: ReadonlyMap<string, number>) =>
        [...counts].reduce(
          (sum, [version, one]) => sum + (copies && version === candidate.version ? 0 : one),
          0,
        );
      const total = sumOf(requests);
      if (total === 0) return [];
      const isOff =
        configured !== null &&
        percent !== null &&
        both * seconds >= fewRequests &&
        Math.abs(percent - configured) > clearlyOff;
      const one: Caller = {
        namespace,
        workload,
        proxy,
        requestsPerSecond: total,
        successRatio: 1 - sumOf(failed) / total,
        candidate: percent,
        bypass:
          proxy === false
            ? 'no-proxy'
            : !isOff
              ? null
              : beside.some((share) => (percent > configured ? share > configured : share < configured))
                ? 'other-route'
                : 'not-obeyed',
      };
      return [one];
    })
    .sort((a, b) => b.requestsPerSecond - a.requestsPerSecond);
}
