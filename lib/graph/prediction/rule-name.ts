/** How a rule is told: its object, the list of it that the rule stands in, its place there. */
import { originOf } from '../../istio/gateway-api/translation/rules.ts';
import { isTranslated } from '../../istio/gateway-api/translation/translate.ts';
import type { ObjectRef } from '../../istio/routing/types.ts';

export interface RuleName {
  /** VirtualService, HTTPRoute or GRPCRoute. */
  kind: string;
  namespace: string;
  name: string;
  list: 'http' | 'tls' | 'tcp' | 'rules';
  /** Place in the list. */
  index: number;
  route: string | null;
}

/** Of what istiod makes of a route, the route's own rule. */
export function ruleName(
  { kind, namespace, name }: ObjectRef,
  { list, index, route }: Pick<RuleName, 'list' | 'index'> & { route: string | undefined },
): RuleName {
  const origin = isTranslated(name) ? originOf(route) : null;
  if (origin !== null) return { ...origin, list: 'rules' };
  return { kind, namespace, name, list, index, route: route ?? null };
}
