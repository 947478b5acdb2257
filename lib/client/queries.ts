/**
 * What the screens ask for, as react-query options. Old data stays on the screen when asking again fails;
 * asking again is triggered by the stream (invalidation.ts), with a beat behind it (refresh.ts); graphs on the screen are kept by
 * the stream's differences (live-graphs.ts).
 */
import { keepPreviousData, queryOptions, replaceEqualDeep } from '@tanstack/react-query';
import type { ServiceDetail, WorkloadDetail } from '#lib/api/details.ts';
import type { Graph } from '#lib/api/graph.ts';
import type { Services, Workloads } from '#lib/api/inventory.ts';
import type { Overview } from '#lib/api/overview.ts';
import type { Series } from '#lib/api/series.ts';
import type {
  SeriesDirection,
  SeriesGrouping,
  SeriesMetric,
  SeriesPeer,
  SeriesSubject,
} from '#lib/api/series-words.ts';
import type { Whoami } from '#lib/api/session.ts';
import type { About, Search, Status } from '#lib/api/status.ts';
import type { Timeline } from '#lib/api/timeline.ts';
import { accessQueries } from './access-queries.ts';
import { callApi } from './api-client.ts';
import { configurationQueries } from './configuration-queries.ts';
import { exploreQueries } from './explore-queries.ts';
import { framed } from './frame.ts';
import { type GraphView, graphPath } from './graph-query.ts';
import { linkQueries } from './link-queries.ts';
import { meshQueries } from './mesh-queries.ts';
import { pollBeat } from './refresh.ts';
import { apiRoutes, type ObjectName } from './routes.ts';
import type { ListView, Scope } from './scope.ts';
import { splitQueries } from './split-queries.ts';
import { traceQueries } from './trace-queries.ts';

/** Frames of a replay are large and many; going back a minute finds them still here. */
const pastLifeMs = 60_000;

/** A page that is looked at keeps its session, also when the stream brings all it needs: idle ones end after a minute at the earliest. */
const signOfPresenceMs = 45_000;
/** Who sees nothing waits for somebody to grant it, or for a cluster that has not read its roles yet. */
const hopeMs = 5000;

const isWhoami = framed<Whoami>({
  user: 'object',
  namespaces: 'array',
  cluster: 'object',
  persona: 'string',
});
const isStatus = framed<Status>({ kubernetes: 'object', prometheus: 'object' });
const isAbout = framed<About>({ console: 'string', istio: 'array', status: 'object' });
const isSearch = framed<Search>({ items: 'array' });
const isOverview = framed<Overview>({
  totals: 'object',
  attention: 'array',
  namespaces: 'array',
  top: 'object',
  splits: 'array',
  changes: 'array',
  warnings: 'array',
});
const isServices = framed<Services>({ services: 'array', warnings: 'array' });
const isWorkloads = framed<Workloads>({ workloads: 'array', warnings: 'array' });
const isGraph = framed<Graph>({ nodes: 'array', edges: 'array', namespaces: 'array', warnings: 'array' });

const isSeries = framed<Series>({ times: 'array', series: 'array', changes: 'array', warnings: 'array' });

/** What a chart is about: one side of traffic, or with `peer` one edge. */
export interface SeriesTarget {
  subject: SeriesSubject;
  namespace: string;
  /** Null for a namespace. */
  name: string | null;
  /** Only this version of the app. */
  version?: string | null;
  peer?: { kind: SeriesPeer; namespace: string | null; name: string; version?: string | null } | null;
}

export interface SeriesQuestion extends SeriesTarget {
  direction: SeriesDirection;
  metrics: readonly SeriesMetric[];
  by: SeriesGrouping;
  /** A Go duration. */
  range: string;
  /** Unix seconds of the end; null means now. */
  at: number | null;
  /** At most so many samples a series. */
  points?: number;
}
const isExpressions = framed<{ expressions: string[] }>({ expressions: 'array' });
const isTimeline = framed<Timeline>({
  requestsPerSecond: 'array',
  errorsPerSecond: 'array',
  changes: 'array',
  warnings: 'array',
});

const detailFrame = {
  health: 'object',
  inbound: 'object',
  outbound: 'object',
  pods: 'array',
  configuration: 'array',
  changes: 'array',
  warnings: 'array',
} as const;
const isServiceDetail = framed<ServiceDetail>({ ...detailFrame, versions: 'array', endpoints: 'array' });
const isWorkloadDetail = framed<WorkloadDetail>({ ...detailFrame, services: 'array', images: 'array' });

export interface DetailView extends ObjectName {
  /** A Go duration. */
  window: string;
}

/** A graph that a difference was applied to shares its objects already; one that was asked for anew is compared with the last. */
function shareGraph(before: unknown, after: unknown): unknown {
  if (!isGraph(before) || !isGraph(after)) return after;
  const known = new Set<unknown>(before.edges);
  return after.edges.some((edge) => known.has(edge)) ? after : replaceEqualDeep(before, after);
}

