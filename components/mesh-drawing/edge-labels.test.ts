import { describe, expect, test } from 'vitest';
import type { Health } from '#lib/api/traffic/graph.ts';
import { edgeChip, edgeTexts } from './edge-labels.ts';
import { failing, idle, makeEdge, slow } from './testing/graph-builder.ts';

const edge = makeEdge('a', 'b', {
  requestsPerSecond: 38.2,
  p95Ms: 61,
  errorRatio: 0.002,
  sourceShare: 0.7,
  mtlsRatio: 1,
});

test.each([
  ['rate-p95', '38/s', '61 ms'],
  ['rate', '38/s', ''],
  ['rate-errors', '38/s', '0.20%'],
  ['average', '5 ms', ''],
  ['p50', '4 ms', ''],
  ['p99', '30 ms', ''],
  ['throughput', '', ''],
  ['p95', '61 ms', ''],
  ['errors', '0.20%', ''],
  ['share', '70%', ''],
  ['mtls', '100%', ''],
  ['none', '', ''],
] as const)('%s shows %s and %s', (choice, above, below) => {
  expect(edgeTexts(edge, choice)).toEqual({ above, below, chip: null });
});

test('bytes stand for the rate of TCP, and what is not known is not shown', () => {
  const tcp = makeEdge('a', 'b', { protocol: 'tcp', bytesPerSecond: 84_000, p95Ms: null, errorRatio: null });
  expect(edgeTexts(tcp, 'rate-p95')).toEqual({ above: '84 kB/s', below: '', chip: null });
  expect(edgeTexts(tcp, 'throughput')).toEqual({ above: '84 kB/s', below: '', chip: null });
  expect(edgeTexts(tcp, 'errors')).toEqual({ above: '', below: '', chip: null });
});

describe('chips', () => {
  const clientErrors: Health = {
    state: 'degraded',
    reasons: [{ code: 'client-error-ratio', value: null, threshold: 0.1 }],
  };
  test.each([
    ['failing by errors', { health: failing(0.184) }, '18%'],
    ['slow', { health: slow(1900) }, '1.9 s'],
    ['by client errors, whose number is the edge’s', { health: clientErrors, clientErrorRatio: 0.43 }, '43%'],
    [
      'failing for no stated reason',
      { health: { state: 'failing', reasons: [] } as Health, errorRatio: 0.06 },
      '6.0%',
    ],
    ['healthy', {}, null],
    ['idle', { health: idle }, null],
  ])('%s', (_, changes, chip) => {
    expect(edgeChip(makeEdge('a', 'b', changes))).toBe(chip);
  });

  test('replace the labels, whatever they are', () => {
    expect(edgeTexts(makeEdge('a', 'b', { health: failing(0.184) }), 'rate-p95')).toEqual({
      above: '',
      below: '',
      chip: '18%',
    });
  });
});
