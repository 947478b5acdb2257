/** How a rule is told: its object, the list of it that the rule stands in, its place there. */
import type { ObjectRef } from '../../istio/routing/types.ts';

export interface RuleName extends ObjectRef {
  /** VirtualService, HTTPRoute or GRPCRoute. */
  kind: string;
  list: 'http' | 'tls' | 'tcp' | 'rules';
  /** Place in the list. */
  index: number;
  route: string | null;
}
