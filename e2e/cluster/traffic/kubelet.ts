/**
 * As much of a kubelet as `kubectl logs` needs (kubernetes pkg/kubelet/server/server.go `getContainerLogs`): HTTPS on every
 * node's address, answering /containerLogs/NAMESPACE/POD/CONTAINER with the demo's log lines.
 */
import { createServer, type Server } from 'node:https';
import { ApiError } from '#demo/kubernetes/api-error.ts';
import { streamLogs } from '#demo/kubernetes/reads/pod-logs.ts';
import type { PodLogs } from '#demo/kubernetes/types.ts';
import type { Pod } from '#lib/istio/objects.ts';

export interface KubeletOptions {
  /** Node addresses. */
  hosts: Iterable<string>;
  port: number;
  certificate: { key: string; cert: string };
  logs: PodLogs;
  findPod(namespace: string, name: string): Pod | undefined;
  now(): number;
}

export interface Kubelets {
  addresses: readonly string[];
  close(): Promise<void>;
}

export async function startKubelets(options: KubeletOptions): Promise<Kubelets> {
  const servers = await Promise.all([...options.hosts].map((host) => startKubelet(host, options)));
  return {
    addresses: servers.map(({ address }) => address),
    close: async () => {
      await Promise.all(servers.map(({ server }) => closeServer(server)));
    },
  };
}

async function startKubelet(
  host: string,
  { port, certificate, logs, findPod, now }: KubeletOptions,
): Promise<{ server: Server; address: string }> {
  const server = createServer(certificate, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', `https://${host}`);
    const [, root, namespace, name, container] = pathname.split('/').map(decodeURIComponent);
    const pod = root === 'containerLogs' && namespace && name ? findPod(namespace, name) : undefined;
    if (request.method !== 'GET' || !pod || !container) {
      response.writeHead(404).end('pod not found\n');
      return;
    }
    searchParams.set('container', container);
    try {
      const end = streamLogs(logs, pod, searchParams, now(), {
        write: (text) => {
          if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/plain' });
          // An empty log is an answer too.
          if (text === '') response.flushHeaders();
          else response.write(text);
        },
        end: () => response.end(),
      });
      response.on('close', end);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      response.writeHead(400).end(`${error.message}\n`);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  const boundPort = typeof bound === 'object' && bound ? bound.port : port;
  return { server, address: `${host}:${boundPort}` };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
