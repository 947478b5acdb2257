/**
 * What the screens ask for, as react-query options. Old data stays on the screen when asking again fails;
 * asking again is triggered by the stream (invalidation.ts), with a slow beat behind it should the stream be cut.
 */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import * as z from 'zod/mini';
import type { Graph, GraphType } from '#lib/api/graph.ts';
import { overviewSchema } from '#lib/api/overview.ts';
import { whoamiSchema } from '#lib/api/session.ts';
import { aboutSchema, searchSchema, statusSchema } from '#lib/api/status.ts';
import { callApi } from './api-client.ts';
import { apiRoutes } from './routes.ts';
import type { Scope } from './scope.ts';

/** Beat of the questions whose answers the stream announces, should it be silent. */
const fallbackBeatMs = 30_000;

/** A graph of a thousand services has 100,000 fields; checking each would block the page, so only its frame is judged. */
const graphFrame = z.custom<Graph>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'nodes' in value &&
    Array.isArray(value.nodes) &&
    'edges' in value &&
    Array.isArray(value.edges),
);

export interface GraphView {
  namespaces: Scope['namespaces'];
  type: GraphType;
  serviceNodes: boolean;
  /** A Go duration. */
  window: string;
  /** Unix seconds; null means now. */
  at: number | null;
}

export const queries = {
  whoami: () =>
    queryOptions({
      queryKey: ['whoami'],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.whoami(), schema: whoamiSchema, signal }),
      staleTime: 60_000,
    }),
  status: () =>
    queryOptions({
      queryKey: ['status'],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.status(), schema: statusSchema, signal }),
      refetchInterval: fallbackBeatMs,
    }),
  about: () =>
    queryOptions({
      queryKey: ['about'],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.about(), schema: aboutSchema, signal }),
      staleTime: 60_000,
    }),
  search: (q: string) =>
    queryOptions({
      queryKey: ['search', q],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.search(q), schema: searchSchema, signal }),
      enabled: q !== '',
      placeholderData: keepPreviousData,
      staleTime: 10_000,
    }),
  overview: (scope: { namespaces: Scope['namespaces']; range: string }) =>
    queryOptions({
      queryKey: ['overview', scope.namespaces, scope.range],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.overview({ namespaces: scope.namespaces?.join(','), range: scope.range }),
          schema: overviewSchema,
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: fallbackBeatMs,
    }),
  graph: (view: GraphView) =>
    queryOptions({
      queryKey: ['graph', view],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.graph({
            namespaces: view.namespaces?.join(','),
            type: view.type,
            serviceNodes: view.serviceNodes ? 'true' : undefined,
            window: view.window,
            at: view.at === null ? undefined : String(view.at),
          }),
          schema: graphFrame,
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: view.at === null ? fallbackBeatMs : false,
    }),
};
