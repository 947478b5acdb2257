/** Small readers of JSON that somebody else wrote, bounded. */
import { traceLimits } from './trace.ts';

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** "" for what is no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, traceLimits.textLength) : '';
}

/** Also of digits in quotes, as protobuf writes large numbers. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,20}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
