import { expect, it } from 'vitest';
import { type PhaseFigures, type Totals, verdicts } from './verdicts.ts';

const reads = {
  perSecond: 33,
  asked: 1000,
  failed: 0,
  unchanged: 0,
  p50Ms: 10,
  p95Ms: 20,
  p99Ms: 30,
  worstMs: 40,
  kilobytesPerAnswer: 100,
};
const writes = {
  asked: 25,
  acknowledged: 25,
  refused: 0,
  unclear: 0,
  unsettled: 0,
  lost: 0,
  wrong: 0,
  unjudged: 0,
  p95Ms: 100,
};
const phase = (some: Partial<PhaseFigures>): PhaseFigures => ({
  name: 'calm',
  fault: null,
  seconds: 60,
  reads,
  failures: new Map(),
  writes,
  reasons: [],
  recovery: { wellMs: 1000, seenMs: 2000 },
  api: { perSecond: 10, reviewsPerSecond: 5, peak: 20 },
  prometheusPer15Seconds: 12,
  prometheusAtOnce: 4,
  cores: 0.5,
  residentMegabytes: 300,
  loop: { p99Ms: 20, worstMs: 80 },
  generatorLateMs: 1,
  ...some,
});
const totals: Totals = { reads, writes, wrongAtEnd: 0, cores: 0.5, residentMegabytes: 300 };
const faults = ['prometheus-late', 'prometheus-refused', 'api-refused', 'watches', 'replicas'] as const;
const missed = (phases: readonly PhaseFigures[], all: Totals = totals) =>
  verdicts(phases, all).flatMap(({ bar, met }) => (met ? [] : [bar.slice(0, 6)]));

it('meets every bar when all is well', () => {
  expect(missed([phase({}), ...faults.map((fault) => phase({ fault }))])).toEqual([]);
});

it('misses the bar of the event loop by it alone', () => {
  const held = phase({ loop: { p99Ms: 51, worstMs: 80 } });
  expect(verdicts([held], totals).flatMap(({ bar, met }) => (met ? [] : [bar.slice(0, 16)]))).toEqual([
    'calm: event loop',
  ]);
});

it('misses the bar of the fault that did harm, and of that alone', () => {
  const bad = { ...reads, failed: 1 };
  expect(missed([phase({ fault: 'prometheus-refused', reads: bad })])).toEqual(['REL-47']);
  expect(missed([phase({ fault: 'prometheus-late', reads: { ...reads, worstMs: 8001 } })])).toEqual([
    'REL-48',
  ]);
  expect(missed([phase({ fault: 'replicas', writes: { ...writes, acknowledged: 24 } })])).toEqual(['REL-60']);
  const slow = { wellMs: 11_000, seenMs: Number.POSITIVE_INFINITY };
  expect(missed([phase({ fault: 'api-refused', recovery: slow })])).toEqual(['REL-46']);
  expect(missed([phase({ fault: 'watches', recovery: slow })])).toEqual(['REL-50']);
});

it('misses a bar of all when one write is lost or nothing was measured', () => {
  expect(missed([], { ...totals, writes: { ...writes, lost: 1 } })).toHaveLength(1);
  expect(missed([phase({ reads: { ...reads, p95Ms: Number.NaN } })])).toHaveLength(1);
});
