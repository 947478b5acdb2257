/**
 * What is done with a running split, planned on the objects as they are now: advance, set, pause, resume, promote, abort, finish.
 * An abort needs nothing but the objects: no metrics, no history, no worker; and it leaves the DestinationRule alone, so that no route
 * ever names a subset that is not there.
 */
import type { Change } from '../../document/change.ts';
import { asJson, type ClusterObjects, type VirtualService } from '../../istio/objects.ts';
import { fail, ok, type Result } from '../../result.ts';
import { releaseAnnotation } from '../record/annotation.ts';
import {
  isReached,
  type Release,
  reachedRev,
  writePointer,
  writeRelease,
  writtenAt,
} from '../record/record.ts';
import { findRule, ruleHash, rulesOf } from '../record/route-key.ts';
import type { PointRef, Refusal, SplitTargets, Strategy, Write } from '../types.ts';
import { type NameScope, sameTarget, sharesOf } from '../weights/rule-shares.ts';
import { moveTo, type SplitState } from './move.ts';
import { objectKey } from './virtual-service-write.ts';

export type Action =
  | { kind: 'advance' }
  | { kind: 'set'; percent: number }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'promote' }
  | { kind: 'abort' }
  | { kind: 'finish' };

export interface Acted {
  /** Of an abort in any order, or all at once: all with stable is safe beside anything. */
  writes: readonly Write[];
  /** As it will be; null when it is finished. */
  release: Release | null;
  /** Rules that took part and are gone. */
  gone: readonly PointRef[];
  /** Rules that somebody else changed since the last write of the split. */
  changed: readonly PointRef[];
}

export interface Actor {
  by: string;
  /** RFC 3339. */
  at: string;
}

export function actOn(
  release: Release,
  action: Action,
  actor: Actor,
  objects: ClusterObjects,
): Result<Acted, Refusal> {
  const next = nextOf(release, action);
  if (!next.ok) return next;
  const targets = targetsOf(release);
  const writes: Write[] = [];
  const gone: PointRef[] = [];
  const changed: PointRef[] = [];
  const points: Release['points'] = [];
  const anchorKey = anchorOf(release, objects.virtualServices);
  const moved: { object: VirtualService; changes: readonly Change[] }[] = [];
  for (const [key, refs] of Map.groupBy(release.points, keyOf)) {
    const object = objects.virtualServices.find((one) => objectKey(one) === key);
    if (object === undefined) {
      gone.push(...refs);
      points.push(...refs);
      continue;
    }
    const scope = { namespace: object.metadata.namespace ?? '', domain: objects.meshConfig.domain };
    const before = asJson(object);
    const stays =
      next.value.state === null ||
      // Where the split never came to there is nothing to take back, and nobody needs a right to it.
      (action.kind === 'abort' && refs.every((ref) => isUnharmed(object, ref, release, scope)));
    const result =
      stays || next.value.state === null
        ? ok({ changes: [], value: before, gone: [] })
        : moveTo(
            before,
            {
              state: next.value.state,
              points: refs,
              targets,
              service: release.service.name,
              release: release.id,
              copies: release.strategy.kind === 'mirror',
            },
            scope,
          );
    if (!result.ok) return result;
    for (const ref of refs) {
      const at = findRule(before, ref);
      const rule = at === null ? null : (rulesOf(before, ref.layer)[at] ?? null);
      if (at === null) gone.push(ref);
      else if (ruleHash(rule) !== ref.hash) changed.push(ref);
      const after = findRule(result.value.value, ref);
      // What others changed stays told until it is adopted or written over.
      points.push(
        after === null || next.value.state === null
          ? ref
          : writtenAt(ref, {
              before: ruleHash(rule),
              hash: ruleHash(rulesOf(result.value.value, ref.layer)[after] ?? null),
              rev: release.rev + 1,
            }),
      );
    }
    moved.push({ object, changes: result.value.changes });
  }
  const written: Release = {
    ...next.value.release,
    points,
    by: actor.by,
    at: actor.at,
    rev: release.rev + 1,
  };
  for (const { object, changes } of moved) {
    const isAnchor = objectKey(object) === anchorKey;
    const marks =
      action.kind === 'finish'
        ? unmarked(object)
        : isAnchor
          ? [recordIn(written)]
          : changes.length > 0
            ? pointerIn(written, anchorKey)
            : [];
    if (changes.length === 0 && marks.length === 0) continue;
    writes.push({
      group: 'networking.istio.io',
      kind: 'VirtualService',
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
      changes: [...changes, ...marks],
    });
  }
  return ok({ writes, gone, changed, release: action.kind === 'finish' ? null : written });
}

/** The split never came to its object, and as it stands it sends the split's share to stable alone. */
function isUnharmed(
  object: VirtualService,
  ref: Release['points'][number],
  release: Release,
  scope: NameScope,
): boolean {
  const { annotations } = object.metadata;
  if (isReached(annotations, release, ref) || reachedRev(annotations, release) > 0) return false;
  const at = findRule(asJson(object), ref);
  const rule = at === null ? null : (rulesOf(asJson(object), ref.layer)[at] ?? null);
  const targets = targetsOf(release);
  return sharesOf(rule, scope, targets).every(
    ({ target, role, percent }) =>
      role === 'other' || (role === 'stable' ? sameTarget(target, targets.stable) : percent === 0),
  );
}

