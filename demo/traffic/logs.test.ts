import { describe, expect, it } from 'vitest';
import { buildMesh } from '#demo/content/mesh.ts';
import type { Pod } from '#lib/istio/objects.ts';
import { sourceOf } from './cluster-view.ts';
import { createEngine } from './engine.ts';
import { createPodLogs } from './logs.ts';
import { RecordedMetrics } from './testing/recorded-metrics.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const nowMs = startMs + 60_000;
const mesh = buildMesh({ seed: 1, nowMs: startMs });
const engine = createEngine({ seed: 1, behaviour: mesh.behaviour, metrics: new RecordedMetrics(), startMs });
engine.load(sourceOf(mesh.objects));
for (let tick = 1; tick <= 12; tick++) engine.tick(startMs + tick * 5000);
const logs = createPodLogs(engine, 1, () => nowMs);

function podOf(namespace: string, app: string): Pod {
  const pod = mesh.objects.find(
    (object): object is Pod =>
      object.kind === 'Pod' && object.metadata.namespace === namespace && object.metadata.labels?.app === app,
  );
  if (!pod) throw new Error(`no pod of ${app}`);
  return pod;
}

const accessFormat =
  /^\[\S+Z\] "[A-Z]+ \S+ HTTP\/[\d.]+" \d+ \S+ \S+ - "-" \d+ \d+ \d+ (\d+|-) "-" "[^"]+" "[\da-f-]+" "[^"]+" "[^"]+" \S+ \S+ \S+ \S+ \S+ \S+$/;

describe('pod logs', () => {
  const productpage = podOf('bookinfo', 'productpage');

  it('writes Envoy access logs in order and within the time asked for', () => {
    const lines = logs.read(productpage, 'istio-proxy', nowMs - 20_000);
    expect(lines.length).toBeGreaterThan(100);
    for (const [index, { atMs, line }] of lines.entries()) {
      expect(line).toMatch(accessFormat);
      expect(atMs).toBeGreaterThanOrEqual(nowMs - 20_000);
      expect(atMs).toBeGreaterThanOrEqual(lines[index - 1]?.atMs ?? 0);
      expect(atMs).toBeLessThan(nowMs);
    }
  });

  it('shows what went wrong with its flag and cause', () => {
    const text = logs
      .read(productpage, 'istio-proxy', null)
      .map(({ line }) => line)
      .join('\n');
    expect(text).toMatch(/GET \/details\/0 HTTP\/1.1" 503 NC cluster_not_found/);
  });

  it('gives the program its own lines, of requests that arrived', () => {
    const lines = logs.read(productpage, 'productpage', nowMs - 20_000);
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.every(({ line }) => /(INFO|ERROR) [A-Z]+ \/\S* status=\d+ duration=\d+ms/.test(line))).toBe(
      true,
    );
  });

  it('stays bounded and says the same again', () => {
    const read = () => logs.read(podOf('shop', 'frontend'), 'istio-proxy', null);
    expect(read()).toHaveLength(2000);
    expect(read()).toEqual(read());
  });

  it('is silent for idle pods and before a pod was there', () => {
    expect(logs.read(podOf('shop', 'gift-cards'), 'istio-proxy', null)).toEqual([]);
    const young = {
      ...productpage,
      status: { ...productpage.status, startTime: new Date(nowMs - 3000).toISOString() },
    };
    const [first] = logs.read(young, 'istio-proxy', null);
    expect(first?.atMs).toBeGreaterThanOrEqual(nowMs - 3000);
  });
});
