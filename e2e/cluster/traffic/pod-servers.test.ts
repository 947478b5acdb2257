import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { sourceOf, viewCluster } from '#demo/traffic/cluster-view.ts';
import { buildTopology, type Topology } from '#demo/traffic/topology.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { indexRouting } from '#lib/istio/routing/routing-index.ts';
import { freePort } from '#scripts/free-port.ts';
import { createPodServers } from './pod-servers.ts';

/** A service `web` with an HTTP and a TCP port, and a pod behind it on loopback. */
function topology(httpPort: number, ready: boolean): Topology {
  const metadata = { name: 'web', namespace: 'lab' };
  const objects: KubernetesObject[] = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab' } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: { app: 'web' },
        ports: [
          { name: 'http', port: 80, targetPort: httpPort },
          { name: 'tcp', port: 81, targetPort: httpPort + 1 },
        ],
      },
    } as KubernetesObject,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-1', namespace: 'lab', labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'web:1' }] },
      status: { podIP: '127.0.0.1', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
    } as KubernetesObject,
  ];
  const cluster = viewCluster(sourceOf(objects));
  return buildTopology(cluster, indexRouting(cluster));
}

function call(address: string, path: string): Promise<string> {
  const client = new Client(address, credentials.createInsecure());
  const asItIs = (message: Buffer) => message;
  const deadline = Date.now() + 5000;
  return new Promise((resolve) => {
    const answered = (error: ServiceError | null, message?: Buffer) => {
      client.close();
      resolve(error ? `code ${error.code}` : (message?.toString() ?? ''));
    };
    client.makeUnaryRequest(path, asItIs, asItIs, Buffer.alloc(0), { deadline }, answered);
  });
}

let close = async (): Promise<void> => undefined;
afterEach(() => close());

describe('the servers of pods', () => {
  it('answer on the ports that carry requests, while the pod is ready', async () => {
    const port = await freePort(4484, 'a pod');
    const servers = createPodServers(new Set(['/', '/lab.Web/Get']), (node, _, answer) =>
      answer(null, Buffer.from(node.key)),
    );
    close = servers.close;
    await servers.follow(topology(port, true));
    expect(servers.addresses).toEqual([`127.0.0.1:${port}`]);
    expect(await call(`127.0.0.1:${port}`, '/')).toBe('lab/web-1');
    expect(await call(`127.0.0.1:${port}`, '/lab.Web/Get')).toBe('lab/web-1');
    expect(await call(`127.0.0.1:${port}`, '/unknown')).toBe('code 12');

    await servers.follow(topology(port, false));
    expect(servers.addresses).toEqual([]);
    expect(await call(`127.0.0.1:${port}`, '/')).toBe('code 14');
    await servers.follow(topology(port, true));
    expect(await call(`127.0.0.1:${port}`, '/')).toBe('lab/web-1');
  });

  it('say when an address is taken', async () => {
    const port = await freePort(4487, 'a pod');
    const first = createPodServers(new Set(['/']), () => undefined);
    const second = createPodServers(new Set(['/']), () => undefined);
    close = async () => {
      await Promise.all([first.close(), second.close()]);
    };
    await first.follow(topology(port, true));
    await expect(second.follow(topology(port, true))).rejects.toThrow('EADDRINUSE');
  });
});
