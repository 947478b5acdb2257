import { describe, expect, it } from 'vitest';
import type { Answer } from './answers.ts';
import { type LegContext, outcomeOf, upstreamBranches } from './branches.ts';
import { constant } from './distribution.ts';

const answers: Answer[] = [
  { share: 0.1, status: 503, flags: '-', durations: constant(5) },
  { share: 0.05, status: 503, flags: 'UF', durations: constant(1) },
  { share: 0.85, status: 200, flags: '-', durations: constant(20) },
];

const contexts: [title: string, settings: LegContext['settings'], arrivals: number, failing: number][] = [
  ['nothing set', { timeoutMs: null, retries: null, fault: null }, 0.95, 0.15],
  ['timeout below most answers', { timeoutMs: 10, retries: null, fault: null }, 0.95, 1],
  // 503 is tried up to twice again, a refused connection as well but never arrives.
  [
    'retries',
    { timeoutMs: null, retries: { attempts: 2, on: '503,connect-failure' }, fault: null },
    0.85 + (0.1 * 0.9 * 2 + 0.01 * 0.9 * 3 + 0.001 * 3) + (0.05 * 0.95 + 0.0025 * 0.95),
    0.1 ** 3 + 0.05 ** 3,
  ],
  [
    'delay and abort',
    {
      timeoutMs: null,
      retries: null,
      fault: { delay: { duration: '1s', percent: 50 }, abort: { status: '500', percent: 20 } },
    },
    0.8 * 0.95,
    0.2 + 0.8 * 0.15,
  ],
];

describe('branches of a request', () => {
  it.each(contexts)('%s: everything ends somewhere', (_, settings, arrivals, failing) => {
    const branches = upstreamBranches(answers, {
      protocol: 'http',
      settings,
      source: null,
      destination: null,
    });
    const sum = (part: (branch: (typeof branches)[number]) => number) =>
      branches.reduce((total, branch) => total + part(branch), 0);
    expect(sum(({ share }) => share)).toBeCloseTo(1, 9);
    expect(sum(({ share, failed }) => (failed ? share : 0))).toBeCloseTo(failing, 9);
    expect(sum(({ share, arrivals }) => share * arrivals)).toBeCloseTo(arrivals, 9);
  });

  it('delays without cutting the answer off', () => {
    const branches = upstreamBranches(answers, {
      protocol: 'http',
      settings: {
        timeoutMs: 100,
        retries: null,
        fault: { delay: { duration: '1s', percent: 100 }, abort: null },
      },
      source: null,
      destination: null,
    });
    expect(branches.every(({ outcome }) => outcome.flags.startsWith('DI'))).toBe(true);
    expect(Math.min(...branches.map(({ durations }) => durations.values[0] ?? 0))).toBeGreaterThan(1000);
  });

  it.each([
    [200, 200, 0],
    [500, 200, 13],
    [503, 200, 14],
    [404, 200, 12],
    [418, 200, 2],
  ])('says %i over gRPC as %i with status %i', (status, http, grpcStatus) => {
    expect(outcomeOf(status, 'grpc')).toEqual({ status: http, grpcStatus });
  });
});
