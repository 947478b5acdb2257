/** A generated mesh of a size, and the console in front of it as it is deployed: production build, own process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startConsole, startMesh } from '../scripts/demo-processes.ts';
import { freePort } from '../scripts/free-port.ts';
import { type CountingProxy, countingProxy } from './counting-proxy.ts';

export interface MeshSize {
  services: number;
  namespaces: number;
}

export interface World {
  size: MeshSize;
  url: string;
  /** Bearer token of the cluster-admin. */
  token: string;
  prometheus: CountingProxy;
  /** A call to the mesh's Kubernetes API as the cluster-admin. */
  kubernetes(method: string, path: string, body?: object): Promise<unknown>;
  /** Resident memory of the console, in MB. */
  consoleMegabytes(): number;
  stop(): Promise<void>;
}

export function sizeName({ services, namespaces }: MeshSize): string {
  return `${services.toLocaleString('en')}/${namespaces}`;
}

/** "200/10" */
export function parseSize(text: string): MeshSize {
  const [services = Number.NaN, namespaces = Number.NaN] = text.split('/').map(Number);
  if (!(services > 0 && namespaces > 0))
    throw new Error(`"${text}" is not a size; write services/namespaces, such as 200/10.`);
  return { services, namespaces };
}

export async function startWorld(size: MeshSize): Promise<World> {
  const mesh = await startMesh({
    dir: join('.cache', `bench-${size.services}`),
    seed: 1,
    services: size.services,
    namespaces: size.namespaces,
    kubernetesPort: 7550,
    prometheusPort: 7595,
    onProgress: () => undefined,
  });
  const prometheus = await countingProxy(mesh.prometheus);
  const console = await startConsole({
    port: await freePort(7600, 'the console'),
    mesh: { ...mesh, prometheus: prometheus.url },
    dev: false,
  });
  const token = mesh.personas.find(({ context }) => context === 'admin')?.token ?? '';
  return {
    size,
    url: console.url,
    token,
    prometheus,
    kubernetes: async (method, path, body) => {
      const answer = await fetch(`${mesh.kubernetes}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return await answer.json();
    },
    consoleMegabytes: () => residentMegabytes(console.process.pid ?? 0),
    stop: async () => {
      prometheus.close();
      for (const process of [console.process, mesh.process]) {
        const closed = new Promise((resolve) => process.once('close', resolve));
        process.kill('SIGTERM');
        await closed;
      }
    },
  };
}

/** Linux only; NaN elsewhere. */
function residentMegabytes(pid: number): number {
  try {
    const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(match?.[1]) / 1024);
  } catch {
    return Number.NaN;
  }
}
