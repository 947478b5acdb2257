/** Everything the overview tells of the whole mesh, computed once per poll; `buildOverview` gives each user their part of it. */

import type { Warning } from '../../api/problem.ts';
import type { Graph, GraphNode, Health, Traffic } from '../../api/traffic/graph.ts';
import type { ClusterObjects } from '../../istio/objects.ts';
import { finish, type Steps } from '../../steps.ts';
import { graphSteps } from '../build/build.ts';
import type { ClusterIndex } from '../build/cluster-index.ts';
import { indexOf } from '../build/cluster-index.ts';
import type { Endpoint } from '../build/identity.ts';
import { NodeResolver } from '../build/resolve-node.ts';
import type { Answered, Telemetry } from '../telemetry/telemetry.ts';
import type { TrafficRecord } from '../telemetry/traffic-record.ts';
import type { TrafficSum } from '../telemetry/traffic-sum.ts';
import { addRecord, emptySum, toTraffic } from '../telemetry/traffic-sum.ts';
import type { Change } from '../views/changes.ts';
import { changesOf } from '../views/changes.ts';
import type { Finding, ServiceView } from './attention.ts';
import { compareFindings, serviceFindings } from './attention.ts';
import { routeFindings, workloadFindings } from './attention-objects.ts';
import { linkCauses } from './root-causes.ts';
import type { OverviewResults } from './series.ts';
import { OverviewSeries } from './series.ts';
import type { Split } from './splits.ts';
import { splitsOf } from './splits.ts';

export interface SurveyInput {
  telemetry: Telemetry;
  objects: ClusterObjects;
  cluster: string;
  windowSeconds: number;
  /** Unix seconds. */
  at: number;
  metricsAt: number | null;
  /** Answers to the range queries; null when there are none. */
  series: OverviewResults | null;
  rangeSeconds: number;
  warnings: readonly Warning[];
}

export interface SurveyedService {
  namespace: string;
  name: string;
  traffic: Traffic | null;
  health: Health;
}

export interface SurveyedNamespace {
  name: string;
  injected: boolean;
  /** Requests into the namespace; of one that only sends (gateways), what it sends. */
  traffic: Traffic | null;
  /** The traffic counts here and in no other namespace. */
  receives: boolean;
  series: (number | null)[];
}

export interface Survey {
  answered: Answered;
  at: number;
  metricsAt: number | null;
  windowSeconds: number;
  rangeSeconds: number;
  findings: readonly Finding[];
  namespaces: readonly SurveyedNamespace[];
  services: readonly SurveyedService[];
  splits: readonly Split[];
  changes: readonly Change[];
  warnings: readonly Warning[];
}

export function surveyMesh(input: SurveyInput): Survey {
  return finish(surveySteps(input));
}

/** As `surveyMesh`, with pauses between its parts. */
export function* surveySteps(input: SurveyInput): Steps<Survey> {
  const { telemetry, objects, windowSeconds, at, metricsAt, rangeSeconds } = input;
  const { answered } = telemetry;
  const index = indexOf(objects);
  const shared = { ...input, serviceNodes: false };
  const graph = yield* graphSteps({ ...shared, type: 'versioned-app' });
  const services = yield* graphSteps({ ...shared, type: 'service' });
  yield;
  const rates = ratesOf(input, index);
  const series = input.series === null ? null : new OverviewSeries(input.series, index.domain);
  const find = nodeFinder(graph);
  const views = viewsOf(services, find.versionsOf);
  const context = {
    objects,
    index,
    series,
    lostByHost: answered.requests ? rates.lostByHost : null,
    requestsByHost: rates.requestsByHost,
    nodeOfHost: find.byHost,
    nodeOfWorkload: ({ namespace, name }: { namespace: string; name: string }) =>
      find.byWorkload(namespace, name)[0] ?? null,
  };
  yield;
  const byTraffic = views.flatMap((view) => serviceFindings(view, { graph, series }));
  yield;
  const byObjects = [...routeFindings(context), ...workloadFindings(context)];
  yield;
  linkCauses(byTraffic, views, graph);
  const findings = [...byTraffic.filter((finding) => !isLostTraffic(finding, byObjects)), ...byObjects];
  return {
    answered,
    at,
    metricsAt,
    windowSeconds,
    rangeSeconds,
    findings: findings.sort(compareFindings),
    namespaces: namespacesOf(graph, index, rates, telemetry, series),
    services: views.map(({ service }) => ({
      namespace: service.namespace,
      name: service.name,
      traffic: service.inbound,
      health: service.health,
    })),
    splits: splitsOf({
      objects,
      index,
      rateByWorkload: answered.requests ? rates.byWorkload : null,
      nodesOf: find.byWorkload,
    }),
    changes: changesOf(objects),
    warnings: input.warnings,
  };
}

