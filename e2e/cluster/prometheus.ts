/** Prometheus: scrapes the traffic, takes an hour of history by remote write. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { istiodAddresses } from './istiod.ts';
import { answers, type Programs } from './programs.ts';

/** Where the traffic shows its metrics, inside. */
export const metricsAddress = '127.0.0.1:15090';

/** A changed weight goes the way over istiod and its clients first, and shows within seconds all the same. */
const scrapeInterval = '2s';

export interface PrometheusOptions {
  dir: string;
  port: number;
  binary: string;
}

export async function startPrometheus(
  programs: Programs,
  { dir, port, binary }: PrometheusOptions,
): Promise<void> {
  const file = join(dir, 'prometheus.yaml');
  const configuration = {
    global: { scrape_interval: scrapeInterval, scrape_timeout: scrapeInterval },
    // The past is written after the present has begun to be scraped.
    storage: { tsdb: { out_of_order_time_window: '2h' } },
    // What is scraped stands for many proxies, and says itself which.
    scrape_configs: [
      { job_name: 'istio-proxies', honor_labels: true, static_configs: [{ targets: [metricsAddress] }] },
      // One process stands for the pods of the default revision; it says its revision as the labels of its pods would.
      {
        job_name: 'istiod',
        static_configs: [{ targets: [istiodAddresses.metrics], labels: { istio_io_rev: 'default' } }],
      },
    ],
  };
  writeFileSync(file, stringify(configuration));
  await programs.start('prometheus', {
    command: binary,
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(dir, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      '--log.level=warn',
    ],
    isReady: () => answers(`http://127.0.0.1:${port}/-/ready`),
  });
}
