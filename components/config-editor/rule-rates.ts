/** How many requests a VirtualService's rules took in the last window: only what telemetry tells apart, the rest is unclear. */
import type { PredictionAnswer, PredictionFlow } from '#lib/api/configuration/prediction.ts';
import type { Path } from '#lib/document/json.ts';

export type RuleRate = number | 'unclear';
/** `rule`: its path in the object as the cluster has it. `to`: of it, what one version got. Null where nobody measured. */
export type RateOf = (rule: Path, to?: { host: string; version: string | null }) => RuleRate | null;

export function ruleRates(
  answer: PredictionAnswer | null,
  { namespace, name }: { namespace: string; name: string },
): RateOf {
  if (answer === null || answer.metricsAt === null) return () => null;
  const byRule = flowsByRule(answer.flows, { namespace, name });
  return ([, list, index], to) => {
    if (list !== 'http' || typeof index !== 'number') return null;
    const own = byRule.get(index) ?? [];
    if (own.some(({ rules }) => rules.length > 1)) return 'unclear';
    if (to === undefined) return own.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
    if (to.version === null) return 'unclear';
    const there = own.flatMap(({ now }) =>
      now.filter(({ end }) => end.host === to.host && end.version === to.version),
    );
    return there.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  };
}

/** By the rule's place in `http`: hundreds of rules are asked about with each drawing, and one flow may be of all of them. */
function flowsByRule(
  flows: readonly PredictionFlow[],
  { namespace, name }: { namespace: string; name: string },
): Map<number, PredictionFlow[]> {
  const found = new Map<number, PredictionFlow[]>();
  for (const flow of flows) {
    if (flow.requestsPerSecond <= 0) continue;
    const own = flow.rules.flatMap((rule) =>
      rule?.kind === 'VirtualService' &&
      rule.namespace === namespace &&
      rule.name === name &&
      rule.list === 'http'
        ? [rule.index]
        : [],
    );
    for (const index of new Set(own)) {
      const known = found.get(index);
      if (known === undefined) found.set(index, [flow]);
      else known.push(flow);
    }
  }
  return found;
}
