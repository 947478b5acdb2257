/** The rules as they were looked at, so that a start tells what somebody changed meanwhile. Opaque to the browser. */
import type { RunAnswer, SplitConflict } from '#lib/api/splits/split-plan.ts';
import { asJson, type ClusterObjects, type KubernetesObject } from '#lib/istio/objects.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { findRule, ruleHash, rulesOf } from '#lib/splits/record/route-key.ts';
import type { PointRef, RouteTarget } from '#lib/splits/types.ts';
import { sharesOf } from '#lib/splits/weights/rule-shares.ts';
import type { History } from '../../history/history.ts';
import { historyKey, toRef, virtualServiceOf } from '../world/point-refs.ts';

type Weights = NonNullable<SplitConflict['points'][number]['now']>;

interface Seen {
  point: PointRef;
  hash: string | null;
  weights: Weights | null;
}

function see(point: PointRef, objects: ClusterObjects): Seen {
  const object = virtualServiceOf(point, objects);
  const at = object === undefined ? null : findRule(asJson(object), point);
  if (object === undefined || at === null) return { point, hash: null, weights: null };
  const rule = rulesOf(asJson(object), point.layer)[at] ?? null;
  const scope = { namespace: point.namespace, domain: objects.meshConfig.domain };
  const weights = sharesOf(rule, scope, null).map(({ target, percent }) => ({ ...target, percent }));
  const { namespace, virtualService, layer, key } = point;
  return { point: { namespace, virtualService, layer, key }, hash: ruleHash(rule), weights };
}

export function reviewedText(points: readonly PointRef[], objects: ClusterObjects): string {
  return Buffer.from(JSON.stringify(points.map((one) => see(one, objects)))).toString('base64url');
}

/** Null when all rules are as they were looked at. Text that is not ours says nothing: everything counts as changed. */
export function changedSince(
  text: string,
  points: readonly PointRef[],
  objects: ClusterObjects,
  history: Pick<History, 'revisionsOf'>,
): RunAnswer['conflict'] {
  const before = readSeen(text);
  const now = points.map((one) => see(one, objects));
  const changed = now.flatMap((one) => {
    const old = before.find(({ point }) => JSON.stringify(point) === JSON.stringify(one.point));
    return old !== undefined && old.hash === one.hash ? [] : [{ old, now: one }];
  });
  const [first] = changed;
  if (first === undefined) return null;
  return {
    ...lastWriter(first.now.point, objects, history),
    points: changed.map(({ old, now: one }) => ({
      point: toRef(one.point),
      reviewed: old?.weights ?? null,
      now: one.weights,
    })),
  };
}

/** What the rules said when they were looked at. */
export function weightsReviewed(text: string): Map<string, Weights> {
  return new Map(
    readSeen(text).flatMap(({ point, weights }) =>
      weights === null ? [] : [[pointKey(point), weights] as const],
    ),
  );
}

/** Of rules that others wrote since the record was: `recorded` is what the record has. */
export function conflictAt(
  points: readonly PointRef[],
  objects: ClusterObjects,
  history: Pick<History, 'revisionsOf'>,
  before: ReadonlyMap<string, Weights> = new Map(),
): NonNullable<RunAnswer['conflict']> {
  const [first] = points;
  const who =
    first === undefined ? { by: null, manager: null, at: null } : lastWriter(first, objects, history);
  return {
    ...who,
    points: points.map((point) => ({
      point: toRef(point),
      reviewed: before.get(pointKey(point)) ?? null,
      now: see(point, objects).weights,
    })),
  };
}

/** What the record says of rules that others have written since: the candidate's share of what the two versions have there; the rest stays. */
export function recordedWeights(
  points: readonly PointRef[],
  { stable, candidate }: Pick<Release, 'stable' | 'candidate'>,
  percent: number,
  objects: ClusterObjects,
): Map<string, Weights> {
  return new Map(
    points.flatMap((point) => {
      const { weights } = see(point, objects);
      if (weights === null) return [];
      const isOf = (side: RouteTarget, one: RouteTarget) =>
        one.host === side.host && one.subset === side.subset;
      const others = weights.filter((one) => !isOf(stable, one) && !isOf(candidate, one));
      const pool = 100 - others.reduce((sum, one) => sum + (one.percent ?? 0), 0);
      const both = [
        { host: stable.host, subset: stable.subset, percent: Math.round((pool * (100 - percent)) / 100) },
        { host: candidate.host, subset: candidate.subset, percent: Math.round((pool * percent) / 100) },
      ];
      const stood = weights.map((one) => both.find((side) => isOf(side, one)) ?? one);
      // What they took out; of what gets nothing it is not known that it stood there.
      const gone = both.filter((side) => side.percent > 0 && !weights.some((one) => isOf(side, one)));
      return [[pointKey(point), [...gone, ...stood]] as const];
    }),
  );
}

export function weightsOf(points: readonly PointRef[], objects: ClusterObjects): Map<string, Weights> {
  return new Map(
    points.flatMap((point) => {
      const { weights } = see(point, objects);
      return weights === null ? [] : [[pointKey(point), weights] as const];
    }),
  );
}

export function pointKey({ namespace, virtualService, layer, key }: PointRef): string {
  return `${namespace}/${virtualService}/${layer}/${key}`;
}

/** The user where history knows, else the field manager. */
export function lastWriter(
  point: PointRef,
  objects: ClusterObjects,
  history: Pick<History, 'revisionsOf'>,
): { by: string | null; manager: string | null; at: number | null } {
  const object = virtualServiceOf(point, objects);
  const { entries } = history.revisionsOf(historyKey(point));
  const version = object?.metadata.resourceVersion;
  const [newest] =
    object === undefined ? entries : entries.filter(({ head }) => head.resourceVersion === version);
  const told = object === undefined ? null : fromFields(object);
  return {
    by: newest?.head.user ?? null,
    manager: newest?.head.manager ?? told?.manager ?? null,
    at: newest?.head.at ?? told?.at ?? null,
  };
}

function fromFields(object: KubernetesObject): { manager: string; at: number } | null {
  const times = (object.metadata.managedFields ?? []).map(({ time }) => Date.parse(time ?? '') / 1000);
  const at = Math.max(...times.filter((one) => !Number.isNaN(one)));
  if (!Number.isFinite(at)) return null;
  const { manager, name } = ownershipOf(object);
  return { manager: manager === 'other' ? (name ?? 'other') : manager, at };
}

function readSeen(text: string): Seen[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value.filter(isSeen) : [];
  } catch {
    return [];
  }
}

function isSeen(value: unknown): value is Seen {
  return (
    typeof value === 'object' && value !== null && 'point' in value && 'hash' in value && 'weights' in value
  );
}
