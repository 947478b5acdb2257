/** The product's questions about one subject, answered by the embedded PromQL: each request counts once, whoever told of it. */
import { describe, expect, test } from 'vitest';
import { splitQueries } from '#lib/metrics/split-queries.ts';
import type { TrafficParty, TrafficQuestion } from '#lib/metrics/traffic-queries.ts';
import { trafficQueries } from '#lib/metrics/traffic-queries.ts';
import { answerText } from './promql/testing/answer-text.ts';
import { type FixtureSeries, series } from './promql/testing/fixture-source.ts';

interface Told {
  reporter: 'source' | 'destination' | 'waypoint';
  from?: string;
  to?: string;
  host?: string;
  flags?: string;
  /** Requests in ten seconds. */
  count: number;
  name?: string;
  more?: string;
}

/** One counter that rises evenly, sampled every ten seconds for two minutes. */
function told({ reporter, from, to, host, flags = '-', count, name, more = '' }: Told): FixtureSeries {
  const [sourceNamespace, source] = (from ?? 'unknown/unknown').split('/');
  const [targetNamespace, target] = (to ?? 'unknown/unknown').split('/');
  const labels = {
    reporter,
    source_cluster: 'Kubernetes',
    source_workload_namespace: sourceNamespace,
    source_workload: source,
    destination_cluster: to === undefined ? 'unknown' : 'Kubernetes',
    destination_workload_namespace: targetNamespace,
    destination_workload: target,
    destination_service: host ?? 'reviews.bookinfo.svc.cluster.local',
    destination_service_name: 'reviews',
    request_protocol: 'http',
    response_code: flags === '-' ? '200' : '503',
    grpc_response_status: '',
    response_flags: flags,
  };
  const text = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return series(`${name ?? 'istio_requests_total'}{${text.join(',')}${more}}`, `0+${count}x12`, 10_000);
}

const service: TrafficParty = {
  kind: 'service',
  namespace: 'bookinfo',
  name: 'reviews',
  domain: 'cluster.local',
};
const productpage: TrafficParty = { kind: 'workloads', namespace: 'bookinfo', names: ['productpage'] };
const namespace: TrafficParty = { kind: 'namespace', namespace: 'bookinfo', domain: 'cluster.local' };

function ask(all: FixtureSeries[], question: Partial<TrafficQuestion> = {}): string {
  const asked: TrafficQuestion = {
    subject: service,
    peer: null,
    direction: 'inbound',
    by: 'none',
    ...question,
  };
  const [query] = trafficQueries(asked, { metrics: ['requests'], windowSeconds: 60 });
  return answerText(all, query?.promql ?? '', { at: 120 })
    .split('; ')
    .map((row) => row.replace(/(request_protocol="http"|grpc_response_status=""|response_code)(, ?)?/g, ''))
    .join('; ');
}

const from = 'bookinfo/productpage';
const to = 'bookinfo/reviews-v1';

