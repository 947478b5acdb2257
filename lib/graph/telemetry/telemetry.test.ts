import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { InstantSample } from '../../metrics/samples.ts';
import { bytes, labelsOf, requests, telemetryOf } from '../testing/fixture.ts';
import type { TrafficRecord } from './traffic-record.ts';
import { isNeverSent } from './traffic-record.ts';

const a = 'n/a/v1';
const b = 'n/b/v1';

/** "source>target reporter: requests" of each record, sorted. */
function told(samples: readonly InstantSample[], tcp: readonly InstantSample[] = []): string[] {
  const name = ({ app }: { app: string }) => app || '?';
  return telemetryOf({ requests: samples, tcp })
    .records.map((record) => {
      const amount =
        record.protocol === 'tcp'
          ? record.sentBytesPerSecond + record.receivedBytesPerSecond
          : record.totals.requestsPerSecond;
      const target =
        name(record.destination) === '?' ? record.destination.host || '?' : name(record.destination);
      return `${name(record.source)}>${target} ${record.reporter}: ${Math.round(amount * 1000) / 1000}`;
    })
    .sort();
}

describe('which reporter tells an edge', () => {
  test.each<[string, InstantSample[], string[]]>([
    [
      'the destination, where both do',
      [requests({ from: a, to: b, reporter: 'source' }, 5), requests({ from: a, to: b }, 5)],
      ['a>b destination: 5'],
    ],
    [
      'the source, where the destination has no proxy',
      [requests({ from: a, to: b, reporter: 'source' }, 5)],
      ['a>b source: 5'],
    ],
    [
      'the waypoint before all others',
      [
        requests({ from: a, to: b, reporter: 'source' }, 5),
        requests({ from: a, to: b, reporter: 'waypoint' }, 4),
        requests({ from: a, to: b }, 5),
      ],
      ['a>b waypoint: 4'],
    ],
    [
      'the destination also when the reporters name different services of one pod',
      [
        requests({ from: a, to: b, reporter: 'source', host: 'b-alias.n.svc.cluster.local' }, 5),
        requests({ from: a, to: b }, 5),
      ],
      ['a>b destination: 5'],
    ],
    [
      'the destination, and the source for what never got there',
      [
        requests({ from: a, to: b, reporter: 'source' }, 5),
        requests({ from: a, to: b, reporter: 'source', code: '503', flags: 'UF,URX' }, 2),
        requests({ from: a, to: b, reporter: 'source', code: '503', flags: 'UC' }, 1),
        requests({ from: a, to: b }, 5),
      ],
      ['a>b destination: 5', 'a>b source: 2'],
    ],
    [
      'the source alone, where no endpoint was chosen',
      [
        requests(
          {
            from: a,
            to: 'unknown',
            host: 'b.n.svc.cluster.local',
            reporter: 'source',
            code: '503',
            flags: 'UH',
          },
          2,
        ),
        requests({ from: a, to: b }, 5),
      ],
      ['a>b destination: 5', 'a>b.n.svc.cluster.local source: 2'],
    ],
    [
      'the destination alone, for mirrored requests',
      [
        requests({ from: a, to: b }, 5),
        requests({ from: a, to: 'n/b/v2' }, 5),
        requests({ from: a, to: b, reporter: 'source' }, 5),
      ],
      ['a>b destination: 5', 'a>b destination: 5'],
    ],
    [
      'once, where plain text hides the caller from the destination',
      [requests({ from: a, to: b, reporter: 'source' }, 5), requests({ from: 'unknown', to: b }, 5)],
      ['a>b source: 5'],
    ],
    [
      'as unknown only for what the sources do not explain',
      [
        requests({ from: a, to: b, reporter: 'source' }, 5),
        requests({ from: 'unknown', to: b, policy: 'none' }, 8),
      ],
      ['?>b destination: 3', 'a>b source: 5'],
    ],
    [
      'once, where a pod is called by its own port',
      [
        requests(
          {
            from: a,
            to: 'unknown',
            host: '10.0.0.7:9000',
            serviceName: 'PassthroughCluster',
            reporter: 'source',
          },
          4,
        ),
        requests({ from: a, to: b, host: 'unknown', serviceName: 'InboundPassthroughCluster' }, 4),
      ],
      ['a>b destination: 4'],
    ],
  ])('%s', (_, samples, expected) => {
    expect(told(samples)).toEqual(expected);
  });

  it('drops what a ztunnel counts of a pair whose waypoint tells the requests', () => {
    const tcp = [bytes({ from: a, to: b, reporter: 'source' }, 'sent', 100)];
    expect(told([requests({ from: a, to: b, reporter: 'waypoint' }, 4)], tcp)).toEqual(['a>b waypoint: 4']);
    expect(told([requests({ from: a, to: b }, 4)], tcp)).toEqual(['a>b destination: 4', 'a>b source: 100']);
  });
});

describe('odd samples', () => {
  it('are left out when they are no rate', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1];
    expect(told(values.map((value) => requests({ from: a, to: b }, value)))).toEqual([]);
  });

  it('without any label are traffic from unknown to unknown', () => {
    expect(told([{ labels: {}, value: 2 }])).toEqual(['?>? source: 2']);
  });

  it('without canonical names fall back to the workload', () => {
    const labels: Record<string, string> = { ...labelsOf({ from: a, to: b }) };
    for (const label of Object.keys(labels)) if (label.includes('canonical')) delete labels[label];
    expect(told([{ labels, value: 2 }])).toEqual(['a-v1>b-v1 destination: 2']);
  });
});

