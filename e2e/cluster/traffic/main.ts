/**
 * The traffic of the real cluster: reads its objects, makes the demo's calls (over istiod's routes where gRPC can carry them, else by the
 * demo's engine), and shows what happened to Prometheus and to `kubectl logs`. Standard output carries one JSON line when ready.
 */
import { buildMesh, type Mesh } from '#demo/content/mesh.ts';
import { createCertificates } from '#demo/kubernetes/access/certificates.ts';
import type { MeshBehaviour } from '#demo/traffic/behaviour.ts';
import { createEngine, type TrafficEngine } from '#demo/traffic/engine.ts';
import { createPodLogs } from '#demo/traffic/logs.ts';
import { metricHelp } from '#demo/traffic/metric-help.ts';
import type { Pod } from '#lib/istio/objects.ts';
import { pathOf } from './carried-call.ts';
import { type ClusterObjects, watchCluster } from './cluster-objects.ts';
import { createDataPlane, type DataPlane } from './data-plane.ts';
import { createExposedMetrics } from './exposed-metrics.ts';
import { startKubelets } from './kubelet.ts';
import { startMetricsServer } from './metrics-server.ts';
import { readOptions, type TrafficOptions, usage } from './options.ts';
import { playPast } from './past.ts';

const tickMs = 1000;
/** The job that Prometheus scrapes this process as. */
const job = 'istio-proxies';

async function run(options: TrafficOptions): Promise<() => Promise<void>> {
  const { seed, services, namespaces, startMs, metrics: scraped } = options;
  const cluster = await watchCluster(options.kubeconfig);
  const mesh = buildMesh({ seed, services, namespaces, nowMs: startMs, tools: false });
  const metrics = createExposedMetrics(metricHelp);
  const engine = createEngine({
    seed,
    behaviour: paced(mesh.behaviour, options.pace),
    metrics,
    startMs,
    realIstiod: true,
  });
  const { prometheus } = options;
  const target = { job, instance: `${scraped.host}:${scraped.port}` };
  const pastSeries = await playPast({ engine, mesh, cluster, metrics, startMs, prometheus, target });

  const dataPlane = createDataPlane({
    seed,
    xdsAddress: options.xds,
    clusterId: options.clusterId,
    paths: pathsOf(mesh),
  });
  const stopClock = await startClock(engine, cluster, dataPlane);
  const { key, certificate: cert } = await createCertificates(Date.now());
  const kubelets = await startKubelets({
    hosts: options.kubeletPort === 0 ? [] : nodeAddresses(cluster),
    port: options.kubeletPort,
    certificate: { key, cert },
    logs: createPodLogs(engine, seed, Date.now),
    findPod: (namespace, name) =>
      cluster
        .list<Pod>('', 'pods')
        .find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
    now: Date.now,
  });
  const stopMetrics = await startMetricsServer(scraped, metrics.text);
  const ready = {
    ready: true,
    metrics: `http://${scraped.host}:${scraped.port}/metrics`,
    job,
    servers: dataPlane.addresses.length,
    kubelets: kubelets.addresses,
    pastSeries,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  return async () => {
    stopClock();
    await Promise.all([dataPlane.close(), stopMetrics(), kubelets.close(), cluster.close()]);
  };
}

/** Plays a tick each second, with what changed in the cluster obeyed first. */
async function startClock(
  engine: TrafficEngine,
  cluster: ClusterObjects,
  dataPlane: DataPlane,
): Promise<() => void> {
  let isStale = false;
  let lastMs = Date.now();
  cluster.onChange(() => {
    isStale = true;
  });
  if (engine.topology) await dataPlane.follow(engine.topology);
  engine.carry(dataPlane);
  const timer = setInterval(() => {
    const atMs = Date.now();
    if (atMs <= lastMs) return;
    lastMs = atMs;
    if (isStale) {
      isStale = false;
      engine.load(cluster);
      if (engine.topology) dataPlane.follow(engine.topology).catch(complain);
    }
    engine.tick(atMs);
  }, tickMs);
  return () => clearInterval(timer);
}

function paced(behaviour: MeshBehaviour, pace: number): MeshBehaviour {
  const entries = behaviour.entries.map((entry) => ({
    ...entry,
    requestsPerSecond: entry.requestsPerSecond * pace,
  }));
  return { ...behaviour, entries };
}

function pathsOf({ behaviour }: Mesh): Set<string> {
  const callers = [...behaviour.behaviours.values(), ...behaviour.entries];
  return new Set(callers.flatMap(({ calls = [] }) => calls.map(pathOf)));
}

function nodeAddresses(cluster: ClusterObjects): Set<string> {
  return new Set(cluster.list<Pod>('', 'pods').flatMap(({ status }) => status?.hostIP ?? []));
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

const options = readOptions(process.argv.slice(2), Date.now());
if (!options.ok) {
  process.stderr.write(`${options.error}\n${usage}`);
  process.exit(2);
}
let close: (() => Promise<void>) | null = null;
let isEnding = false;
const end = () => {
  if (isEnding) return;
  isEnding = true;
  void (close?.() ?? Promise.resolve()).finally(() => process.exit(0));
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
if (options.value.parent) process.stdin.on('end', end).on('error', end).resume();
try {
  close = await run(options.value);
  if (isEnding) await close();
} catch (error) {
  complain(error);
  process.exit(1);
}
