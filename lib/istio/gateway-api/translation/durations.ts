/** Durations as the Gateway API writes them (GEP-2257): 1h30m, 250ms. */

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** 0 for what is no duration. */
export function millisecondsOf(text: string): number {
  let total = 0;
  for (const [, number = '0', unit = 's'] of text.matchAll(/(\d+)(ms|s|m|h)/g))
    total += Number(number) * (unitMs[unit] ?? 0);
  return total;
}

export function secondsText(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}
