import { expect, test } from 'vitest';
import { compareErrors, judgeWindow, type SplitWindow, type VersionWindow, verdict } from './verdict.ts';

const limits = { minimumRequests: 100, errorDelta: 1, latencyRatio: 1.3 };

const version = (requests: number, more: Partial<VersionWindow> = {}): VersionWindow => ({
  requests,
  failed: 0,
  p95Ms: 100,
  p99Ms: 200,
  restarts: 0,
  unreachable: 0,
  ...more,
});

const window = (
  candidate: VersionWindow,
  { stable = version(900), configured = null, bypassed = [] }: Partial<SplitWindow> = {},
): SplitWindow => ({ stable, candidate, configured, bypassed });

test.each<[string, SplitWindow, string, string[]]>([
  ['as good as stable', window(version(100)), 'healthy', []],
  ['a quiet service', window(version(14)), 'insufficient-data', ['few-requests']],
  ['nothing at all', window(version(0)), 'insufficient-data', ['few-requests']],
  ['errors far above', window(version(200, { failed: 30 })), 'failing', ['errors']],
  [
    'as many errors as stable',
    window(version(200, { failed: 20 }), { stable: version(900, { failed: 90 }) }),
    'healthy',
    [],
  ],
  ['a little more, within chance', window(version(200, { failed: 2 })), 'watch', ['errors-rising']],
  ['slower', window(version(200, { p95Ms: 140 })), 'failing', ['latency']],
  ['slower at the end alone', window(version(200, { p99Ms: 400 })), 'failing', ['latency']],
  [
    'twice of very little',
    window(version(200, { p95Ms: 8, p99Ms: 9 }), { stable: version(900, { p95Ms: 4, p99Ms: 5 }) }),
    'healthy',
    [],
  ],
  ['no latency measured', window(version(200, { p95Ms: null, p99Ms: null })), 'healthy', []],
  ['restarts count without requests', window(version(3, { restarts: 1 })), 'failing', ['restarts']],
  [
    'a missing subset is seen by callers alone',
    window(version(0, { unreachable: 40 })),
    'failing',
    ['unreachable'],
  ],
  ['the share as configured', window(version(100), { configured: 10 }), 'healthy', []],
  [
    'a caller that goes past the split',
    window(version(100), {
      configured: 30,
      bypassed: [
        { caller: 'cron', requests: 5 },
        { caller: 'legacy', requests: 300 },
      ],
    }),
    'not-obeyed',
    ['share'],
  ],
  // 10 of 100 requests instead of 4: chance.
  [
    'few requests scatter',
    window(version(9), { stable: version(91), configured: 4 }),
    'insufficient-data',
    ['few-requests'],
  ],
])('%s', (_name, one, word, reasons) => {
  const judged = judgeWindow(one, limits);
  expect(judged.word).toBe(word);
  expect(judged.reasons.map(({ code }) => code)).toEqual(reasons);
});

test('callers that go past the split are named, the loudest first', () => {
  const bypassed = [
    { caller: 'cron', requests: 5 },
    { caller: 'legacy', requests: 300 },
  ];
  const { reasons } = judgeWindow(window(version(100), { configured: 30, bypassed }), limits);
  expect(reasons).toEqual([{ code: 'share', observed: 10, configured: 30, callers: ['legacy', 'cron'] }]);
});

const good = window(version(200));
const bad = window(version(200, { failed: 40 }));
const quiet = window(version(3));
const lost = window(version(0, { unreachable: 10 }));
const off = window(version(100), { configured: 30 });

test.each<[string, SplitWindow[], string]>([
  ['nothing measured yet', [], 'insufficient-data'],
  ['good', [good, good], 'healthy'],
  ['one bad window is watched', [good, good, bad], 'watch'],
  ['two of five are watched', [bad, good, bad, good, good], 'watch'],
  ['three of five decide', [bad, good, bad, good, bad], 'failing'],
  ['what is long past does not count', [bad, bad, bad, good, good, good, good, good], 'healthy'],
  ['silence neither passes nor fails', [good, good, quiet], 'insufficient-data'],
  ['silence after bad windows does not heal', [bad, bad, bad, quiet, quiet], 'failing'],
  ['nothing arrives, twice running', [good, good, good, lost, lost], 'failing'],
  ['nothing arrived once', [good, good, good, lost, good], 'watch'],
  ['not obeyed twice', [good, off, off], 'watch'],
  ['not obeyed three times running', [good, off, off, off], 'not-obeyed'],
])('over time: %s', (_name, windows, word) => {
  expect(verdict(windows, limits).word).toBe(word);
});

test('the interval of a difference holds what is known of it', () => {
  // Newcombe 1998, method 10: 56/70 against 48/80 gives 0.20 with 0.0524 to 0.3339.
  const { delta, low } = compareErrors({ requests: 80, failed: 48 }, { requests: 70, failed: 56 });
  expect(delta).toBeCloseTo(20, 6);
  expect(low).toBeCloseTo(5.24, 1);
});
