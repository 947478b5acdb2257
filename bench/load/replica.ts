/** One console of several: its port and folder stay while its process is replaced; what it takes of the machine is noted each second. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type MeshReady, startConsole } from '../../scripts/demo-processes.ts';
import { type LoopWindow, loopDelayOf } from './loop-delay.ts';
import { usageOf } from './usage.ts';

export interface UsageSecond {
  /** Since the start of the timetable. */
  atMs: number;
  /** Cores used since the second before. */
  cores: number;
  residentMegabytes: number;
}

export interface Replica {
  url: string;
  seconds: UsageSecond[];
  /** Of its event loop, one for every fifteen seconds. */
  loop: LoopWindow[];
  /** Ends it by SIGTERM, as a Deployment does, and starts it anew; resolves with the new one ready. */
  replace(): Promise<void>;
  note(atMs: number): void;
}

export interface ReplicaOptions {
  port: number;
  metricsPort: number;
  dir: string;
  mesh: MeshReady;
  kubernetes: string;
  prometheus: string;
  sessionSecret: string;
}

const drainSeconds = 4;
/** As deployed: the demo's own beat of five seconds is for those who try it. */
const pollSeconds = 15;
/** As Prometheus does by default. */
const scrapeEveryMs = 15_000;

export async function startReplica(options: ReplicaOptions): Promise<Replica> {
  const { port, metricsPort, dir, mesh, sessionSecret } = options;
  mkdirSync(dir, { recursive: true });
  // The console's own account, led to the proxy, which asks for no certificate.
  const config = parse(readFileSync(join(mesh.dir, 'console.kubeconfig'), 'utf8'));
  for (const { cluster } of config.clusters) {
    cluster.server = options.kubernetes;
    delete cluster['certificate-authority-data'];
    cluster['insecure-skip-tls-verify'] = true;
  }
  writeFileSync(join(dir, 'console.kubeconfig'), stringify(config), { mode: 0o600 });
  const begin = () =>
    startConsole({
      port,
      mesh: { dir, prometheus: options.prometheus, personas: mesh.personas },
      dev: false,
      environment: {
        SLUICE_AUTH: 'token',
        SLUICE_SESSION_SECRET: sessionSecret,
        SLUICE_POLL_SECONDS: String(pollSeconds),
        SLUICE_DRAIN_SECONDS: String(drainSeconds),
        SLUICE_METRICS_PORT: String(metricsPort),
      },
    });
  let { url, process: child }: { url: string; process: ChildProcess } = await begin();
  let before: { atMs: number; cpuSeconds: number } | null = null;
  const seconds: UsageSecond[] = [];
  const loop: LoopWindow[] = [];
  let scrapedAtMs = Number.NEGATIVE_INFINITY;
  const scrape = async (atMs: number): Promise<void> => {
    scrapedAtMs = atMs;
    const text = await fetch(`http://127.0.0.1:${metricsPort}/metrics`).then((answer) => answer.text());
    const told = loopDelayOf(text);
    if (told !== null) loop.push({ atMs, ...told });
  };
  return {
    url,
    seconds,
    loop,
    replace: async () => {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
      before = null;
      ({ process: child } = await begin());
    },
    note: (atMs) => {
      // One that is being replaced has none to tell. The clock starts again with the timetable.
      if (atMs - scrapedAtMs >= scrapeEveryMs || atMs < scrapedAtMs) scrape(atMs).catch(() => undefined);
      const usage = usageOf(child.pid ?? 0);
      // One that has ended and is not yet buried has no memory.
      if (usage === null || Number.isNaN(usage.residentMegabytes)) {
        before = null;
        return;
      }
      const { cpuSeconds, residentMegabytes } = usage;
      if (before !== null) {
        const cores = ((cpuSeconds - before.cpuSeconds) / (atMs - before.atMs)) * 1000;
        if (cores >= 0) seconds.push({ atMs, cores, residentMegabytes });
      }
      before = { atMs, cpuSeconds };
    },
  };
}
