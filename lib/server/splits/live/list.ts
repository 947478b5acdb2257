/** `GET /api/v1/splits`: running and past splits; shares and rates from the reading that everybody shares. */
import type { SplitPart, SplitRow, Splits } from '#lib/api/splits/splits-list.ts';
import type { TrafficRecord } from '#lib/graph/telemetry/traffic-record.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import { Remembered } from '#lib/remembered.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { realName } from '#lib/splits/survey/gateway-routes.ts';
import { splitServiceOf } from '#lib/splits/survey/service-versions.ts';
import { type StandingSplit, standingSplits } from '#lib/splits/survey/survey.ts';
import { breathe } from '../../mesh/demand.ts';
import type { Reading } from '../../mesh/reading.ts';
import type { RequestScope } from '../../mesh/scope.ts';
import type { KeptProposal } from '../start/proposal-seal.ts';
import { proposalsShown } from '../start/proposals.ts';
import { versionsBySubset, virtualServiceOf } from '../world/point-refs.ts';
import type { KeptEntry } from '../world/records.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import { isRunning, secondsOf } from '../world/world.ts';
import { configuredPercent, judgeSplit, standingPoints } from './judge.ts';
import type { LiveTools } from './live.ts';
import { isDrifted, partialOf } from './live-drift.ts';
import { questionOf } from './split-metrics.ts';

/** Namespaces whose records are asked for at once. */
const atOnce = 8;
/** Rows between which waiting requests are answered. */
const inOneGo = 32;

export async function listSplits(
  tools: LiveTools,
  caller: SplitCaller,
  scope: RequestScope,
  windowSeconds: number,
): Promise<Splits> {
  const { services } = tools;
  const { objects, rights } = caller;
  const shown = (namespace: string) =>
    rights.visible(namespace) && (scope.requested === null || scope.requested.has(namespace));
  const standing = standingSplits(objects).filter(({ service }) => shown(service.namespace));
  const places = new Set(standing.map(({ service }) => service.namespace));
  // Versions are called in the namespace of their service: what its series tell is all that is shown here.
  const { scope: metrics } = services.scoping.near(shown, places);
  const reading = await services.telemetry.live(windowSeconds, metrics);
  const running: SplitRow[] = [];
  for (const split of standing) {
    running.push(await rowOf(tools, split, reading, windowSeconds, objects));
    if (running.length % inOneGo === 0) await breathe();
  }
  const namespaces = objects.namespaces.map(({ metadata }) => metadata.name).filter(shown);
  const { entries, proposals, unreadable } = await pastEntries(tools, caller, namespaces);
  const live = new Set(standing.flatMap(({ release }) => (release === null ? [] : [release.id])));
  const past = pastRows(entries, live);
  running.sort((a, b) => (b.release?.at ?? 0) - (a.release?.at ?? 0));
  return {
    at: Math.floor(services.clock.now() / 1000),
    metricsAt: reading.metricsAt,
    windowSeconds,
    splits: [...running, ...past],
    proposals: await proposalsShown(tools, caller, proposals),
    historyUnreadable: unreadable,
    unreadable: [...rights.unreadable('virtualServices')].filter(shown),
    hiddenNamespaces: !rights.allNamespaces,
    warnings: [...scope.warnings, ...reading.warnings, ...services.snapshot.warnings()],
  };
}

const isOfRule = (point: StandingSplit['points'][number], one: Release['points'][number]): boolean =>
  point.namespace === one.namespace &&
  point.virtualService === one.virtualService &&
  point.layer === one.layer &&
  point.key === one.key;

