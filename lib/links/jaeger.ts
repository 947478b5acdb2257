/** Paths of Jaeger's pages: a search for a service's traces, and one trace. */
import { type LinkSubject, type LinkWindow, queryText } from './subject.ts';

/**
 * As Istio's proxies name themselves in traces: `app.namespace` (meshConfig.defaultConfig.tracing, APP_LABEL_AND_NAMESPACE); null for
 * what is no single service.
 */
export function traceService(subject: LinkSubject): string | null {
  if (subject.kind !== 'service' && subject.kind !== 'workload') return null;
  return `${subject.app ?? subject.name}.${subject.namespace}`;
}

export function jaegerPath(service: string | null, { from, to }: LinkWindow, limit = 20): string {
  if (service === null) return '/search';
  const micros = (seconds: number) => String(Math.round(seconds) * 1_000_000);
  return `/search?${queryText([
    ['service', service],
    ['lookback', 'custom'],
    ['start', micros(from)],
    ['end', micros(to)],
    ['limit', String(limit)],
  ])}`;
}

export function jaegerTracePath(traceId: string): string {
  return `/trace/${encodeURIComponent(traceId)}`;
}
