/**
 * Whose series a question asks for. Null is the whole mesh: what a reader sees is cut from the answer. Names are what strict mode asks
 * with (SLUICE_METRICS_SCOPE=namespaces): then Prometheus itself is asked for nothing but series with an end in these namespaces.
 */
import { combine, isBetween, isOneOf, type Matcher, metric, rate, type Vector } from './promql.ts';

export type MetricsScope = readonly string[] | null;

/** A question that names more is longer than a store should be asked, and no smaller than one about everybody. */
export const mostNamespaces = 40;

/** Equal for scopes with the same series. */
export function scopeKey(scope: MetricsScope): string {
  return scope === null ? '' : `in ${scope.join(',')}`;
}

/** Each way in which a series has an end in the scope: `or` keeps what several of them find once. */
export function scopeMatchers(scope: NonNullable<MetricsScope>): Matcher[][] {
  return [
    [isOneOf('source_workload_namespace', scope)],
    [isOneOf('destination_workload_namespace', scope)],
    // Nobody answered: only what was called is known, by Istio or by its name.
    [isOneOf('destination_service_namespace', scope)],
    [isBetween('destination_service', '[^.]+[.]', scope, '[.]svc.*')],
  ];
}

/** Rates of a counter's series in the scope, each series once. */
export function ratesWithin(
  scope: MetricsScope,
  name: string,
  matchers: readonly Matcher[],
  windowSeconds: number,
): Vector {
  if (scope === null) return rate(metric(name, matchers), windowSeconds);
  return scopeMatchers(scope)
    .map((own) => rate(metric(name, [...matchers, ...own]), windowSeconds))
    .reduce((all, part) => combine(all, 'or', part));
}
