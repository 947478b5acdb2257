/** What stands there of a split and is not as its record says: others' changes, and a start that stopped half-way. */
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { asJson, type ClusterObjects } from '#lib/istio/objects.ts';
import { targetsOf } from '#lib/splits/plan/act.ts';
import { poolPercent, recordedPercent } from '#lib/splits/plan/amend.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { findRule, rulesOf } from '#lib/splits/record/route-key.ts';
import type { SplitTools } from '../act/run.ts';
import { lastWriter } from '../start/reviewed.ts';
import { ownedBy, toRef, virtualServiceOf } from '../world/point-refs.ts';
import { secondsOf } from '../world/world.ts';
import type { StandingPoint } from './judge.ts';

/** Theirs may come back by itself where it came so soon. */
const revertSeconds = 60;

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

export function driftOf(
  release: Release,
  rules: readonly StandingPoint[],
  objects: ClusterObjects,
  history: SplitTools['services']['history'],
): SplitLive['drift'] {
  const off = rules.filter(isDrifted);
  const [first] = off;
  if (first === undefined) return null;
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

/** Somebody else's doing. A write of ours that stopped half-way is none, and is told as such. */
export function isDrifted({ state, unwritten }: StandingPoint): boolean {
  return state !== 'as-written' && !unwritten;
}

/** Objects that the last write did not reach: it stopped before them. */
export function partialOf(rules: readonly StandingPoint[], objects: ClusterObjects): SplitLive['partial'] {
  const byObject = Map.groupBy(
    rules.filter(({ ref }) => virtualServiceOf(ref, objects) !== undefined),
    ({ ref }) => `${ref.namespace}/${ref.virtualService}`,
  );
  const open = [...byObject.values()].flatMap((own) => own.find(({ unwritten }) => unwritten) ?? []);
  if (open.length === 0) return null;
  return {
    written: byObject.size - open.length,
    total: byObject.size,
    unwritten: open.map(({ ref }) => {
      const { kind, namespace, name } = toRef(ref);
      return { kind, namespace, name };
    }),
  };
}
