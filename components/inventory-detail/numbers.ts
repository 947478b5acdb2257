/** Numbers as the detail's tables write them. */
import type { Health, HealthState, Traffic } from '#lib/api/traffic/graph.ts';
import type { Format } from '#lib/i18n/format.ts';

/** In a column of requests per second: one decimal, two where that would hide a trickle; nothing for bytes alone. */
export function columnRate(format: Format, requestsPerSecond: number | null | undefined): string {
  if (requestsPerSecond === null || requestsPerSecond === undefined || requestsPerSecond === 0)
    return format.decimal(null, 1);
  return format.decimal(requestsPerSecond, requestsPerSecond < 0.095 ? 2 : 1);
}

export interface Blame {
  errors: HealthState | undefined;
  latency: HealthState | undefined;
}

/** Which of the numbers beside each other broke its limit. */
export function blameOf({ state, reasons }: Health): Blame {
  const bad = state === 'failing' || state === 'degraded';
  const has = (...codes: string[]) => reasons.some(({ code }) => codes.includes(code));
  return {
    errors: bad && has('error-ratio', 'client-error-ratio') ? state : undefined,
    latency: bad && has('latency') ? state : undefined,
  };
}

/** Only bytes: TCP, or nothing that a proxy could read. */
export function isBytesOnly(traffic: Traffic | null): boolean {
  return traffic !== null && traffic.requestsPerSecond === 0 && traffic.bytesPerSecond !== null;
}
