/**
 * What is answered on the host of a tool: its own pages, through the API server's proxy, with the credentials of whoever opened it in the
 * console. Every request is judged by Kubernetes for itself: reading is `get services/proxy`, sending is `create services/proxy`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { isPlainPath } from '#lib/links/address.ts';
import { isAppError } from '../app-error.ts';
import type { ApiPath } from '../kubernetes/paths.ts';
import { serviceProxyPath } from '../kubernetes/paths.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import type { Log } from '../log.ts';
import {
  redirectTarget,
  requestHeaders,
  responseHeaders,
  toolCookies,
  withoutPrefix,
} from './tool-headers.ts';
import { hostLabel, labelOfHost, type ToolHosts } from './tool-hosts.ts';
import { sendToolPage, type ToolPage } from './tool-pages.ts';
import type { ToolSession, ToolSessions } from './tool-session.ts';

export interface ToolServerOptions {
  hosts: ToolHosts;
  sessions: ToolSessions;
  kubernetes: Pick<KubernetesClient, 'proxied'>;
  /** Origins of the console's own pages, from which a ticket may come. */
  isConsoleOrigin(origin: string | undefined): boolean;
  log: Log;
}

/** False when the request is for the console itself. */
export type ToolServer = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export const enterPath = '/.sluice/enter';
const maxTicketBytes = 32 * 1024;
const maxBodyBytes = 1024 * 1024;

async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function createToolServer(options: ToolServerOptions): ToolServer {
  const { hosts, sessions, kubernetes, isConsoleOrigin, log } = options;
  const scheme = hosts.secure ? 'https' : 'http';

  function say(response: ServerResponse, page: ToolPage, cookies: readonly string[] = []): void {
    if (cookies.length > 0) response.setHeader('set-cookie', [...cookies]);
    sendToolPage(response, page);
  }

  /** The console's page hands a ticket over; a form of any other page is turned away. */
  async function enter(request: IncomingMessage, response: ServerResponse, label: string): Promise<void> {
    if (request.method !== 'POST' || !isConsoleOrigin(request.headers.origin)) {
      say(response, 'not-from-console');
      return;
    }
    const body = await readBody(request, maxTicketBytes);
    const ticket = new URLSearchParams(body?.toString('utf8') ?? '').get('ticket') ?? '';
    const entered = await sessions.redeem(ticket);
    if (entered === null || hostLabel(entered.service) !== label || !isPlainPath(entered.path)) {
      say(response, 'stale');
      return;
    }
    response.setHeader('set-cookie', await sessions.cookies(entered));
    response
      .writeHead(303, {
        location: entered.path,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      })
      .end();
  }

  async function show(
    request: IncomingMessage,
    response: ServerResponse,
    session: ToolSession,
    origin: string,
  ): Promise<void> {
    const method = request.method === 'GET' ? 'GET' : 'POST';
    const [path = '/', query = ''] = withoutPrefix(request.url ?? '/', session.service).split(/\?(.*)/s, 2);
    let target: ApiPath;
    try {
      target = serviceProxyPath(session.service, path);
    } catch {
      say(response, 'bad-path');
      return;
    }
    const body = method === 'POST' ? await readBody(request, maxBodyBytes) : undefined;
    if (body === null) {
      say(response, 'too-large');
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const answer = await kubernetes.proxied(
      {
        method,
        path: target,
        query,
        headers: requestHeaders(request.headers, sessions.isOwnCookie),
        ...(body === undefined ? {} : { body }),
        signal: gone.signal,
      },
      session.credential,
    );
    if (answer.fromKubernetes) {
      answer.body.on('error', () => undefined).destroy();
      if (answer.status === 401) say(response, 'stale', sessions.clear(request.headers.cookie));
      else
        say(response, answer.status === 403 ? 'forbidden' : answer.status === 404 ? 'absent' : 'unreachable');
      return;
    }
    const location = redirectTarget(answer.headers.location, session.service, origin);
    for (const [name, value] of Object.entries(responseHeaders(answer.headers)))
      response.setHeader(name, value);
    const cookies = toolCookies(answer.headers, sessions.isOwnCookie, hosts.secure);
    if (cookies.length > 0) response.setHeader('set-cookie', cookies);
    response.writeHead(answer.status, location === null ? {} : { location });
    await pipeline(answer.body, response).catch(() => response.destroy());
  }

  async function serve(request: IncomingMessage, response: ServerResponse, label: string): Promise<void> {
    const { method, headers, url = '/' } = request;
    const origin = `${scheme}://${label}${hosts.suffix}${hosts.port}`;
    // A worker would go on answering for the tool when the right to see it is gone.
    if (headers['service-worker'] !== undefined) {
      response.writeHead(404, { 'cache-control': 'no-store' }).end();
      return;
    }
    if (url === enterPath) {
      await enter(request, response, label);
      return;
    }
    if (method !== 'GET' && method !== 'POST') {
      response.writeHead(405, { allow: 'GET, POST', 'cache-control': 'no-store' }).end();
      return;
    }
    const session = await sessions.open(headers.cookie);
    if (session === null || hostLabel(session.service) !== label) {
      say(response, 'stale', sessions.clear(headers.cookie));
      return;
    }
    // With the reader's cookie only the tool's own pages send anything, and only they read.
    const foreign = headers.origin !== undefined && headers.origin !== origin;
    const embedded =
      headers['sec-fetch-site'] !== undefined &&
      headers['sec-fetch-site'] !== 'same-origin' &&
      headers['sec-fetch-mode'] !== 'navigate';
    if (foreign || embedded || (method === 'POST' && headers.origin !== origin)) {
      log.info({ host: label }, 'request to a tool from another origin');
      say(response, 'not-from-console');
      return;
    }
    await show(request, response, session, origin);
  }

  return async (request, response) => {
    const label = labelOfHost(hosts, request.headers.host);
    if (label === null) return false;
    try {
      await serve(request, response, label);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else say(response, isAppError(error) && error.code === 'unauthenticated' ? 'stale' : 'unreachable');
    }
    return true;
  };
}
