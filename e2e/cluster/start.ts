/** Starts a cluster, or parts of it, in a namespace of its own; what is to be reached from outside is relayed to the same ports on loopback. */
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '#scripts/free-port.ts';
import { buildBinary, type ClusterProgram, programNames } from './build.ts';
import { crdFiles } from './crds.ts';
import type { Endpoints, Part } from './description.ts';
import { spawnInNamespace } from './namespace.ts';
import type { MeshSize, Plan } from './plan.ts';
import { type Relay, startRelay } from './relay.ts';

export interface ClusterOptions {
  /** Emptied first. */
  dir: string;
  parts: readonly Part[];
  /** The console's port, or the next free one; the API and Prometheus take those after it. */
  port: number;
  mesh?: MeshSize;
  tell(line: string): void;
}

export interface RunningCluster {
  dir: string;
  endpoints: Endpoints;
  /** Settles when it has ended, asked or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

const needs: Readonly<Record<Part, readonly Part[]>> = {
  kubernetes: [],
  istiod: ['kubernetes'],
  prometheus: [],
  content: ['kubernetes'],
  traffic: ['istiod', 'content', 'prometheus'],
  console: ['kubernetes', 'prometheus'],
};

function withNeeded(parts: readonly Part[]): Part[] {
  return [...new Set(parts.flatMap((part): Part[] => [...withNeeded(needs[part]), part]))];
}

const programsOf: Readonly<Record<Part, readonly ClusterProgram[]>> = {
  kubernetes: ['etcd', 'kube-apiserver', 'clusterrole-aggregation'],
  istiod: ['istiod'],
  prometheus: ['prometheus'],
  content: [],
  traffic: [],
  console: [],
};

const stopWithinMs = 15_000;

/** A folder whose control socket answers is somebody's. */
async function refuseWhenTaken(dir: string): Promise<void> {
  const socket = createConnection(relative(process.cwd(), join(dir, 'control.sock')));
  const isTaken = await new Promise<boolean>((settle) => {
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
  socket.destroy();
  if (isTaken) throw new Error(`A cluster runs in ${dir} already.`);
}

export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const { tell } = options;
  const dir = resolve(options.dir);
  const parts = withNeeded(options.parts);
  const binaries: Partial<Record<ClusterProgram, string>> = {};
  const wanted = new Set(parts.flatMap((part) => programsOf[part]));
  for (const name of programNames.filter((one) => wanted.has(one)))
    binaries[name] = await buildBinary(name, tell);

  await refuseWhenTaken(dir);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ports = { kubernetes: 0, prometheus: 0, console: 0, issuer: 0 };
  const relays: Relay[] = [];
  let next = options.port;
  for (const [what, name] of [
    ['console', 'the console'],
    ['kubernetes', 'the Kubernetes API'],
    ['prometheus', 'Prometheus'],
  ] as const) {
    const port = await freePort(next, name);
    relays.push(await startRelay(port, relative(process.cwd(), join(dir, `${port}.sock`))));
    ports[what] = port;
    next = port + 1;
  }
  ports.issuer = await freePort(next, 'the issuer');
  const plan: Plan = {
    dir,
    parts,
    ports,
    binaries: {
      etcd: '',
      prometheus: '',
      'kube-apiserver': '',
      'clusterrole-aggregation': '',
      istiod: '',
      ...binaries,
    },
    crdFiles: parts.includes('kubernetes') ? crdFiles() : [],
    mesh: options.mesh ?? { seed: 1 },
    startMs: Date.now(),
  };
  const child = spawnInNamespace([process.execPath, 'e2e/cluster/inside.ts', JSON.stringify(plan)]);
  const ended = once(child, 'close').then(() => {
    for (const relay of relays) relay.close();
  });
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(timer);
  };
  const endpoints = await new Promise<Endpoints>((settle, reject) => {
    child.once('close', (code) => reject(new Error(`The cluster ended (exit code ${code}).`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message: { progress?: string; endpoints?: Endpoints } = JSON.parse(line);
      if (message.progress !== undefined) tell(message.progress);
      if (message.endpoints !== undefined) settle(message.endpoints);
    });
  });
  return { dir, endpoints, ended, stop };
}
