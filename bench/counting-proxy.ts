/** Stands between console and Prometheus: counts the questions and tells how long the answers took, so that their time can be told from ours. */
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const restMs = 200;
const patienceMs = 3000;

export interface Question {
  promql: string;
  /** Milliseconds on the clock of `performance.now()`. */
  fromMs: number;
  toMs: number;
  bytes: number;
}

export interface CountingProxy {
  url: string;
  /** What was asked since the last call. */
  take(): Question[];
  /** Resolves when nothing has been asked for a moment and everything is answered, or when that takes too long. */
  rest(): Promise<void>;
  close(): void;
}

export async function countingProxy(target: string): Promise<CountingProxy> {
  let questions: Question[] = [];
  let open = 0;
  let lastMs = performance.now();
  const server = createServer((incoming, outgoing) => {
    const fromMs = performance.now();
    open += 1;
    outgoing.on('close', () => {
      open -= 1;
      lastMs = performance.now();
    });
    const body: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => body.push(chunk));
    incoming.on('end', () => {
      const sent = Buffer.concat(body);
      const url = new URL(incoming.url ?? '/', target);
      const asked = new URLSearchParams(sent.length > 0 ? sent.toString() : url.search);
      const question = forward(
        url,
        { method: incoming.method, headers: { ...incoming.headers, host: url.host } },
        (answer) => {
          let bytes = 0;
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
          });
          answer.on('end', () => {
            const promql = asked.get('query');
            if (promql !== null) questions.push({ promql, fromMs, toMs: performance.now(), bytes });
          });
          answer.pipe(outgoing);
        },
      );
      question.on('error', () => outgoing.destroy());
      question.end(sent);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    take: () => {
      const taken = questions;
      questions = [];
      return taken;
    },
    rest: async () => {
      const untilMs = performance.now() + patienceMs;
      const busy = () => open > 0 || performance.now() - lastMs < restMs;
      while (busy() && performance.now() < untilMs) await setTimeout(restMs / 4);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
