/** Stands between console and Prometheus: counts the questions and tells how long the answers took, so that their time can be told from ours. */
import { setTimeout } from 'node:timers/promises';
import { forwardingProxy } from './forwarding-proxy.ts';

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
  let lastMs = performance.now();
  const proxy = await forwardingProxy(target, {
    onAnswered: ({ url, body, fromMs }, toMs, bytes) => {
      lastMs = toMs;
      const promql = new URLSearchParams(body.length > 0 ? body.toString() : url.search).get('query');
      if (promql !== null) questions.push({ promql, fromMs, toMs, bytes });
    },
  });
  return {
    url: proxy.url,
    take: () => {
      const taken = questions;
      questions = [];
      return taken;
    },
    rest: async () => {
      const untilMs = performance.now() + patienceMs;
      const busy = () => proxy.open() > 0 || performance.now() - lastMs < restMs;
      while (busy() && performance.now() < untilMs) await setTimeout(restMs / 4);
    },
    close: () => void proxy.close(),
  };
}
