'use client';
/** Joins the browser's event stream to the tab's query cache: an event makes the answers that depend on it ask again, or changes them. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { answered } from '#lib/client/call/answered.ts';
import { askAgain } from '#lib/client/queries/ask-again.ts';
import { type QueryRoot, staleAfter } from '#lib/client/queries/invalidation.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { type Refresh, setPollBeat } from '#lib/client/queries/refresh.ts';
import { isSigningOut } from '#lib/client/session/signing-out.ts';
import { keepGraphs, type LiveGraphs } from '#lib/client/stream/live-graphs.ts';
import { createStream, type Stream, type StreamState } from '#lib/client/stream/stream.ts';
import { browserLink, createTabLink } from '#lib/client/stream/tab-link.ts';
import { useRefresh } from './use-refresh.ts';

export interface Live extends StreamState {
  refresh: Refresh;
  setRefresh(refresh: Refresh): void;
  /** Asks anew for everything on the screen. */
  refreshNow(): void;
  paused: boolean;
  setPaused(paused: boolean): void;
  /** The session has been ended here: the other tabs hear of it. */
  signedOut(): void;
}

const LiveContext = createContext<Live | null>(null);

/** Of questions that are asked by the clock, the stream's events are not heard. */
const always: ReadonlySet<string> = new Set<QueryRoot>(['whoami', 'status', 'about', 'search']);

interface LiveTab extends Stream {
  setRefresh(refresh: Refresh): void;
  refreshNow(): void;
}

function openTab(client: QueryClient, account: string): LiveTab {
  let refresh: Refresh = 'live';
  let wanted: readonly string[] = [];
  const invalidate = (roots: readonly QueryRoot[]) => {
    const heard = refresh === 'live' ? roots : roots.filter((root) => always.has(root));
    askAgain(client, heard, graphs.keeps);
  };
  const link = browserLink(account);
  const stream = createStream({
    link: (tell) => createTabLink(link, tell),
    setTimer: link.setTimer,
    versionOf: (query) => graphs.versionOf(query),
    onMessage: (message) => {
      if (message.name === 'following' || message.name === 'delta') graphs.take(message);
      else if (message.name === 'greeting') {
        const lack = answered.greet(message.data);
        if (lack !== null) invalidate(lack === 'metrics' ? staleAfter.metrics : staleAfter.reconnected);
      } else {
        if (message.name === 'moment') answered.hear(message.data);
        if (message.name === 'status') client.setQueryData(queries.status().queryKey, message.data);
        invalidate(staleAfter[message.name]);
      }
    },
    onReconnected: () => {
      answered.forget();
      invalidate(staleAfter.reconnected);
    },
    onCut: () => {
      graphs.lost();
      // Whether the sign-in has ended shows in the answer to this; EventSource does not tell the status. Here it has been ended just now.
      if (!isSigningOut()) invalidate(['whoami']);
    },
    onSignedOut: () => invalidate(['whoami']),
  });
  const graphs: LiveGraphs = keepGraphs(client, (next) => {
    wanted = next;
    stream.follow(refresh === 'live' ? wanted : []);
  });
  // The answer is not in the cache yet when it is noted.
  const stopNoting = answered.onLate(() => setTimeout(() => invalidate(staleAfter.reconnected)));
  return {
    ...stream,
    setRefresh: (next) => {
      refresh = next;
      setPollBeat(next);
      for (const query of client.getQueryCache().getAll()) {
        for (const observer of query.observers) observer.setOptions(observer.options);
      }
      stream.setPaused(next === 'paused');
      stream.follow(next === 'live' ? wanted : []);
    },
    refreshNow: () => {
      for (const root of staleAfter.reconnected) void client.invalidateQueries({ queryKey: [root] });
    },
    close: () => {
      stopNoting();
      graphs.stop();
      stream.close();
    },
  };
}

/** Of an answer that says when its metrics were read. */
function metricsTime(data: unknown): number | null {
  if (typeof data !== 'object' || data === null || !('metricsAt' in data)) return null;
  return typeof data.metricsAt === 'number' ? data.metricsAt : null;
}

const noMetrics: StreamState = { phase: 'closed', metricsAt: null };
const silent = { subscribe: () => () => {}, getState: () => noMetrics };

export interface LiveProviderProps {
  /** Who is signed in: tabs of the same person share one stream. */
  account: string;
  children: ReactNode;
}

export function LiveProvider({ account, children }: LiveProviderProps) {
  const client = useQueryClient();
  const [tab, setTab] = useState<LiveTab | null>(null);
  const [refresh, setRefresh] = useRefresh();
  useEffect(() => {
    let opened: LiveTab | null = null;
    const leave = () => {
      opened?.close();
      opened = null;
    };
    const follow = () => opened?.setVisible(document.visibilityState === 'visible');
    const join = () => {
      if (opened !== null) return;
      opened = openTab(client, account);
      follow();
      setTab(opened);
    };
    join();
    // A page that the browser keeps for going back is silent until it is shown again.
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', join);
    document.addEventListener('visibilitychange', follow);
    const stopNoting = client.getQueryCache().subscribe(({ query }) => {
      const at = metricsTime(query.state.data);
      if (at !== null) opened?.noteMetrics(at);
    });
    return () => {
      stopNoting();
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', join);
      document.removeEventListener('visibilitychange', follow);
      leave();
    };
  }, [client, account]);
  useEffect(() => tab?.setRefresh(refresh), [tab, refresh]);
  const source = tab ?? silent;
  const state = useSyncExternalStore(source.subscribe, source.getState, silent.getState);
  const live = useMemo<Live>(
    () => ({
      ...state,
      refresh,
      setRefresh,
      refreshNow: () => tab?.refreshNow(),
      paused: refresh === 'paused',
      setPaused: (paused) => setRefresh(paused ? 'paused' : 'live'),
      signedOut: () => tab?.signedOut(),
    }),
    [state, refresh, setRefresh, tab],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive needs a LiveProvider above it');
  return live;
}
