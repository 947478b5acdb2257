/**
 * Small HTTP servers in place of the tools that a mesh usually has beside it: on loopback, one a tool, reached as pods are, through the
 * embedded API server's proxy.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Backends } from '#demo/kubernetes/types.ts';
import type { DemoTrace } from '#demo/traffic/traces.ts';
import { prometheusPages, standIns, type Tool } from './answers.ts';
import { jaegerApi } from './jaeger-api.ts';

export interface ToolServers {
  backends: Backends;
  close(): Promise<void>;
}

/** As demo/content/tools.ts has their Services. */
const places = {
  grafana: 'istio-system/grafana:3000',
  kiali: 'istio-system/kiali:20001',
  tracing: 'istio-system/tracing:80',
  alertmanager: 'istio-system/alertmanager:9093',
  prometheus: 'istio-system/prometheus:9090',
} as const;

function answer(tool: Tool, request: IncomingMessage, response: ServerResponse): boolean {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
  const found = tool({ method: request.method ?? 'GET', path, query: new URLSearchParams(query) });
  if (found === null) return false;
  const body = Buffer.from(found.body);
  response.writeHead(found.status, { 'Content-Type': found.type, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
  return true;
}

/** Passes on to the embedded Prometheus what is no page. */
async function ask(prometheus: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const type = request.headers['content-type'];
  const reply = await fetch(`${prometheus}${request.url}`, {
    method: request.method ?? 'GET',
    headers: type === undefined ? {} : { 'content-type': type },
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  });
  const body = Buffer.from(await reply.arrayBuffer());
  response.writeHead(reply.status, {
    'Content-Type': reply.headers.get('content-type') ?? 'application/json',
    'Content-Length': body.length,
  });
  response.end(body);
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('404 page not found\n');
}

/** `prometheus`: base address of the embedded one. `traces`: what Jaeger holds, oldest first. */
export async function startTools(
  prometheus: string,
  traces: () => readonly DemoTrace[] = () => [],
): Promise<ToolServers> {
  const jaeger = jaegerApi(traces);
  const handlers: Record<keyof typeof places, (request: IncomingMessage, response: ServerResponse) => void> =
    {
      grafana: (...exchange) => answer(standIns.grafana, ...exchange) || notFound(exchange[1]),
      kiali: (...exchange) => answer(standIns.kiali, ...exchange) || notFound(exchange[1]),
      tracing: (...exchange) =>
        answer(jaeger, ...exchange) || answer(standIns.tracing, ...exchange) || notFound(exchange[1]),
      alertmanager: (...exchange) => answer(standIns.alertmanager, ...exchange) || notFound(exchange[1]),
      prometheus: (request, response) => {
        if (answer(prometheusPages, request, response)) return;
        ask(prometheus, request, response).catch(() => response.destroy());
      },
    };
  const started = await Promise.all(
    Object.entries(places).map(async ([tool, place]) => {
      const server = createServer(handlers[tool as keyof typeof places]);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      return { place, server, url: new URL(`http://127.0.0.1:${port}`) };
    }),
  );
  const byPlace = new Map<string, URL>(started.map(({ place, url }) => [place, url]));
  return {
    backends: (namespace, service, port) => byPlace.get(`${namespace}/${service}:${port}`) ?? null,
    close: async () => {
      await Promise.all(
        started.map(
          ({ server }) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}
