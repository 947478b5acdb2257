import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildMesh } from '#demo/content/mesh.ts';
import type { KubernetesObject, Labels, VirtualService } from '#lib/istio/objects.ts';
import { sourceOf } from './cluster-view.ts';
import { createEngine } from './engine.ts';
import { RecordedMetrics } from './testing/recorded-metrics.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const tickMs = 5000;
const requests = 'istio_requests_total';

function world(options: { seed?: number; services?: number } = {}) {
  const { seed = 1, services } = options;
  const mesh = buildMesh({ seed, services, nowMs: startMs });
  const metrics = new RecordedMetrics();
  const engine = createEngine({ seed, behaviour: mesh.behaviour, metrics, startMs });
  engine.load(sourceOf(mesh.objects));
  let atMs = startMs;
  const play = (ticks: number) => {
    const sum = { made: 0, ended: 0 };
    for (let tick = 0; tick < ticks; tick++) {
      atMs += tickMs;
      const { made, ended } = engine.tick(atMs);
      sum.made += made;
      sum.ended += ended;
    }
    return sum;
  };
  return { mesh, metrics, engine, play };
}

function withWeights(objects: readonly KubernetesObject[], name: string, weights: Record<string, number>) {
  return objects.map((object) => {
    if (object.kind !== 'VirtualService' || object.metadata.name !== name) return object;
    const changed = structuredClone(object) as VirtualService;
    for (const route of changed.spec?.http?.at(-1)?.route ?? []) {
      route.weight = weights[route.destination.subset ?? ''] ?? 0;
    }
    return changed;
  });
}

