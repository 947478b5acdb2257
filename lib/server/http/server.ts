/** The Node server around Next: refuses what no browser sends, answers the API itself, hands pages on with hostile headers removed. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ToolServer } from '../links/tool-server.ts';
import type { Log } from '../log.ts';
import type { CookiesForPage } from '../session/page-cookies.ts';
import type { ApiRequest, ApiResponse } from './handle.ts';
import { type Origins, readRequest, writeResponse } from './node-adapter.ts';

export interface PageHandler {
  request(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Null in production: nothing there speaks WebSocket. */
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>) | null;
}

export interface ServerOptions {
  api(request: ApiRequest): Promise<ApiResponse>;
  pages: PageHandler;
  cookiesForPage: CookiesForPage;
  origins: Origins;
  /** Answers on the hosts of tools; null where there are none. */
  tools: ToolServer | null;
  /** Whither forms of the console's own pages may go beside itself: hosts of tools. */
  toolSource: string | null;
  /** Where browsers find the console; null when it is what they say. */
  publicUrl: URL | null;
  log: Log;
  /** True while the process is stopping: then no connection is kept for another request. */
  retired?(): boolean;
}

/** Four chunks of a session cookie need more than Node's 16 KiB. */
const maxHeaderBytes = 32 * 1024;
/** A line on which nothing moved for so long is cut. */
const silentMs = 300_000;
/** Several times what 1,500 streams and their pages need; without an end, connections alone would take the process its memory. */
const maxConnections = 10_000;
/** Requests on one connection that wait for their answer. Browsers and proxies send one; each more is work and memory that nobody reads. */
const maxWaiting = 8;
/** So often it is said that connections are turned away. */
const turnedAwayMs = 60_000;

/**
 * A browser that was here by https comes by https only, for a year. Not where the address has a port of its own: the promise would hold
 * for all ports of that host, and other things may live there.
 */
function onlyByHttps(publicUrl: URL | null): boolean {
  return publicUrl?.protocol === 'https:' && publicUrl.port === '';
}

/**
 * Headers by which a framework or proxy is steered from outside; ours to set, never a client's. The two request ids only name a
 * call: in development React waits for what the server says about it, and a page without them never appears.
 */
const steeringHeaders =
  /^(x-nonce|x-middleware-.*|x-nextjs-(?!(?:html-)?request-id$).*|next-resume|next-action|x-invoke-.*|x-matched-path|x-now-.*|impersonate-.*|content-security-policy|x-sluice-.*)$/;

function isApiPath(url: string): boolean {
  return /^\/(api(\/|\?|$)|healthz(\?|$)|readyz(\?|$))/.test(url);
}

/** A request line with a full address, or two Host headers, is an attempt to be routed elsewhere. */
function isMisdirected(request: IncomingMessage): boolean {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length > 1 || !(request.url ?? '').startsWith('/');
}

function dropSteeringHeaders(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) {
    if (steeringHeaders.test(name)) delete request.headers[name];
  }
  request.rawHeaders = request.rawHeaders.flatMap((name, index, all) =>
    index % 2 === 0 && !steeringHeaders.test(name.toLowerCase()) ? [name, all[index + 1] ?? ''] : [],
  );
}

export function createConsoleServer(options: ServerOptions): Server {
  const { api, pages, cookiesForPage, origins, tools, toolSource, publicUrl, log, retired } = options;
  async function servePage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Pages are read. Whatever else a framework would do with a method is not asked of it; its own tools may, while they are at work.
    if (pages.upgrade === null && request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD', 'cache-control': 'no-store' }).end();
      return;
    }
    // Files are everybody's.
    if (!request.url?.startsWith('/_next/')) {
      const token = origins.proxiedToken(request);
      const { cookieHeader, setCookies } = await cookiesForPage(request.headers.cookie, token);
      if (cookieHeader !== undefined) request.headers.cookie = cookieHeader;
      if (setCookies.length > 0) response.setHeader('set-cookie', [...setCookies]);
      // Also of what Next answers by itself, before it makes a page: redirects.
      if (!/^\/icon\.svg(\?|$)/.test(request.url ?? '')) response.setHeader('cache-control', 'no-store');
    }
    if (toolSource !== null) request.headers['x-sluice-tools'] = toolSource;
    await pages.request(request, response);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isMisdirected(request)) {
      response.writeHead(400, { connection: 'close' }).end();
      return;
    }
    // Nothing of the console is answered there: not its pages, not its API.
    if (tools !== null && (await tools(request, response))) return;
    dropSteeringHeaders(request);
    response.setHeader('x-content-type-options', 'nosniff');
    if (onlyByHttps(publicUrl)) response.setHeader('strict-transport-security', 'max-age=31536000');
    if (retired?.()) response.setHeader('connection', 'close');
    if (isApiPath(request.url ?? '')) {
      await writeResponse(request, response, await api(readRequest(request, response, origins)));
    } else await servePage(request, response);
  }

  const waiting = new WeakMap<Duplex, number>();
  /** False when there are too many: then the line is cut. */
  function takesAnother(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const count = (waiting.get(socket) ?? 0) + 1;
    waiting.set(socket, count);
    response.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
    if (count <= maxWaiting) return true;
    socket.destroy();
    return false;
  }

  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      // Node would look for heads and requests that are over their time only every 30 s.
      connectionsCheckingInterval: 2000,
    },
    (request, response) => {
      if (!takesAnother(request, response)) return;
      serve(request, response).catch((error: unknown) => {
        log.error({ error: error }, 'answer failed');
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
    },
  );
  // Who asks and never reads. Streams say something every 15 s; no answer takes as long to come.
  server.timeout = silentMs;
  server.maxConnections = maxConnections;
  let saidAt = Number.NEGATIVE_INFINITY;
  server.on('drop', () => {
    if (performance.now() - saidAt < turnedAwayMs) return;
    saidAt = performance.now();
    log.warn({ connections: server.maxConnections }, 'connections turned away');
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const own = request.headers.origin === `http://${request.headers.host}`;
    if (pages.upgrade === null || !own || isMisdirected(request)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
      return;
    }
    pages.upgrade(request, socket, head).catch(() => socket.destroy());
  });
  return server;
}
