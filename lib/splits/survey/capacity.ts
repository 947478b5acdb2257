/** Whether a version has the pods for what is planned for it, and stable still those for all that would come back with an abort. */
import { isJsonObject, type Json, own } from '../../document/json.ts';
import type { Release } from '../record/record.ts';
import type { Strategy, Version } from '../types.ts';

export interface Shortage {
  version: string;
  ready: number;
  /** Of what stable has ready now, the part that the largest planned share is. */
  needed: number;
  /** That share. */
  percent: number;
}

/** Null where the candidate's ready pods are enough. A/B tests have no share; who promotes one gives the candidate everything. */
export function shortageOf(
  stable: Version,
  candidate: Version,
  strategy: Strategy,
  plan: readonly { percent: number }[],
): Shortage | null {
  const percent =
    strategy.kind === 'mirror'
      ? strategy.percent
      : strategy.kind === 'canary' && plan.length > 0
        ? Math.max(strategy.percent, ...plan.map((step) => step.percent))
        : 100;
  const needed = Math.ceil((stable.ready * percent) / 100);
  return candidate.ready >= needed
    ? null
    : { version: candidate.value, ready: candidate.ready, needed, percent };
}

/**
 * How many ready pods of these workloads (`namespace/name`) their HorizontalPodAutoscalers let there be; null where none of them has
 * one. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export function mostPods(
  workloads: readonly string[],
  ready: number,
  autoscalers: readonly Json[],
): number | null {
  const limits = autoscalers.flatMap((one) => {
    if (!isJsonObject(one)) return [];
    const metadata = own(one, 'metadata');
    const spec = own(one, 'spec');
    if (!isJsonObject(metadata) || !isJsonObject(spec)) return [];
    const target = own(spec, 'scaleTargetRef');
    const most = own(spec, 'maxReplicas');
    if (!isJsonObject(target) || typeof most !== 'number') return [];
    const key = `${String(own(metadata, 'namespace'))}/${String(own(target, 'name'))}`;
    return workloads.includes(key) ? [most] : [];
  });
  return limits.length === 0
    ? null
    : Math.max(
        ready,
        limits.reduce((sum, one) => sum + one, 0),
      );
}

/** Null unless stable has fewer ready pods than when the split began: an abort gives them everything. */
export function stableShrunk(
  { stableReady }: Pick<Release, 'stableReady'>,
  ready: number,
): { was: number; now: number } | null {
  return stableReady === undefined || ready >= stableReady ? null : { was: stableReady, now: ready };
}
