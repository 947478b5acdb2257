/**
 * Keeps the graphs on the screen equal to the server's by the stream's differences: what did not change stays the same object, so only
 * what did is drawn. Where a difference does not fit what is there, the whole is asked for once.
 */
import type { Query, QueryClient } from '@tanstack/react-query';
import type { Graph } from '#lib/api/traffic/graph.ts';
import type { GraphDelta } from '#lib/api/traffic/graph-delta.ts';
import { applyDelta } from '#lib/graph/views/delta.ts';
import { graphQueryOf, isGraphView } from '../queries/graph-query.ts';
import type { StreamMessage } from './stream-message.ts';

export interface LiveGraphs {
  take(message: StreamMessage): void;
  /** Of a followed graph on the screen; null when there is none yet. */
  versionOf(query: string): string | null;
  /** True for an answer that differences keep: it need not be asked for again. */
  keeps(query: Query): boolean;
  /** The stream has gone: nothing is kept until it is back. */
  lost(): void;
  stop(): void;
}

interface Kept {
  hashes: Set<string>;
  /** Differences come: undefined before that is known. */
  comes: boolean | undefined;
  /** The newest that the server has announced. */
  newest: string | null;
  /** Differences that did not fit yet, oldest first. */
  waiting: GraphDelta[];
}

const mostWaiting = 16;

export function keepGraphs(client: QueryClient, follow: (graphs: readonly string[]) => void): LiveGraphs {
  const cache = client.getQueryCache();
  const kept = new Map<string, Kept>();

  /** Follows what is on the screen now. */
  function look(): void {
    const seen = new Map<string, Set<string>>();
    for (const query of cache.findAll({ queryKey: ['graph'], type: 'active' })) {
      const [, view] = query.queryKey;
      if (!isGraphView(view) || view.at !== null) continue;
      const text = graphQueryOf(view);
      seen.set(text, (seen.get(text) ?? new Set()).add(query.queryHash));
    }
    for (const [text, hashes] of seen) {
      const present = kept.get(text);
      if (present === undefined) kept.set(text, { hashes, comes: undefined, newest: null, waiting: [] });
      else present.hashes = hashes;
    }
    for (const text of kept.keys()) if (!seen.has(text)) kept.delete(text);
    follow([...seen.keys()].sort());
  }

  function refetch(hash: string): void {
    const query = cache.get(hash);
    if (query !== undefined && query.state.fetchStatus === 'idle') {
      void client.refetchQueries({ queryKey: query.queryKey, exact: true });
    }
  }

  /** Brings what is there as far as the differences lead; asks anew when they do not lead to the newest. */
  function bring(one: Kept): void {
    for (const hash of one.hashes) {
      const query = cache.get<Graph>(hash);
      const before = query?.state.data;
      // The answer that is on its way may be newer than all of this.
      if (query === undefined || before === undefined) continue;
      let graph = before;
      for (const delta of one.waiting) if (delta.from === graph.version) graph = applyDelta(graph, delta);
      if (graph !== before) client.setQueryData(query.queryKey, graph);
      if (one.newest !== null && graph.version !== one.newest) refetch(hash);
    }
  }

  look();
  const stopLooking = cache.subscribe((event) => {
    if (event.query.queryKey[0] !== 'graph') return;
    if (event.type === 'observerAdded' || event.type === 'observerRemoved') look();
    if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return;
    for (const one of kept.values()) {
      if (!one.hashes.has(event.query.queryHash)) continue;
      // Asked for after the newest was announced: it is that, or newer.
      const { version } = event.action.data as Graph;
      if (!one.waiting.some(({ from }) => from === version)) one.newest = null;
      queueMicrotask(() => bring(one));
    }
  });

  return {
    take: (message) => {
      if (message.name !== 'following' && message.name !== 'delta') return;
      const one = kept.get(message.query);
      if (one === undefined) return;
      if (message.name === 'following') {
        one.comes = message.version !== null;
        one.newest = message.version;
      } else {
        one.waiting.push(message.delta);
        if (one.waiting.length > mostWaiting) one.waiting.shift();
        one.newest = message.delta.to;
      }
      bring(one);
    },
    versionOf: (query) => {
      const [hash = ''] = kept.get(query)?.hashes ?? [];
      return cache.get<Graph>(hash)?.state.data?.version ?? null;
    },
    keeps: (query) =>
      [...kept.values()].some((one) => one.comes !== false && one.hashes.has(query.queryHash)),
    lost: () => {
      for (const one of kept.values()) Object.assign(one, { comes: undefined, newest: null, waiting: [] });
    },
    stop: () => stopLooking(),
  };
}
