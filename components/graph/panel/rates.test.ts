import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeEdge, makeTraffic } from '#components/mesh-drawing/testing/graph-builder.ts';
import { outcomes, ratesOf } from './rates.ts';

const edge = (changes: Parameters<typeof makeEdge>[2]) => makeEdge('a', 'b', changes);

test.each([
  ['nothing', [], { requests: 0, succeeded: 0 }],
  ['all well', [edge({ ...makeTraffic(10) })], { requests: 10, succeeded: 10, serverErrors: 0 }],
  [
    'each failure where it belongs',
    [
      edge({
        ...makeTraffic(100, { errorRatio: 0.3, clientErrorRatio: 0.1 }),
        failures: [
          { code: 'http 503', flags: 'UH', ratio: 0.15 },
          { code: 'http 0', flags: 'DC', ratio: 0.1 },
          { code: 'grpc 14', flags: '', ratio: 0.05 },
        ],
      }),
    ],
    { succeeded: 60, clientErrors: 10, serverErrors: 15, noAnswer: 10, grpcFailures: 5 },
  ],
  [
    'what no failure tells of is of the protocol',
    [
      edge({ ...makeTraffic(10, { errorRatio: 0.5 }) }),
      edge({ ...makeTraffic(10, { errorRatio: 0.2 }), protocol: 'grpc' }),
    ],
    { requests: 20, serverErrors: 5, grpcFailures: 2, succeeded: 13 },
  ],
  [
    'bytes',
    [edge({ ...makeTraffic(0, { errorRatio: null, bytesPerSecond: 500 }), protocol: 'tcp' })],
    { requests: 0, bytes: 500 },
  ],
])('%s', (_, edges, expected) => {
  const rates = ratesOf(edges);
  for (const [key, value] of Object.entries(expected))
    expect(rates).toHaveProperty(key, expect.closeTo(value, 6));
});

test('the outcomes add up to the requests', () => {
  const ratio = fc.double({ min: 0, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(fc.nat(1000), ratio, ratio, (rate, errorRatio, clientErrorRatio) => {
      const rates = ratesOf([edge({ ...makeTraffic(rate, { errorRatio, clientErrorRatio }) })]);
      const sum = outcomes.reduce((total, outcome) => total + rates[outcome], 0);
      expect(sum).toBeCloseTo(rates.requests, 6);
    }),
  );
});
