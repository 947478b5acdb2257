/**
 * One EventSource a tab: opened when the page is visible, closed when it is hidden or paused, opened again with growing,
 * scattered delays after a cut (EventSource's own retry has neither), and when it falls silent.
 */
import type * as z from 'zod/mini';
import type { streamEvents } from '#lib/api/status.ts';
import { type StreamEventName, streamEventNames } from '#lib/api/words.ts';
import { framed } from './frame.ts';

export type StreamPhase = 'closed' | 'connecting' | 'live' | 'reconnecting' | 'paused';

export interface StreamState {
  phase: StreamPhase;
  /** Unix seconds of the newest metrics poll that was announced. */
  metricsAt: number | null;
}

export type StreamMessage = {
  [Name in StreamEventName]: { name: Name; data: z.infer<(typeof streamEvents)[Name]> };
}[StreamEventName];

/** The part of EventSource in use. */
export interface EventSourceLike {
  addEventListener(name: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

export interface StreamPorts {
  open(): EventSourceLike;
  random(): number;
  setTimer(run: () => void, delayMs: number): () => void;
  onMessage(message: StreamMessage): void;
  /** The stream is back after a gap. */
  onReconnected(): void;
  /** The stream was cut; the caller finds out whether the sign-in has ended. */
  onCut(): void;
}

/** Metrics arrive every few seconds: this long without any event means a dead connection. */
const silenceMs = 60_000;
const firstDelayMs = 1_000;
const longestDelayMs = 30_000;

/** Delay before the nth attempt (from 0): doubles up to 30 s, scattered over its upper half so that clients do not come back at once. */
export function reconnectDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}

type DataOf<Name extends StreamEventName> = z.infer<(typeof streamEvents)[Name]>;
const isMetrics = framed<DataOf<'metrics'>>({ at: 'number' });
const isObjects = framed<DataOf<'objects'>>({ revision: 'number', namespaces: 'array' });
const isStatus = framed<DataOf<'status'>>({ kubernetes: 'object', prometheus: 'object' });

/** Null for events of another version and for data that is not as agreed. */
export function readMessage(name: string, text: unknown): StreamMessage | null {
  if (typeof text !== 'string') return null;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  switch (name) {
    case 'metrics':
      return isMetrics(data) ? { name, data } : null;
    case 'objects':
      return isObjects(data) ? { name, data } : null;
    case 'status':
      return isStatus(data) ? { name, data } : null;
    case 'access':
      return { name, data: {} };
    default:
      return null;
  }
}

export interface Stream {
  setVisible(visible: boolean): void;
  setPaused(paused: boolean): void;
  /** An answer told its metrics' time (Unix seconds), before the stream did. */
  noteMetrics(at: number): void;
  subscribe(listener: () => void): () => void;
  getState(): StreamState;
  close(): void;
}

export function createStream(ports: StreamPorts): Stream {
  let state: StreamState = { phase: 'closed', metricsAt: null };
  let source: EventSourceLike | null = null;
  let stopTimer: (() => void) | null = null;
  let attempt = 0;
  let hadConnection = false;
  let visible = false;
  let paused = false;
  const listeners = new Set<() => void>();

  const change = (next: Partial<StreamState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const noteMetrics = (at: number) => {
    if (at > (state.metricsAt ?? 0)) change({ metricsAt: at });
  };
  const timer = (run: () => void, delayMs: number) => {
    stopTimer?.();
    stopTimer = ports.setTimer(run, delayMs);
  };
  const drop = () => {
    stopTimer?.();
    stopTimer = null;
    source?.close();
    source = null;
  };
  const cut = () => {
    drop();
    change({ phase: 'reconnecting' });
    timer(connect, reconnectDelayMs(attempt, ports.random()));
    attempt += 1;
    ports.onCut();
  };
  function connect() {
    drop();
    if (state.phase !== 'reconnecting') change({ phase: 'connecting' });
    const opened = ports.open();
    source = opened;
    const whenCurrent = (run: (event: { data?: unknown }) => void) => (event: { data?: unknown }) => {
      if (source === opened) run(event);
    };
    timer(cut, silenceMs);
    opened.addEventListener(
      'open',
      whenCurrent(() => {
        attempt = 0;
        change({ phase: 'live' });
        timer(cut, silenceMs);
        if (hadConnection) ports.onReconnected();
        hadConnection = true;
      }),
    );
    opened.addEventListener('error', whenCurrent(cut));
    for (const name of streamEventNames) {
      opened.addEventListener(
        name,
        whenCurrent(({ data }) => {
          timer(cut, silenceMs);
          const message = readMessage(name, data);
          if (message === null) return;
          if (message.name === 'metrics') noteMetrics(message.data.at);
          ports.onMessage(message);
        }),
      );
    }
  }
  const settle = () => {
    if (paused || !visible) {
      drop();
      attempt = 0;
      change({ phase: paused ? 'paused' : 'closed' });
    } else if (source === null && stopTimer === null) connect();
  };

  return {
    setVisible(next) {
      visible = next;
      settle();
    },
    setPaused(next) {
      paused = next;
      settle();
    },
    noteMetrics,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getState: () => state,
    close() {
      visible = false;
      settle();
    },
  };
}
