import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLatency } from './latency.ts';
import { packLatency, unpackLatency } from './packed-latency.ts';

const bucket = fc.record({
  labels: fc.record({
    le: fc.constantFrom('0.5', '1', '25', '+Inf', 'none'),
    source_workload: fc.constantFrom('a', 'b', 'c\n', ''),
  }),
  value: fc.oneof(fc.double({ min: 0, noNaN: true }), fc.constant(Number.NaN)),
});

it('is after the way what it was before', () => {
  fc.assert(
    fc.property(fc.array(bucket), (buckets) => {
      const index = readLatency(buckets);
      const packed = structuredClone(packLatency(index));
      const { bounds, rates } = unpackLatency(packed);
      expect(bounds).toEqual(index.bounds);
      expect([...rates].map(([key, row]) => [key, [...row]])).toEqual(
        [...index.rates].map(([key, row]) => [key, [...row]]),
      );
    }),
  );
});
