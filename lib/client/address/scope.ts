/** What a view is about, as the URL holds it: `?ns=a,b&range=30m`. */

export interface Scope {
  /** Null means all that the reader may see. */
  namespaces: readonly string[] | null;
  /** A Go duration of one unit: 30s, 5m, 1h, 2d; null means the page's own. */
  range: string | null;
}

/** What a list is about. */
export interface ListView {
  namespaces: Scope['namespaces'];
  /** A Go duration. */
  window: string;
}

const windows = {
  fallback: '1m',
  choices: ['1m', '5m', '15m', '30m', '1h', '3h', '6h', '12h', '1d', '7d'],
} as const;

/** Choices per page; the first named is the page's default. What shows rates of now offers short windows, and days for what is rare. */
export const pageRanges = {
  overview: { fallback: '30m', choices: ['15m', '30m', '1h', '3h', '12h', '24h', '7d'] },
  graph: windows,
  services: windows,
  workloads: windows,
  config: windows,
  splits: windows,
  /** It shows what is now: its range is not chosen, and kept for the other pages. */
  mesh: windows,
  traces: { fallback: '15m', choices: ['5m', '15m', '30m', '1h', '3h', '6h', '12h', '1d', '7d'] },
  'metrics-explorer': { fallback: '1h', choices: ['5m', '15m', '30m', '1h', '3h', '6h', '12h', '1d', '7d'] },
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

/** A range of so many seconds as the URL writes it: the largest unit that fits. */
export function rangeText(seconds: number): string {
  const whole = Math.round(seconds);
  const [unit = 's', size = 1] =
    Object.entries(unitSeconds).findLast(([, each]) => whole % each === 0 && whole >= each) ?? [];
  return `${whole / size}${unit}`;
}

/** The same selection always gives the same URL and the same cache key. Null when nothing is selected. */
export function normalizeNamespaces(names: readonly string[]): string[] | null {
  const unique = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))].sort();
  return unique.length === 0 ? null : unique;
}
