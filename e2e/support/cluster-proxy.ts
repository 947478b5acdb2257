/**
 * Stands between a console and its API server, and misbehaves as the way between them and the server itself do: refuses, cuts the line
 * before or after a write has arrived, answers in its place. Watches pass through as they come.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Agent, request } from 'undici';
import { type BreakableServer, startBreakableServer } from './breakable-server.ts';

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

export interface ClusterProxy extends Pick<BreakableServer, 'url' | 'setUp' | 'close'> {
  /** Asked of every call but watches; null passes it on. It may do something first, as somebody else would in that moment. */
  misbehave(fault: ((asked: Asked) => ClusterFault | null | Promise<ClusterFault | null>) | null): void;
  /** Changes of single objects that came from the console, as `METHOD path` with `?dryRun` where it is one, since the last call. */
  takeWrites(): string[];
}

export async function startClusterProxy(target: string): Promise<ClusterProxy> {
  // The console trusts this proxy; whose certificate stands behind it makes no difference to a journey.
  const upstream = new Agent({ connect: { rejectUnauthorized: false }, bodyTimeout: 0, headersTimeout: 0 });
  let fault: Parameters<ClusterProxy['misbehave']>[0] = null;
  let writes: string[] = [];

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

  const { url, setUp, close } = await startBreakableServer(answer);
  return {
    url,
    setUp,
    misbehave: (next) => {
      fault = next;
    },
    takeWrites: () => {
      const taken = writes;
      writes = [];
      return taken;
    },
    close: async () => {
      await close();
      await upstream.destroy();
    },
  };
}
