/** The limits of a guard as people type them. */
import { readWait } from './wait-text.ts';

export type GuardField = 'windowSeconds' | 'minimumRequests' | 'errorDelta' | 'latencyRatio';

const guardBounds: Readonly<Record<GuardField, readonly [number, number]>> = {
  windowSeconds: [10, 3600],
  minimumRequests: [1, 1_000_000],
  errorDelta: [0, 100],
  latencyRatio: [1, 100],
};

/** The number of a field of the guard; null when it cannot be. */
export function guardNumber(field: GuardField, text: string): number | null {
  const value =
    field === 'windowSeconds' ? readWait(text) : /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
  const [least, most] = guardBounds[field];
  return value === null || value < least || value > most ? null : value;
}

export const guardFields: readonly GuardField[] = [
  'windowSeconds',
  'minimumRequests',
  'errorDelta',
  'latencyRatio',
];
