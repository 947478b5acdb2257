/**
 * A split whose routes somebody changed past the console: what they say becomes the split's own state (adopt), or is written over
 * (reapply), or goes back: to what stood there before the split (restore), or to a former state of it (restoreTo). None of it happens
 * by itself.
 */
import { type Change, changeValue } from '../../document/change.ts';
import { equalJson, type Json, own } from '../../document/json.ts';
import { asJson, type ClusterObjects, type VirtualService } from '../../istio/objects.ts';
import { fail, ok, type Result } from '../../result.ts';
import { releaseAnnotation } from '../record/annotation.ts';
import { type Guard, type Release, writtenAt } from '../record/record.ts';
import { findRule, ruleHash, rulesOf } from '../record/route-key.ts';
import { pointsOf, samePoint } from '../survey/points.ts';
import type { PointRef, Refusal, RouteTarget, SplitTargets, Version, Write } from '../types.ts';
import { sharesOf } from '../weights/rule-shares.ts';
import { type Acted, type Actor, anchorOf, pointerIn, recordIn, targetsOf, unmarked } from './act.ts';
import { moveTo, type SplitState } from './move.ts';
import { removeRule, restoreRule } from './restore.ts';
import { objectKey, writeOf } from './virtual-service-write.ts';

/** The candidate's percent of what both versions have in a rule; null where neither has anything. */
export function poolPercent(
  rule: Json,
  targets: SplitTargets,
  scope: { namespace: string; domain: string },
): number | null {
  const shares = sharesOf(rule, scope, targets);
  const sum = (role: string) =>
    shares.filter((one) => one.role === role).reduce((all, { percent }) => all + (percent ?? 0), 0);
  const pool = sum('stable') + sum('candidate');
  return pool === 0 ? null : Math.round((sum('candidate') / pool) * 100);
}

/** What the record says the candidate has; null where shares do not tell. */
export function recordedPercent({ phase, strategy }: Pick<Release, 'phase' | 'strategy'>): number | null {
  if (phase === 'Aborted') return 0;
  if (phase === 'Promoted') return 100;
  return strategy.kind === 'canary' || strategy.kind === 'blue-green' ? strategy.percent : 0;
}

export function adopt(release: Release, actor: Actor, objects: ClusterObjects): Result<Acted, Refusal> {
  const points: Release['points'] = [];
  const gone: PointRef[] = [];
  let percent: number | null = null;
  for (const point of release.points) {
    const object = find(objects, point);
    const at = object === undefined ? null : findRule(asJson(object), point);
    if (object === undefined || at === null) {
      gone.push(point);
      continue;
    }
    const rule = rulesOf(asJson(object), point.layer)[at] ?? null;
    percent ??= poolPercent(rule, targetsOf(release), scopeOf(object, objects));
    const { rev: _, ...kept } = point;
    points.push({ ...kept, hash: ruleHash(rule) });
  }
  if (points.length === 0) return fail({ code: 'gone', about: { count: gone.length } });
  const { strategy, plan } = release;
  const moved: Release['strategy'] =
    strategy.kind === 'canary'
      ? { ...strategy, percent: percent ?? strategy.percent }
      : strategy.kind === 'blue-green'
        ? { ...strategy, percent: (percent ?? 0) >= 50 ? 100 : 0 }
        : strategy;
  const adopted: Release = {
    ...release,
    strategy: moved,
    step: 'percent' in moved ? plan.findLastIndex((one) => one.percent <= moved.percent) : release.step,
    phase: release.phase === 'Aborted' && (percent ?? 0) > 0 ? 'Paused' : release.phase,
    points,
    ...stamp(release, actor),
  };
  return ok({ writes: recordWrite(adopted, objects), release: adopted, gone, changed: [] });
}

export interface Untracked {
  id: string;
  service: { namespace: string; name: string; host: string };
  stable: Version & RouteTarget;
  candidate: Version & RouteTarget;
  guard: Guard;
}

