/**
 * What one match of a route asks for, as a VirtualService asks for it, and which of two rules comes first
 * (`sortHTTPRoutes` of istio pilot/pkg/config/kube/gateway/conversion.go).
 */
import type { HttpMatch, HttpRule, StringMatch } from '../../routing/rules.ts';
import { callOf } from '../grpc-route/call-match.ts';
import { pathOf } from '../http-route/path-match.ts';
import type { NamedMatch, RouteMatch } from './objects.ts';

/** Nothing where it takes every request. */
export function matchOf({ path, method, headers, queryParams }: RouteMatch): HttpMatch {
  const uri = pathOf(path) ?? (typeof method === 'object' ? callOf(method) : undefined);
  return {
    ...(uri === undefined ? {} : { uri }),
    ...(typeof method === 'string' ? { method: { exact: method } } : {}),
    ...(headers?.length ? { headers: named(headers) } : {}),
    ...(queryParams?.length ? { queryParams: named(queryParams) } : {}),
  };
}

function named(list: readonly NamedMatch[]): Record<string, StringMatch> {
  return Object.fromEntries(
    list.map(({ name, type, value }) => [name, type === 'Exact' ? { exact: value } : { regex: value }]),
  );
}

/** In order; of equals the earlier stays first. */
export function inOrder<Ruled extends { rule: HttpRule }>(rules: readonly Ruled[]): Ruled[] {
  return rules
    .map((ruled) => ({ ruled, rank: rankOf(ruled.rule) }))
    .sort((one, other) => compareRanks(one.rank, other.rank))
    .map(({ ruled }) => ruled);
}

/** An exact path before a prefix before a regular expression before none, longer before shorter, then method, headers and parameters. */
function rankOf({ match: [match] = [] }: HttpRule): number[] | null {
  if (match === undefined) return null;
  const { exact, prefix, pathPrefix, regex } = match.uri ?? {};
  const kind =
    exact !== undefined ? 3 : (prefix ?? pathPrefix) !== undefined ? 2 : regex !== undefined ? 1 : -1;
  const text = exact ?? prefix ?? pathPrefix ?? regex ?? '';
  return [
    kind,
    new TextEncoder().encode(text).length,
    match.method === undefined ? 0 : 1,
    Object.keys(match.headers ?? {}).length,
    Object.keys(match.queryParams ?? {}).length,
  ];
}

/** A rule that asks for nothing comes last. */
function compareRanks(one: readonly number[] | null, other: readonly number[] | null): number {
  if (one === null || other === null) return (one === null ? 1 : 0) - (other === null ? 1 : 0);
  for (const [place, value] of one.entries()) {
    const difference = (other[place] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return 0;
}
