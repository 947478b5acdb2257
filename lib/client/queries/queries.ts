/**
 * What the screens ask for, as react-query options. Old data stays on the screen when asking again fails;
 * asking again is triggered by the stream (invalidation.ts), with a beat behind it (refresh.ts); graphs on the screen are kept by
 * the stream's differences (live-graphs.ts).
 */
import { keepPreviousData, queryOptions, replaceEqualDeep } from '@tanstack/react-query';
import type { Whoami } from '#lib/api/access/session.ts';
import type { Choices } from '#lib/api/configuration/choices.ts';
import type { Configuration, ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import type { Expectations } from '#lib/api/configuration/expectations.ts';
import type { ChangeHistory, History, RevisionText } from '#lib/api/configuration/history.ts';
import type { RouteTestAnswer, RouteTestRequest } from '#lib/api/configuration/route-test.ts';
import type { Timeline } from '#lib/api/configuration/timeline.ts';
import type { About, Search, Status } from '#lib/api/status.ts';
import type { ServiceDetail, WorkloadDetail } from '#lib/api/traffic/details.ts';
import type { Graph } from '#lib/api/traffic/graph.ts';
import type { Services, Workloads } from '#lib/api/traffic/inventory.ts';
import type { Overview } from '#lib/api/traffic/overview.ts';
import type { Series } from '#lib/api/traffic/series.ts';
import { apiRoutes, type KindName, type ObjectName } from '../address/routes.ts';
import type { ListView, Scope } from '../address/scope.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';
import { serverNow } from '../call/server-clock.ts';
import { accessQueries } from './access-queries.ts';
import { exploreQueries } from './explore-queries.ts';
import { type GraphView, graphPath } from './graph-query.ts';
import { linkQueries } from './link-queries.ts';
import { meshQueries } from './mesh-queries.ts';
import { pollBeat } from './refresh.ts';
import type { SeriesQuestion } from './series-question.ts';
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
const isExpressions = framed<{ expressions: string[] }>({ expressions: 'array' });
const isTimeline = framed<Timeline>({
  requestsPerSecond: 'array',
  errorsPerSecond: 'array',
  changes: 'array',
  warnings: 'array',
});

const isConfiguration = framed<Configuration>({ objects: 'array', kinds: 'array', warnings: 'array' });
const isConfigurationObject = framed<ConfigurationObject>({
  object: 'object',
  text: 'string',
  resourceVersion: 'string',
  findings: 'array',
  touches: 'array',
  touchedBy: 'array',
  may: 'object',
  warnings: 'array',
});
const isRouteTest = framed<RouteTestAnswer>({ destinations: 'array', tried: 'array', partial: 'object' });
const isExpectations = framed<Expectations>({ objects: 'array', met: 'number', unmet: 'number' });
const isChoices = framed<Choices>({
  hosts: 'array',
  gateways: 'array',
  namespaces: 'array',
  workloads: 'array',
  labels: 'array',
  serviceAccounts: 'array',
  mesh: 'object',
  virtualServices: 'array',
  localities: 'array',
  creatable: 'array',
  apiVersions: 'object',
});

const isHistory = framed<History>({ history: 'object', revisions: 'array', bounds: 'object' });
const isRevisionText = framed<RevisionText>({ id: 'string', operation: 'string', summary: 'object' });
const isChangeHistory = framed<ChangeHistory>({ history: 'object', changes: 'array', warnings: 'array' });

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
  configuration: (namespaces: Scope['namespaces']) =>
    queryOptions({
      queryKey: ['configuration', namespaces],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.configuration({ namespaces: namespaces?.join(',') }),
          judge: isConfiguration,
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: pollBeat,
    }),
  configurationObject: (object: KindName) =>
    queryOptions({
      queryKey: ['configuration-object', object.kind, object.namespace, object.name],
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.configurationObject(object), judge: isConfigurationObject, signal }),
      refetchInterval: pollBeat,
    }),
  configHistory: (object: KindName) =>
    queryOptions({
      queryKey: ['history', object.kind, object.namespace, object.name],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.configHistory(object), judge: isHistory, signal }),
      refetchInterval: pollBeat,
    }),
  configRevision: (object: KindName, revision: string) =>
    queryOptions({
      queryKey: ['revision', object.kind, object.namespace, object.name, revision],
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.configRevision(object, revision), judge: isRevisionText, signal }),
      // What it says never changes; whether it is kept or present stands in the list.
      staleTime: Number.POSITIVE_INFINITY,
    }),
  /** `at`: the end, Unix seconds; null is now. */
  configChanges: (scope: { namespaces: Scope['namespaces']; rangeSeconds: number; at: number | null }) =>
    queryOptions({
      queryKey: ['changes', scope],
      queryFn: ({ signal }) => {
        const end = scope.at ?? Math.floor(serverNow());
        return callApi({
          path: apiRoutes.configChanges({
            namespaces: scope.namespaces?.join(','),
            from: String(end - scope.rangeSeconds),
            to: scope.at === null ? undefined : String(scope.at),
          }),
          judge: isChangeHistory,
          signal,
        });
      },
      placeholderData: keepPreviousData,
      refetchInterval: scope.at === null ? pollBeat : false,
    }),
  /** Null asks nothing. */
  routeTest: (request: RouteTestRequest | null) =>
    queryOptions({
      queryKey: ['route-test', request],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.routeTest(),
          method: 'POST',
          body: { request },
          judge: isRouteTest,
          signal,
        }),
      refetchInterval: pollBeat,
    }),
  /** Of one object with its rules, or of namespaces; null of all. */
  expectations: (of: KindName | { namespaces: Scope['namespaces'] }) =>
    queryOptions({
      queryKey: ['expectations', of],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.expectations(
            'name' in of
              ? { kind: of.kind, namespace: of.namespace, name: of.name }
              : { namespaces: of.namespaces?.join(',') },
          ),
          judge: isExpectations,
          signal,
        }),
      refetchInterval: pollBeat,
    }),
  /** What the forms of a namespace offer. */
  configurationChoices: (namespace: string) =>
    queryOptions({
      queryKey: ['configuration-choices', namespace],
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.configurationChoices(namespace), judge: isChoices, signal }),
      enabled: namespace !== '',
      staleTime: 10_000,
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
