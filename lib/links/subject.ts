/** What a deep link is about, and over which time: every builder of links takes these. */

export type LinkSubject =
  | { kind: 'mesh' }
  | { kind: 'namespace'; namespace: string }
  | { kind: 'service'; namespace: string; name: string }
  | { kind: 'workload'; namespace: string; name: string };

/** Unix seconds, `to` after `from`. */
export interface LinkWindow {
  from: number;
  to: number;
  /** The end is now, and goes on. */
  live: boolean;
}

export const noSubject: LinkSubject = { kind: 'mesh' };

export function windowSeconds({ from, to }: LinkWindow): number {
  return Math.max(1, Math.round(to - from));
}

/** The longest unit that divides it: 3600 is 1h, 90 is 90s. */
export function durationInOneUnit(seconds: number): string {
  for (const [unit, size] of [
    ['w', 604_800],
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
  ] as const) {
    if (seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}

/** In this order, percent-encoded: nothing of a name or an expression can end its parameter. */
export function queryText(parameters: readonly (readonly [string, string])[]): string {
  return parameters
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}
