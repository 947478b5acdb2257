/**
 * The demo process: an embedded Kubernetes API and Prometheus on loopback, and the traffic between their objects.
 * Standard output carries JSON lines: progress, then one with "ready". Ends on SIGINT, SIGTERM or with its parent.
 */
import { join, resolve } from 'node:path';
import { consoleAccount, personas } from './content/access.ts';
import { buildMesh } from './content/mesh.ts';
import { startKubernetes } from './kubernetes/server.ts';
import type { DemoUser } from './kubernetes/types.ts';
import { runClock } from './process/clock.ts';
import { playHistory } from './process/history.ts';
import { kubeconfig } from './process/kubeconfig.ts';
import { type DemoOptions, readOptions, usage } from './process/options.ts';
import { onFreePort } from './process/ports.ts';
import { writePrivately } from './process/private-file.ts';
import { loadTokens } from './process/tokens.ts';
import { createMetricsStore } from './prometheus/memory-store.ts';
import { startPrometheus } from './prometheus/server.ts';
import { startTools, type ToolServers } from './tools/server.ts';
import { createEngine } from './traffic/engine.ts';
import { createPodLogs } from './traffic/logs.ts';
import { metricHelp } from './traffic/metric-help.ts';
import { createTraceSampler } from './traffic/traces.ts';

const retentionMs = 90 * 60_000;

interface Account {
  context: string;
  username: string;
  displayName: string;
  groups: readonly string[];
}

const console_: Account = {
  context: 'console',
  username: consoleAccount,
  displayName: 'Sluice console',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:sluice'],
};

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function progress(text: string, percent: number): void {
  say({ progress: text, percent });
}

async function run(options: DemoOptions): Promise<() => Promise<void>> {
  const { seed, services, namespaces, clusters } = options;
  const dir = resolve(options.dir);
  const startMs = Date.now();
  progress('Building the mesh', 0);
  const mesh = buildMesh({ seed, nowMs: startMs, services, namespaces: namespaces || undefined, clusters });
  const accounts: Account[] = [...personas, console_];
  const tokens = loadTokens(
    dir,
    accounts.map(({ context }) => context),
  );
  const users = accounts.map(
    ({ context, username, groups }): DemoUser => ({
      token: tokens.get(context) ?? '',
      username,
      uid: `demo-${context}`,
      groups: [...groups, 'system:authenticated'],
    }),
  );

  const metrics = createMetricsStore({ retentionMs, help: metricHelp });
  const traces = createTraceSampler(seed);
  const engine = createEngine({ seed, behaviour: mesh.behaviour, metrics, startMs, traces });
  const taken = (what: string) => (port: number) =>
    process.stderr.write(`Port ${port} for ${what} is taken; trying ${port + 1}.\n`);
  const logs = createPodLogs(engine, seed, Date.now);
  let tools: ToolServers | null = null;
  progress('Starting the Kubernetes API', 10);
  const kubernetes = await onFreePort(
    options.kubernetesPort,
    (port) =>
      startKubernetes({
        port,
        objects: mesh.objects,
        users,
        logs,
        backends: (...place) => tools?.backends(...place) ?? null,
        issuer: options.oidcIssuer,
      }),
    taken('the Kubernetes API'),
  );
  progress('Playing the past hour of traffic', 20);
  await playHistory(engine, mesh, kubernetes.store, startMs, (percent) =>
    progress('Playing the past hour of traffic', 20 + Math.floor(percent * 0.75)),
  );
  engine.tick(Date.now());
  const prometheus = await onFreePort(
    options.prometheusPort,
    (port) => startPrometheus({ port, store: metrics, retentionMs }),
    taken('Prometheus'),
  );
  const { backends, close: closeTools } = await startTools(prometheus.url, traces.all);
  tools = { backends, close: closeTools };
  const stopClock = runClock(engine, kubernetes.store, Date.now);

  const people = personas.map(({ context, username, displayName }) => ({
    context,
    user: username,
    displayName,
    token: tokens.get(context) ?? '',
  }));
  const { url, caCertificate } = kubernetes;
  writePrivately(join(dir, 'kubeconfig'), kubeconfig(url, caCertificate, people, 'admin'));
  const own = [{ context: console_.context, token: tokens.get(console_.context) ?? '' }];
  writePrivately(join(dir, 'console.kubeconfig'), kubeconfig(url, caCertificate, own, console_.context));
  say({
    ready: true,
    kubernetes: kubernetes.plainUrl,
    kubernetesTls: url,
    prometheus: prometheus.url,
    dir,
    personas: people,
  });
  return async () => {
    stopClock();
    await Promise.all([kubernetes.close(), prometheus.close(), closeTools()]);
  };
}

const options = readOptions(process.argv.slice(2));
if (!options.ok) {
  process.stderr.write(`${options.error}\n${usage}`);
  process.exit(2);
}
let close: (() => Promise<void>) | null = null;
let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  // Started or not: nothing of the demo may outlive this.
  void (close?.() ?? Promise.resolve()).finally(() => process.exit(0));
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
if (options.value.parent) {
  process.on('disconnect', end);
  process.stdin.on('end', end).on('error', end).resume();
}
try {
  close = await run(options.value);
  if (ending) await close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
