/** The embedded Prometheus: its HTTP API on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { QueryError, type QueryErrorType } from '#lib/promql/query-error.ts';
import { type ApiAnswer, type ApiContext, routes } from './api.ts';
import type { MetricsIndex } from './memory-store.ts';

export interface PrometheusOptions {
  /** 0 takes a free port. */
  port: number;
  store: MetricsIndex;
  /** Unix ms; the time of queries that name none. */
  now?: () => number;
  /** Told by the status endpoints. */
  retentionMs: number;
  scrapeIntervalMs?: number;
}

export interface PrometheusServer {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** Rejects when the port is taken (EADDRINUSE). */
export async function startPrometheus(options: PrometheusOptions): Promise<PrometheusServer> {
  const now = options.now ?? Date.now;
  const context: ApiContext = {
    store: options.store,
    now,
    clock: () => performance.now(),
    startedMs: now(),
    retentionMs: options.retentionMs,
    scrapeIntervalMs: options.scrapeIntervalMs ?? 5000,
  };
  const server = createServer((request, response) => {
    handle(context, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendError(response, 500, 'internal', String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const apiPrefix = '/api/v1';
const plainPages: Readonly<Record<string, string>> = {
  '/-/healthy': 'Prometheus Server is Healthy.\n',
  '/-/ready': 'Prometheus Server is Ready.\n',
};
const corsHeaders = {
  'Access-Control-Allow-Headers': 'Accept, Authorization, Content-Type, Origin',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Date',
};

async function handle(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const page = plainPages[url.pathname];
  if (page !== undefined) return sendText(response, 200, page);
  if (!url.pathname.startsWith(`${apiPrefix}/`)) return sendText(response, 404, '404 page not found\n');
  if (request.headers.origin) {
    for (const [name, value] of Object.entries(corsHeaders)) response.setHeader(name, value);
  }
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  const path = url.pathname.slice(apiPrefix.length);
  const route = routes.find((candidate) => candidate.path.test(path));
  if (!route) return sendText(response, 404, '404 page not found\n');
  if (!route.methods.includes(request.method ?? '')) {
    response.setHeader('Allow', [...route.methods, 'OPTIONS'].join(', '));
    return sendText(response, 405, 'Method Not Allowed\n');
  }
  let answer: ApiAnswer;
  try {
    const parts = (route.path.exec(path) ?? []).slice(1).map(decodePart);
    answer = route.endpoint(context, await parametersOf(request, url), parts);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return sendError(response, statusOf[error.type], error.type, error.message);
  }
  const { data, warnings = [], infos = [] } = answer;
  const annotations = [
    warnings.length > 0 ? `,"warnings":${JSON.stringify(warnings)}` : '',
    infos.length > 0 ? `,"infos":${JSON.stringify(infos)}` : '',
  ].join('');
  await sendJson(request, response, `{"status":"success","data":${data}${annotations}}`);
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new QueryError('bad_data', `invalid URL escape in ${JSON.stringify(part)}`);
  }
}

const statusOf: Readonly<Record<QueryErrorType, number>> = { bad_data: 400, execution: 422, timeout: 503 };

const largestForm = 10 * 2 ** 20;

/** Of the URL and, for POST, the form in the body, which comes first. */
async function parametersOf(request: IncomingMessage, url: URL): Promise<URLSearchParams> {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (request.method !== 'POST' || !isForm) return url.searchParams;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > largestForm) {
      throw new QueryError('bad_data', 'error parsing form values: http: request body too large');
    }
    chunks.push(chunk);
  }
  const parameters = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  for (const [name, value] of url.searchParams) parameters.append(name, value);
  return parameters;
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}

function sendError(response: ServerResponse, status: number, errorType: string, error: string): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(JSON.stringify({ status: 'error', errorType, error }));
}

const compress = promisify(gzip);
const smallestCompressed = 1024;

async function sendJson(request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Vary', 'Accept-Encoding');
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (!/\bgzip\b/.test(accepted) || text.length < smallestCompressed) {
    response.writeHead(200).end(text);
    return;
  }
  const body = await compress(text, { level: constants.Z_BEST_SPEED });
  response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': body.length }).end(body);
}