describe('traffic engine', () => {
  it('loses no request, whatever the seed and size', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0, 60), (seed, services) => {
        const { made, ended } = world({ seed, services }).play(20);
        expect(made).toBeGreaterThan(100);
        expect(ended).toBe(made);
      }),
      { numRuns: 8 },
    );
  });

  it('hands on what arrives: each page asks details and reviews once', () => {
    const { metrics, play } = world();
    play(200);
    const pages = metrics.total(requests, {
      reporter: 'destination',
      destination_workload: 'productpage-v1',
    });
    const asked = (service: string) =>
      metrics
        .select(requests, { reporter: 'source', source_workload: 'productpage-v1' })
        .filter(({ labels }) => labels.destination_service?.startsWith(service))
        .reduce((sum, { value }) => sum + value, 0);
    expect(pages).toBeGreaterThan(5000);
    expect(asked('details')).toBe(pages);
    expect(asked('reviews')).toBe(pages);
  });

  it('counts every request once as a histogram observation', () => {
    const { metrics, play } = world();
    play(50);
    for (const series of metrics.select(requests)) {
      const [count] = metrics.select('istio_request_duration_milliseconds_count', series.labels);
      expect(count?.value).toBe(series.value);
    }
  });

  it('obeys weights and header matches', () => {
    const { metrics, play } = world();
    play(1500);
    const arrived = (workload: string) =>
      metrics.total(requests, { reporter: 'destination', destination_workload: workload });
    const testers = 0.06;
    const all = arrived('reviews-v1') + arrived('reviews-v2') + arrived('reviews-v3');
    expect(arrived('reviews-v1') / all).toBeCloseTo(0.6 * (1 - testers), 2);
    expect(arrived('reviews-v2') / all).toBeCloseTo(0.3 * (1 - testers) + testers, 2);
    expect(arrived('reviews-v3') / all).toBeCloseTo(0.1 * (1 - testers), 2);
  });

  it('shows a changed weight within ten seconds', () => {
    const { mesh, metrics, engine, play } = world();
    play(10);
    const before = metrics.total(requests, { reporter: 'destination', destination_workload: 'reviews-v1' });
    engine.load(sourceOf(withWeights(mesh.objects, 'reviews', { v3: 100 })));
    play(2);
    expect(metrics.total(requests, { reporter: 'destination', destination_workload: 'reviews-v1' })).toBe(
      before,
    );
    expect(
      metrics.total(requests, { reporter: 'destination', destination_workload: 'reviews-v3' }),
    ).toBeGreaterThan(60);
  });

  it('obeys an HTTPRoute, shows its changed weight within ten seconds, and answers 500 for what is not there', () => {
    const { mesh, metrics, engine, play } = world();
    const route = (...backends: [string, number][]): KubernetesObject => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'details', namespace: 'bookinfo', creationTimestamp: '2026-11-21T11:00:00Z' },
      spec: {
        parentRefs: [{ group: '', kind: 'Service', name: 'details' }],
        rules: [{ backendRefs: backends.map(([name, weight]) => ({ name, port: 9080, weight })) }],
      },
    });
    const obey = (...backends: [string, number][]) =>
      engine.load(sourceOf([...mesh.objects, route(...backends)]));
    const arrived = (workload: string) =>
      metrics.total(requests, {
        reporter: 'destination',
        source_workload: 'productpage-v1',
        destination_workload: workload,
      });
    play(10);
    expect(arrived('ratings-v1')).toBe(0);
    obey(['details', 1], ['ratings', 3]);
    const before = arrived('details-v1');
    play(100);
    const [details, ratings] = [arrived('details-v1') - before, arrived('ratings-v1')];
    expect(ratings / (details + ratings)).toBeCloseTo(0.75, 1);
    obey(['details', 0], ['ratings', 1]);
    const last = arrived('details-v1');
    play(2);
    expect(arrived('details-v1')).toBe(last);
    expect(arrived('ratings-v1')).toBeGreaterThan(ratings);
    const lost = (code: string) =>
      metrics
        .select(requests, { source_workload: 'productpage-v1', response_flags: 'NC', response_code: code })
        .filter(({ labels }) => labels.destination_service === 'details')
        .reduce((sum, { value }) => sum + value, 0);
    const ofVirtualService = lost('503');
    obey(['nobody', 1]);
    play(2);
    expect(lost('500')).toBeGreaterThan(60);
    expect(lost('503')).toBe(ofVirtualService);
  });

  it('writes the same numbers for the same seed, others for another', () => {
    const values = (seed: number) => {
      const { metrics, play } = world({ seed });
      play(30);
      return [...metrics.series.values()].filter(({ name }) => name === requests).map(({ value }) => value);
    };
    expect(values(7)).toEqual(values(7));
    expect(values(7)).not.toEqual(values(8));
  });

  it('keeps the number of series over hours', () => {
    const { metrics, play } = world();
    play(10);
    const series = metrics.series.size;
    play(3000);
    expect(metrics.series.size).toBe(series);
    expect(metrics.scrapes).toBe(3010);
  });

  it('sends nothing to pods that are not ready, and recovers', () => {
    const { mesh, metrics, engine, play } = world();
    const isRatings = ({ kind, metadata }: KubernetesObject) =>
      kind === 'Pod' && metadata.labels?.app === 'ratings';
    engine.load(
      sourceOf(
        mesh.objects.map((object) =>
          isRatings(object)
            ? { ...object, status: { conditions: [{ type: 'Ready', status: 'False' }] } }
            : object,
        ),
      ),
    );
    play(5);
    const failed = metrics.select(requests, { response_flags: 'UH' });
    expect(failed.map(({ labels }) => labels.destination_service)).toContain(
      'ratings.bookinfo.svc.cluster.local',
    );
    expect(metrics.total(requests, { destination_workload: 'ratings-v1' })).toBe(0);
    engine.load(sourceOf(mesh.objects));
    play(5);
    expect(metrics.total(requests, { destination_workload: 'ratings-v1' })).toBeGreaterThan(10);
  });

  it('reports the sizes of every request, also where a report must cost little', () => {
    const { mesh, metrics, play } = world({ services: 60 });
    play(20);
    const [grown = ''] = mesh.behaviour.leanNamespaces;
    const everywhere: Labels = {};
    for (const labels of [everywhere, { destination_workload_namespace: grown }]) {
      const counted = metrics.total(requests, labels);
      expect(counted).toBeGreaterThan(50);
      for (const [name, least, most] of [
        ['istio_request_bytes', 300, 2000],
        ['istio_response_bytes', 1000, 20_000],
      ] as const) {
        expect(metrics.total(`${name}_count`, labels)).toBe(counted);
        const mean = metrics.total(`${name}_sum`, labels) / counted;
        expect([mean > least, mean < most], String(mean)).toEqual([true, true]);
      }
    }
  });

  it('leaves idle services alone', () => {
    const { metrics, play } = world();
    play(20);
    expect(metrics.select(requests, { destination_canonical_service: 'gift-cards' })).toEqual([]);
  });
});
