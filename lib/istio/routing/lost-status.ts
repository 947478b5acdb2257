/** What requests get whose destination is not there: the proxy that was told of no such cluster answers by itself. */
import type { ObjectRef } from './types.ts';

/** Of the Gateway API; other rules are of VirtualServices. */
export function isOfRoute({ kind }: Pick<ObjectRef, 'kind'>): boolean {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute';
}

/** The Gateway API asks for 500; Envoy's own way is 503. */
export function lostStatus(rule: Pick<ObjectRef, 'kind'> | null): 500 | 503 {
  return rule !== null && isOfRoute(rule) ? 500 : 503;
}
