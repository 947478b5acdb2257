/**
 * Randomness that a seed fixes: hashes for names and ids, streams for draws.
 * A stream is keyed by what it decides (seed, edge, tick), so that one edge's draws do not depend on another's.
 */

/** A stream of numbers in [0, 1). */
export type Random = () => number;

/** FNV-1a over the parts, finished so that near inputs give far numbers. Unsigned 32 bits. */
export function hash(...parts: readonly (string | number)[]): number {
  let state = 0x811c9dc5;
  for (const part of parts) {
    const text = `${part}\u0000`;
    for (let index = 0; index < text.length; index++) {
      state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
    }
  }
  return mix(state, parts.length);
}

/** Two integers into one unsigned 32-bit number, well spread (the finisher of MurmurHash3). */
export function mix(left: number, right: number): number {
  let state = Math.imul(left ^ Math.imul(right + 0x9e3779b9, 0x85ebca6b), 0xc2b2ae35);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/** A standard normal draw (Box-Muller). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** How many of `trials` succeed when each does with `probability`: exact when small, else the normal approximation. */
export function binomial(random: Random, trials: number, probability: number): number {
  if (trials <= 0 || probability <= 0) return 0;
  if (probability >= 1) return trials;
  if (probability > 0.5) return trials - binomial(random, trials, 1 - probability);
  if (trials <= 16) {
    let hits = 0;
    for (let index = 0; index < trials; index++) if (random() < probability) hits++;
    return hits;
  }
  const mean = trials * probability;
  if (mean < 12) return Math.min(trials, poisson(random, mean));
  return clamp(Math.round(mean + normal(random) * Math.sqrt(mean * (1 - probability))), 0, trials);
}

/** How many events happen when `mean` are expected. */
export function poisson(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > 30) return Math.max(0, Math.round(mean + normal(random) * Math.sqrt(mean)));
  const limit = Math.exp(-mean);
  let events = -1;
  for (let product = 1; product > limit; product *= random()) events++;
  return events;
}

/** `count` times `perItem`, where a broken rest is decided by chance. */
export function multiply(random: Random, count: number, perItem: number): number {
  const whole = Math.floor(perItem);
  return count * whole + binomial(random, count, perItem - whole);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
