/** A `LatencyIndex` on its way from the thread that read it: two lists and one block of numbers, which is handed over, not copied. */
import type { LatencyIndex } from './latency.ts';

export interface PackedLatency {
  bounds: readonly number[];
  keys: readonly string[];
  /** Row by row, in the order of `keys`; a row is as long as `bounds`. */
  rates: Float64Array<ArrayBuffer>;
}

export function packLatency({ bounds, rates }: LatencyIndex): PackedLatency {
  const block = new Float64Array(rates.size * bounds.length);
  let at = 0;
  for (const row of rates.values()) {
    block.set(row, at);
    at += bounds.length;
  }
  return { bounds, keys: [...rates.keys()], rates: block };
}

export function unpackLatency({ bounds, keys, rates }: PackedLatency): LatencyIndex {
  const { length } = bounds;
  return {
    bounds,
    rates: new Map(keys.map((key, row) => [key, rates.subarray(row * length, (row + 1) * length)])),
  };
}
