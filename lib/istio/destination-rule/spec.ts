/** The parts of a DestinationRule's spec, by name. */
import type { DestinationRuleSpec } from '../generated/types.ts';

export type TrafficPolicy = NonNullable<DestinationRuleSpec['trafficPolicy']>;
export type LoadBalancer = NonNullable<TrafficPolicy['loadBalancer']>;
