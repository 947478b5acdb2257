/** What a view is about, as the URL holds it: `?ns=a,b&range=30m`. */

export interface Scope {
  /** Null means all that the reader may see. */
  namespaces: readonly string[] | null;
  /** A Go duration of one unit: 30s, 5m, 1h, 2d; null means the page's own. */
  range: string | null;
}

const fineRanges = { fallback: '1m', choices: ['1m', '5m', '15m', '30m', '1h'] } as const;

/** Choices per page; the first named is the page's default. Metrics are kept finer for shorter times, so what shows rates of now offers short ones. */
export const pageRanges = {
  overview: { fallback: '30m', choices: ['15m', '30m', '1h', '3h', '12h', '24h'] },
  graph: fineRanges,
  services: fineRanges,
  workloads: fineRanges,
} as const satisfies Record<string, { fallback: string; choices: readonly string[] }>;

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const longestSeconds = 30 * 86_400;

/** Seconds of "30m"; null when it is not a duration of one unit between 10 s and 30 days. */
export function rangeSeconds(range: string): number | null {
  const match = /^(\d{1,6})([smhd])$/.exec(range);
  if (match === null) return null;
  const seconds = Number(match[1]) * (unitSeconds[match[2] ?? ''] ?? Number.NaN);
  return seconds >= 10 && seconds <= longestSeconds ? seconds : null;
}

/** The same selection always gives the same URL and the same cache key. Null when nothing is selected. */
export function normalizeNamespaces(names: readonly string[]): string[] | null {
  const unique = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))].sort();
  return unique.length === 0 ? null : unique;
}
