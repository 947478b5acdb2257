/**
 * `POST /api/v1/splits/start`: what was reviewed, planned again on what stands there now, and written: subsets, a while, routes. Who is
 * faster meanwhile is told or merged: what they wrote into other rules stays.
 */
import type { WriteOutcome } from '#lib/api/configuration/configuration.ts';
import type { Leftover, PlanIntent, RunAnswer } from '#lib/api/splits/split-plan.ts';
import { isJsonObject, own } from '#lib/document/json.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import { recordedPercent } from '#lib/splits/plan/amend.ts';
import type { Entry } from '#lib/splits/record/entry.ts';
import { handedTo } from '#lib/splits/survey/delegation.ts';
import { recordsIn } from '#lib/splits/survey/survey.ts';
import type { Write } from '#lib/splits/types.ts';
import { usedOf } from '../act/cleanup.ts';
import {
  type Actor,
  type Awaits,
  applyWrites,
  conflictRun,
  counted,
  entryOf,
  inOrder,
  keepTold,
  mostAttempts,
  refusedRun,
  rightsRefusals,
  type SplitTools,
  triedRun,
} from '../act/run.ts';
import { idOf, type Named, readAnew } from '../act/write-drafts.ts';
import { toRefusal } from '../world/point-refs.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import { planOf, refsOf, touchedBy } from './plan.ts';
import { changedSince, conflictAt, weightsReviewed } from './reviewed.ts';

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
  /** Subsets of former attempts, whose routes somebody was faster to write. */
  const begun: Begun = { writes: [], outcomes: [] };
  const named: Named[] = touchedBy(intent, caller.objects);
  for (let attempts = 1; ; attempts++) {
    const objects = await readAnew(kubernetes, actor.credential, caller.objects, named);
    const at = new Date(clock.now()).toISOString();
    const handed = handedTo(services.snapshot.objects().virtualServices);
    const who = { by: actor.name, at, releaseId, handed };
    const planned = planOf(intent, who, objects);
    const leftovers = () => leftBehind(begun, planned.service?.host ?? '', objects);
    if (planned.refusals.length > 0) {
      const { refusals } = planned;
      const beaten = runningConflict(intent, reviewed, refusals, objects, history);
      const run = beaten === null ? refusedRun(refusals) : { ...conflictRun(beaten, null), refusals };
      return { ...run, leftovers: leftovers() };
    }
    if (planned.mode === 'emit') return refusedRun([toRefusal({ code: 'emit-only', about: {} }, '/mode')]);
    const conflict = changedSince(reviewed, refsOf(intent), objects, history);
    if (conflict !== null) return { ...conflictRun(conflict, null), leftovers: leftovers() };
    let overtaken: RunAnswer['conflict'] = null;
    const awaits: Awaits | null =
      intent.kind === 'split'
        ? {
            namespace: intent.namespace,
            name: intent.service,
            version: intent.candidate,
            areOurs: async () => {
              // Where they may not be read any more, the write says which right is gone.
              const now = await readAnew(kubernetes, actor.credential, objects, planned.writes).catch(
                () => null,
              );
              overtaken = now === null ? null : changedSince(reviewed, refsOf(intent), now, history);
              return overtaken === null;
            },
          }
        : null;
    const { answer, routes } = await applyWrites(tools, actor, planned.writes, objects, awaits);
    let tried = inOrder(answer);
    if (overtaken !== null) {
      // Told before the first route is written, so that nothing is half done: the subsets alone are left.
      begun.writes.push(...writtenOf({ writes: [...planned.writes], outcomes: tried }));
      begun.outcomes.push(...tried.filter(isWritten));
      return { ...conflictRun(overtaken, null), leftovers: leftovers() };
    }
    const isFaster = tried.some(isBeaten);
    if (isFaster && attempts < mostAttempts && !tried.some((one) => isWritten(one) && !isOfSubsets(one))) {
      // Somebody was faster, in a rule that is none of ours: their write stays, ours is made on top of it.
      begun.writes.push(...writtenOf({ writes: [...planned.writes], outcomes: tried }));
      begun.outcomes.push(...tried.filter(isWritten));
      named.push(...planned.writes);
      // Theirs may be the very subsets that were missed here, of which no proxy has heard yet.
      if (awaits !== null && tried.some((one) => one.state === 'conflict' && isOfSubsets(one)))
        await clock.delay(tools.settleMs);
      continue;
    }
    /** With what was written as it was reviewed: beside it, the rest is planned as before. */
    let around = objects;
    for (; attempts < mostAttempts && tried.some(isBeaten); attempts++) {
      const beaten = planned.writes.filter((write) => isBeaten(outcomeOf(write, tried)));
      around = await readAnew(kubernetes, actor.credential, around, beaten);
      // Theirs is in a rule of ours: what is half written now is told, and theirs to decide.
      if (changedSince(reviewed, refsOf(intent), around, history) !== null) break;
      const again = planOf(intent, who, around);
      if (again.refusals.length > 0) break;
      const rest = again.writes.filter((write) => !isWritten(outcomeOf(write, tried)));
      const next = await applyWrites(tools, actor, rest, around);
      tried = [...tried.filter(isWritten), ...inOrder(next.answer)];
      routes.push(...next.routes);
    }
    const outcomes = [...begun.outcomes, ...tried];
    const writes = [...begun.writes, ...planned.writes];
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
              subsets: subsetsOf(writtenOf({ writes, outcomes })),
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
      leftovers:
        written === 0 && total > 0
          ? leftBehind({ writes, outcomes }, planned.service?.host ?? '', objects)
          : [],
    };
  }
}

