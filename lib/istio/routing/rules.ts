/** Names for the parts of a VirtualService, a Gateway and a DestinationRule as generated from the CRDs, and for what the index makes of them. */
import type { DestinationRuleSpec, GatewaySpec, VirtualServiceSpec } from '../generated/types.ts';
import type { Visibility } from '../hosts/visibility.ts';
import type { HttpRequest } from './http-request.ts';
import type { Reason, Told } from './reason.ts';
import type { ObjectRef } from './types.ts';

export type HttpRule = NonNullable<VirtualServiceSpec['http']>[number];
export type HttpMatch = NonNullable<HttpRule['match']>[number];
export type HttpRedirect = NonNullable<HttpRule['redirect']>;
export type StringMatch = NonNullable<HttpMatch['uri']>;
export type TlsRule = NonNullable<VirtualServiceSpec['tls']>[number];
export type TcpRule = NonNullable<VirtualServiceSpec['tcp']>[number];
export type L4Match = NonNullable<TcpRule['match']>[number];
export type WeightedDestination = NonNullable<HttpRule['route']>[number];
export type Destination = WeightedDestination['destination'];
export type GatewayServer = NonNullable<GatewaySpec['servers']>[number];
export type TrafficPolicy = NonNullable<DestinationRuleSpec['trafficPolicy']>;
export type Subset = NonNullable<DestinationRuleSpec['subsets']>[number];

export interface HttpCondition {
  /** Null when the request fulfils the condition, else why not. */
  unmet(request: HttpRequest): Reason | null;
  /** The condition itself. */
  met(): Reason;
}

/** One item of a rule's `match` list, ready to be asked. */
export interface CompiledMatch {
  match: HttpMatch;
  /** All must hold for a request. */
  conditions: readonly HttpCondition[];
  /** True when every request fulfils it. */
  catchAll: boolean;
}

/** A rule as Istio uses it: host names complete, a delegate's rule already merged. */
export interface CompiledHttpRule {
  /** Place in the `http` list of the object that `rule` names; for delegates the root's. */
  index: number;
  rule: HttpRule;
  /** Empty means every request. */
  matches: readonly CompiledMatch[];
  /** When the rule comes from a delegate. */
  origin: Told['origin'];
}

export interface IndexedVirtualService {
  ref: ObjectRef;
  visibility: Visibility;
  /** Rank among all VirtualServices, oldest first. */
  order: number;
  /** Full names, lower case. */
  hosts: readonly string[];
  /** `mesh` or namespace/name. */
  gateways: readonly string[];
  http: readonly CompiledHttpRule[];
  tls: readonly TlsRule[];
  tcp: readonly TcpRule[];
  /** Rules that never came to be: delegates that are missing, hidden or in conflict. */
  dropped: readonly { index: number; reason: Reason }[];
}

/** A rule with one of its matches, as a proxy's route list holds it. */
export interface FlatRoute {
  virtualService: IndexedVirtualService;
  rule: CompiledHttpRule;
  /** Null for a rule without matches. */
  match: CompiledMatch | null;
  catchAll: boolean;
  /** Why Istio leaves it out for this proxy and port; null when it is there. */
  leftOut: Reason | null;
}