export function targetsOf({ stable, candidate }: Release): SplitTargets {
  return {
    stable: { host: stable.host, subset: stable.subset },
    candidate: { host: candidate.host, subset: candidate.subset },
  };
}

/** The step that an advance takes: the next one above what the candidate has, which may have been set by hand. Null behind the last. */
export function dueStep({
  plan,
  step,
  strategy,
}: Pick<Release, 'plan' | 'step' | 'strategy'>): number | null {
  const now = strategy.kind === 'canary' ? strategy.percent : -1;
  const at = plan.findIndex(({ percent }, index) => index > step && percent > now);
  return at < 0 ? null : at;
}

/** Unix seconds at which the guard takes the next step, by the record alone; null where it waits for somebody. */
export function nextStepAt(
  release: Pick<Release, 'plan' | 'step' | 'strategy' | 'phase' | 'at' | 'guard'>,
): number | null {
  const { plan, step, phase, at, guard } = release;
  const wait = plan[step]?.waitSeconds ?? null;
  return guard.mode !== 'auto-abort' || phase !== 'Progressing' || wait === null || dueStep(release) === null
    ? null
    : Math.floor(Date.parse(at) / 1000) + wait;
}

interface Next {
  /** Null leaves the routes as they are. */
  state: SplitState | null;
  release: Release;
}

function nextOf(release: Release, action: Action): Result<Next, Refusal> {
  const { strategy, plan } = release;
  const isOver = release.phase === 'Aborted' || release.phase === 'Promoted';
  const refused = (): Result<Next, Refusal> =>
    fail({ code: 'phase', about: { phase: release.phase, action: action.kind } });
  switch (action.kind) {
    case 'abort':
      return ok({ state: { kind: 'over', percent: 0 }, release: { ...release, phase: 'Aborted' } });
    case 'finish':
      return isOver ? ok({ state: null, release }) : refused();
    case 'pause':
      return isOver ? refused() : ok({ state: null, release: { ...release, phase: 'Paused' } });
    case 'resume':
      return isOver ? refused() : ok({ state: null, release: { ...release, phase: 'Progressing' } });
    case 'promote':
      if (isOver) return refused();
      return ok({ state: { kind: 'over', percent: 100 }, release: { ...release, phase: 'Promoted' } });
    case 'advance': {
      const at = dueStep(release);
      const due = at === null ? undefined : plan[at];
      if (isOver || at === null || due === undefined) return refused();
      const moved = withPercent(strategy, due.percent);
      if (moved === null) return refused();
      return ok({ state: moved, release: { ...release, strategy: moved, step: at, phase: 'Progressing' } });
    }
    case 'set': {
      const { percent } = action;
      if (!(percent >= 0 && percent <= 100)) return fail({ code: 'percent', about: { percent } });
      const moved = isOver ? null : withPercent(strategy, percent);
      return moved === null ? refused() : ok({ state: moved, release: { ...release, strategy: moved } });
    }
  }
}

/** Null where the strategy has no such share. */
function withPercent(
  strategy: Release['strategy'],
  percent: number,
): (Strategy & Release['strategy']) | null {
  switch (strategy.kind) {
    case 'canary':
    case 'mirror':
      return { ...strategy, percent };
    case 'blue-green':
      return percent === 0 || percent === 100 ? { ...strategy, percent } : null;
    case 'ab':
      return null;
  }
}

/** The record moves on to the next VirtualService when the one that held it is gone. */
export function anchorOf({ points }: Release, virtualServices: readonly VirtualService[]): string {
  const keys = new Set(points.map(keyOf));
  const present = virtualServices.filter((one) => keys.has(objectKey(one)));
  const holding = present.find(({ metadata }) =>
    metadata.annotations?.[releaseAnnotation]?.includes('"points"'),
  );
  const [first] = present;
  return holding !== undefined ? objectKey(holding) : first !== undefined ? objectKey(first) : '';
}

export function recordIn(release: Release): Change {
  return { op: 'set', path: ['metadata', 'annotations', releaseAnnotation], value: writeRelease(release) };
}

/** On what a write changes beside the anchor: it tells that the write came there. */
export function pointerIn(release: Release, anchor: string): Change[] {
  return [
    {
      op: 'set',
      path: ['metadata', 'annotations', releaseAnnotation],
      value: writePointer(release, anchor),
    },
    { op: 'set', path: ['metadata', 'labels', releaseAnnotation], value: release.id },
  ];
}

export function unmarked({ metadata }: VirtualService): Change[] {
  return (['annotations', 'labels'] as const).flatMap((field): Change[] => {
    const present = metadata[field];
    if (present?.[releaseAnnotation] === undefined) return [];
    const alone = Object.keys(present).length === 1;
    return [{ op: 'remove', path: ['metadata', field, ...(alone ? [] : [releaseAnnotation])] }];
  });
}

function keyOf({ namespace, virtualService }: PointRef): string {
  return `${namespace}/${virtualService}`;
}
