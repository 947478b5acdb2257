/** A tab's part of the browser's stream: listening while it is visible and not paused, and a little longer, as tabs are switched fast. */
import type { ConnectionPhase } from './connection.ts';
import { type HostMessage, signOfLifeMs, type TabEnd } from './stream-host.ts';
import type { StreamMessage } from './stream-message.ts';

export interface StreamState {
  phase: ConnectionPhase | 'paused';
  /** Unix seconds of the newest metrics poll that was announced. */
  metricsAt: number | null;
}

export interface StreamPorts {
  link(tell: (message: HostMessage) => void): TabEnd;
  setTimer(run: () => void, delayMs: number): () => void;
  /** Of a followed graph, as it is on the screen now. */
  versionOf(query: string): string | null;
  onMessage(message: StreamMessage): void;
  /** The stream is back after a gap, or the tab is. */
  onReconnected(): void;
  /** The stream was cut; the caller finds out whether the sign-in has ended. */
  onCut(): void;
  /** The session was ended in another tab. */
  onSignedOut(): void;
}

export interface Stream {
  setVisible(visible: boolean): void;
  setPaused(paused: boolean): void;
  /** Queries of the graphs whose differences are wanted. */
  follow(graphs: readonly string[]): void;
  /** The session has been ended here. */
  signedOut(): void;
  /** An answer told its metrics' time (Unix seconds), before the stream did. */
  noteMetrics(at: number): void;
  subscribe(listener: () => void): () => void;
  getState(): StreamState;
  close(): void;
}

const hiddenGraceMs = 5_000;

export function createStream(ports: StreamPorts): Stream {
  let state: StreamState = { phase: 'closed', metricsAt: null };
  let visible = false;
  let paused = false;
  let listening = false;
  let graphs: readonly string[] = [];
  /** Whether events may have passed since the tab last listened. */
  let missed = false;
  let wasLive = false;
  let stopGrace = () => {};
  let stopSigns = () => {};
  const listeners = new Set<() => void>();

  const change = (next: Partial<StreamState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const noteMetrics = (at: number) => {
    if (at > (state.metricsAt ?? 0)) change({ metricsAt: at });
  };

  function hear(told: HostMessage): void {
    if (told.kind === 'signed-out') ports.onSignedOut();
    if (!listening) return;
    if (told.kind === 'phase') hearPhase(told.phase);
    if (told.kind === 'reconnected') ports.onReconnected();
    if (told.kind === 'cut') ports.onCut();
    if (told.kind !== 'message') return;
    if (told.message.name === 'metrics') noteMetrics(told.message.data.at);
    ports.onMessage(told.message);
  }

  function hearPhase(phase: ConnectionPhase): void {
    if (phase !== state.phase) change({ phase });
    if (phase !== 'live') return;
    wasLive = true;
    if (missed) ports.onReconnected();
    missed = false;
  }

  const end = ports.link(hear);

  function say(): void {
    stopSigns();
    const followed = graphs.map((query) => ({ query, version: ports.versionOf(query) }));
    end.wish({ listening, graphs: listening ? followed : [] });
    stopSigns = listening ? ports.setTimer(say, signOfLifeMs) : () => {};
  }

  function listen(next: boolean): void {
    stopGrace();
    stopGrace = () => {};
    if (next === listening) {
      if (!next) change({ phase: paused ? 'paused' : 'closed' });
      return;
    }
    listening = next;
    missed ||= !next && wasLive;
    change({ phase: next ? 'connecting' : paused ? 'paused' : 'closed' });
    say();
  }

  function settle(): void {
    if (visible && !paused) listen(true);
    else if (paused || !listening) listen(false);
    else {
      stopGrace();
      stopGrace = ports.setTimer(() => listen(false), hiddenGraceMs);
    }
  }

  return {
    setVisible: (next) => {
      visible = next;
      settle();
    },
    setPaused: (next) => {
      paused = next;
      settle();
    },
    follow: (next) => {
      const same = next.join('\n') === graphs.join('\n');
      graphs = next;
      if (!same && listening) say();
    },
    signedOut: () => end.signedOut(),
    noteMetrics,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getState: () => state,
    close: () => {
      stopGrace();
      stopSigns();
      listening = false;
      end.leave();
    },
  };
}
