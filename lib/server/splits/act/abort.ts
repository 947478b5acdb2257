/**
 * The abort: all with stable, on every object at once, whatever the phase. It needs the objects and nothing else: no metrics, no
 * records, no stream. When somebody is faster it reads again and computes anew.
 */
import type { WriteOutcome } from '#lib/api/configuration/configuration.ts';
import type { RunAnswer } from '#lib/api/splits/split-plan.ts';
import type { ClusterObjects, KubernetesObject } from '#lib/istio/objects.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import { actOn } from '#lib/splits/plan/act.ts';
import { recordedPercent } from '#lib/splits/plan/amend.ts';
import type { Entry } from '#lib/splits/record/entry.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { recordsIn } from '#lib/splits/survey/survey.ts';
import { isAppError } from '../../app-error.ts';
import { toRefusal } from '../world/point-refs.ts';
import { type Actor, applyWrites, entryOf, keepTold, refusedRun, type SplitTools, triedRun } from './run.ts';
import { objectsOf, readAnew } from './write-drafts.ts';

export const mostAbortAttempts = 5;

export interface AbortTold {
  kind: 'abort' | 'guard-abort';
  /** Of the moment; the record waits for it, the abort does not. */
  verdict: Promise<Entry['verdict']> | Entry['verdict'];
  /** Whether it is still to be aborted, by its record as it stands now; null when it has none any more. Absent: whatever stands there. */
  stands?(fresh: Release | null): boolean;
}

export async function abortSplit(
  tools: SplitTools,
  actor: Actor,
  known: ClusterObjects,
  running: Release,
  told: AbortTold,
): Promise<RunAnswer> {
  const { services } = tools;
  const done = new Map<string, WriteOutcome>();
  const texts: string[] = [];
  const routes: KubernetesObject[] = [];
  let release = running;
  let after: Release | null = null;
  let attempts = 0;
  const at = new Date(services.clock.now()).toISOString();
  for (;;) {
    attempts += 1;
    const objects = await readAnew(services.kubernetes, actor.credential, known, objectsOf(release));
    const record = recordsIn(objects.virtualServices).byService.get(
      `${running.service.namespace}/${running.service.name}`,
    );
    if (after === null && told.stands?.(record?.release ?? null) === false)
      return refusedRun([], record?.release ?? null);
    // Its record may be gone with its object: what is left is aborted by the record that was known.
    if (record?.release.id === running.id && after === null) release = record.release;
    const acted = actOn(release, { kind: 'abort' }, { by: actor.name, at }, objects);
    if (!acted.ok) return refusedRun([toRefusal(acted.error)], release);
    after = acted.value.release;
    const open = acted.value.writes.filter(
      ({ namespace, name }) => done.get(`${namespace}/${name}`)?.state !== 'written',
    );
    await Promise.all(
      open.map(async (write) => {
        const now = await applyWrites(tools, actor, [write], objects);
        const { answer } = now;
        texts.push(...now.texts);
        routes.push(...now.routes);
        const [outcome] = answer.changes;
        if (outcome !== undefined) done.set(`${write.namespace}/${write.name}`, outcome);
      }),
    );
    const again = [...done.values()].some(
      ({ state, refusal }) => state === 'conflict' || refusal === 'away' || refusal === 'cut',
    );
    if (!again || attempts >= mostAbortAttempts) break;
  }
  const outcomes = [...done.values()];
  const written = outcomes.filter(({ state }) => state === 'written').length;
  const total = outcomes.length;
  const recorded =
    written > 0 && after !== null
      ? await keepTold(
          tools,
          actor,
          entryOf(told.kind, actor, at, after, {
            from: recordedPercent(running),
            to: 0,
            verdict: await told.verdict,
            written,
            total,
          }),
          routes,
        ).catch((error: unknown) => {
          if (isAppError(error)) return false;
          throw error;
        })
      : false;
  return {
    ...triedRun(outcomes),
    written,
    total,
    release: written > 0 ? after : release,
    attempts,
    recorded,
    gitChange: isReverted(running, known) && texts.length > 0 ? texts.join('---\n') : null,
  };
}

/** A controller would bring the old split back. */
function isReverted(release: Release, { virtualServices }: ClusterObjects): boolean {
  return virtualServices.some(
    (object) =>
      release.points.some(
        (point) =>
          point.namespace === object.metadata.namespace && point.virtualService === object.metadata.name,
      ) && ownershipOf(object).reverts,
  );
}
