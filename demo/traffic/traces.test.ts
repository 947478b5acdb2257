/** Traces of the demo obey its traffic: versions by their shares, errors where the metrics have them, hops that calls make. */
import { expect, test } from 'vitest';
import { buildMesh } from '#demo/content/mesh.ts';
import { jaegerApi } from '#demo/tools/jaeger-api.ts';
import { readJaeger } from '#lib/traces/jaeger.ts';
import { waterfall } from '#lib/traces/waterfall.ts';
import { sourceOf } from './cluster-view.ts';
import { createEngine } from './engine.ts';
import { RecordedMetrics } from './testing/recorded-metrics.ts';
import { createTraceSampler, type DemoTrace } from './traces.ts';

const startMs = Date.UTC(2026, 10, 21, 12);

function played(ticks: number): readonly DemoTrace[] {
  const mesh = buildMesh({ seed: 1, nowMs: startMs });
  const traces = createTraceSampler(1);
  const metrics = new RecordedMetrics();
  const engine = createEngine({ seed: 1, behaviour: mesh.behaviour, metrics, startMs, traces });
  engine.load(sourceOf(mesh.objects));
  for (let tick = 1; tick <= ticks; tick += 1) engine.tick(startMs + tick * 5000);
  return traces.all();
}

const all = played(300);
const spansOf = (service: string) =>
  all
    .flatMap(({ spans }) => spans)
    .filter((span) => span.service === service && span.tags['span.kind'] === 'server');

test('the same seed gives the same traces', () => {
  const again = played(40);
  expect(JSON.stringify(again) === JSON.stringify(all.slice(0, again.length))).toBe(true);
});

test('a callee lies within its caller, and every parent is there', () => {
  expect(all.length).toBeGreaterThan(300);
  for (const { spans } of all) {
    const byId = new Map(spans.map((span) => [span.id, span]));
    expect(byId.size).toBe(spans.length);
    for (const span of spans) {
      if (span.parentId === null) continue;
      const parent = byId.get(span.parentId);
      expect(parent).toBeDefined();
      expect(span.startUs).toBeGreaterThanOrEqual(parent?.startUs ?? 0);
      expect(span.startUs + span.durationUs).toBeLessThanOrEqual(
        (parent?.startUs ?? 0) + (parent?.durationUs ?? 0),
      );
    }
    expect(waterfall(spans)).toHaveLength(spans.length);
  }
});

test('versions and failures are those of the traffic', () => {
  const reviews = spansOf('reviews.bookinfo');
  const versions = new Set(reviews.map(({ tags }) => tags['istio.canonical_revision']));
  expect(versions.size).toBeGreaterThan(1);
  const recommendations = spansOf('recommendations.shop');
  const failed = recommendations.filter(({ tags }) => tags.error === true);
  expect(failed.length).toBeGreaterThan(0);
  // The canary fails, not the stable version.
  const byVersion = (version: string) =>
    failed.filter(({ tags }) => tags['istio.canonical_revision'] === version).length;
  expect(byVersion('v2')).toBeGreaterThan(byVersion('v1'));
});

test('Jaeger’s API answers as the console reads it', () => {
  const tool = jaegerApi(() => all);
  const ask = (path: string, query = '') => {
    const answer = tool({ method: 'GET', path: `/jaeger/api${path}`, query: new URLSearchParams(query) });
    return { status: answer?.status, body: JSON.parse(answer?.body ?? 'null') };
  };
  const found = readJaeger(ask('/traces', 'service=reviews.bookinfo&limit=7').body);
  if (!found.ok) throw new Error('malformed');
  expect(found.value).toHaveLength(7);
  const [first] = found.value;
  expect(
    first?.spans.some(({ service, namespace }) => service === 'reviews.bookinfo' && namespace === 'bookinfo'),
  ).toBe(true);
  expect(readJaeger(ask(`/traces/${first?.id}`).body)).toEqual({ ok: true, value: [first] });
  const slow = readJaeger(ask('/traces', 'service=checkout.shop&minDuration=500ms').body);
  if (!slow.ok) throw new Error('malformed');
  for (const { spans } of slow.value) {
    expect(
      spans.some(({ service, durationUs }) => service === 'checkout.shop' && durationUs >= 500_000),
    ).toBe(true);
  }
  expect(ask('/traces').status).toBe(400);
  expect(ask('/traces/0123456789abcdef').status).toBe(404);
  expect(ask('/services').body.data).toContain('reviews.bookinfo');
});
