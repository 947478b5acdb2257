/**
 * Stands between a console and its API server, and misbehaves as the way between them and the server itself do: refuses, cuts the line
 * before or after a write has arrived, answers in its place. Watches pass through as they come.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Agent, request } from 'undici';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  token: string;
}

export type ClusterFault =
  /** The line ends, and the API server never hears of it. */
  | 'cut-before'
  /** The API server has done it, and the line ends before its answer. */
  | 'cut-after'
  /** A Status in place of its answer. */
  | { code: number; reason: string; message: string; details?: object };

export interface ClusterProxy {
  url: string;
  /** Asked of every call but watches; null passes it on. It may do something first, as somebody else would in that moment. */
  misbehave(fault: ((asked: Asked) => ClusterFault | null | Promise<ClusterFault | null>) | null): void;
  /** Changes of single objects that came from the console, as `METHOD path` with `?dryRun` where it is one, since the last call. */
  takeWrites(): string[];
  /** False: nobody listens, and open lines end. */
  setUp(up: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startClusterProxy(target: string): Promise<ClusterProxy> {
  // The console trusts this proxy; whose certificate stands behind it makes no difference to a journey.
  const upstream = new Agent({ connect: { rejectUnauthorized: false }, bodyTimeout: 0, headersTimeout: 0 });
  let fault: Parameters<ClusterProxy['misbehave']>[0] = null;
  let writes: string[] = [];
  let port = 0;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = incoming.url ?? '/';
    const [path = '', search = ''] = url.split(/\?(.*)/s, 2);
    const query = new URLSearchParams(search);
    const method = incoming.method ?? 'GET';
    const body = await text(incoming);
    const token = /^Bearer (.*)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
    const isWrite = method !== 'GET' && !/reviews$/.test(path) && !path.includes('/configmaps');
    const isTrial = query.has('dryRun') || body.includes('"dryRun":["All"]');
    if (isWrite) writes.push(`${method} ${path}${isTrial ? '?dryRun' : ''}`);
    const wrong = query.has('watch') ? null : ((await fault?.({ method, path, query, body, token })) ?? null);
    if (wrong === 'cut-before') {
      outgoing.destroy();
      return;
    }
    if (wrong !== null && wrong !== 'cut-after') {
      const { code } = wrong;
      outgoing
        .writeHead(code, { 'content-type': 'application/json' })
        .end(JSON.stringify({ apiVersion: 'v1', kind: 'Status', status: 'Failure', ...wrong }));
      return;
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = incoming.headers;
    const ended = new AbortController();
    outgoing.once('close', () => ended.abort());
    const reply = await request(`${target}${url}`, {
      method: method as 'GET',
      headers: headers as Record<string, string>,
      body: body === '' ? null : body,
      dispatcher: upstream,
      signal: ended.signal,
    });
    if (wrong === 'cut-after') {
      await reply.body.dump();
      outgoing.destroy();
      return;
    }
    const { connection: _hop, 'transfer-encoding': _framing, ...told } = reply.headers;
    outgoing.writeHead(reply.statusCode, told);
    outgoing.flushHeaders();
    reply.body.on('error', () => outgoing.destroy());
    reply.body.pipe(outgoing);
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  await listen();
  port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${port}`,
    misbehave: (next) => {
      fault = next;
    },
    takeWrites: () => {
      const taken = writes;
      writes = [];
      return taken;
    },
    setUp: async (up) => {
      if (up && !server.listening) await listen();
      if (!up && server.listening) await stop();
    },
    close: async () => {
      if (server.listening) await stop();
      await upstream.destroy();
    },
  };
}
