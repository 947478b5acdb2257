/** What the pages of configuration ask for, their history and saved requests among it; part of `queries` (queries.ts). */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Choices } from '#lib/api/choices.ts';
import type { Configuration, ConfigurationObject } from '#lib/api/configuration.ts';
import type { Expectations } from '#lib/api/expectations.ts';
import type { ChangeHistory, History, RevisionText } from '#lib/api/history.ts';
import type { RouteTestAnswer, RouteTestRequest } from '#lib/api/route-test.ts';
import { callApi } from './api-client.ts';
import { framed } from './frame.ts';
import { pollBeat } from './refresh.ts';
import { apiRoutes, type KindName } from './routes.ts';
import type { Scope } from './scope.ts';
import { serverNow } from './server-clock.ts';

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
  creatable: 'array',
});

const isHistory = framed<History>({ history: 'object', revisions: 'array', bounds: 'object' });
const isRevisionText = framed<RevisionText>({ id: 'string', operation: 'string', summary: 'object' });
const isChangeHistory = framed<ChangeHistory>({ history: 'object', changes: 'array', warnings: 'array' });

export const configurationQueries = {
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
};
