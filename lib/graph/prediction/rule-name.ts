/** How a rule is told: its object, the list of it that the rule stands in, its place there. */
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

export function ruleName(
  { kind, namespace, name }: ObjectRef,
  list: RuleName['list'],
  index: number,
  route: string | undefined,
): RuleName {
  return { kind, namespace, name, list, index, route: route ?? null };
}
