/** A Prometheus of its own for a suite: on loopback, its data in a folder that goes with it, limits as the embedded one has them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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
const startTimeoutMs = 60_000;

export async function startRealPrometheus(options: RealPrometheusOptions): Promise<RealPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-prometheus-'));
  const port = await freePort(options.port, 'Prometheus');
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, configuration(options.target));
  const child = spawn(
    options.binary,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--storage.tsdb.min-block-duration=${wholeLife}`,
      `--storage.tsdb.max-block-duration=${wholeLife}`,
      '--storage.tsdb.retention.time=100y',
      '--web.enable-remote-write-receiver',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
      ...limits,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Prometheus does not start: ${said.trim()}`);
    }
    await delay(100);
  }
  return { url, stop };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/-/ready`).then(
    (answer) => answer.ok,
    () => false,
  );
}

function configuration(target: string | undefined): string {
  const jobs =
    target === undefined ? '[]' : `[{job_name: proxies, static_configs: [{targets: ['${target}']}]}]`;
  return `global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1m}\nscrape_configs: ${jobs}\n`;
}
