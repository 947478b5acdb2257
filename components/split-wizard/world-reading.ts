/** The answers read against the world as it is now: suggestions filled in, and what no longer fits. */
import type { SplitPointRef, SplitShare } from '#lib/api/splits/split-shapes.ts';
import type { WriteMode } from '#lib/api/splits/split-words.ts';
import type { SplitWorld, WorldPoint, WorldVersion } from '#lib/api/splits/split-world.ts';
import { type Answers, isRecipe } from './answers.ts';

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
  /** Names of rules that send nothing to either version: they stay as they are. */
  apart: ReadonlySet<string>;
  /** Percent of the first chosen rule that the two versions have together; others keep the rest. */
  pool: number;
  /** Versions and hosts that keep their share in that rule. */
  keeping: readonly { name: string; percent: number }[];
  mode: WriteMode;
  /** The hosts whose callers take part, by the name of a ticked rule, where that is not all of them. */
  only: ReadonlyMap<string, readonly string[]>;
  /** Of the ticked rules; of the ports where a VirtualService is made. */
  layers: ReadonlySet<'http' | 'tls' | 'tcp'>;
}

export function readWorld(answers: Answers, world: SplitWorld): Reading {
  const version = (value: string | null) => world.versions.find((one) => one.value === value) ?? null;
  const named = [answers.stable, answers.candidate].filter((value) => value !== null);
  const candidateValue =
    answers.candidate ??
    otherThan(answers.stable ?? world.suggested.stable, world.suggested.candidate, world);
  const stableValue = answers.stable ?? otherThan(candidateValue, world.suggested.stable, world);
  const splits = !isRecipe(answers.kind);
  const ours = (share: SplitShare): boolean =>
    share.version === null
      ? share.host === world.service.host
      : share.version === stableValue || share.version === candidateValue;
  const apart = new Set(
    world.points.filter(({ shares }) => splits && !shares.some(ours)).map(({ ref }) => pointName(ref)),
  );
  const ticked = world.points.filter((point) =>
    answers.points === null
      ? // Routes of the Gateway API carry weights, and nothing of a recipe.
        point.preselected &&
        !apart.has(pointName(point.ref)) &&
        (splits || point.ref.kind === 'VirtualService')
      : answers.points.includes(pointName(point.ref)),
  );
  const shares = (ticked.find(({ conditional }) => !conditional) ?? ticked[0])?.shares ?? [];
  const keeping = shares
    .filter((share) => !ours(share) && (share.percent ?? 0) > 0)
    .map(({ version, subset, host, percent }) => ({
      name: version ?? subset ?? host,
      percent: percent ?? 0,
    }));
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
    apart,
    pool: 100 - keeping.reduce((sum, { percent }) => sum + percent, 0),
    keeping,
    mode: answers.mode ?? world.mode,
    only: new Map(
      ticked.flatMap(({ ref, hosts }) => {
        const name = pointName(ref);
        const chosen = hosts.filter((host) => answers.only[name]?.includes(host) ?? true);
        return splits && chosen.length < hosts.length ? [[name, chosen] as const] : [];
      }),
    ),
    layers: new Set(layers),
  };
}

/** TCP and TLS: there are no requests to count. */
export function connectionsOnly({ layers }: Pick<Reading, 'layers'>): boolean {
  return layers.size > 0 && !layers.has('http');
}

/** The suggested version, or the first that is not the one chosen for the other side. */
function otherThan(taken: string | null, suggested: string | null, { versions }: SplitWorld): string | null {
  if (suggested !== null && suggested !== taken) return suggested;
  return versions.find(({ value }) => value !== taken)?.value ?? null;
}