interface Begun {
  writes: Write[];
  outcomes: WriteOutcome[];
}

const isWritten = (outcome: Pick<WriteOutcome, 'state'> | undefined): boolean => outcome?.state === 'written';
const isBeaten = (outcome: Pick<WriteOutcome, 'state'> | undefined): boolean => outcome?.state === 'conflict';
const isOfSubsets = ({ kind }: WriteOutcome): boolean => kind.startsWith('destinationrules.');

function outcomeOf(write: Write, outcomes: readonly WriteOutcome[]): WriteOutcome | undefined {
  const { plural, name } = idOf(write);
  return outcomes.find(
    (one) => one.kind === plural && one.namespace === write.namespace && one.name === name,
  );
}

/** Of two who begin at once the second: what the first made of the rules that were reviewed, and who that was. */
function runningConflict(
  { namespace, service }: PlanIntent,
  reviewed: string,
  refusals: RunAnswer['refusals'],
  objects: ClusterObjects,
  history: SplitTools['services']['history'],
): RunAnswer['conflict'] {
  if (!refusals.some(({ code }) => code === 'active')) return null;
  const running = recordsIn(objects.virtualServices).byService.get(`${namespace}/${service}`)?.release;
  if (running === undefined) return null;
  return {
    ...conflictAt(running.points, objects, history, weightsReviewed(reviewed)),
    by: running.by,
    at: Math.floor(Date.parse(running.at) / 1000),
  };
}

/** The writes of DestinationRules that came through. */
function writtenOf({ writes, outcomes }: Begun): Write[] {
  return writes.filter((write) => write.kind === 'DestinationRule' && isWritten(outcomeOf(write, outcomes)));
}

/** Subsets that were written, and that no route names. */
function leftBehind(begun: Begun, host: string, objects: ClusterObjects): Leftover[] {
  return writtenOf(begun).flatMap((write): Leftover[] => {
    const { namespace, name, create } = write;
    const names = subsetsOf([write]).flatMap((made) => made.names);
    const used = usedOf(names, host, objects);
    const subsets = names.filter((one) => !used.includes(one));
    return subsets.length === 0
      ? []
      : [{ namespace, name, subsets, made: create !== undefined && used.length === 0 }];
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
