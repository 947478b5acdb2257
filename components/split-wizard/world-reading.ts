/** The answers read against the world as it is now: suggestions filled in, and what no longer fits. */
import type { SplitPointRef } from '#lib/api/split-shapes.ts';
import type { WriteMode } from '#lib/api/split-words.ts';
import type { SplitWorld, WorldPoint, WorldVersion } from '#lib/api/split-world.ts';
import type { Answers } from './answers.ts';

export function pointName({ kind, namespace, name, layer, key }: SplitPointRef): string {
  return [kind, namespace, name, layer, key].join('/');
}

export interface Reading {
  stable: WorldVersion | null;
  candidate: WorldVersion | null;
  /** Ticked, as they are there now. */
  points: readonly WorldPoint[];
  /** Ticked, and gone since. */
  gonePoints: readonly string[];
  /** Named in the answers, and gone since. */
  goneVersions: readonly string[];
  mode: WriteMode;
  /** Of the ticked rules; of the ports where a VirtualService is made. */
  layers: ReadonlySet<'http' | 'tls' | 'tcp'>;
}

export function readWorld(answers: Answers, world: SplitWorld): Reading {
  const version = (value: string | null) => world.versions.find((one) => one.value === value) ?? null;
  const named = [answers.stable, answers.candidate].filter((value) => value !== null);
  const candidateValue = answers.candidate ?? otherThan(answers.stable, world.suggested.candidate, world);
  const stableValue = answers.stable ?? otherThan(candidateValue, world.suggested.stable, world);
  const ticked = world.points.filter((point) =>
    answers.points === null ? point.preselected : answers.points.includes(pointName(point.ref)),
  );
  const present = new Set(world.points.map(({ ref }) => pointName(ref)));
  const layers = world.makesVirtualService
    ? world.service.ports.map(({ layer }) => layer)
    : ticked.map(({ ref }) => ref.layer);
  return {
    stable: version(stableValue),
    candidate: version(candidateValue),
    points: ticked,
    gonePoints: (answers.points ?? []).filter((name) => !present.has(name)),
    goneVersions: named.filter((value) => version(value) === null),
    mode: answers.mode ?? world.mode,
    layers: new Set(layers),
  };
}

/** The suggested version, or the first that is not the one chosen for the other side. */
function otherThan(taken: string | null, suggested: string | null, { versions }: SplitWorld): string | null {
  if (suggested !== null && suggested !== taken) return suggested;
  return versions.find(({ value }) => value !== taken)?.value ?? null;
}
