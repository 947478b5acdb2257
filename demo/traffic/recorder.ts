/** Writes the standard metrics of one reporter for one kind of answer, as a proxy's `istio_stats` filter would. */
import type { Counter, Histogram, MetricsStore } from '#demo/prometheus/store.ts';
import { type Distribution, drawInto, histogramBounds } from './distribution.ts';
import { type RequestFacts, telemetryLabels } from './labels.ts';
import type { Random } from './random.ts';

export interface Sizes {
  request: Distribution;
  response: Distribution;
}

/** Counts requests that ended alike. */
export interface RequestRecorder {
  record(random: Random, count: number, durations: Distribution, lean: number, sizes: Sizes): void;
}

/** Counts the connections and bytes of one TCP peer. */
export interface TcpRecorder {
  record(opened: number, closed: number, requestBytes: number, responseBytes: number): void;
}

/** Gives recorders; equal facts give the same one. */
export interface Recorders {
  /** What `lean` proxies report of sizes and messages costs next to nothing: bodies as the middle one, and no gRPC messages. */
  request(facts: RequestFacts, lean: boolean): RequestRecorder;
  tcp(facts: RequestFacts): TcpRecorder;
  /** Forgets those not asked for since the last call, so that a mesh that is changed for days does not pile them up. */
  prune(): void;
}

export function createRecorders(store: MetricsStore): Recorders {
  const requests = new Generations<RequestRecorder>();
  const connections = new Generations<TcpRecorder>();
  return {
    request: (facts, lean) => requests.getOrCreate(keyOf(facts), () => requestRecorder(store, facts, lean)),
    tcp: (facts) => connections.getOrCreate(keyOf(facts), () => tcpRecorder(store, facts)),
    prune() {
      requests.prune();
      connections.prune();
    },
  };
}

/** A map that drops what one generation did not use. */
class Generations<T> {
  private old = new Map<string, T>();
  private young = new Map<string, T>();

  getOrCreate(key: string, create: () => T): T {
    const value = this.young.get(key) ?? this.old.get(key) ?? create();
    this.young.set(key, value);
    return value;
  }

  prune(): void {
    this.old = this.young;
    this.young = new Map();
  }
}

/** A workload's labels and account belong to the key: a changed label is a new series. */
function keyOf(facts: RequestFacts): string {
  const { source, destination, service } = facts;
  const peers = [source, destination].map((node) => node && [node.key, node.labels, node.serviceAccount]);
  return JSON.stringify([
    facts.reporter,
    peers,
    service?.host,
    service?.name,
    facts.protocol,
    facts.flags,
    facts.status,
    facts.grpcStatus,
    facts.mutualTls,
  ]);
}

function requestRecorder(store: MetricsStore, facts: RequestFacts, lean: boolean): RequestRecorder {
  const labels = telemetryLabels(facts);
  const histogram = (name: string) => store.histogram(name, labels, histogramBounds);
  const requests = store.counter('istio_requests_total', labels);
  const duration = histogram('istio_request_duration_milliseconds');
  const requestBytes = histogram('istio_request_bytes');
  const responseBytes = histogram('istio_response_bytes');
  const measure = lean ? observeAlike : observeSizes;
  const messages: Counter[] =
    facts.protocol === 'grpc' && !lean
      ? ['istio_request_messages_total', 'istio_response_messages_total'].map((name) =>
          store.counter(name, labels),
        )
      : [];
  return {
    record(random, count, durations, leanTo, sizes) {
      if (count <= 0) return;
      requests.add(count);
      observe(duration, durations, count, random, leanTo);
      measure(requestBytes, sizes.request, count, random);
      measure(responseBytes, sizes.response, count, random);
      for (const counter of messages) counter.add(count);
    },
  };
}

const scratch = new Float64Array(histogramBounds.length + 1);

function observe(
  histogram: Histogram,
  distribution: Distribution,
  count: number,
  random: Random,
  lean: number,
): void {
  scratch.fill(0);
  const sum = drawInto(scratch, distribution, count, random, lean);
  histogram.observe(scratch, sum);
}

function observeSizes(histogram: Histogram, sizes: Distribution, count: number, random: Random): void {
  observe(histogram, sizes, count, random, 1);
}

/** All as large as the middle one: two columns a histogram, and nothing to draw. */
function observeAlike(histogram: Histogram, { values, buckets }: Distribution, count: number): void {
  const middle = values.length >> 1;
  scratch.fill(0);
  scratch[buckets[middle] ?? 0] = count;
  histogram.observe(scratch, Math.round((values[middle] ?? 0) * count));
}

function tcpRecorder(store: MetricsStore, facts: RequestFacts): TcpRecorder {
  const labels = telemetryLabels(facts);
  const opened = store.counter('istio_tcp_connections_opened_total', labels);
  const closed = store.counter('istio_tcp_connections_closed_total', labels);
  // As Istio counts them: "received" from the client, "sent" back to it, whoever reports.
  const received = store.counter('istio_tcp_received_bytes_total', labels);
  const sent = store.counter('istio_tcp_sent_bytes_total', labels);
  return {
    record(openedNow, closedNow, requestBytes, responseBytes) {
      opened.add(openedNow);
      closed.add(closedNow);
      received.add(requestBytes);
      sent.add(responseBytes);
    },
  };
}
