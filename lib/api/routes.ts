/** Every route of the API in one table: the server dispatches by it, `openapi.json` is written from it. */
import * as z from 'zod/mini';
import { accessRoutes } from './access/access-routes.ts';
import { sessionRoutes } from './access/session-routes.ts';
import { configurationRoutes } from './configuration/configuration-routes.ts';
import {
  changeHistoryQuerySchema,
  changeHistorySchema,
  historyQuerySchema,
  historySchema,
  revisionQuerySchema,
  revisionTextSchema,
} from './configuration/history.ts';
import { timelineQuerySchema, timelineSchema } from './configuration/timeline.ts';
import { linksSchema, openedLinkSchema, openLinkSchema, servicePagesSchema } from './mesh/links.ts';
import { meshRoutes } from './mesh/mesh-routes.ts';
import { type RouteContract, readRoute } from './route-contract.ts';
import { splitRoutes } from './splits/split-routes.ts';
import {
  aboutSchema,
  searchQuerySchema,
  searchSchema,
  statusSchema,
  streamEvents,
  streamQuerySchema,
} from './status.ts';
import { detailQuerySchema, serviceDetailSchema, workloadDetailSchema } from './traffic/details.ts';
import { exploreRoutes } from './traffic/explore-routes.ts';
import { graphQuerySchema, graphSchema } from './traffic/graph.ts';
import { inventoryQuerySchema, servicesSchema, workloadsSchema } from './traffic/inventory.ts';
import { logEvents, logsQuerySchema, logsSchema } from './traffic/logs.ts';
import { overviewQuerySchema, overviewSchema } from './traffic/overview.ts';
import { seriesExpressionsSchema, seriesQuerySchema, seriesSchema } from './traffic/series.ts';
import { traceRoutes } from './traffic/trace-routes.ts';

export const routes = {
  ...sessionRoutes,
  ...accessRoutes,
  ...meshRoutes,
  graph: {
    ...readRoute,
    path: '/api/v1/graph',
    summary: 'The service graph of the namespaces that the caller may see.',
    query: graphQuerySchema,
    answer: graphSchema,
  },
  overview: {
    ...readRoute,
    path: '/api/v1/overview',
    summary: 'What is wrong now, and how every namespace is doing.',
    query: overviewQuerySchema,
    answer: overviewSchema,
  },
  services: {
    ...readRoute,
    path: '/api/v1/services',
    summary: 'Every service of the namespaces that the caller may see, called or not.',
    query: inventoryQuerySchema,
    answer: servicesSchema,
  },
  workloads: {
    ...readRoute,
    path: '/api/v1/workloads',
    summary: 'Every workload of the namespaces that the caller may see.',
    query: inventoryQuerySchema,
    answer: workloadsSchema,
  },
  timeline: {
    ...readRoute,
    path: '/api/v1/timeline',
    summary:
      'Requests, errors and changes of configuration over a range, in the namespaces that the caller may see.',
    query: timelineQuerySchema,
    answer: timelineSchema,
  },
  service: {
    ...readRoute,
    path: '/api/v1/namespaces/{namespace}/services/{service}',
    summary:
      'A Service or ServiceEntry: ports, endpoints, versions, traffic by peer, pods, and the configuration that touches it.',
    query: detailQuerySchema,
    answer: serviceDetailSchema,
  },
  workload: {
    ...readRoute,
    path: '/api/v1/namespaces/{namespace}/workloads/{name}',
    summary:
      "A workload: pods with their proxies' state, traffic by peer, and the configuration that touches it.",
    query: detailQuerySchema,
    answer: workloadDetailSchema,
  },
  ...configurationRoutes,
  series: {
    ...readRoute,
    path: '/api/v1/series',
    summary: 'What a service, workload, app or namespace did over time, or one edge of it.',
    query: seriesQuerySchema,
    answer: seriesSchema,
  },
  ...exploreRoutes,
  ...traceRoutes,
  seriesExpressions: {
    ...readRoute,
    path: '/api/v1/series/expressions',
    summary: 'The PromQL behind those series, to go on with in Prometheus.',
    query: seriesQuerySchema,
    answer: seriesExpressionsSchema,
  },
  search: {
    ...readRoute,
    path: '/api/v1/search',
    summary: 'Objects by name, as the command palette lists them.',
    query: searchQuerySchema,
    answer: searchSchema,
  },
  status: {
    ...readRoute,
    path: '/api/v1/status',
    summary: 'How Kubernetes and Prometheus are doing.',
    answer: statusSchema,
  },
  about: {
    ...readRoute,
    path: '/api/v1/about',
    summary: 'Versions of console, Kubernetes, Istio and Prometheus.',
    answer: aboutSchema,
  },
  links: {
    ...readRoute,
    path: '/api/v1/links',
    summary:
      'Grafana, Prometheus, Jaeger or Tempo, Kiali, Alertmanager: where they are, whether the caller may open them, what to ask for.',
    answer: linksSchema,
  },
  servicePages: {
    ...readRoute,
    path: '/api/v1/namespaces/{namespace}/services/{service}/pages',
    summary:
      'Ports of a Service that speak HTTP, whether the caller may open their pages through the API server’s proxy, what to ask for.',
    answer: servicePagesSchema,
  },
  openLink: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/links/open',
    summary:
      'A ticket for the pages of a Service on a host of its own, through the API server’s proxy; changes nothing.',
    body: openLinkSchema,
    answer: openedLinkSchema,
  },
  configHistory: {
    ...readRoute,
    path: '/api/v1/config/history',
    summary: 'Every revision of an object that the caller may get, or might if it were still there.',
    query: historyQuerySchema,
    answer: historySchema,
  },
  configRevision: {
    ...readRoute,
    path: '/api/v1/config/revision',
    summary: 'One revision with the object before and after it.',
    query: revisionQuerySchema,
    answer: revisionTextSchema,
  },
  configChanges: {
    ...readRoute,
    path: '/api/v1/config/changes',
    summary: 'What changed in namespaces over a time, of the kinds that the caller may get there.',
    query: changeHistoryQuerySchema,
    answer: changeHistorySchema,
  },
  ...splitRoutes,
  podLogs: {
    ...readRoute,
    path: '/api/v1/namespaces/{namespace}/pods/{name}/logs',
    summary: 'The last lines of a container, with the rights of the caller.',
    query: logsQuerySchema,
    answer: logsSchema,
  },
  podLogStream: {
    ...readRoute,
    path: '/api/v1/namespaces/{namespace}/pods/{name}/logs/stream',
    summary: 'Server-sent events: the last lines of a container, and those that follow.',
    query: logsQuerySchema,
    answer: 'stream',
    events: logEvents,
  },
  stream: {
    ...readRoute,
    path: '/api/v1/stream',
    summary:
      'Server-sent events: new metrics, changed objects, states of sources, changed rights, differences of followed graphs.',
    query: streamQuerySchema,
    answer: 'stream',
    events: streamEvents,
  },
  live: {
    ...readRoute,
    path: '/healthz',
    access: 'public',
    summary: 'The process is alive.',
    answer: z.object({ status: z.literal('alive') }),
  },
  ready: {
    ...readRoute,
    path: '/readyz',
    access: 'public',
    summary:
      'The cluster has been read, or is known to be away; 503 until then, and again while the process is stopping.',
    answer: z.object({ status: z.literal('ready') }),
  },
  openApi: {
    ...readRoute,
    path: '/api/v1/openapi.json',
    access: 'public',
    summary: 'This description.',
    answer: z.record(z.string(), z.unknown()),
  },
} as const satisfies Record<string, RouteContract>;
