/** Stands between a console and one of its backends: passes requests on and tells of them, and misbehaves when it is told to. */
import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as later } from 'node:timers/promises';
import { type BreakableServer, startBreakableServer } from '../e2e/support/breakable-server.ts';

export interface Asked {
  method: string;
  url: URL;
  body: Buffer;
  /** Milliseconds on the clock of `performance.now()`. */
  fromMs: number;
}

export interface ForwardingOptions {
  onAsked?(asked: Asked): void;
  /** Not of what was cut, or answered in the backend's place. */
  onAnswered?(asked: Asked, toMs: number, bytes: number): void;
}

export interface ForwardingProxy extends Pick<BreakableServer, 'url' | 'setUp' | 'close'> {
  /** Questions without an answer yet; watches are such for as long as they live. */
  open(): number;
  /** Questions wait so long before they are passed on. */
  delay(ms: number): void;
  /** A Status in place of the backend's answer where this gives one. */
  answerInstead(judge: ((asked: Asked) => { code: number; reason: string } | null) | null): void;
  /** Ends the lines of these questions. */
  cut(which: (asked: Asked) => boolean): void;
}

export async function forwardingProxy(
  target: string,
  options: ForwardingOptions = {},
): Promise<ForwardingProxy> {
  const lines = new Map<ServerResponse, Asked | null>();
  let delayMs = 0;
  let judge: Parameters<ForwardingProxy['answerInstead']>[0] = null;

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const fromMs = performance.now();
    lines.set(outgoing, null);
    outgoing.on('close', () => lines.delete(outgoing));
    const url = new URL(incoming.url ?? '/', target);
    const asked: Asked = { method: incoming.method ?? 'GET', url, body: await buffer(incoming), fromMs };
    lines.set(outgoing, asked);
    options.onAsked?.(asked);
    if (delayMs > 0) await later(delayMs);
    // Whoever has given up gets no answer, and the backend no question.
    if (outgoing.destroyed) return;
    const instead = judge?.(asked) ?? null;
    if (instead !== null) {
      const status = { apiVersion: 'v1', kind: 'Status', status: 'Failure', ...instead };
      outgoing.writeHead(instead.code, { 'content-type': 'application/json' }).end(JSON.stringify(status));
      return;
    }
    const question = forward(
      url,
      { method: asked.method, headers: { ...incoming.headers, host: url.host } },
      (answer) => {
        let bytes = 0;
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.flushHeaders();
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.on('end', () => options.onAnswered?.(asked, performance.now(), bytes));
        answer.on('error', () => outgoing.destroy());
        answer.pipe(outgoing);
      },
    );
    question.on('error', () => outgoing.destroy());
    outgoing.on('close', () => question.destroy());
    question.end(asked.body);
  }

  const { url, setUp, close } = await startBreakableServer(pass);
  return {
    url,
    setUp,
    close,
    open: () => lines.size,
    delay: (ms) => {
      delayMs = ms;
    },
    answerInstead: (next) => {
      judge = next;
    },
    cut: (which) => {
      for (const [outgoing, asked] of lines) if (asked !== null && which(asked)) outgoing.destroy();
    },
  };
}
