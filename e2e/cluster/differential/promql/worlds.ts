/** The same samples in both: a real Prometheus and the demo's embedded one, each behind its HTTP API. */
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
