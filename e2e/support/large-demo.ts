/** A demo of its own with a mesh that is too large to be drawn as a whole. */
import { rmSync } from 'node:fs';
import { startConsole, startMesh } from '#scripts/demo-processes.ts';
import { freePort } from '#scripts/free-port.ts';
import { stopAll } from '#scripts/run.ts';
import { consoleUrl, demoDir } from './demo.ts';

export interface LargeDemo {
  url: string;
  stop(): Promise<void>;
}

export async function startLargeDemo(services: number, namespaces: number): Promise<LargeDemo> {
  const dir = `${demoDir}-large`;
  rmSync(dir, { recursive: true, force: true });
  const wished = Number(new URL(consoleUrl).port) + 6;
  const mesh = await startMesh({
    dir,
    seed: 1,
    services,
    namespaces,
    kubernetesPort: wished + 1,
    prometheusPort: wished + 2,
    onProgress: () => {},
  });
  const port = await freePort(wished, 'the console');
  const { url } = await startConsole({ port, mesh, dev: false });
  return { url, stop: stopAll };
}
