/** What stands there of a split and is not as its record says: others' changes, and a start that stopped half-way. */
import type { SplitLive } from '#lib/api/split-live.ts';
import { asJson, type ClusterObjects } from '#lib/istio/objects.ts';
import { targetsOf } from '#lib/splits/act.ts';
import { poolPercent, recordedPercent } from '#lib/splits/amend.ts';
import type { Release } from '#lib/splits/record.ts';
import { findRule, rulesOf } from '#lib/splits/route-key.ts';
import type { StandingPoint } from './judge.ts';
import { ownedBy, toRef, virtualServiceOf } from './point-refs.ts';
import { lastWriter } from './reviewed.ts';
import type { SplitTools } from './run.ts';
import { secondsOf } from './world.ts';

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
export function partialOf(release: Release, objects: ClusterObjects): SplitLive['partial'] {
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
