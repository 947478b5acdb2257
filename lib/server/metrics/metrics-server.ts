/** `GET /metrics` on a port of its own, which no ingress publishes: whoever reaches it learns what is used how much, but nothing of the mesh. */
import { createServer, type Server } from 'node:http';
import type { Meters } from './meters.ts';

export function createMetricsServer(meters: Pick<Meters, 'text' | 'contentType'>): Server {
  return createServer({ headersTimeout: 5000, requestTimeout: 10_000 }, (request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (path !== '/metrics') {
      response.writeHead(404).end();
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
    } else {
      meters.text().then(
        (text) => {
          response.writeHead(200, { 'content-type': meters.contentType, 'cache-control': 'no-store' });
          response.end(request.method === 'HEAD' ? undefined : text);
        },
        () => response.writeHead(500).end(),
      );
    }
  });
}
