/** Names for the parts of a VirtualService, a Gateway and a DestinationRule as generated from the CRDs, and for what the index makes of them. */
import type { DestinationRuleSpec, GatewaySpec, VirtualServiceSpec } from '../generated/types.ts';
import type { Visibility } from '../hosts/visibility.ts';
import type { HttpRequest } from './http/http-request.ts';
import type { Reason, Told } from './reason.ts';
import type { ObjectRef } from './types.ts';

type WrittenRule = NonNullable<VirtualServiceSpec['http']>[number];
type WrittenMatch = NonNullable<WrittenRule['match']>[number];
type WrittenDestination = NonNullable<WrittenRule['route']>[number];
type WrittenMirror = NonNullable<WrittenRule['mirrors']>[number];

/** `pathPrefix`, of the Gateway API alone: whole segments of a path; a slash at its end does not count. */
export type StringMatch = NonNullable<WrittenMatch['uri']> & { pathPrefix?: string };
export type HttpMatch = Omit<WrittenMatch, 'uri'> & { uri?: StringMatch };
export interface Refusal {
  /** No ReferenceGrant for another namespace, or a kind that is sent no requests. */
  why: 'no-grant' | 'kind';
  kind: string;
  namespace: string;
  name: string;
}
/** `refused`, of the Gateway API alone: what a route may not refer to has no cluster, whatever is there. */
export type Destination = WrittenDestination['destination'] & { refused?: Refusal };
export type WeightedDestination = Omit<WrittenDestination, 'destination'> & { destination: Destination };
/** One of a VirtualService, or what istiod makes of a rule of the Gateway API. */
export type HttpRule = Omit<WrittenRule, 'match' | 'route' | 'mirror' | 'mirrors'> & {
  match?: HttpMatch[];
  route?: WeightedDestination[];
  mirror?: Destination;
  mirrors?: (Omit<WrittenMirror, 'destination'> & { destination: Destination })[];
};
export type HttpRedirect = NonNullable<HttpRule['redirect']>;
export type TlsRule = NonNullable<VirtualServiceSpec['tls']>[number];
export type TcpRule = NonNullable<VirtualServiceSpec['tcp']>[number];
export type L4Match = NonNullable<TcpRule['match']>[number];
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
  /** The object that it was written in; for delegates the root. */
  of: ObjectRef;
  /** Place in the list of rules of that object. */
  index: number;
  rule: HttpRule;
  /** Empty means every request. */
  matches: readonly CompiledMatch[];
  /** When the rule comes from a delegate. */
  origin: Told['origin'];
}

export interface IndexedVirtualService {
  /** Of routes of the Gateway API the oldest. */
  ref: ObjectRef;
  /** namespace/name as istiod has it: of what it makes of routes no object's. */
  path: string;
  /** The routes of the Gateway API that it is made of; null for a VirtualService. */
  routes: readonly ObjectRef[] | null;
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
