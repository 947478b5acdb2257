/**
 * A console of its own for the journeys that break things: what it runs on can be killed and started again, its Prometheus can be
 * made to misbehave. On the real cluster these are the programs of the shared one: nothing else may run meanwhile.
 */
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { parse, stringify } from 'yaml';
import { personas } from '#demo/content/access.ts';
import { type MeshReady, startConsole, startMesh } from '#scripts/demo-processes.ts';
import { freePort } from '#scripts/free-port.ts';
import { stopAll } from '#scripts/run.ts';
import { filesOf, readEndpoints } from '../cluster/description.ts';
import {
  consoleUrl,
  demoDir,
  isRealCluster,
  type KubernetesCall,
  kubernetes,
  kubernetesAt,
  root,
  tokenOf,
} from './demo.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

export interface OwnDemo {
  url: string;
  prometheus: FaultProxy;
  kubernetes: KubernetesCall;
  /** Its first console ends in the middle of whatever it is doing. */
  killConsole(): Promise<void>;
  /** Another console on the same mesh; resolves with its address. */
  startReplica(): Promise<string>;
  /** The Kubernetes API and Prometheus end in the middle of whatever they are doing. */
  killMesh(): Promise<void>;
  /** At the same addresses, with the same tokens; resource versions begin anew. */
  reviveMesh(): Promise<void>;
  stop(): Promise<void>;
}

/** Each start of the mesh makes a new certificate authority, which a running console cannot learn of. */
function trustAnyCertificate(dir: string): void {
  const file = join(dir, 'console.kubeconfig');
  const config = parse(readFileSync(file, 'utf8'));
  for (const { cluster } of config.clusters) {
    delete cluster['certificate-authority-data'];
    cluster['insecure-skip-tls-verify'] = true;
  }
  writeFileSync(file, stringify(config), { mode: 0o600 });
}

/** An outage is noticed at the next poll; the log would tell of little else. */
function pollOften(): void {
  process.env.SLUICE_LOG_LEVEL = 'silent';
  process.env.SLUICE_POLL_SECONDS = '2';
}

/** `name`: of its folder; `above`: its ports begin so far above the shared console's. Several may run side by side. */
export const startOwnDemo = (name = 'outage', above = 10): Promise<OwnDemo> =>
  isRealCluster ? startOnSharedCluster(name, above) : startOwnMesh(name, above);

type OneConsole = Awaited<ReturnType<typeof startConsole>>;

/** What can be done with the consoles of a mesh. */
function consolesOn(
  mesh: Parameters<typeof startConsole>[0]['mesh'],
  first: OneConsole,
  wished: number,
): Pick<OwnDemo, 'url' | 'killConsole' | 'startReplica'> {
  return {
    url: first.url,
    killConsole: () => kill(first.process),
    startReplica: async () => {
      const port = await freePort(wished + 5, 'another console');
      return (await startConsole({ port, mesh, dev: false })).url;
    },
  };
}

async function kill(process: OneConsole['process']): Promise<void> {
  const closed = once(process, 'close');
  process.kill('SIGKILL');
  await closed;
}

async function startOwnMesh(name: string, above: number): Promise<OwnDemo> {
  const dir = `${demoDir}-${name}`;
  rmSync(dir, { recursive: true, force: true });
  const wished = Number(new URL(consoleUrl).port) + above;
  const start = (kubernetesPort: number, prometheusPort: number) =>
    startMesh({ dir, seed: 1, kubernetesPort, prometheusPort, onProgress: () => {} });
  let mesh = await start(wished + 1, wished + 20);
  const portOf = (address: keyof Pick<MeshReady, 'kubernetes' | 'prometheus'>) =>
    Number(new URL(mesh[address]).port);
  const ports = [portOf('kubernetes'), portOf('prometheus')] as const;
  const prometheus = await startFaultProxy(mesh.prometheus);
  trustAnyCertificate(dir);
  pollOften();
  const port = await freePort(wished, 'the console');
  const behind = { ...mesh, prometheus: prometheus.url };
  const first = await startConsole({ port, mesh: behind, dev: false });
  return {
    ...consolesOn(behind, first, wished),
    prometheus,
    kubernetes: kubernetesAt(filesOf(join(root, dir)).kubeconfig),
    killMesh: () => kill(mesh.process),
    reviveMesh: async () => {
      mesh = await start(...ports);
      if (portOf('kubernetes') !== ports[0] || portOf('prometheus') !== ports[1])
        throw new Error('The mesh came back at another address.');
    },
    stop: async () => {
      await prometheus.close();
      await stopAll();
    },
  };
}

const killed = ['kube-apiserver', 'prometheus'] as const;

async function startOnSharedCluster(name: string, above: number): Promise<OwnDemo> {
  const shared = join(root, demoDir);
  const { control, prometheus: address } = readEndpoints(shared);
  if (address === undefined) throw new Error('The cluster has no Prometheus.');
  const supervisor = new Agent({ connect: { socketPath: control } });
  const tell = async (verb: 'kill' | 'start', name: string): Promise<void> => {
    const path = `http://cluster/${verb}/${name}`;
    const { statusCode, body } = await request(path, { method: 'POST', dispatcher: supervisor });
    const text = await body.text();
    if (statusCode !== 204) throw new Error(text);
  };
  const prometheus = await startFaultProxy(address);
  const dir = `${shared}-${name}`;
  mkdirSync(dir, { recursive: true });
  copyFileSync(filesOf(shared).consoleKubeconfig, filesOf(dir).consoleKubeconfig);
  pollOften();
  const wished = Number(new URL(consoleUrl).port) + above;
  const port = await freePort(wished, 'the console');
  const people = personas.map(({ context, username, displayName }) => ({
    context,
    user: username,
    displayName,
    token: tokenOf(context),
  }));
  const mesh = { dir, prometheus: prometheus.url, personas: people };
  const first = await startConsole({ port, mesh, dev: false });
  return {
    ...consolesOn(mesh, first, wished),
    prometheus,
    kubernetes,
    killMesh: async () => {
      await Promise.all(killed.map((name) => tell('kill', name)));
    },
    reviveMesh: async () => {
      await Promise.all(killed.map((name) => tell('start', name)));
    },
    stop: async () => {
      await prometheus.close();
      await supervisor.close();
      await stopAll();
    },
  };
}
