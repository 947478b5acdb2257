/** The rules that were tried, by the VirtualService or the route that they stand in, in the order of trying. */
import type { RouteTestAnswer } from '#lib/api/configuration/route-test.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { isOfRoute } from '#lib/istio/routing/lost-status.ts';

export type TriedRule = RouteTestAnswer['tried'][number];

export interface RuleGroup {
  kind: string;
  namespace: string;
  name: string;
  /** It has the host, a route with others of its kind: their rules decide, and when none of them matches nobody else's do. */
  owns: boolean;
  rules: readonly TriedRule[];
}

export function ruleGroups({ tried }: Pick<RouteTestAnswer, 'tried'>): RuleGroup[] {
  const groups = Map.groupBy(tried, ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
  const judged = [...groups].filter(([, rules]) => rules.some(isJudged));
  const owner = judged[0]?.[0];
  const shares = isRoute(judged[0]?.[1][0]?.kind);
  return [...groups].flatMap(([key, rules]) => {
    const [first] = rules;
    if (first === undefined) return [];
    const { kind, namespace, name } = first;
    const owns = key === owner || (shares && isRoute(kind) && rules.some(isJudged));
    return [{ kind, namespace, name, owns, rules }];
  });
}

/** Rules of routes with one parent and host are one list. */
function isRoute(kind: string | undefined): boolean {
  return kind !== undefined && isOfRoute({ kind: kindAt(kind)?.kind ?? '' });
}

/** The VirtualService or route that the request's host belongs to; null where the service's own route is used, or nobody knows the host. */
export function ownerOf(
  answer: Pick<RouteTestAnswer, 'tried' | 'rule'>,
): Pick<RuleGroup, 'kind' | 'namespace' | 'name'> | null {
  const owner = answer.rule ?? ruleGroups(answer).find(({ owns }) => owns);
  if (owner === undefined) return null;
  const { kind, namespace, name } = owner;
  return { kind, namespace, name };
}

/** Reasons that Istio knows before any request comes: a rule with these alone is not in the proxy at all. */
const before = new Set([
  'comes-first',
  'other-port',
  'other-gateway',
  'source-label',
  'source-namespace',
  'delegate-missing',
  'delegate-has-hosts',
  'delegate-hidden',
  'delegate-conflict',
  'delegate-empty',
]);

function isJudged({ matched, told }: TriedRule): boolean {
  return matched || told.some(({ reason }) => !before.has(reason.key));
}
