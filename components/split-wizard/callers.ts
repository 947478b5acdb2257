/** Who calls the service now, told from the plan's prediction: whose requests will follow the split, and who goes past it. */
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';

export interface Callers {
  /** Workloads, the busiest first. */
  sending: readonly string[];
  bypassing: readonly string[];
}

export function callersOf(plan: PlanAnswer, candidate: string): Callers {
  const rates = new Map<string, number>();
  for (const { source, requestsPerSecond, after, mirrors } of plan.prediction?.flows ?? []) {
    const reached = [...after, ...mirrors.after].some(
      ({ end, requestsPerSecond: rate }) => end.version === candidate && rate > 0,
    );
    if (source === null || !reached) continue;
    rates.set(source.workload, (rates.get(source.workload) ?? 0) + requestsPerSecond);
  }
  const bypassing = plan.cautions.flatMap((caution) =>
    caution.code === 'callers-without-proxy' ? caution.workloads : [],
  );
  return {
    sending: [...rates].sort(([, one], [, other]) => other - one).map(([name]) => name),
    bypassing: bypassing.map((workload) => workload.split('/').at(-1) ?? workload),
  };
}