async function rowOf(
  { metrics, services }: LiveTools,
  { service, release, foreign, points }: StandingSplit,
  reading: Reading,
  windowSeconds: number,
  objects: ClusterObjects,
): Promise<SplitRow> {
  const { namespace, name, host } = service;
  const found = splitServiceOf(objects, service);
  const hosts = found?.hosts ?? new Set([host]);
  const bySubset = versionsBySubset(host, found?.versions.versions ?? [], objects);
  const rules = release === null ? [] : standingPoints(release, objects);
  const partial = partialOf(rules, objects);
  // Of several rules the split's own tell, as on its page.
  const own = points.filter((point) => release?.points.some((one) => isOfRule(point, one)) ?? true);
  const told = own.length > 0 ? own : points;
  const first = told.find(({ conditional }) => !conditional) ?? told[0];
  const configured = new Map<string, number>();
  for (const { target, percent } of first?.shares ?? []) {
    const version = bySubset.get(`${target.host}/${target.subset ?? ''}`) ?? target.subset ?? '';
    if (hosts.has(target.host) && percent !== null)
      configured.set(version, (configured.get(version) ?? 0) + percent);
  }
  const sharesTell =
    release === null ||
    configuredPercent(release, rules) !== null ||
    release.strategy.kind === 'canary' ||
    release.strategy.kind === 'blue-green';
  const measured = measuredParts(reading, hosts, found?.versions.versions ?? []);
  const versions = [
    ...new Set([...(found?.versions.versions ?? []).map(({ value }) => value), ...configured.keys()]),
  ];
  const total = [...measured.values()].reduce((sum, { requests }) => sum + requests, 0);
  const parts = versions.map((version): SplitPart => {
    const own = measured.get(version);
    return {
      version,
      role:
        release?.stable.version === version
          ? 'stable'
          : release?.candidate.version === version
            ? 'candidate'
            : 'other',
      configured:
        sharesTell || (release.strategy.kind === 'mirror' && release.candidate.version !== version)
          ? (configured.get(version) ?? 0)
          : null,
      observed: total > 0 ? ((own?.requests ?? 0) / total) * 100 : null,
      requestsPerSecond: reading.metricsAt === null ? null : (own?.requests ?? 0),
      errorRatio: own === undefined || own.requests === 0 ? null : own.failed / own.requests,
      ready: found?.versions.versions.find(({ value }) => value === version)?.ready ?? null,
    };
  });
  const judged =
    release !== null && isRunning(release.phase) && found !== null
      ? await metrics.recent(
          questionOf(found, release.guard.windowSeconds || windowSeconds, services.snapshot.objects()),
        )
      : null;
  const state = release !== null ? 'tracked' : foreign !== null ? 'foreign' : 'untracked';
  return {
    id: `${namespace}/${name}/${release?.id ?? state}`,
    state,
    namespace,
    service: name,
    release: release === null ? null : releaseRow(release),
    end: null,
    foreign: foreign === null ? null : { ...foreign, phase: null },
    parts,
    verdict:
      judged === null || release === null || found === null
        ? null
        : judgeSplit(judged, found, release, objects).judgement.word,
    drifted: rules.some(isDrifted),
    partial: partial === null ? null : { written: partial.written, total: partial.total },
    objects: [
      ...new Map(
        (release === null ? points : release.points).map((one) => [
          `${one.namespace}/${one.virtualService}`,
          one,
        ]),
      ).values(),
    ].map((one) => {
      const object = virtualServiceOf(one, objects);
      return {
        ...realName(one.virtualService),
        namespace: one.namespace,
        manager: object === undefined ? ('other' as const) : ownershipOf(object).manager,
      };
    }),
  };
}

function releaseRow(release: Release): NonNullable<SplitRow['release']> {
  const { id, strategy, phase, step, plan, stable, candidate, guard, by, at, rev, points } = release;
  return {
    id,
    strategy,
    phase,
    step: step + 1,
    steps: plan.length,
    plan,
    stable: stable.version,
    candidate: candidate.version,
    guard: guard.mode,
    by,
    at: secondsOf(at),
    rev,
    points: points.length,
  };
}

const byHost = new Remembered<ReadonlyMap<string, readonly TrafficRecord[]>>();

