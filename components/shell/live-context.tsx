'use client';
/** Joins the tab's event stream to the query cache: an event makes the answers that depend on it ask again. */
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
import { type QueryRoot, staleAfter } from '#lib/client/invalidation.ts';
import { queries } from '#lib/client/queries.ts';
import { apiRoutes } from '#lib/client/routes.ts';
import { createStream, type Stream, type StreamState } from '#lib/client/stream.ts';

export interface Live extends StreamState {
  paused: boolean;
  setPaused(paused: boolean): void;
}

const LiveContext = createContext<Live | null>(null);

function invalidate(client: QueryClient, roots: readonly QueryRoot[]) {
  for (const root of roots) void client.invalidateQueries({ queryKey: [root] });
}

function openStream(client: QueryClient): Stream {
  return createStream({
    open: () => new EventSource(apiRoutes.stream()),
    random: Math.random,
    setTimer: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    onMessage: (message) => {
      if (message.name === 'status') client.setQueryData(queries.status().queryKey, message.data);
      invalidate(client, staleAfter[message.name]);
    },
    onReconnected: () => invalidate(client, staleAfter.reconnected),
    // Whether the sign-in has ended shows in the answer to this; EventSource does not tell the status.
    onCut: () => invalidate(client, ['whoami']),
  });
}

/** Of an answer that says when its metrics were read. */
function metricsTime(data: unknown): number | null {
  if (typeof data !== 'object' || data === null || !('metricsAt' in data)) return null;
  return typeof data.metricsAt === 'number' ? data.metricsAt : null;
}

const noMetrics: StreamState = { phase: 'closed', metricsAt: null };
const silent = { subscribe: () => () => {}, getState: () => noMetrics };

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [stream, setStream] = useState<Stream | null>(null);
  const [paused, setPausedState] = useState(false);
  useEffect(() => {
    const opened = openStream(client);
    const follow = () => opened.setVisible(document.visibilityState === 'visible');
    follow();
    document.addEventListener('visibilitychange', follow);
    setStream(opened);
    const stopNoting = client.getQueryCache().subscribe(({ query }) => {
      const at = metricsTime(query.state.data);
      if (at !== null) opened.noteMetrics(at);
    });
    return () => {
      stopNoting();
      document.removeEventListener('visibilitychange', follow);
      opened.close();
    };
  }, [client]);
  const source = stream ?? silent;
  const state = useSyncExternalStore(source.subscribe, source.getState, silent.getState);
  const live = useMemo<Live>(
    () => ({
      ...state,
      paused,
      setPaused: (next) => {
        setPausedState(next);
        stream?.setPaused(next);
      },
    }),
    [state, paused, stream],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive needs a LiveProvider above it');
  return live;
}
