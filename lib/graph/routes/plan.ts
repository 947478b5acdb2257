/** What rules make of the traffic of one caller to one host, and when two such plans say the same. */
import type { RulesOf } from './changed-rules.ts';
import type { RouteLayer, RouteTarget } from './rules.ts';

export interface RoutePlan {
  layer: RouteLayer;
  /** VirtualServices and routes, as the graph names them, in order. */
  routedBy: readonly string[];
  /** The targets of each rule that may apply. */
  rules: readonly (readonly RouteTarget[])[];
  targets: readonly RouteTarget[];
  /** Every target of a host in any rule. */
  byHost: ReadonlyMap<string, readonly RouteTarget[]>;
}

/** With the rules of the first that decides, by which plans alike are found. */
export interface MadePlan extends RoutePlan {
  first: RulesOf;
}

export function saysSame(
  plan: RoutePlan,
  { routedBy, rules }: Pick<RoutePlan, 'routedBy' | 'rules'>,
): boolean {
  return (
    isSameList(plan.routedBy, routedBy) &&
    plan.rules.length === rules.length &&
    plan.rules.every((targets, place) => isSameList(targets, rules[place] ?? []))
  );
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, place) => value === other[place]);
}