/** Errors that are a route's to nothing: told once, by the route. */
function isLostTraffic({ code, host, harm }: Finding, byObjects: readonly Finding[]): boolean {
  if (code !== 'service-fails') return false;
  const lost = byObjects.filter((finding) => finding.code === 'route-to-nothing' && finding.host === host);
  return Math.max(0, ...lost.map(({ value }) => value ?? 0)) >= harm / 2 && lost.length > 0;
}

interface Rates {
  byNamespace: Map<string, TrafficSum>;
  /** Sent by gateways, by their namespace. */
  fromGateways: Map<string, TrafficSum>;
  byWorkload: Map<string, number>;
  requestsByHost: Map<string, number>;
  lostByHost: Map<string, number>;
}

/** Flags of requests that had nowhere to go: no such cluster, no healthy endpoint, no route. */
const lostFlags = /(?:^|,)(?:NC|UH|NR)(?:,|$)/;

function ratesOf({ telemetry, cluster }: SurveyInput, index: ClusterIndex): Rates {
  const rates: Rates = {
    byNamespace: new Map(),
    fromGateways: new Map(),
    byWorkload: new Map(),
    requestsByHost: new Map(),
    lostByHost: new Map(),
  };
  const resolver = new NodeResolver('versioned-app', false, cluster, index, new Map());
  const add = (map: Map<string, number>, key: string, amount: number) =>
    map.set(key, (map.get(key) ?? 0) + amount);
  for (const record of telemetry.records) {
    const { node, host } = resolver.destination(record.destination, record.source.namespace);
    if (node.namespace !== '') addTo(rates.byNamespace, node.namespace, record);
    if (isGateway(record.source, index)) addTo(rates.fromGateways, record.source.namespace, record);
    const requests = record.totals.requestsPerSecond;
    if (host === null || requests === 0) continue;
    add(rates.requestsByHost, host, requests);
    const { namespace, workload } = record.destination;
    if (workload !== '') add(rates.byWorkload, `${host}\n${namespace}/${workload}`, requests);
    for (const { flags, requestsPerSecond } of record.outcomes) {
      if (lostFlags.test(flags)) add(rates.lostByHost, host, requestsPerSecond);
    }
  }
  return rates;
}

function addTo(sums: Map<string, TrafficSum>, namespace: string, record: TrafficRecord): void {
  let sum = sums.get(namespace);
  if (sum === undefined) {
    sum = emptySum();
    sums.set(namespace, sum);
  }
  addRecord(sum, record);
}

function isGateway({ namespace, workload }: Endpoint, index: ClusterIndex): boolean {
  return index.workloads.get(`${namespace}/${workload}`)?.gateway === true;
}

interface NodeFinder {
  byHost: (host: string) => GraphNode | null;
  byWorkload: (namespace: string, workload: string) => readonly GraphNode[];
  versionsOf: (service: GraphNode) => GraphNode[];
}

function nodeFinder(graph: Graph): NodeFinder {
  const byHost = new Map<string, GraphNode>();
  for (const node of graph.nodes)
    for (const host of node.hosts) if (!byHost.has(host)) byHost.set(host, node);
  const byService = Map.groupBy(graph.nodes, ({ namespace, service }) => `${namespace}/${service}`);
  const byApp = Map.groupBy(graph.nodes, ({ namespace, workload }) => `${namespace}/${workload}`);
  return {
    byHost: (host) => byHost.get(host) ?? null,
    byWorkload: (namespace, workload) => byApp.get(`${namespace}/${workload}`) ?? [],
    versionsOf: ({ namespace, name }) =>
      (byService.get(`${namespace}/${name}`) ?? []).filter(
        ({ kind }) => kind === 'app' || kind === 'gateway',
      ),
  };
}

function viewsOf(services: Graph, versionsOf: (service: GraphNode) => GraphNode[]): ServiceView[] {
  return services.nodes
    .filter(({ kind, namespace }) => namespace !== '' && (kind === 'service' || kind === 'service-entry'))
    .map((service) => ({ service, host: service.hosts[0] ?? service.name, versions: versionsOf(service) }));
}

function namespacesOf(
  graph: Graph,
  index: ClusterIndex,
  { byNamespace, fromGateways }: Rates,
  { latency, answered }: Telemetry,
  series: OverviewSeries | null,
): SurveyedNamespace[] {
  const drawn = new Set(graph.nodes.map(({ namespace }) => namespace));
  return graph.namespaces
    .filter(({ name, injected }) => injected || drawn.has(name))
    .map(({ name }) => {
      const inbound = byNamespace.get(name);
      const sum = inbound ?? fromGateways.get(name);
      return {
        name,
        injected: index.injected.has(name),
        traffic: sum === undefined || !answered.requests ? null : toTraffic(sum, latency),
        receives: inbound !== undefined,
        series: series?.namespaceRequests(name) ?? [],
      };
    });
}
