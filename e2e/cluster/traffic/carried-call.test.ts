import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { endOfCall, wasDelayed } from './carried-call.ts';
import { demoTopology } from './testing/demo-topology.ts';

const { call } = demoTopology();
const http = call('productpage-v1', 'reviews');
const grpc = call('frontend-v1', 'cart');
const [arrival] = http.legs.flatMap(({ target }) => (target.kind === 'workload' ? [target.node] : []));

/** Attempts that were answered with these HTTP statuses; 0 for none. */
function attempts(...statuses: number[]) {
  if (!arrival) throw new Error('reviews has no pods');
  return statuses.map((one) => ({ node: arrival, arrivedAtMs: 0, status: one }));
}

const fine = { code: status.OK, details: '' };
const late = { code: status.DEADLINE_EXCEEDED, details: 'Deadline exceeded after 3.0s' };
const fault = (code: number) => ({ code, details: 'Fault injected' });
const unavailable = (details: string) => ({ code: status.UNAVAILABLE, details });

describe('the end of a carried call', () => {
  it.each([
    ['an answer', http, [200], fine, { status: 200, flags: '-' }, null],
    ['an HTTP error of the program', http, [503], fine, { status: 503, flags: '-' }, null],
    ['a gRPC answer', grpc, [200], fine, { status: 200, grpcStatus: 0, flags: '-' }, null],
    [
      'a gRPC error',
      grpc,
      [500],
      { code: 13, details: '' },
      { status: 200, grpcStatus: 13, flags: '-' },
      null,
    ],
    ['a retry that helped', grpc, [503, 200], fine, { status: 200, grpcStatus: 0, flags: '-' }, null],
    [
      'retries in vain',
      grpc,
      [503, 503, 503],
      unavailable(''),
      { status: 200, grpcStatus: 14, flags: 'URX' },
      null,
    ],
    ['a timeout', http, [0], late, { status: 504, flags: 'UT' }, null],
    ['a timeout before arrival', http, [], late, { status: 504, flags: 'UT' }, 504],
    ['an abort', http, [], fault(status.UNAVAILABLE), { status: 503, flags: 'FI' }, 503],
    ['an abort with a code of its own', http, [], fault(status.UNKNOWN), { status: 500, flags: 'FI' }, 500],
    ['an abort of gRPC', grpc, [], fault(status.INTERNAL), { status: 200, grpcStatus: 13, flags: 'FI' }, 400],
    [
      'no route',
      http,
      [],
      unavailable('Failed to route call to method /'),
      { status: 404, flags: 'NR' },
      404,
    ],
    [
      'no cluster',
      http,
      [],
      unavailable('Cluster resource x does not exist'),
      { status: 503, flags: 'NC' },
      503,
    ],
    [
      'a full pool',
      http,
      [],
      unavailable('Call dropped by load balancing policy.'),
      { status: 503, flags: 'UO' },
      503,
    ],
    [
      'a refused connection',
      http,
      [],
      unavailable('Last error: connect ECONNREFUSED'),
      { status: 503, flags: 'UF' },
      503,
    ],
    ['no endpoint', http, [], unavailable('No connection established'), { status: 503, flags: 'UH' }, 503],
  ])('%s', (_, planned, statuses, end, outcome, localStatus) => {
    const seen = endOfCall({ planned, attempts: attempts(...statuses) }, end, false);
    expect(seen).toMatchObject({ outcome, localStatus });
    const { flags, status: code = 0, grpcStatus = 0 } = seen.outcome;
    expect(seen.failed).toBe(flags !== '-' || code >= 400 || grpcStatus > 0);
  });

  it('says that fault injection held it back', () => {
    const seen = (statuses: number[], end: { code: number; details: string }) =>
      endOfCall({ planned: http, attempts: attempts(...statuses) }, end, true).outcome.flags;
    expect(seen([200], fine)).toBe('DI');
    expect(seen([], fault(status.UNAVAILABLE))).toBe('DI,FI');
  });
});

describe('a delayed request', () => {
  it('is one that is late by what its route asks for', () => {
    expect(wasDelayed(1501, 1500)).toBe(true);
    expect(wasDelayed(40, 1500)).toBe(false);
    expect(wasDelayed(5000, null)).toBe(false);
  });
});
