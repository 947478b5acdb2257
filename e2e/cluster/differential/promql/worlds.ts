/** The same samples in both: a real Prometheus and the demo's embedded one, each behind its HTTP API. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { MetricsIndex } from '#demo/prometheus/memory-store.ts';
import { SampleBuffer } from '#demo/prometheus/promql/series-source.ts';
import { startPrometheus } from '#demo/prometheus/server.ts';
import { remoteWrite, type WrittenSeries } from '#e2e/cluster/remote-write.ts';
import { type RealPrometheusOptions, startRealPrometheus } from './real-prometheus.ts';

export interface Worlds {
  /** Addresses. */
  real: string;
  embedded: string;
  stop(): Promise<void>;
}

/** Long enough for any sample. */
const retentionMs = 100 * 365 * 86_400_000;
const firstScrapeMs = 30_000;

export async function startWorlds(store: MetricsIndex, options: RealPrometheusOptions): Promise<Worlds> {
  const real = await startRealPrometheus(options);
  try {
    await remoteWrite(real.url, writtenSeries(store));
    const embedded = await startPrometheus({ port: 0, store, retentionMs });
    const stop = async (): Promise<void> => {
      await Promise.all([real.stop(), embedded.close()]);
    };
    return { real: real.url, embedded: embedded.url, stop };
  } catch (error) {
    await real.stop();
    throw error;
  }
}

/** As `startWorlds`, but the real one scrapes what the store tells of its metrics: only targets bring metadata. */
export async function startMetadataWorlds(
  store: MetricsIndex,
  options: Omit<RealPrometheusOptions, 'target'>,
): Promise<Worlds> {
  const text = exposedMetadata(store);
  const target = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4').end(text);
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  const { port } = target.address() as AddressInfo;
  const without: MetricsIndex = {
    select: () => [],
    metadata: () => store.metadata(),
    statistics: () => store.statistics(),
  };
  const worlds = await startWorlds(without, { ...options, target: `127.0.0.1:${port}` });
  const stop = async (): Promise<void> => {
    await worlds.stop();
    target.close();
    target.closeAllConnections();
  };
  const deadline = Date.now() + firstScrapeMs;
  while (
    !(await fetch(`${worlds.real}/api/v1/metadata`).then((answer) => answer.text())).includes('"type"')
  ) {
    if (Date.now() > deadline) {
      await stop();
      throw new Error('Prometheus does not scrape its target');
    }
    await delay(100);
  }
  return { ...worlds, stop };
}

function exposedMetadata(store: MetricsIndex): string {
  const lines = [...store.metadata()].map(
    ([name, { type, help }]) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`,
  );
  return lines.join('');
}

/** All that the store holds, series by series. */
function* writtenSeries(store: MetricsIndex): Iterable<WrittenSeries> {
  const buffer = new SampleBuffer();
  for (const series of store.select([])) {
    series.read(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, buffer);
    const { times, values, length } = buffer;
    yield {
      labels: Object.fromEntries(series.labels.entries()),
      timesMs: times.slice(0, length),
      values: values.slice(0, length),
    };
  }
}
