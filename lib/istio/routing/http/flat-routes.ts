/**
 * A VirtualService's http rules as Istio writes them into a proxy: one route per match, in order, what can never apply
 * here marked, and nothing after the first that takes everything (`BuildHTTPRoutesForVirtualService`).
 */

import type { Reason } from '../reason.ts';
import type { CompiledHttpRule, FlatRoute, IndexedVirtualService } from '../rules.ts';
import type { Trail } from '../trail.ts';
import type { HttpRequest } from './http-request.ts';
import { httpStaticMismatch, type Viewpoint } from './static-match.ts';

export function flattenRules(virtualService: IndexedVirtualService, view: Viewpoint): FlatRoute[] {
  const routes: FlatRoute[] = [];
  for (const rule of virtualService.http) {
    if (rule.matches.length === 0) {
      routes.push({ virtualService, rule, match: null, catchAll: true, leftOut: null });
      return routes;
    }
    for (const match of rule.matches) {
      const leftOut = httpStaticMismatch(match.match, view);
      routes.push({ virtualService, rule, match, catchAll: match.catchAll, leftOut });
      if (match.catchAll && leftOut === null) return routes;
    }
  }
  return routes;
}

/** True when Istio has at least one route to write; otherwise it ignores the VirtualService here. */
export function hasRoutes(routes: readonly FlatRoute[]): boolean {
  return routes.some((route) => route.leftOut === null);
}

/** The first route that takes the request; every rule passed on the way is noted with its reason. */
export function firstMatch(
  routes: readonly FlatRoute[],
  request: HttpRequest,
  trail: Trail,
): FlatRoute | undefined {
  for (const route of routes) {
    const reason = route.leftOut ?? unmetCondition(route, request);
    if (reason === null) {
      trail.decide(route.rule.of, route.rule.index, reasonsOf(route), route.rule.origin);
      return route;
    }
    trail.noteUnmet(route, reason);
  }
  return undefined;
}

function unmetCondition(route: FlatRoute, request: HttpRequest): Reason | null {
  for (const condition of route.match?.conditions ?? []) {
    const reason = condition.unmet(request);
    if (reason !== null) return reason;
  }
  return null;
}

function reasonsOf({ match, rule }: FlatRoute): Reason[] {
  const met: Reason[] =
    !match || match.conditions.length === 0
      ? [{ key: 'takes-request' }]
      : match.conditions.map((condition) => condition.met());
  return [...met, ...refusals(rule)];
}

/** Why some of its backends get nothing. */
function refusals({ rule, of }: CompiledHttpRule): Reason[] {
  return (rule.route ?? []).flatMap(({ destination: { refused } }): Reason[] => {
    if (refused === undefined) return [];
    const { why, kind, namespace, name } = refused;
    return why === 'kind'
      ? [{ key: 'backend-kind', kind, name }]
      : [{ key: 'backend-no-grant', kind, namespace, name, routeKind: of.kind, from: of.namespace }];
  });
}
