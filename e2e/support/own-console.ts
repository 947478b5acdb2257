/**
 * A console of its own on the mesh that the journeys share, with a proxy before each of its two backends and one before itself: for
 * journeys that break a line and leave the others alone. Whoever writes past it (`kubernetes` in demo.ts) is somebody else.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { personas } from '#demo/content/access.ts';
import { startConsole } from '#scripts/demo-processes.ts';
import { freePort } from '#scripts/free-port.ts';
import { filesOf, readEndpoints } from '../cluster/description.ts';
import { type ClusterProxy, startClusterProxy } from './cluster-proxy.ts';
import { type ConsoleProxy, startConsoleProxy } from './console-proxy.ts';
import { consoleUrl, demoDir, root, tokenOf } from './demo.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

export interface OwnConsole {
  /** Through the proxy before it. */
  url: string;
  line: ConsoleProxy;
  cluster: ClusterProxy;
  prometheus: FaultProxy;
  stop(): Promise<void>;
}

/** The console's own account, led to the proxy, which asks for no certificate. */
function leadTo(file: string, server: (address: string) => string, copy: string): void {
  const config = parse(readFileSync(file, 'utf8'));
  for (const { cluster } of config.clusters) {
    cluster.server = server(cluster.server);
    delete cluster['certificate-authority-data'];
    cluster['insecure-skip-tls-verify'] = true;
  }
  writeFileSync(copy, stringify(config), { mode: 0o600 });
}

export async function startOwnConsole(): Promise<OwnConsole> {
  const shared = join(root, demoDir);
  const { prometheus: address } = readEndpoints(shared);
  if (address === undefined) throw new Error('The mesh has no Prometheus.');
  const { consoleKubeconfig } = filesOf(shared);
  const [{ cluster: first }] = parse(readFileSync(consoleKubeconfig, 'utf8')).clusters;
  const cluster = await startClusterProxy(first.server);
  const prometheus = await startFaultProxy(address);
  // A worker that follows one that failed starts its own while the old console may still end.
  const worker = Number(process.env.TEST_WORKER_INDEX ?? 0);
  const dir = `${shared}-failures-${worker}`;
  mkdirSync(dir, { recursive: true });
  leadTo(consoleKubeconfig, () => cluster.url, filesOf(dir).consoleKubeconfig);
  process.env.SLUICE_LOG_LEVEL = 'silent';
  process.env.SLUICE_POLL_SECONDS = '2';
  const port = await freePort(Number(new URL(consoleUrl).port) + 140 + worker, 'the console');
  const people = personas.map(({ context, username, displayName }) => ({
    context,
    user: username,
    displayName,
    token: tokenOf(context),
  }));
  const mesh = { dir, prometheus: prometheus.url, personas: people };
  const { url, process: child } = await startConsole({ port, mesh, dev: false });
  const line = await startConsoleProxy(url);
  return {
    url: line.url,
    line,
    cluster,
    prometheus,
    stop: async () => {
      await line.close();
      child.kill('SIGTERM');
      await cluster.close();
      await prometheus.close();
    },
  };
}
