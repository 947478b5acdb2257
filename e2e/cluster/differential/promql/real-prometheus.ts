/** A Prometheus of its own for a suite: on loopback, its data in a folder that goes with it, limits as the embedded one has them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { answers, Programs } from '#e2e/cluster/programs.ts';
import { freePort } from '#scripts/free-port.ts';

export interface RealPrometheus {
  url: string;
  stop(): Promise<void>;
}

export interface RealPrometheusOptions {
  binary: string;
  /** From here the first free port is taken. */
  port: number;
  /** What it scrapes, HOST:PORT; nothing when left out. */
  target?: string;
}

/** Samples of any age stay in memory and may come in any order of series: none is ever written into a block. */
const wholeLife = '3650d';
const limits = ['--query.lookback-delta=5m', '--query.timeout=20s', '--query.max-samples=20000000'];

export async function startRealPrometheus(options: RealPrometheusOptions): Promise<RealPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-prometheus-'));
  const port = await freePort(options.port, 'Prometheus');
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, stringify(configuration(options.target)));
  const programs = new Programs(folder, () => undefined);
  const stop = async (): Promise<void> => {
    await programs.stopAll();
    rmSync(folder, { recursive: true, force: true });
  };
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--storage.tsdb.min-block-duration=${wholeLife}`,
    `--storage.tsdb.max-block-duration=${wholeLife}`,
    '--storage.tsdb.retention.time=100y',
    '--web.enable-remote-write-receiver',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
    ...limits,
  ];
  try {
    const isReady = () => answers(`${url}/-/ready`);
    await programs.start('prometheus', { command: options.binary, args, isReady });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

function configuration(target: string | undefined): object {
  const job = { job_name: 'proxies', static_configs: [{ targets: [target] }] };
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1m' },
    scrape_configs: target === undefined ? [] : [job],
  };
}
