/** A demo of its own for the journeys that break things: its mesh can be killed and started again, its Prometheus can be made to misbehave. */
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type MeshReady, startConsole, startMesh } from '#scripts/demo-processes.ts';
import { freePort } from '#scripts/free-port.ts';
import { stopAll } from '#scripts/run.ts';
import { consoleUrl, demoDir } from './demo.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

export interface OwnDemo {
  url: string;
  prometheus: FaultProxy;
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

export async function startOwnDemo(): Promise<OwnDemo> {
  const dir = `${demoDir}-outage`;
  rmSync(dir, { recursive: true, force: true });
  const wished = Number(new URL(consoleUrl).port) + 10;
  const start = (kubernetesPort: number, prometheusPort: number) =>
    startMesh({ dir, seed: 1, kubernetesPort, prometheusPort, onProgress: () => {} });
  let mesh = await start(wished + 1, wished + 20);
  const portOf = (address: keyof Pick<MeshReady, 'kubernetes' | 'prometheus'>) =>
    Number(new URL(mesh[address]).port);
  const ports = [portOf('kubernetes'), portOf('prometheus')] as const;
  const prometheus = await startFaultProxy(mesh.prometheus);
  trustAnyCertificate(dir);
  process.env.SLUICE_LOG_LEVEL = 'silent';
  process.env.SLUICE_POLL_SECONDS = '2';
  const port = await freePort(wished, 'the console');
  const { url } = await startConsole({ port, mesh: { ...mesh, prometheus: prometheus.url }, dev: false });
  return {
    url,
    prometheus,
    killMesh: async () => {
      const closed = once(mesh.process, 'close');
      mesh.process.kill('SIGKILL');
      await closed;
    },
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