describe('requests', () => {
  test.each<[string, Told[], Partial<TrafficQuestion>, number[]]>([
    [
      'of a pair told by both ends',
      [
        { reporter: 'source', from, to, count: 20 },
        { reporter: 'destination', from, to, count: 20 },
      ],
      {},
      [2],
    ],
    [
      'to a workload without a proxy, told by the source',
      [{ reporter: 'source', from, to, count: 20 }],
      {},
      [2],
    ],
    [
      'through a waypoint',
      [
        { reporter: 'source', from, to, count: 20 },
        { reporter: 'destination', from, to, count: 20 },
        { reporter: 'waypoint', from, to, count: 20 },
      ],
      {},
      [2],
    ],
    [
      'that never left the source, beside those that arrived',
      [
        { reporter: 'source', from, to, count: 20 },
        { reporter: 'destination', from, to, count: 20 },
        { reporter: 'source', from, to, flags: 'UF,URX', count: 10 },
      ],
      {},
      [2, 1],
    ],
    [
      'with a failure that both ends saw',
      [
        { reporter: 'source', from, to, flags: 'UC', count: 10 },
        { reporter: 'destination', from, to, flags: 'DC', count: 10 },
      ],
      {},
      [1],
    ],
    [
      'in plain text: the receiver does not know who called',
      [
        { reporter: 'source', from, to, count: 20 },
        { reporter: 'destination', to, count: 30 },
      ],
      {},
      [3],
    ],
    [
      'that found no endpoint, under whichever name the client used',
      [
        { reporter: 'source', from, flags: 'UH', count: 10 },
        { reporter: 'source', from, flags: 'NR', host: 'reviews', count: 10 },
        { reporter: 'source', from, flags: 'NR', host: 'reviews.bookinfo:9080', count: 10 },
        { reporter: 'source', from: 'shop/cart', flags: 'NR', host: 'reviews', count: 10 },
      ],
      {},
      [3],
    ],
    [
      'that a workload sent in plain text',
      [
        { reporter: 'source', from, to, count: 20 },
        { reporter: 'destination', to, count: 30 },
        { reporter: 'source', from, flags: 'UH', count: 10 },
      ],
      { subject: productpage, direction: 'outbound' },
      [2, 1],
    ],
    [
      'of one edge',
      [
        { reporter: 'destination', from, to, count: 20 },
        { reporter: 'destination', from: 'shop/cart', to, count: 50 },
        { reporter: 'source', from, flags: 'NR', host: 'reviews', count: 10 },
      ],
      { peer: productpage },
      [2, 1],
    ],
    [
      'of a namespace, with those that reached nobody in it',
      [
        { reporter: 'destination', from, to, count: 20 },
        { reporter: 'source', from, flags: 'UH', count: 10 },
        { reporter: 'source', from, flags: 'NR', host: 'gone', count: 10 },
        { reporter: 'source', from, flags: 'NR', host: 'gone.shop', count: 10 },
        { reporter: 'source', from: 'shop/cart', flags: 'NR', host: 'gone', count: 10 },
      ],
      { subject: namespace },
      [2, 2],
    ],
  ])('%s', (_, rows, question, expected) => {
    const answer = ask(rows.map(told), question);
    const values = answer.split('; ').map((row) => Number(row.split(' ').at(-1)));
    expect(values).toEqual(expected);
  });

  test('of every reporter apart, for those who want to see where they differ', () => {
    const answer = ask(
      [
        told({ reporter: 'source', from, to, count: 20 }),
        told({ reporter: 'destination', from, to, count: 10 }),
      ],
      { by: 'reporter' },
    );
    expect(answer).toContain('reporter="source"');
    expect(answer).toContain('reporter="destination"');
  });
});

test('durations are those of the one that tells', () => {
  const histogram = 'istio_request_duration_milliseconds';
  const rows = (reporter: 'source' | 'destination', count: number) => [
    told({ reporter, from, to, count, name: `${histogram}_bucket`, more: ',le="5"' }),
    told({ reporter, from, to, count: count * 2, name: `${histogram}_bucket`, more: ',le="+Inf"' }),
    told({ reporter, from, to, count: count * 2, name: `${histogram}_count` }),
  ];
  const [buckets] = trafficQueries(
    { subject: service, peer: null, direction: 'inbound', by: 'none' },
    { metrics: ['heatmap'], windowSeconds: 60 },
  );
  const answer = answerText([...rows('source', 50), ...rows('destination', 20)], buckets?.promql ?? '', {
    at: 120,
  });
  expect(answer).toBe('{le="5"} 2; {le="+Inf"} 4');
});

test('what never reached a split is found by every name that a caller may have used, each of its own namespace', () => {
  const lost = (from: string, host: string, count: number) =>
    told({ reporter: 'source', from, host, flags: 'NC', count });
  const all = [
    lost('bookinfo/productpage', 'reviews', 1),
    lost('bookinfo/productpage', 'reviews:9080', 2),
    lost('bookinfo/productpage', 'reviews.bookinfo', 4),
    lost('shop/frontend', 'reviews.bookinfo.svc.cluster.local:9080', 8),
    // Of another namespace this is another service; and what arrived is not lost.
    lost('shop/frontend', 'reviews', 100),
    lost('bookinfo/productpage', 'ratings', 200),
    told({ reporter: 'source', from: 'bookinfo/productpage', to: 'bookinfo/reviews-v1', count: 400 }),
  ];
  const queries = splitQueries({
    hosts: ['reviews.bookinfo.svc.cluster.local'],
    windowSeconds: 60,
    reporter: 'destination',
  });
  const { promql = '' } = queries.find(({ id }) => id === 'unreachable') ?? {};
  expect(answerText(all, promql, { at: 120 })).toBe(
    [
      '{response_flags="NC", source_workload="productpage", source_workload_namespace="bookinfo"} 0.7',
      '{response_flags="NC", source_workload="frontend", source_workload_namespace="shop"} 0.8',
    ].join('; '),
  );
});
