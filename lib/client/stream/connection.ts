/**
 * One event stream to the server: opened again with growing, scattered delays after a cut (EventSource's own retry has neither), and
 * when it falls silent. What it follows is part of its address: for another set of graphs a second stream is opened, and the first
 * one closed when the second stands, so that nothing is missed between them.
 */
import type { Moment } from '#lib/api/moment.ts';
import { maxFollowedGraphs, streamEventNames } from '#lib/api/words.ts';
import { readEvent, type StreamEvent, type StreamMessage } from './stream-message.ts';

export type ConnectionPhase = 'closed' | 'connecting' | 'live' | 'reconnecting';

/** The part of EventSource in use. */
export interface EventSourceLike {
  addEventListener(name: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

export interface ConnectionPorts {
  /** Each graph a query of `GET /api/v1/graph`, with the version that is there. */
  open(graphs: readonly string[]): EventSourceLike;
  random(): number;
  setTimer(run: () => void, delayMs: number): () => void;
  onMessage(message: StreamMessage): void;
  onPhase(phase: ConnectionPhase): void;
  /** The stream is back after a gap. */
  onReconnected(): void;
  /** The stream was cut; the caller finds out whether the sign-in has ended. */
  onCut(): void;
}

export interface Connection {
  /** Opens, follows these graphs (queries), or closes. */
  want(open: boolean, graphs: readonly string[]): void;
  /** The version that a reader has, should it not be known from the stream. */
  noteVersion(query: string, version: string): void;
  phase(): ConnectionPhase;
  /** The newest that was told; null before the greeting. */
  moment(): Moment | null;
  /** Of a followed graph; null when no differences come; undefined before the server has answered. */
  version(query: string): string | null | undefined;
}

/** The server says something every 15 s: this long without any event means a dead connection, or a machine that slept. */
const silenceMs = 40_000;
const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
/** New graphs are followed at once, those that nobody wants any more are left when that has lasted. */
const addMs = 50;
const dropMs = 5_000;

/** Delay before the nth attempt (from 0): doubles up to 30 s, scattered over its upper half so that clients do not come back at once. */
export function reconnectDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}

interface Source {
  source: EventSourceLike;
  graphs: readonly string[];
  /** Queries by how they were sent, and by channel. */
  sent: Map<string, string>;
  channels: Map<string, string>;
  /** Events of before the greeting have been missed. */
  greeted: boolean;
}

export function createConnection(ports: ConnectionPorts): Connection {
  let phase: ConnectionPhase = 'closed';
  let active: Source | null = null;
  let coming: Source | null = null;
  let stopTimer: (() => void) | null = null;
  let stopReopen: { cancel(): void; dueMs: number } | null = null;
  let attempt = 0;
  let moment: Moment | null = null;
  let hadConnection = false;
  let wantedOpen = false;
  let wanted: readonly string[] = [];
  const versions = new Map<string, string>();
  /** Followed now: true, or false when the server gives no differences. */
  const followed = new Map<string, boolean>();

  const setPhase = (next: ConnectionPhase) => {
    if (next === phase) return;
    phase = next;
    ports.onPhase(next);
  };
  const timer = (run: () => void, delayMs: number) => {
    stopTimer?.();
    stopTimer = ports.setTimer(run, delayMs);
  };
  const drop = () => {
    stopTimer?.();
    stopTimer = null;
    stopReopen?.cancel();
    stopReopen = null;
    active?.source.close();
    coming?.source.close();
    active = null;
    coming = null;
    moment = null;
    followed.clear();
  };
  const cut = () => {
    drop();
    setPhase('reconnecting');
    timer(connect, reconnectDelayMs(attempt, ports.random()));
    attempt += 1;
    ports.onCut();
  };

  function hand(from: Source, event: StreamEvent): void {
    if (event.name === 'subscribed') {
      const query = from.sent.get(event.data.query);
      if (query === undefined) return;
      const { channel, version } = event.data;
      followed.set(query, channel !== null);
      if (channel !== null) from.channels.set(channel, query);
      if (version !== null) versions.set(query, version);
      ports.onMessage({ name: 'following', query, version: channel === null ? null : version });
    } else if (event.name === 'graph') {
      const query = from.channels.get(event.data.channel);
      if (query === undefined) return;
      versions.set(query, event.data.delta.to);
      ports.onMessage({ name: 'delta', query, delta: event.data.delta });
    } else if (event.name === 'moment') {
      moment = event.data;
      ports.onMessage(from.greeted ? event : { name: 'greeting', data: moment });
      from.greeted = true;
    } else ports.onMessage(event);
  }

  function opened(one: Source): void {
    attempt = 0;
    const after = active;
    active = one;
    coming = null;
    // The streams overlapped: nothing was missed between them.
    one.greeted = after !== null;
    for (const query of followed.keys()) if (!one.graphs.includes(query)) followed.delete(query);
    after?.source.close();
    setPhase('live');
    timer(cut, silenceMs);
    if (after === null && hadConnection) ports.onReconnected();
    hadConnection = true;
    settle();
  }

  function connect(): void {
    coming?.source.close();
    if (active === null && phase !== 'reconnecting') setPhase('connecting');
    const sent = new Map(
      wanted.map((query) => {
        const version = versions.get(query);
        return [version === undefined ? query : `${query}&since=${encodeURIComponent(version)}`, query];
      }),
    );
    const one: Source = {
      source: ports.open([...sent.keys()]),
      graphs: wanted,
      sent,
      channels: new Map(),
      greeted: false,
    };
    coming = one;
    if (active === null) timer(cut, silenceMs);
    const whenCurrent = (run: (event: { data?: unknown }) => void) => (event: { data?: unknown }) => {
      if (one === active || one === coming) run(event);
    };
    one.source.addEventListener(
      'open',
      whenCurrent(() => {
        if (one === coming) opened(one);
      }),
    );
    one.source.addEventListener('error', whenCurrent(cut));
    for (const name of streamEventNames) {
      one.source.addEventListener(
        name,
        whenCurrent(({ data }) => {
          if (one !== active) return;
          timer(cut, silenceMs);
          const event = readEvent(name, data);
          if (event !== null) hand(one, event);
        }),
      );
    }
  }

  function settle(): void {
    if (!wantedOpen) {
      drop();
      attempt = 0;
      setPhase('closed');
      return;
    }
    const newest = coming ?? active;
    if (newest === null) {
      if (stopTimer === null) connect();
      return;
    }
    const missing = wanted.some((query) => !newest.graphs.includes(query));
    const surplus = newest.graphs.some((query) => !wanted.includes(query));
    const dueMs = missing ? addMs : dropMs;
    if (stopReopen !== null && (dueMs < stopReopen.dueMs || (!missing && !surplus))) {
      stopReopen.cancel();
      stopReopen = null;
    }
    if (stopReopen !== null || (!missing && !surplus)) return;
    const cancel = ports.setTimer(() => {
      stopReopen = null;
      connect();
    }, dueMs);
    stopReopen = { cancel, dueMs };
  }

  return {
    want: (open, graphs) => {
      wantedOpen = open;
      wanted = [...new Set(graphs)].slice(0, maxFollowedGraphs);
      for (const query of versions.keys()) if (!wanted.includes(query)) versions.delete(query);
      settle();
    },
    noteVersion: (query, version) => {
      if (!versions.has(query)) versions.set(query, version);
    },
    phase: () => phase,
    moment: () => moment,
    version: (query) => {
      const given = followed.get(query);
      return given === undefined ? undefined : given ? (versions.get(query) ?? null) : null;
    },
  };
}
