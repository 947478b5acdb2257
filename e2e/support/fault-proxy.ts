/** Stands before Prometheus and passes everything on, until it is told to misbehave in one of the ways that real ones do. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { startBreakableServer } from './breakable-server.ts';

export type Fault =
  | 'none'
  /** Nobody listens. */
  | 'refused'
  /** Takes the question and never answers. */
  | 'silent'
  /** A sign-in page of something in between. */
  | 'html'
  /** The connection ends in the middle of the answer. */
  | 'cut'
  /** A whole answer whose JSON stops halfway. */
  | 'truncated'
  /** Good answers that say that something is missing from them. */
  | 'warnings'
  /** A window of days is more than it may add up (its own --query.timeout); all else is well. */
  | 'short-breath';

export interface FaultProxy {
  url: string;
  set(fault: Fault): Promise<void>;
  close(): Promise<void>;
}

/** Until it gives up. */
const breathMs = 4000;

const signInPage = '<!doctype html><title>Sign in</title><h1>Sign in to the corporate proxy</h1>';

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let fault: Fault = 'none';

  async function answer(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(asked);
    if (fault === 'silent') return;
    if (fault === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(signInPage);
      return;
    }
    if (fault === 'short-breath' && /\[(\d{2,}h|\d+d)\]/.test(new URLSearchParams(body).get('query') ?? '')) {
      await delay(breathMs);
      response.writeHead(503, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          status: 'error',
          errorType: 'timeout',
          error: 'query timed out in expression evaluation',
        }),
      );
      return;
    }
    const upstream = await request(`${target}${asked.url}`, {
      method: asked.method === 'POST' ? 'POST' : 'GET',
      headers: { 'content-type': asked.headers['content-type'] ?? 'application/x-www-form-urlencoded' },
      body: body === '' ? null : body,
    });
    const good = await upstream.body.text();
    const half = good.slice(0, Math.floor(good.length / 2));
    const json = { 'content-type': 'application/json' };
    if (fault === 'cut') {
      response.writeHead(200, { ...json, 'content-length': good.length });
      response.write(half, () => response.destroy());
    } else if (fault === 'truncated') response.writeHead(200, json).end(half);
    else if (fault === 'warnings') {
      const partial = { ...JSON.parse(good), warnings: ['a store did not answer'] };
      response.writeHead(upstream.statusCode, json).end(JSON.stringify(partial));
    } else response.writeHead(upstream.statusCode, json).end(good);
  }

  const { url, setUp, cutLines, close } = await startBreakableServer(answer);
  return {
    url,
    set: async (next) => {
      await setUp(next !== 'refused');
      fault = next;
      // What was held back belongs to the fault before.
      cutLines();
    },
    close,
  };
}
