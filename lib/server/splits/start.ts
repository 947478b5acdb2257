/** `POST /api/v1/splits/start`: what was reviewed, planned again on what stands there now, and written: subsets, a while, routes. */
import type { Leftover, PlanIntent, RunAnswer } from '#lib/api/split-plan.ts';
import { isJsonObject, own } from '#lib/document/json.ts';
import { recordedPercent } from '#lib/splits/amend.ts';
import { handedTo } from '#lib/splits/delegation.ts';
import type { Entry } from '#lib/splits/entry.ts';
import type { Write } from '#lib/splits/types.ts';
import { planOf, refsOf, touchedBy } from './plan.ts';
import { toRefusal } from './point-refs.ts';
import { changedSince } from './reviewed.ts';
import {
  type Actor,
  applyWrites,
  conflictRun,
  counted,
  entryOf,
  inOrder,
  isConflict,
  keepTold,
  mostAttempts,
  refusedRun,
  rightsRefusals,
  type SplitTools,
  triedRun,
} from './run.ts';
import type { SplitCaller } from './split-caller.ts';
import { readAnew } from './write-drafts.ts';

export interface Start {
  intent: PlanIntent;
  reviewed: string;
  releaseId: string;
}

export async function startSplit(
  tools: SplitTools,
  caller: SplitCaller,
  actor: Actor,
  { intent, reviewed, releaseId }: Start,
): Promise<RunAnswer> {
  const { services, guardRights } = tools;
  const { kubernetes, clock, history } = services;
  if (intent.kind === 'split' && intent.guard.mode === 'auto-abort') {
    const { obstacle } = await guardRights.in(intent.namespace);
    if (obstacle !== null) {
      return refusedRun([
        toRefusal({ code: 'guard', about: { obstacle, namespace: intent.namespace } }, '/guard/mode'),
      ]);
    }
  }
  for (let attempts = 1; ; attempts++) {
    const objects = await readAnew(
      kubernetes,
      actor.credential,
      caller.objects,
      touchedBy(intent, caller.objects),
    );
    const at = new Date(clock.now()).toISOString();
    const handed = handedTo(services.snapshot.objects().virtualServices);
    const planned = planOf(intent, { by: actor.name, at, releaseId, handed }, objects);
    if (planned.refusals.length > 0) return refusedRun(planned.refusals);
    if (planned.mode === 'emit') return refusedRun([toRefusal({ code: 'emit-only', about: {} }, '/mode')]);
    const conflict = changedSince(reviewed, refsOf(intent), objects, history);
    if (conflict !== null) return conflictRun(conflict, null);
    const awaits =
      intent.kind === 'split'
        ? { namespace: intent.namespace, name: intent.service, version: intent.candidate }
        : null;
    const { answer, routes } = await applyWrites(tools, actor, planned.writes, objects, awaits);
    // Somebody was faster, in a rule that is none of ours: their write stays, ours is made on top of it.
    if (isConflict(answer) && attempts < mostAttempts) continue;
    const outcomes = inOrder(answer);
    const { written, total } = counted(outcomes);
    const { release } = planned;
    const recorded =
      release !== null && written > 0
        ? await keepTold(
            tools,
            actor,
            entryOf('start', actor, at, release, {
              to: recordedPercent(release),
              written,
              total,
              subsets: subsetsOf(planned.writes),
            }),
            routes,
          )
        : false;
    return {
      ...triedRun(outcomes),
      refusals: [...rightsRefusals(outcomes), ...stopped(outcomes, intent)],
      release: written > 0 ? release : null,
      attempts,
      recorded,
      leftovers: written === 0 && total > 0 ? leftBehind(planned.writes, outcomes) : [],
    };
  }
}

/** Subsets that were written, and whose routes were not. */
function leftBehind(writes: readonly Write[], outcomes: RunAnswer['objects']): Leftover[] {
  return writes.flatMap((write): Leftover[] => {
    const { namespace, name, create } = write;
    const [made] = subsetsOf([write]);
    const isWritten = outcomes.some(
      (one) =>
        one.kind.startsWith('destinationrules.') &&
        one.namespace === namespace &&
        one.name === name &&
        one.state === 'written',
    );
    return made === undefined || !isWritten
      ? []
      : [{ namespace, name, subsets: made.names, made: create !== undefined }];
  });
}

/** The subsets that the writes bring. */
function subsetsOf(writes: readonly Write[]): Entry['subsets'] {
  return writes.flatMap(({ kind, name, create, changes }): Entry['subsets'] => {
    if (kind !== 'DestinationRule') return [];
    const spec = isJsonObject(create) ? own(create, 'spec') : undefined;
    const list = isJsonObject(spec)
      ? own(spec, 'subsets')
      : (changes ?? []).flatMap((change) =>
          change.op === 'insert'
            ? [change.value]
            : change.op === 'set' && Array.isArray(change.value)
              ? change.value
              : [],
        );
    const names = (Array.isArray(list) ? list : []).flatMap((one) => {
      const found = isJsonObject(one) ? own(one, 'name') : undefined;
      return typeof found === 'string' ? [found] : [];
    });
    return names.length === 0 ? [] : [{ rule: name, names }];
  });
}

/** It stopped between subsets and routes: while it waited the candidate lost its last ready pod. */
function stopped(outcomes: RunAnswer['objects'], intent: PlanIntent): RunAnswer['refusals'] {
  const waits =
    outcomes.some(({ state }) => state === 'pending') &&
    outcomes.every(({ state }) => state === 'pending' || state === 'written') &&
    outcomes.some(({ state }) => state === 'written');
  if (!waits || intent.kind !== 'split') return [];
  return [toRefusal({ code: 'no-ready-pods', about: { version: intent.candidate } }, '/candidate')];
}
