/** Every route of the API in one table: the server dispatches by it, `openapi.json` is written from it. */
import * as z from 'zod/mini';
import { accessRoutes } from './access-routes.ts';
import { choicesQuerySchema, choicesSchema } from './choices.ts';
import {
  applyAnswerSchema,
  applyEvents,
  applySchema,
  changesSchema,
  checkAnswerSchema,
  configurationObjectSchema,
  configurationQuerySchema,
  configurationSchema,
  dryRunAnswerSchema,
  objectQuerySchema,
} from './configuration.ts';
import type { Cost } from './cost.ts';
import { detailQuerySchema, serviceDetailSchema, workloadDetailSchema } from './details.ts';
import { expectationsQuerySchema, expectationsSchema } from './expectations.ts';
import { exploreRoutes } from './explore-routes.ts';
import { graphQuerySchema, graphSchema } from './graph.ts';
import {
  changeHistoryQuerySchema,
  changeHistorySchema,
  historyQuerySchema,
  historySchema,
  revisionQuerySchema,
  revisionTextSchema,
} from './history.ts';
import { inventoryQuerySchema, servicesSchema, workloadsSchema } from './inventory.ts';
import { linksSchema, openedLinkSchema, openLinkSchema, servicePagesSchema } from './links.ts';
import { logEvents, logsQuerySchema, logsSchema } from './logs.ts';
import { meshRoutes } from './mesh-routes.ts';
import { overviewQuerySchema, overviewSchema } from './overview.ts';
import { predictBodySchema, predictionSchema } from './prediction.ts';
import { routeTestAnswerSchema, routeTestSchema } from './route-test.ts';
import { seriesExpressionsSchema, seriesQuerySchema, seriesSchema } from './series.ts';
import {
  oidcQuerySchema,
  signInOptionsSchema,
  signInSchema,
  signOutSchema,
  whoamiSchema,
} from './session.ts';
import { splitRoutes } from './split-routes.ts';
import {
  aboutSchema,
  searchQuerySchema,
  searchSchema,
  statusSchema,
  streamEvents,
  streamQuerySchema,
} from './status.ts';
import { timelineQuerySchema, timelineSchema } from './timeline.ts';
import { traceRoutes } from './trace-routes.ts';

export interface RouteContract {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: `/${string}`;
  summary: string;
  /** Whether somebody must be signed in. */
  access: 'public' | 'signed-in';
  /** True when it changes something in the cluster: refused to read-only sessions, and audited. */
  writes: boolean;
  query: z.ZodMiniObject | null;
  body: z.ZodMiniType | null;
  /** It writes a line of the audit log for each change by itself, once it is under way. */
  ownAudit?: boolean;
  /** One user may ask so much of it, and then has to wait: 429. */
  costs?: Cost;
  /** It may be as large as objects are: 4 MiB instead of 1 MiB. */
  largeBody?: boolean;
  /** Of the 200 answer; null means 204 without body, "page" an answer that sends a browser on. */
  answer: z.ZodMiniType | 'stream' | 'page' | null;
  /** Of a stream, by name. */
  events?: Readonly<Record<string, z.ZodMiniType>>;
}

const read = { method: 'GET', access: 'signed-in', writes: false, query: null, body: null } as const;

