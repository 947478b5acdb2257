/** Everything the overview tells of the whole mesh, computed once per poll; `buildOverview` gives each user their part of it. */
import type { Graph, GraphNode, Health, Traffic } from '../api/graph.ts';
import type { Warning } from '../api/problem.ts';
import type { ClusterObjects } from '../istio/objects.ts';
import type { Finding, ServiceView } from './attention.ts';
import { compareFindings, serviceFindings } from './attention.ts';
import { routeFindings, workloadFindings } from './attention-objects.ts';
import { buildGraph } from './build.ts';
import type { Change } from './changes.ts';
import { changesOf } from './changes.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { indexOf } from './cluster-index.ts';
import type { OverviewResults } from './overview-series.ts';
import { OverviewSeries } from './overview-series.ts';
import type { Split } from './overview-splits.ts';
import { splitsOf } from './overview-splits.ts';
import { NodeResolver } from './resolve-node.ts';
import type { Telemetry } from './telemetry.ts';
import { requestsOf } from './traffic-record.ts';
import type { TrafficSum } from './traffic-sum.ts';
import { addRecord, emptySum, toTraffic } from './traffic-sum.ts';

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
  traffic: Traffic | null;
  series: (number | null)[];
}

export interface Survey {
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
  const { telemetry, objects, windowSeconds, at, metricsAt, rangeSeconds } = input;
  const index = indexOf(objects);
  const shared = { ...input, serviceNodes: false };
  const graph = buildGraph({ ...shared, type: 'versioned-app' });
  const services = buildGraph({ ...shared, type: 'service' });
  const rates = ratesOf(input, index);
  const series = input.series === null ? null : new OverviewSeries(input.series, index.domain);
  const find = nodeFinder(graph);
  const views = viewsOf(services, find.versionsOf);
  const known = metricsAt !== null;
  const context = {
    objects,
    index,
    series,
    lostByHost: known ? rates.lostByHost : null,
    requestsByHost: rates.requestsByHost,
    nodeOfHost: find.byHost,
    nodeOfWorkload: ({ namespace, name }: { namespace: string; name: string }) =>
      find.byWorkload(namespace, name)[0] ?? null,
  };
  const findings = [
    ...views.flatMap((view) => serviceFindings(view, { graph, series })),
    ...routeFindings(context),
    ...workloadFindings(context),
  ];
  return {
    at,
    metricsAt,
    windowSeconds,
    rangeSeconds,
    findings: findings.sort(compareFindings),
    namespaces: namespacesOf(graph, index, rates.byNamespace, telemetry, series),
    services: views.map(({ service }) => ({
      namespace: service.namespace,
      name: service.name,
      traffic: service.inbound,
      health: service.health,
    })),
    splits: splitsOf({
      objects,
      index,
      rateByWorkload: known ? rates.byWorkload : null,
      nodesOf: find.byWorkload,
    }),
    changes: changesOf(objects),
    warnings: input.warnings,
  };
}

interface Rates {
  byNamespace: Map<string, TrafficSum>;
  byWorkload: Map<string, number>;
  requestsByHost: Map<string, number>;
  lostByHost: Map<string, number>;
}

/** Flags of requests that had nowhere to go: no such cluster, no healthy endpoint, no route. */
const lostFlags = /(?:^|,)(?:NC|UH|NR)(?:,|$)/;

function ratesOf({ telemetry, cluster }: SurveyInput, index: ClusterIndex): Rates {
  const rates: Rates = {
    byNamespace: new Map(),
    byWorkload: new Map(),
    requestsByHost: new Map(),
    lostByHost: new Map(),
  };
  const resolver = new NodeResolver('versioned-app', false, cluster, index, new Map());
  const add = (map: Map<string, number>, key: string, amount: number) =>
    map.set(key, (map.get(key) ?? 0) + amount);
  for (const record of telemetry.records) {
    const { node, host } = resolver.destination(record.destination, record.source.namespace);
    if (node.namespace !== '') {
      const sum = rates.byNamespace.get(node.namespace) ?? emptySum();
      addRecord(sum, record);
      rates.byNamespace.set(node.namespace, sum);
    }
    const requests = requestsOf(record);
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
  sums: ReadonlyMap<string, TrafficSum>,
  { latency }: Telemetry,
  series: OverviewSeries | null,
): SurveyedNamespace[] {
  const drawn = new Set(graph.nodes.map(({ namespace }) => namespace));
  return graph.namespaces
    .filter(({ name, injected }) => injected || drawn.has(name))
    .map(({ name }) => {
      const sum = sums.get(name);
      return {
        name,
        injected: index.injected.has(name),
        traffic: sum === undefined ? null : toTraffic(sum, latency),
        series: series?.namespaceRequests(name) ?? [],
      };
    });
}
