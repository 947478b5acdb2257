/** The rules of a split on its page: shares, states, owners, and what Git is told of them. */
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import type { Release } from '#lib/splits/record/record.ts';
import type { SplitService } from '#lib/splits/survey/service-versions.ts';
import type { StandingSplit } from '#lib/splits/survey/survey.ts';
import { ownedBy, rootsOf, toOwner, toRef, toShare, virtualServiceOf } from '../world/point-refs.ts';
import { isRunning } from '../world/world.ts';
import type { StandingPoint } from './judge.ts';

export function livePoints(
  standing: StandingSplit | null,
  release: Release | null,
  running: boolean,
  rules: readonly StandingPoint[],
  bySubset: ReadonlyMap<string, string>,
  objects: ClusterObjects,
): SplitLive['points'] {
  const all = standing?.points ?? [];
  const ownerOf = (point: (typeof all)[number] | StandingPoint['ref']) => {
    const object = virtualServiceOf(point, objects);
    if (object === undefined) return null;
    return toOwner(ownedBy(object, 'roots' in point ? rootsOf(point, objects) : []));
  };
  if (release === null || !running) {
    return all.map((point) => ({
      ref: toRef(point),
      hosts: [...point.hosts],
      gateways: [...point.gateways],
      shares: point.shares.map((share) => ({ ...toShare(share, bySubset), role: share.role })),
      conditional: point.conditional,
      state: 'as-written',
      owner: ownerOf(point),
    }));
  }
  return rules.map(({ ref, state, shares, conditional }) => {
    const point = all.find(
      (one) =>
        one.namespace === ref.namespace &&
        one.virtualService === ref.virtualService &&
        one.layer === ref.layer &&
        one.key === ref.key,
    );
    return {
      ref: toRef(ref),
      hosts: [...(point?.hosts ?? [])],
      gateways: [...(point?.gateways ?? [])],
      shares: shares.map((share) => ({ ...toShare(share, bySubset), role: share.role })),
      conditional,
      state,
      owner: ownerOf(point ?? ref),
    };
  });
}

/** By the first rule that all requests follow, else by the first. */
export function configuredByVersion(
  points: SplitLive['points'],
  release: Release | null,
  percent: number | null,
  { hosts, versions: { versions } }: SplitService,
): ReadonlyMap<string, number> | null {
  if (release !== null && percent === null && release.strategy.kind === 'ab' && isRunning(release.phase))
    return null;
  const present = points.filter(({ state }) => state !== 'gone');
  const first = present.find(({ conditional }) => !conditional) ?? present[0];
  if (first === undefined) return null;
  const shares = new Map<string, number>();
  for (const { version, percent: share } of first.shares) {
    if (version !== null && share !== null) shares.set(version, (shares.get(version) ?? 0) + share);
  }
  if (shares.size === 0) return null;
  // What a rule without a plain host does not name gets nothing.
  if (first.shares.every(({ host, version }) => version !== null || !hosts.has(host)))
    for (const { value } of versions) if (!shares.has(value)) shares.set(value, 0);
  return shares;
}
