import { describe, expect, it } from 'vitest';
import { buildMesh } from '#demo/content/mesh.ts';
import { sourceOf } from './cluster-view.ts';
import { createEngine } from './engine.ts';
import type { PlannedCall, Station } from './plan.ts';
import type { Carrier } from './play.ts';
import { RecordedMetrics } from './testing/recorded-metrics.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const requests = 'istio_requests_total';

/** A mesh whose calls within Bookinfo and of stock-sync are carried. */
function carriedWorld() {
  const mesh = buildMesh({ seed: 1, nowMs: startMs });
  const metrics = new RecordedMetrics();
  const engine = createEngine({ seed: 1, behaviour: mesh.behaviour, metrics, startMs });
  engine.load(sourceOf(mesh.objects));
  const made = new Map<string, number>();
  const handled = new Map<string, number>();
  const count = (into: Map<string, number>, key: string, more: number) =>
    into.set(key, (into.get(key) ?? 0) + more);
  const carrier: Carrier = {
    carries: ({ call, source, isGateway }) =>
      !isGateway &&
      call.protocol !== 'tcp' &&
      (source.namespace === 'bookinfo' || source.name === 'stock-sync-v1'),
    make: ({ source }, calls) => count(made, source.name, calls),
    handle: ({ node }, arrived) => count(handled, node.name, arrived),
  };
  engine.carry(carrier);
  let atMs = startMs;
  const play = (ticks: number) => {
    for (let left = ticks; left > 0; left--) {
      atMs += 5000;
      engine.tick(atMs);
    }
  };
  const station = (name: string): Station | undefined =>
    engine.plan.stations.find(({ node }) => node.name === name);
  return { mesh, metrics, engine, made, handled, play, station };
}

function callOf(station: Station | undefined, host: string): PlannedCall {
  const planned = station?.calls.find(({ call }) => call.host === host);
  if (!planned) throw new Error(`no call to ${host}`);
  return planned;
}

describe('a carrier', () => {
  it('gets the requests that reach programs, and nobody else counts their calls', () => {
    const { metrics, handled, play } = carriedWorld();
    play(20);
    const pages = metrics.total(requests, {
      reporter: 'destination',
      destination_workload: 'productpage-v1',
    });
    expect(pages).toBeGreaterThan(500);
    expect(handled.get('productpage-v1')).toBe(pages);
    expect(metrics.total(requests, { source_workload: 'productpage-v1' })).toBe(0);
    // The shop's calls are played as ever.
    expect(metrics.total(requests, { source_workload: 'frontend-v1' })).toBeGreaterThan(500);
  });

  it('makes the calls of who works by itself', () => {
    const { made, play } = carriedWorld();
    play(120);
    expect(made.get('stock-sync-v1')).toBeGreaterThan(100);
  });

  it('has the calls played that it does not carry, for what it brought', () => {
    const { metrics, play, station } = carriedWorld();
    play(1);
    const ratings = station('ratings-v1');
    if (ratings) ratings.carried = 1000;
    play(1);
    const received = { destination_workload: 'mongodb-v1', reporter: 'destination' };
    expect(metrics.total('istio_tcp_received_bytes_total', received)).toBeGreaterThan(150_000);
    expect(ratings?.carried).toBe(0);
  });

  it('is told where its requests may end, foreseen or not', () => {
    const { metrics, play, station, engine } = carriedWorld();
    play(1);
    const planned = callOf(station('productpage-v1'), 'reviews');
    const foreseen = planned.legs.length;
    const node = engine.topology?.workloads.get('shop/cart-v1');
    if (!node) throw new Error('no cart');
    const target = {
      kind: 'workload' as const,
      share: 1,
      node,
      service: { host: 'cart.shop.svc.cluster.local', name: 'cart' },
      port: 7070,
      tls: true,
      maxInFlight: Number.POSITIVE_INFINITY,
    };
    const leg = planned.reach(target);
    expect(planned.legs).toHaveLength(foreseen + 1);
    expect(planned.reach(target)).toBe(leg);
    expect(leg.share).toBe(0);
    expect(leg.station?.node).toBe(node);
    const reported = metrics.select(requests, {
      source_workload: 'productpage-v1',
      destination_workload: 'cart-v1',
      destination_service: 'cart.shop.svc.cluster.local',
    });
    expect(new Set(reported.map(({ labels }) => labels.reporter))).toEqual(
      new Set(['source', 'destination']),
    );
  });

  it('feeds the rates that logs are made of', () => {
    const { play, station } = carriedWorld();
    play(1);
    const leg = callOf(station('productpage-v1'), 'details').legs[0];
    if (leg) leg.carried = 50;
    play(1);
    expect(leg?.requestsPerSecond).toBeCloseTo(3, 1);
    expect(leg?.carried).toBe(0);
  });
});
