/** Paths of Jaeger's pages: a search for a service's traces, and one trace. */
import { type LinkWindow, queryText } from './subject.ts';

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
