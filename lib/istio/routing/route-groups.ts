/** Routes of the Gateway API with one parent and one host, as the one list of rules that istiod makes of them. */
import type { ObjectMeta } from '../objects.ts';
import type { HttpRule } from './rules.ts';
import type { ObjectRef } from './types.ts';

/** A rule with at most one match, and where it was written. */
export interface RoutedRule {
  of: ObjectRef;
  /** In `rules` of that route. */
  index: number;
  rule: HttpRule;
}

export interface RouteGroup {
  /** As istiod names it: no object of a cluster has such a name. Age and namespace are those of the oldest route. */
  metadata: ObjectMeta;
  host: string;
  /** `mesh`, or namespace/name. */
  gateway: string;
  /** The oldest first. */
  routes: readonly ObjectRef[];
  rules: readonly RoutedRule[];
}