function measuredParts(
  { telemetry }: Reading,
  hosts: ReadonlySet<string>,
  versions: readonly { value: string; workloads: readonly string[] }[],
): Map<string, { requests: number; failed: number }> {
  const of = new Map(
    versions.flatMap(({ value, workloads }) => workloads.map((one) => [one, value] as const)),
  );
  const sums = new Map<string, { requests: number; failed: number }>();
  const received = byHost.get(telemetry.records, [], () =>
    Map.groupBy(telemetry.records, ({ destination }) => destination.host.toLowerCase()),
  );
  for (const { destination, totals } of [...hosts].flatMap((host) => received.get(host) ?? [])) {
    const version = of.get(`${destination.namespace}/${destination.workload}`);
    if (version === undefined) continue;
    const sum = sums.get(version) ?? { requests: 0, failed: 0 };
    sums.set(version, {
      requests: sum.requests + totals.requestsPerSecond,
      failed: sum.failed + totals.errorsPerSecond,
    });
  }
  return sums;
}

async function pastEntries(
  { records, services }: LiveTools,
  { credential }: SplitCaller,
  namespaces: readonly string[],
): Promise<{ entries: KeptEntry[]; proposals: KeptProposal[]; unreadable: string[] }> {
  const question = { verb: 'list', group: '', resource: 'configmaps' };
  if (namespaces.length > 1 && (await services.access.allowsEverywhere(credential, question))) {
    const { state, entries, proposals } = await records.list(credential, null, null);
    const shown = new Set(namespaces);
    return {
      entries: entries.filter(({ entry }) => shown.has(entry.release.service.namespace)),
      proposals: proposals.filter(({ namespace }) => shown.has(namespace)),
      unreadable: state === 'ok' ? [] : [...namespaces],
    };
  }
  const entries: KeptEntry[] = [];
  const proposals: KeptProposal[] = [];
  const unreadable: string[] = [];
  for (let from = 0; from < namespaces.length; from += atOnce) {
    const some = namespaces.slice(from, from + atOnce);
    const answers = await Promise.all(some.map((one) => records.list(credential, one, null)));
    for (const [index, answer] of answers.entries()) {
      entries.push(...answer.entries);
      proposals.push(...answer.proposals);
      if (answer.state !== 'ok') unreadable.push(some[index] ?? '');
    }
  }
  return { entries, proposals, unreadable };
}

/** Going back to a revision ends nothing, and names it. */
function endOf({ kind, text }: KeptEntry['entry']): 'finished' | 'restored' | null {
  if (kind === 'restore' && text === null) return 'restored';
  return kind === 'finish' ? 'finished' : null;
}

/** By their last record. */
function pastRows(entries: readonly KeptEntry[], live: ReadonlySet<string>): SplitRow[] {
  const newest = new Map<string, KeptEntry>();
  const ended = new Map<string, 'finished' | 'restored'>();
  for (const one of entries) {
    const known = newest.get(one.entry.release.id);
    if (live.has(one.entry.release.id)) continue;
    const end = endOf(one.entry);
    if (end !== null) ended.set(one.entry.release.id, end);
    if (known === undefined || Date.parse(known.entry.at) < Date.parse(one.entry.at))
      newest.set(one.entry.release.id, one);
  }
  return [...newest.values()]
    .sort((a, b) => Date.parse(b.entry.at) - Date.parse(a.entry.at))
    .map(({ entry }): SplitRow => {
      const { release } = entry;
      const { namespace, name } = release.service;
      return {
        id: `${namespace}/${name}/${release.id}`,
        state: 'past',
        namespace,
        service: name,
        release: { ...releaseRow(release), by: entry.by, at: secondsOf(entry.at) },
        end:
          ended.get(release.id) ??
          (release.phase === 'Aborted' || release.phase === 'Promoted' ? 'finished' : 'broken-off'),
        foreign: null,
        parts: [],
        verdict: null,
        drifted: false,
        partial: null,
        objects: [...new Set(release.points.map((one) => `${one.namespace}/${one.virtualService}`))].map(
          (key) => {
            const [at = '', object = ''] = key.split('/');
            return { ...realName(object), namespace: at, manager: 'other' as const };
          },
        ),
      };
    });
}
