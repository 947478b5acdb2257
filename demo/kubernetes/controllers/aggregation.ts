/** Aggregated ClusterRoles get the rules of the roles that they select (kubernetes pkg/controller/clusterroleaggregation). */
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { list } from '../coding/json.ts';
import { matchesLabelSelector } from '../reads/selectors.ts';
import type { ObjectStore } from '../types.ts';

const group = 'rbac.authorization.k8s.io';
const manager = 'clusterrole-aggregation-controller';

type ClusterRole = KubernetesObject & { rules?: unknown };

/** In the order of names, each rule once, as the controller has them. */
function rulesFor(role: ClusterRole, all: readonly ClusterRole[]): unknown[] {
  const rules: unknown[] = [];
  const selectors = list(role, 'aggregationRule', 'clusterRoleSelectors');
  for (const other of all) {
    const { name, labels = {} } = other.metadata;
    if (name === role.metadata.name) continue;
    if (!selectors.some((selector) => matchesLabelSelector(selector, labels))) continue;
    for (const rule of list(other, 'rules'))
      if (!rules.some((known) => isDeepStrictEqual(known, rule))) rules.push(rule);
  }
  return rules;
}

/** What an aggregated role takes in may be aggregated itself: each write of one brings the next. True when nothing was left to do. */
function settle(store: ObjectStore): boolean {
  const all = store.list<ClusterRole>(group, 'clusterroles');
  let quiet = true;
  for (const role of all) {
    if (list(role, 'aggregationRule', 'clusterRoleSelectors').length === 0) continue;
    const rules = rulesFor(role, all);
    if (isDeepStrictEqual(rules, list(role, 'rules'))) continue;
    store.put(Object.assign({}, role, { rules }), manager);
    quiet = false;
  }
  return quiet;
}

/** Roles that select each other in a ring would grow together and stop; a chain is as long as there are roles at most. */
export function reconcileAggregation(store: ObjectStore): void {
  const most = store.list(group, 'clusterroles').length + 1;
  for (let round = 0; round < most; round += 1) if (settle(store)) return;
}
