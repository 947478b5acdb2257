/** A demo of its own: with a mesh that is too large to be drawn as a whole, or with several clusters. */
import { rmSync } from 'node:fs';
import { startConsole, startMesh } from '#scripts/demo-processes.ts';
import { freePort } from '#scripts/free-port.ts';
import { stopAll } from '#scripts/run.ts';
import { consoleUrl, demoDir } from './demo.ts';

export interface LargeDemo {
  url: string;
  stop(): Promise<void>;
}

export function startLargeDemo(services: number, namespaces: number): Promise<LargeDemo> {
  return startSizedDemo('large', 6, { services, namespaces });
}

export function startClusteredDemo(clusters: number): Promise<LargeDemo> {
  return startSizedDemo('clusters', 16, { clusters });
}

/** `above`: its ports begin so far above the console's. Two start at the same time, and a port that was free a moment ago is not one's own. */
async function startSizedDemo(
  name: string,
  above: number,
  size: { services?: number; namespaces?: number; clusters?: number },
): Promise<LargeDemo> {
  const dir = `${demoDir}-${name}`;
  rmSync(dir, { recursive: true, force: true });
  const wished = Number(new URL(consoleUrl).port) + above;
  const mesh = await startMesh({
    dir,
    seed: 1,
    ...size,
    kubernetesPort: wished + 1,
    prometheusPort: wished + 2,
    onProgress: () => {},
  });
  const port = await freePort(wished, 'the console');
  const { url } = await startConsole({ port, mesh, dev: false });
  return { url, stop: stopAll };
}
