/** How many requests an entry makes at a moment: a slow daily wave, restlessness, and small bursts; all of it fixed by the seed. */
import type { Entry } from './behaviour.ts';
import { hash, mix } from './random.ts';

const dayMs = 86_400_000;
const burstMs = 300_000;

/** Requests per second that are expected at this time since the start of the demo (negative in the past). */
export function expectedRate(entry: Entry, seed: number, sinceStartMs: number): number {
  const id = hash(seed, 'load', entry.name);
  if (entry.batch) {
    const phase = positiveModulo(sinceStartMs + (id % 97) * 1000, entry.batch.periodMs);
    if (phase >= entry.batch.activeMs) return 0;
  }
  const daily = 1 + 0.3 * Math.sin((2 * Math.PI * (sinceStartMs + 0.1 * dayMs)) / dayMs);
  const wander = 1 + 0.22 * wave(id, sinceStartMs, 420_000) + 0.1 * wave(id + 1, sinceStartMs, 45_000);
  return entry.requestsPerSecond * daily * wander * burst(id, sinceStartMs);
}

/** Smooth noise in -1..1 that changes within `periodMs`. */
export function wave(id: number, timeMs: number, periodMs: number): number {
  const at = timeMs / periodMs;
  const left = Math.floor(at);
  const blend = at - left;
  const eased = blend * blend * (3 - 2 * blend);
  return noise(id, left) * (1 - eased) + noise(id, left + 1) * eased;
}

function noise(id: number, step: number): number {
  return (mix(id, step) / 4294967296) * 2 - 1;
}

/** In one of seven stretches of five minutes, half a minute of half as much again. */
function burst(id: number, timeMs: number): number {
  const stretch = Math.floor(timeMs / burstMs);
  const draw = mix(id ^ 0x5bd1, stretch);
  if (draw % 7 !== 0) return 1;
  const from = (draw >>> 8) % (burstMs - 30_000);
  const phase = positiveModulo(timeMs, burstMs) - from;
  return phase >= 0 && phase < 30_000 ? 1.5 : 1;
}

function positiveModulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
