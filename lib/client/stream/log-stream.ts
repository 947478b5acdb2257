/** Follows the log of a container; a connection that is cut, or let go while nobody looks, is opened anew where it stopped. */
import type { SentLogLine } from '#lib/api/traffic/logs.ts';
import { apiRoutes } from '../address/routes.ts';
import { errorFromAnswer } from '../call/api-client.ts';
import { ApiError, isRetryable } from '../call/api-error.ts';
import { framed } from '../call/frame.ts';
import { createEventFrames } from './event-frames.ts';

export interface LogQuestion {
  namespace: string;
  pod: string;
  container: string;
  /** Lines from the end to begin with. */
  tail: number;
  /** Of the container before its last restart. */
  previous: boolean;
}

export interface LogPorts {
  onLines(lines: readonly SentLogLine[], dropped: number): void;
  /** The log is open. */
  onOpen(): void;
  /** The container ended. */
  onEnd(): void;
  /** It is tried again when `retrying`. */
  onError(error: ApiError, retrying: boolean): void;
  fetch?: typeof fetch;
  /** Unix milliseconds. */
  now?(): number;
  delay?(ms: number, signal: AbortSignal): Promise<void>;
}

interface LinesEvent {
  lines: SentLogLine[];
  dropped: number;
}

const isLines = framed<LinesEvent>({ lines: 'array', dropped: 'number' });
const retryMs = 3000;

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export interface FollowedLog {
  /** Nobody looks: the connection is let go. Somebody does: it goes on from the last line. */
  look(looked: boolean): void;
  end(): void;
}

export function followLog(question: LogQuestion, ports: LogPorts): FollowedLog {
  const { fetch: send = fetch, now = Date.now, delay = wait } = ports;
  const ending = new AbortController();
  const { signal } = ending;
  /** Of the connection that is open or being opened. */
  let line = new AbortController();
  let looked = true;
  let wake = () => {};
  /** Of the newest line that was told. */
  let newest = '';

  async function once(): Promise<'ended' | 'cut'> {
    const { namespace, pod, container, tail, previous } = question;
    const since = Date.parse(newest);
    const again = Number.isNaN(since)
      ? { tail: String(tail) }
      : { tail: '5000', sinceSeconds: String(Math.max(1, Math.ceil((now() - since) / 1000) + 1)) };
    const path = apiRoutes.podLogStream(
      { namespace, name: pod },
      { container, ...again, previous: previous ? 'true' : undefined },
    );
    const answer = await send(path, {
      signal: line.signal,
      credentials: 'same-origin',
      redirect: 'error',
      headers: { accept: 'text/event-stream' },
    });
    if (!answer.ok || answer.body === null) {
      throw errorFromAnswer(answer.status, await answer.json().catch(() => undefined));
    }
    ports.onOpen();
    const known = newest;
    const frames = createEventFrames();
    const decoder = new TextDecoder();
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'cut';
      for (const { event, data } of frames(decoder.decode(value, { stream: true }))) {
        if (event === 'end') return 'ended';
        const told: unknown = event === 'lines' ? JSON.parse(data) : null;
        if (!isLines(told)) continue;
        const lines =
          known === '' ? told.lines : told.lines.filter(({ time }) => time === '' || time > known);
        for (const { time } of lines) if (time > newest) newest = time;
        if (lines.length > 0 || told.dropped > 0) ports.onLines(lines, told.dropped);
      }
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      if (!looked) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const own = new AbortController();
      line = own;
      try {
        if ((await once()) === 'ended') {
          ports.onEnd();
          return;
        }
        if (own.signal.aborted) continue;
        ports.onError(new ApiError('network', 0), true);
      } catch (cause) {
        if (own.signal.aborted) continue;
        const error = cause instanceof ApiError ? cause : new ApiError('network', 0);
        ports.onError(error, isRetryable(error));
        if (!isRetryable(error)) return;
      }
      await delay(retryMs, signal);
    }
  }

  void run();
  return {
    look: (next) => {
      if (next === looked) return;
      looked = next;
      if (next) wake();
      else line.abort();
    },
    end: () => {
      ending.abort();
      line.abort();
      wake();
    },
  };
}
