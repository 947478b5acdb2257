import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgeWidth } from './edge-width.ts';
import { makeEdge } from './testing/graph-builder.ts';

const http = (requestsPerSecond: number) => edgeWidth(makeEdge('a', 'b', { requestsPerSecond }));
const tcp = (bytesPerSecond: number | null) =>
  edgeWidth(makeEdge('a', 'b', { protocol: 'tcp', bytesPerSecond }));

test.each([
  [0, 1],
  [9, 1.75],
  [38, 2.25],
  [1000, 3.5],
])('%f requests/s are %f wide', (rate, width) => expect(http(rate)).toBe(width));

test.each([
  [null, 1],
  [84_000, 1.75],
  [1_200_000, 2],
])('%f B/s are %f wide', (bytes, width) => expect(tcp(bytes)).toBe(width));

test('widths come in quarters of a pixel and grow with traffic', () => {
  const rate = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(rate, rate, (a, b) => {
      expect((http(a) * 4) % 1).toBe(0);
      if (a < b) expect(http(a)).toBeLessThanOrEqual(http(b));
    }),
  );
});