export function listPath(list: 'services' | 'workloads', { namespaces, window }: ListView): string {
  return apiRoutes[list]({ namespaces: namespaces?.join(','), window });
}

export const queries = {
  ...splitQueries,
  ...exploreQueries,
  ...traceQueries,
  ...accessQueries,
  ...configurationQueries,
  ...linkQueries,
  ...meshQueries,
  whoami: () =>
    queryOptions({
      queryKey: ['whoami'],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.whoami(), judge: isWhoami, signal }),
      staleTime: 60_000,
      refetchInterval: ({ state }) => (state.data?.namespaces.length === 0 ? hopeMs : signOfPresenceMs),
    }),
  status: () =>
    queryOptions({
      queryKey: ['status'],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.status(), judge: isStatus, signal }),
      refetchInterval: pollBeat,
    }),
  about: () =>
    queryOptions({
      queryKey: ['about'],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.about(), judge: isAbout, signal }),
      staleTime: 60_000,
    }),
  search: (q: string) =>
    queryOptions({
      queryKey: ['search', q],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.search(q), judge: isSearch, signal }),
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
          judge: isOverview,
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: pollBeat,
    }),
  services: (view: ListView) =>
    queryOptions({
      queryKey: ['services', view.namespaces, view.window],
      queryFn: ({ signal }) => callApi({ path: listPath('services', view), judge: isServices, signal }),
      placeholderData: keepPreviousData,
      refetchInterval: pollBeat,
    }),
  workloads: (view: ListView) =>
    queryOptions({
      queryKey: ['workloads', view.namespaces, view.window],
      queryFn: ({ signal }) => callApi({ path: listPath('workloads', view), judge: isWorkloads, signal }),
      placeholderData: keepPreviousData,
      refetchInterval: pollBeat,
    }),
  service: ({ namespace, name, window }: DetailView) =>
    queryOptions({
      queryKey: ['detail', 'service', namespace, name, window],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.service({ namespace, name }, { window }),
          judge: isServiceDetail,
          signal,
        }),
      refetchInterval: pollBeat,
    }),
  workload: ({ namespace, name, window }: DetailView) =>
    queryOptions({
      queryKey: ['detail', 'workload', namespace, name, window],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.workload({ namespace, name }, { window }),
          judge: isWorkloadDetail,
          signal,
        }),
      refetchInterval: pollBeat,
    }),
  graph: (view: GraphView) =>
    queryOptions({
      // What is over is not asked for again when something new arrives.
      queryKey: [view.at === null ? 'graph' : 'past-graph', view] as const,
      queryFn: ({ signal }) =>
        callApi({
          path: graphPath(view),
          judge: isGraph,
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: view.at === null ? pollBeat : false,
      structuralSharing: shareGraph,
      ...(view.at === null ? {} : { staleTime: Number.POSITIVE_INFINITY, gcTime: pastLifeMs }),
    }),
  /** `at` in Unix seconds; null is now. */
  timeline: (scope: { namespaces: Scope['namespaces']; range: string; at: number | null }) =>
    queryOptions({
      queryKey: ['timeline', scope],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.timeline({
            namespaces: scope.namespaces?.join(','),
            range: scope.range,
            at: scope.at === null ? undefined : String(scope.at),
          }),
          judge: isTimeline,
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: scope.at === null ? pollBeat : false,
    }),
  series: (question: SeriesQuestion) =>
    queryOptions({
      queryKey: ['series', question] as const,
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.series(seriesQuery(question)), judge: isSeries, signal }),
      // Of the same subject and the same parts: the lines of another would stand under the wrong name.
      placeholderData: (previous, query) =>
        query !== undefined && topicOf(query.queryKey[1]) === topicOf(question) ? previous : undefined,
      refetchInterval: question.at === null ? pollBeat : false,
    }),
  /** The PromQL behind a chart; null asks nothing. */
  expressions: (question: SeriesQuestion | null) =>
    queryOptions({
      queryKey: ['expressions', question] as const,
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.seriesExpressions(question === null ? {} : seriesQuery(question)),
          judge: isExpressions,
          signal,
        }),
      enabled: question !== null,
      staleTime: Number.POSITIVE_INFINITY,
    }),
};

function topicOf({ range, at, points, metrics, ...topic }: SeriesQuestion): string {
  return JSON.stringify([topic, metrics]);
}

function seriesQuery({ subject, namespace, name, version, peer, ...rest }: SeriesQuestion) {
  return {
    subject,
    namespace,
    name,
    version,
    peer: peer?.kind,
    peerNamespace: peer?.namespace,
    peerName: peer?.name,
    peerVersion: peer?.version,
    direction: rest.direction,
    metrics: rest.metrics.join(','),
    by: rest.by,
    range: rest.range,
    at: rest.at === null ? null : String(rest.at),
    points: rest.points === undefined ? null : String(rest.points),
  };
}