/** A record for weights that somebody wrote by hand. */
export function track(untracked: Untracked, actor: Actor, objects: ClusterObjects): Result<Acted, Refusal> {
  const { id, service, stable, candidate, guard } = untracked;
  const targets: SplitTargets = {
    stable: { host: stable.host, subset: stable.subset },
    candidate: { host: candidate.host, subset: candidate.subset },
  };
  const points: Release['points'] = [];
  let percent = 0;
  for (const found of pointsOf(new Set([service.host, stable.host, candidate.host]), objects)) {
    const object = find(objects, found);
    if (object === undefined || found.refusals.length > 0) continue;
    const rule = rulesOf(asJson(object), found.layer)[found.index] ?? null;
    const shares = sharesOf(rule, scopeOf(object, objects), targets);
    if (!shares.some(({ role }) => role === 'stable') || !shares.some(({ role }) => role === 'candidate'))
      continue;
    if (points.length === 0) percent = poolPercent(rule, targets, scopeOf(object, objects)) ?? 0;
    const { namespace, virtualService, layer, key } = found;
    points.push({ namespace, virtualService, layer, key, base: null, hash: ruleHash(rule) });
  }
  if (points.length === 0) return fail({ code: 'no-stable-share', about: {} });
  const release: Release = {
    v: 1,
    id,
    service,
    stable: { version: stable.value, ...targets.stable },
    candidate: { version: candidate.value, ...targets.candidate },
    strategy: { kind: 'canary', percent, sticky: false },
    points,
    plan: [],
    step: -1,
    phase: 'Paused',
    guard,
    ...actor,
    rev: 1,
  };
  return ok({ writes: recordWrite(release, objects), release, gone: [], changed: [] });
}

/** The record's state once more on the objects as they are. */
export function reapply(release: Release, actor: Actor, objects: ClusterObjects): Result<Acted, Refusal> {
  return written(release, { release, keepChanged: false }, actor, objects);
}

/**
 * The split as a former record of it says, recomputed onto the rules as they are now. Rules that others changed since the last write of
 * the split stay as they are, and are told. It waits there for somebody: what armed or scheduled it then was decided in another state.
 */
export function restoreTo(
  release: Release,
  former: Pick<Release, 'strategy' | 'step' | 'phase'>,
  actor: Actor,
  objects: ClusterObjects,
): Result<Acted, Refusal> {
  const { strategy, step } = former;
  const phase = former.phase === 'Progressing' ? 'Paused' : former.phase;
  const acted = written(
    release,
    { release: { ...release, strategy, step, phase }, keepChanged: true },
    actor,
    objects,
  );
  if (acted.ok && acted.value.gone.length + acted.value.changed.length >= release.points.length)
    return fail({ code: 'changed', about: { count: acted.value.changed.length } });
  return acted;
}

function written(
  before: Release,
  { release, keepChanged }: { release: Release; keepChanged: boolean },
  actor: Actor,
  objects: ClusterObjects,
): Result<Acted, Refusal> {
  const state: SplitState =
    release.phase === 'Aborted'
      ? { kind: 'over', percent: 0 }
      : release.phase === 'Promoted'
        ? { kind: 'over', percent: 100 }
        : release.strategy;
  const gone: PointRef[] = [];
  const changed: PointRef[] = [];
  const points: Release['points'] = [];
  const moved: { object: VirtualService; changes: readonly Change[] }[] = [];
  for (const [object, refs] of byObject(release, objects, gone)) {
    const live = asJson(object);
    const isChanged = (ref: PointRef & { hash: string }) => ![null, ref.hash].includes(hashAt(live, ref));
    const result = moveTo(
      live,
      {
        state,
        points: keepChanged ? refs.filter((ref) => !isChanged(ref)) : refs,
        targets: targetsOf(release),
        service: release.service.name,
        release: release.id,
        copies: release.strategy.kind === 'mirror',
      },
      scopeOf(object, objects),
    );
    if (!result.ok) return result;
    for (const ref of refs) {
      if (hashAt(live, ref) === null) gone.push(ref);
      else if (isChanged(ref)) changed.push(ref);
      const stays = keepChanged && isChanged(ref);
      const hash = stays ? null : hashAt(result.value.value, ref);
      const was = hashAt(live, ref) ?? '';
      points.push(hash === null ? ref : writtenAt(ref, { before: was, hash, rev: before.rev + 1 }));
    }
    moved.push({ object, changes: result.value.changes });
  }
  points.push(...release.points.filter((one) => !points.some((other) => samePoint(one, other))));
  const next: Release = { ...release, points, ...stamp(before, actor) };
  return ok({ writes: withRecord(moved, next, objects), release: next, gone, changed });
}

/**
 * The touched rules as they were. Refused while a base was a plain host and the candidate has ready pods: it would get traffic by
 * its number of pods. The record goes too.
 */
