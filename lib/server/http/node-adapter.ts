/** Between Node's HTTP server and the API: reads requests, writes answers, packs bodies, feeds streams and drops readers that do not keep up. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { AppError } from '../app-error.ts';
import { type Block, gzipHeader } from './block.ts';
import type { AddressOf } from './client-address.ts';
import type { ApiRequest, ApiResponse } from './handle.ts';
import type { Answer } from './operation.ts';
import type { ProxiedToken } from './proxied-token.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);
const worthPackingBytes = 1400;
/** A reader this far behind is not reading. */
const maxBufferedBytes = 256 * 1024;
/** One that has this much to read is offered nothing more. */
const busyBytes = 64 * 1024;

export interface Origins {
  addressOf: AddressOf;
  proxiedToken: ProxiedToken;
}

export function readRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { addressOf, proxiedToken }: Origins,
): ApiRequest {
  const forwardedFor = request.headers['x-forwarded-for'];
  return {
    method: request.method ?? '',
    url: request.url ?? '/',
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    ),
    address: addressOf(
      request.socket.remoteAddress ?? '',
      Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor,
    ),
    proxiedToken: proxiedToken(request),
    left: () => {
      const leaving = new AbortController();
      if (response.destroyed) leaving.abort();
      else response.once('close', () => response.writableFinished || leaving.abort());
      return leaving.signal;
    },
    readBody: async (limit) => {
      const tooLarge = () => new AppError('too-large', { detail: `A body may have up to ${limit} bytes.` });
      if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of request) {
        bytes += chunk.length;
        if (bytes > limit) throw tooLarge();
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
  };
}

function acceptsGzip(request: IncomingMessage): boolean {
  return /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(
    String(request.headers['accept-encoding'] ?? ''),
  );
}

function matches(request: IncomingMessage, etag: string): boolean {
  const sent = request.headers['if-none-match'] ?? '';
  return sent.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

export async function writeResponse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, cookies, answer }: ApiResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader('set-cookie', [...cookies]);
  // What is left of a refused body is not read: the connection cannot be used again.
  if (!request.complete && request.method !== 'GET') response.setHeader('connection', 'close');
  switch (answer.kind) {
    case 'empty':
      response.writeHead(status).end();
      return;
    case 'stream':
      stream(request, response, answer);
      return;
    case 'onward':
      onward(response, status, answer.location);
      return;
    case 'packed':
      response.setHeader('etag', answer.etag);
      if (matches(request, answer.etag)) {
        response.writeHead(304).end();
        return;
      }
      response.setHeader('content-type', 'application/json');
      if (acceptsGzip(request)) {
        response.setHeader('content-encoding', 'gzip');
        response.writeHead(status, { 'content-length': answer.gzip.length }).end(answer.gzip);
        return;
      }
      response.writeHead(status).end(await unpack(answer.gzip));
      return;
    case 'json': {
      const body = Buffer.from(JSON.stringify(answer.body));
      response.setHeader('content-type', status >= 400 ? 'application/problem+json' : 'application/json');
      if (body.length < worthPackingBytes || !acceptsGzip(request)) {
        response.writeHead(status, { 'content-length': body.length }).end(body);
        return;
      }
      response.setHeader('content-encoding', 'gzip');
      response.writeHead(status).end(await pack(body, { level: constants.Z_BEST_SPEED }));
      return;
    }
  }
}

/** `location` is ours, or an address of the issuer that was made from its own metadata; of what a request said nothing is written. */
function onward(response: ServerResponse, status: number, location: string): void {
  if (status === 303) {
    response.writeHead(status, { location }).end();
    return;
  }
  const address = location.replace(/[&"'<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}"><title>Sluice</title><a href="${address}">Sluice</a>`;
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}

function stream(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Extract<Answer, { kind: 'stream' }>,
): void {
  const packed = acceptsGzip(request);
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    ...(packed && { 'content-encoding': 'gzip' }),
  });
  request.socket.setNoDelay(true);
  if (packed) response.write(gzipHeader);
  else response.flushHeaders();
  /** Bytes of an offered block that is still on its way: no fault of the reader. */
  let underwayBytes = 0;
  response.on('drain', () => {
    underwayBytes = 0;
  });
  const bytesOf = (block: Block) => (packed ? block.deflated : block.plain);
  const close = answer.open({
    write: (block) => {
      if (response.destroyed || response.writableEnded) return;
      if (response.writableLength > maxBufferedBytes + underwayBytes) response.destroy();
      else response.write(bytesOf(block));
    },
    offer: (block) => {
      if (response.destroyed || response.writableEnded) return true;
      if (response.writableLength > busyBytes) return false;
      if (!response.write(bytesOf(block))) underwayBytes = bytesOf(block).length;
      return true;
    },
    close: () => response.end(),
  });
  if (response.closed || response.destroyed) close();
  else response.once('close', close);
}
