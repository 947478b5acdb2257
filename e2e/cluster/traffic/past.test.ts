import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { buildMesh } from '#demo/content/mesh.ts';
import { sourceOf } from '#demo/traffic/cluster-view.ts';
import { createEngine } from '#demo/traffic/engine.ts';
import { createExposedMetrics } from './exposed-metrics.ts';
import { playPast } from './past.ts';

let close = (): void => undefined;
afterEach(() => close());

/** A Prometheus that has samples or has none, and takes all. */
async function prometheus(known: boolean) {
  const written: number[] = [];
  const server = createServer(async (request, response) => {
    let size = 0;
    for await (const chunk of request) size += (chunk as Buffer).length;
    if (request.url === '/api/v1/write') {
      written.push(size);
      response.writeHead(204).end();
      return;
    }
    const result = known ? [{ metric: {}, value: [0, '1'] }] : [];
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => server.close();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, written };
}

async function play(url: string | null) {
  const startMs = Date.UTC(2026, 10, 21, 12);
  const mesh = buildMesh({ seed: 1, nowMs: startMs });
  const metrics = createExposedMetrics({});
  const engine = createEngine({ seed: 1, behaviour: mesh.behaviour, metrics, startMs });
  const series = await playPast({
    engine,
    mesh,
    cluster: sourceOf(mesh.objects),
    metrics,
    startMs,
    prometheus: url,
    target: { job: 'j', instance: 'i' },
  });
  const counted = /^istio_requests_total\{.*\} [1-9]/m.test(metrics.text());
  engine.tick(startMs + 1000);
  return { series, counted, sampled: metrics.takeHistory({}).length };
}

describe('the past', () => {
  it('is an hour of the engine, written once, from which live counters go on', async () => {
    const { url, written } = await prometheus(false);
    const { series, counted, sampled } = await play(url);
    expect(series).toBeGreaterThan(3000);
    expect(written.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(series * 240 * 10);
    expect(counted).toBe(true);
    expect(sampled).toBe(0);
  });

  it('is left alone where it is known: counters begin at 0, as those of a process that starts again', async () => {
    const { url, written } = await prometheus(true);
    expect(await play(url)).toEqual({ series: 0, counted: false, sampled: 0 });
    expect(written).toEqual([]);
  });

  it('is nowhere where nobody keeps it', async () => {
    expect(await play(null)).toEqual({ series: 0, counted: false, sampled: 0 });
  });
});
