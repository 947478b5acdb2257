/** How the cluster as a whole is doing, told from the states of its kinds and of the probe; and which parts are missing. */
import type { Warning } from '#lib/api/problem.ts';
import type { SourceState } from '#lib/api/status.ts';
import type { KindState } from './reflector.ts';
import { type Resource, type ResourceId, rbacResources, resources } from './resources.ts';

export interface ClusterCondition {
  kinds: ReadonlyMap<ResourceId, KindState>;
  /** Unix milliseconds since the API server does not answer; null while it does. */
  failingSinceMs: number | null;
  lastAnswerMs: number | null;
  startedAtMs: number;
}

const silent = 'The Kubernetes API does not answer.';
const seconds = (ms: number) => Math.floor(ms / 1000);

export function lastAnswerMs({
  kinds,
  lastAnswerMs: probed,
}: Pick<ClusterCondition, 'kinds' | 'lastAnswerMs'>): number | null {
  const last = Math.max(probed ?? 0, ...[...kinds.values()].map((kind) => kind.lastGoodMs ?? 0));
  return last === 0 ? null : last;
}

export function clusterState(condition: ClusterCondition): SourceState {
  const { kinds, failingSinceMs, startedAtMs } = condition;
  const all = [...kinds.values()];
  const of = (name: KindState['state']) => all.filter(({ state }) => state === name);
  const since = (some: readonly KindState[]) =>
    seconds(some.length === 0 ? startedAtMs : Math.min(...some.map(({ sinceMs }) => sinceMs)));
  const lastGoodMs = lastAnswerMs(condition);
  const lastGood = lastGoodMs === null ? null : seconds(lastGoodMs);
  const away = of('unreachable');
  const good = of('ok');
  const forbidden = of('forbidden');
  if (failingSinceMs !== null) {
    return { state: 'unreachable', detail: silent, since: seconds(failingSinceMs), lastGood };
  }
  // One kind in trouble is a warning; the cluster is away when nothing else works either.
  if (away.length > 0 && good.length === 0) {
    return { state: 'unreachable', detail: silent, since: since(away), lastGood };
  }
  if (good.length > 0) return { state: 'ok', detail: null, since: since(good), lastGood };
  if (forbidden.length > 0 && of('starting').length === 0) {
    const detail = "The console's own account may read nothing.";
    return { state: 'forbidden', detail, since: since(forbidden), lastGood };
  }
  return { state: 'starting', detail: null, since: seconds(startedAtMs), lastGood };
}

function nameOf({ plural, group }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** Kinds that are not served are no loss; RBAC objects are read for their changes only, their absence shows nowhere. */
export function clusterWarnings(condition: ClusterCondition): Warning[] {
  if (clusterState(condition).state === 'unreachable') {
    return [{ code: 'kubernetes-stale', source: 'kubernetes', detail: silent }];
  }
  return [...condition.kinds].flatMap(([id, { state }]): Warning[] => {
    if (rbacResources.has(id) || (state !== 'forbidden' && state !== 'unreachable')) return [];
    const code = state === 'forbidden' ? 'kind-forbidden' : 'kind-stale';
    return [{ code, source: 'kubernetes', detail: nameOf(resources[id]) }];
  });
}