export function restore(
  release: Release,
  candidateReady: number,
  objects: ClusterObjects,
): Result<Acted, Refusal> {
  const gone: PointRef[] = [];
  const changed: PointRef[] = [];
  const writes: Write[] = [];
  for (const [object, refs] of byObject(release, objects, gone)) {
    let value: Json = asJson(object);
    const changes: Change[] = [];
    const make = (change: Change): void => {
      value = changeValue(value, change) ?? value;
      changes.push(change);
    };
    const cleared = moveTo(
      value,
      {
        state: { kind: 'over', percent: 0 },
        // Nor are its weights moved.
        points: refs.filter((ref) => hashAt(value, ref) === ref.hash),
        targets: targetsOf(release),
        service: release.service.name,
        release: release.id,
        copies: release.strategy.kind === 'mirror',
      },
      scopeOf(object, objects),
    );
    if (!cleared.ok) return cleared;
    for (const change of cleared.value.changes) make(change);
    for (const ref of refs) {
      if (ref.base === null) return fail({ code: 'gone', about: { rule: ref.key } });
      if (candidateReady > 0 && isPlain(ref.base, release)) {
        return fail({
          code: 'phase',
          about: { action: 'restore', version: release.candidate.version, ready: candidateReady },
        });
      }
      // What others wrote into the rule since then stays: it is no longer the split's to take back.
      if (hashAt(asJson(object), ref) !== ref.hash) {
        changed.push(ref);
        continue;
      }
      const back = ref.made === true ? removeRule(value, ref) : restoreRule(value, ref, ref.base);
      if (back === null) gone.push(ref);
      for (const change of back ?? []) make(change);
    }
    for (const change of unmarked(object)) make(change);
    if (equalJson(value, asJson(object))) continue;
    writes.push(writeOf(object, changes));
  }
  return ok({ writes, release: null, gone, changed });
}

/** A new guard, written into the record alone. */
export function withGuard(release: Release, guard: Guard, actor: Actor, objects: ClusterObjects): Acted {
  const next = { ...release, guard, ...stamp(release, actor) };
  return { writes: recordWrite(next, objects), release: next, gone: [], changed: [] };
}

function isPlain(base: Release['points'][number]['base'], { stable }: Release): boolean {
  const route = base === null ? undefined : own(base, 'route');
  if (stable.subset === null || !Array.isArray(route)) return false;
  return route.some((entry) => {
    const destination = (entry as { destination?: { subset?: unknown } }).destination;
    return destination?.subset === undefined || destination.subset === '';
  });
}

function byObject(
  { points }: Release,
  objects: ClusterObjects,
  gone: PointRef[],
): [VirtualService, Release['points']][] {
  const groups = Map.groupBy(points, ({ namespace, virtualService }) => `${namespace}/${virtualService}`);
  return [...groups.values()].flatMap((refs): [VirtualService, Release['points']][] => {
    const [first] = refs;
    const object = first === undefined ? undefined : find(objects, first);
    if (object !== undefined) return [[object, refs]];
    gone.push(...refs);
    return [];
  });
}

function withRecord(
  moved: readonly { object: VirtualService; changes: readonly Change[] }[],
  release: Release,
  objects: ClusterObjects,
): Write[] {
  const anchor = anchorOf(release, objects.virtualServices);
  return moved.flatMap(({ object, changes }) => {
    const marks =
      objectKey(object) === anchor
        ? [recordIn(release)]
        : changes.length > 0
          ? pointerIn(release, anchor)
          : [];
    const all = [...changes, ...marks];
    return all.length === 0 ? [] : [writeOf(object, all)];
  });
}

function recordWrite(release: Release, objects: ClusterObjects): Write[] {
  const anchor = anchorOf(release, objects.virtualServices);
  const object = objects.virtualServices.find((one) => objectKey(one) === anchor);
  if (object === undefined) return [];
  return [
    writeOf(object, [
      recordIn(release),
      { op: 'set', path: ['metadata', 'labels', releaseAnnotation], value: release.id },
    ]),
  ];
}

function stamp({ rev }: Release, { by, at }: Actor): Actor & { rev: number } {
  return { by, at, rev: rev + 1 };
}

function hashAt(object: Json, ref: PointRef): string | null {
  const at = findRule(object, ref);
  return at === null ? null : ruleHash(rulesOf(object, ref.layer)[at] ?? null);
}

function find(objects: ClusterObjects, { namespace, virtualService }: PointRef): VirtualService | undefined {
  return objects.virtualServices.find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === virtualService,
  );
}

function scopeOf({ metadata }: VirtualService, { meshConfig }: ClusterObjects) {
  return { namespace: metadata.namespace ?? '', domain: meshConfig.domain };
}