test.each([
  ['', false],
  ['UH', true],
  ['UF,URX', true],
  ['URX', false],
  ['UC', false],
  ['DC', false],
  ['NC', true],
])('flags %j: never sent is %s', (flags, expected) => {
  expect(isNeverSent(flags)).toBe(expected);
});

describe('latency', () => {
  it('is that of the reporter that was chosen', () => {
    const duration = (reporter: string, value: number) => ({
      labels: labelsOf({ from: a, to: b, reporter }),
      value,
    });
    const [record] = telemetryOf({
      requests: [requests({ from: a, to: b, reporter: 'source' }, 5), requests({ from: a, to: b }, 5)],
      durations: [duration('source', 900), duration('destination', 500), duration('destination', Number.NaN)],
    }).records;
    expect(record).toMatchObject({ durationMsPerSecond: 500, timedPerSecond: 5 });
  });
});

describe('mutual TLS', () => {
  it('is judged by those who receive, and not known from the source', () => {
    const ratio = (samples: InstantSample[]) => telemetryOf({ requests: samples }).records[0]?.mtlsRatio;
    expect(
      ratio([requests({ from: a, to: b }, 3), requests({ from: a, to: b, policy: 'none', code: '201' }, 1)]),
    ).toBe(0.75);
    expect(ratio([requests({ from: a, to: b, reporter: 'source' }, 3)])).toBeNull();
  });
});

/** A world of requests, and the series that Istio would make of it. */
interface Request {
  from: string;
  to: string;
  kind: 'normal' | 'no-endpoint' | 'connect-failure' | 'no-proxy' | 'external' | 'mirrored' | 'outside';
  amount: number;
}

const names = ['n/a/v1', 'n/b/v1', 'n/b/v2', 'm/c/v1', 'm/d/v1'];
const world = fc.array(
  fc.record({
    from: fc.constantFrom(...names),
    to: fc.constantFrom(...names),
    kind: fc.constantFrom('normal', 'no-endpoint', 'connect-failure', 'external', 'mirrored', 'outside'),
    amount: fc.integer({ min: 1, max: 1000 }),
  }),
  { minLength: 1, maxLength: 30 },
);

function emit({ from, to, kind, amount }: Request): InstantSample[] {
  const [namespace = '', app = ''] = to.split('/');
  const host = `${app}.${namespace}.svc.cluster.local`;
  const failed = { reporter: 'source', code: '503' };
  switch (kind) {
    case 'no-endpoint':
      return [requests({ from, to: 'unknown', host, ...failed, flags: 'UH' }, amount)];
    case 'connect-failure':
      return [requests({ from, to, ...failed, flags: 'UF,URX' }, amount)];
    case 'external':
      return [requests({ from, to: 'unknown', host: 'api.example', reporter: 'source' }, amount)];
    case 'mirrored':
      return [requests({ from, to }, amount)];
    case 'outside':
      return [requests({ from: 'unknown', to, policy: 'none' }, amount)];
    default:
      return [requests({ from, to }, amount), requests({ from, to, reporter: 'source' }, amount)];
  }
}

/** As `sum by` does: one sample for each set of labels. */
function summed(samples: readonly InstantSample[]): InstantSample[] {
  const byLabels = Map.groupBy(samples, ({ labels }) => JSON.stringify(labels));
  return [...byLabels.values()].map((same) => ({
    labels: same[0]?.labels ?? {},
    value: same.reduce((sum, { value }) => sum + value, 0),
  }));
}

describe('every request', () => {
  const total = (records: readonly TrafficRecord[]) =>
    records.reduce((sum, record) => sum + record.totals.requestsPerSecond, 0);

  it('counts exactly once, whoever reports it', () => {
    void fc.assert(
      fc.property(world, (made) => {
        // Where a destination reports, what only its source knows of is a connection failure: the pair has to be alive.
        const alive = new Set(
          made
            .filter(({ kind }) => kind === 'normal' || kind === 'mirrored')
            .map(({ from, to }) => `${from} ${to}`),
        );
        const world = made.filter(
          ({ kind, from, to }) => kind !== 'connect-failure' || alive.has(`${from} ${to}`),
        );
        const { records } = telemetryOf({ requests: summed(world.flatMap(emit)) });
        const sent = world.reduce((sum, { amount }) => sum + amount, 0);
        expect(total(records)).toBeCloseTo(sent, 6);
      }),
      { numRuns: 300 },
    );
  });

  it('counts once also where half the workloads have no proxy and calls to the rest are plain text', () => {
    const withoutProxy = new Set(['n/b/v2', 'm/d/v1']);
    void fc.assert(
      fc.property(world, (made) => {
        const calls = made.filter(({ kind }) => kind === 'normal');
        const samples = calls.flatMap(({ from, to, amount }) => [
          ...(withoutProxy.has(from) ? [] : [requests({ from, to, reporter: 'source' }, amount)]),
          ...(withoutProxy.has(to) ? [] : [requests({ from: 'unknown', to, policy: 'none' }, amount)]),
        ]);
        const seen = calls.filter(({ from, to }) => !withoutProxy.has(from) || !withoutProxy.has(to));
        const sent = seen.reduce((sum, { amount }) => sum + amount, 0);
        const counted = total(telemetryOf({ requests: summed(samples) }).records);
        // Up to a twentieth of what a destination calls unknown is taken for the jitter of two scrapes.
        expect(counted).toBeLessThanOrEqual(sent * 1.000001);
        expect(counted).toBeGreaterThanOrEqual(sent * 0.95);
      }),
      { numRuns: 200 },
    );
  });
});
