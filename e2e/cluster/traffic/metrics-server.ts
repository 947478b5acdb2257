/** Answers scrapes: GET /metrics in Prometheus' text format. */
import { createServer } from 'node:http';
import type { HostPort } from './options.ts';

/** Resolves when scrapes are answered, with the way to stop. */
export async function startMetricsServer(at: HostPort, text: () => string): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