export const routes = {
  signInOptions: {
    ...read,
    path: '/api/v1/session',
    access: 'public',
    summary: 'The ways to sign in here.',
    answer: signInOptionsSchema,
  },
  signIn: {
    ...read,
    method: 'POST',
    path: '/api/v1/session',
    access: 'public',
    summary: 'Sign in; sets the session cookie.',
    body: signInSchema,
    answer: whoamiSchema,
  },
  signOut: {
    ...read,
    method: 'DELETE',
    path: '/api/v1/session',
    access: 'public',
    summary: 'Sign out; ends the session and clears the cookie.',
    answer: signOutSchema,
  },
  oidcStart: {
    ...read,
    path: '/api/v1/session/oidc',
    access: 'public',
    summary: 'Sends a browser to the issuer to sign in there.',
    query: oidcQuerySchema,
    answer: 'page',
  },
  /** Its query is the issuer's, who may say more than anybody knows. */
  oidcCallback: {
    ...read,
    path: '/api/v1/session/oidc/callback',
    access: 'public',
    summary: 'Where the issuer sends the browser back to; sets the session cookie.',
    answer: 'page',
  },
  oidcLeave: {
    ...read,
    path: '/api/v1/session/oidc/leave',
    access: 'public',
    summary: 'Sends a browser that has signed out here to the issuer, to sign out there.',
    answer: 'page',
  },
  whoami: {
    ...read,
    path: '/api/v1/whoami',
    summary: 'Who the caller is and what they may do, by access reviews with their own credentials.',
    answer: whoamiSchema,
  },
  ...accessRoutes,
  ...meshRoutes,
  graph: {
    ...read,
    path: '/api/v1/graph',
    summary: 'The service graph of the namespaces that the caller may see.',
    query: graphQuerySchema,
    answer: graphSchema,
  },
  overview: {
    ...read,
    path: '/api/v1/overview',
    summary: 'What is wrong now, and how every namespace is doing.',
    query: overviewQuerySchema,
    answer: overviewSchema,
  },
  services: {
    ...read,
    path: '/api/v1/services',
    summary: 'Every service of the namespaces that the caller may see, called or not.',
    query: inventoryQuerySchema,
    answer: servicesSchema,
  },
  workloads: {
    ...read,
    path: '/api/v1/workloads',
    summary: 'Every workload of the namespaces that the caller may see.',
    query: inventoryQuerySchema,
    answer: workloadsSchema,
  },
  timeline: {
    ...read,
    path: '/api/v1/timeline',
    summary:
      'Requests, errors and changes of configuration over a range, in the namespaces that the caller may see.',
    query: timelineQuerySchema,
    answer: timelineSchema,
  },
  service: {
    ...read,
    path: '/api/v1/namespaces/{namespace}/services/{service}',
    summary:
      'A Service or ServiceEntry: ports, endpoints, versions, traffic by peer, pods, and the configuration that touches it.',
    query: detailQuerySchema,
    answer: serviceDetailSchema,
  },
  workload: {
    ...read,
    path: '/api/v1/namespaces/{namespace}/workloads/{name}',
    summary:
      "A workload: pods with their proxies' state, traffic by peer, and the configuration that touches it.",
    query: detailQuerySchema,
    answer: workloadDetailSchema,
  },
  configuration: {
    ...read,
    path: '/api/v1/config',
    summary: "Istio's objects of the namespaces that the caller may see, of the kinds that they may list.",
    query: configurationQuerySchema,
    answer: configurationSchema,
  },
  configurationObject: {
    ...read,
    path: '/api/v1/config/object',
    summary:
      "One of Istio's objects, read with the caller's credentials: text, findings, what it touches, what the caller may do with it.",
    query: objectQuerySchema,
    answer: configurationObjectSchema,
  },
  configurationChoices: {
    ...read,
    path: '/api/v1/config/choices',
    summary: 'What the forms of one namespace offer: hosts, ports, subsets, gateways, labels.',
    query: choicesQuerySchema,
    answer: choicesSchema,
  },
  routeTest: {
    ...read,
    method: 'POST',
    path: '/api/v1/route-test',
    summary: 'Where one request would go, and because of which rule; sends nothing.',
    body: routeTestSchema,
    costs: 'judged',
    largeBody: true,
    answer: routeTestAnswerSchema,
  },
  expectations: {
    ...read,
    path: '/api/v1/config/expectations',
    summary:
      'Requests that are saved on VirtualServices, HTTPRoutes and GRPCRoutes with what they have to lead to, and whether they do.',
    query: expectationsQuerySchema,
    answer: expectationsSchema,
  },
  checkChanges: {
    ...read,
    method: 'POST',
    path: '/api/v1/config/check',
    summary: 'What schema, istiod and the checks would say if these changes were made; changes nothing.',
    body: changesSchema,
    costs: 'judged',
    largeBody: true,
    answer: checkAnswerSchema,
  },
  predictChanges: {
    ...read,
    method: 'POST',
    path: '/api/v1/config/predict',
    summary: 'Where the measured requests would go if these changes were made; changes nothing.',
    body: predictBodySchema,
    costs: 'judged',
    largeBody: true,
    answer: predictionSchema,
  },
  dryRunChanges: {
    ...read,
    method: 'POST',
    path: '/api/v1/config/dry-run',
    summary:
      "What the API server and its webhooks say to these changes, with the caller's credentials; changes nothing.",
    body: changesSchema,
    costs: 'tried',
    largeBody: true,
    answer: dryRunAnswerSchema,
  },
  applyChanges: {
    ...read,
    method: 'POST',
    path: '/api/v1/config/apply',
    summary:
      "Writes the changes one by one in a safe order, with the caller's credentials; stops at the first failure.",
    writes: true,
    ownAudit: true,
    body: applySchema,
    largeBody: true,
    answer: applyAnswerSchema,
  },
  applyChangesStream: {
    ...read,
    method: 'POST',
    path: '/api/v1/config/apply/stream',
    summary: 'The same, told step by step: server-sent events, the last of which is the answer.',
    writes: true,
    ownAudit: true,
    body: applySchema,
    largeBody: true,
    answer: 'stream',
    events: applyEvents,
  },
  series: {
    ...read,
    path: '/api/v1/series',
    summary: 'What a service, workload, app or namespace did over time, or one edge of it.',
    query: seriesQuerySchema,
    answer: seriesSchema,
  },
  ...exploreRoutes,
  ...traceRoutes,
  seriesExpressions: {
    ...read,
    path: '/api/v1/series/expressions',
    summary: 'The PromQL behind those series, to go on with in Prometheus.',
    query: seriesQuerySchema,
    answer: seriesExpressionsSchema,
  },
  search: {
    ...read,
    path: '/api/v1/search',
    summary: 'Objects by name, as the command palette lists them.',
    query: searchQuerySchema,
    answer: searchSchema,
  },
  status: {
    ...read,
    path: '/api/v1/status',
    summary: 'How Kubernetes and Prometheus are doing.',
    answer: statusSchema,
  },
  about: {
    ...read,
    path: '/api/v1/about',
    summary: 'Versions of console, Kubernetes, Istio and Prometheus.',
    answer: aboutSchema,
  },
  links: {
    ...read,
    path: '/api/v1/links',
    summary:
      'Grafana, Prometheus, Jaeger or Tempo, Kiali, Alertmanager: where they are, whether the caller may open them, what to ask for.',
    answer: linksSchema,
  },
  servicePages: {
    ...read,
    path: '/api/v1/namespaces/{namespace}/services/{service}/pages',
    summary:
      'Ports of a Service that speak HTTP, whether the caller may open their pages through the API server’s proxy, what to ask for.',
    answer: servicePagesSchema,
  },
  openLink: {
    ...read,
    method: 'POST',
    path: '/api/v1/links/open',
    summary:
      'A ticket for the pages of a Service on a host of its own, through the API server’s proxy; changes nothing.',
    body: openLinkSchema,
    answer: openedLinkSchema,
  },
  configHistory: {
    ...read,
    path: '/api/v1/config/history',
    summary: 'Every revision of an object that the caller may get, or might if it were still there.',
    query: historyQuerySchema,
    answer: historySchema,
  },
  configRevision: {
    ...read,
    path: '/api/v1/config/revision',
    summary: 'One revision with the object before and after it.',
    query: revisionQuerySchema,
    answer: revisionTextSchema,
  },
  configChanges: {
    ...read,
    path: '/api/v1/config/changes',
    summary: 'What changed in namespaces over a time, of the kinds that the caller may get there.',
    query: changeHistoryQuerySchema,
    answer: changeHistorySchema,
  },
  ...splitRoutes,
  podLogs: {
    ...read,
    path: '/api/v1/namespaces/{namespace}/pods/{name}/logs',
    summary: 'The last lines of a container, with the rights of the caller.',
    query: logsQuerySchema,
    answer: logsSchema,
  },
  podLogStream: {
    ...read,
    path: '/api/v1/namespaces/{namespace}/pods/{name}/logs/stream',
    summary: 'Server-sent events: the last lines of a container, and those that follow.',
    query: logsQuerySchema,
    answer: 'stream',
    events: logEvents,
  },
  stream: {
    ...read,
    path: '/api/v1/stream',
    summary:
      'Server-sent events: new metrics, changed objects, states of sources, changed rights, differences of followed graphs.',
    query: streamQuerySchema,
    answer: 'stream',
    events: streamEvents,
  },
  live: {
    ...read,
    path: '/healthz',
    access: 'public',
    summary: 'The process is alive.',
    answer: z.object({ status: z.literal('alive') }),
  },
  ready: {
    ...read,
    path: '/readyz',
    access: 'public',
    summary:
      'The cluster has been read, or is known to be away; 503 until then, and again while the process is stopping.',
    answer: z.object({ status: z.literal('ready') }),
  },
  openApi: {
    ...read,
    path: '/api/v1/openapi.json',
    access: 'public',
    summary: 'This description.',
    answer: z.record(z.string(), z.unknown()),
  },
} as const satisfies Record<string, RouteContract>;
