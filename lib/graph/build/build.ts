/** The service graph of a mesh: telemetry gives edges and numbers, objects give names, idle nodes, badges and readiness. */

import type { Warning } from '../../api/problem.ts';
import type { Graph, GraphNode } from '../../api/traffic/graph.ts';
import type { GraphType } from '../../api/words.ts';
import type { ClusterObjects } from '../../istio/objects.ts';
import { finish, mapInSteps, type Steps } from '../../steps.ts';
import { EdgeRoutes } from '../routes/edge-routes.ts';
import { addIdleRoutes } from '../routes/idle-routes.ts';
import { routePlansOf } from '../routes/plans.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { type Badge, type BadgeSet, badgeSet, hostBadges, listBadges } from './badges.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { indexOf } from './cluster-index.ts';
import { hostDue } from './due.ts';
import { type NodeDraft, NodeDrafts } from './node-draft.ts';
import { tolerancesOf } from './node-tolerances.ts';
import type { NodeKey } from './resolve-node.ts';
import { trafficPartSteps } from './traffic-part.ts';

export interface GraphInput {
  telemetry: Telemetry;
  objects: ClusterObjects;
  /** Name of the cluster that the objects are from, for what telemetry names no cluster. */
  cluster: string;
  type: GraphType;
  /** Adds the called service between caller and workload. */
  serviceNodes: boolean;
  windowSeconds: number;
  /** Unix seconds of the newest sample. */
  at: number;
  /** Unix seconds at which the metrics were read; null when there are none. */
  metricsAt: number | null;
  /** Of the percentiles, which may be older. */
  percentilesAt?: number | null;
  warnings: readonly Warning[];
  /** Names this state of the mesh; the default changes with `at` only. */
  version?: string;
}

export function buildGraph(input: GraphInput): Graph {
  return finish(graphSteps(input));
}

/** As `buildGraph`, with pauses between its parts. */
export function* graphSteps(input: GraphInput): Steps<Graph> {
  const { telemetry, objects, windowSeconds } = input;
  const index = indexOf(objects);
  yield;
  const part = yield* trafficPartSteps(input, index);
  const { resolver } = part;
  const nodes = new NodeDrafts(index, input.cluster, part.nodes);
  const edges = new Map(part.edges);
  const routes = new EdgeRoutes(input, index, part.routes);
  yield;
  yield* mapInSteps(part.calls, ([source, calls]) => routes.note(source, calls));
  addIdleRoutes({ input, index, resolver, nodes, edges, routes, used: part.used });
  yield;
  const badges = hostBadges(objects, routePlansOf(objects, index).routeGroups);
  const due = hostDue(objects);
  const groups = groupsOf(input.type, nodes.all());
  const finished = yield* mapInSteps(nodes.all(), (draft) =>
    part.finished.node(draft, {
      index,
      telemetry,
      windowSeconds,
      badges: badgesOf(draft, badges),
      due: due(draft.hosts.keys()),
      group: groups.get(draft.key.id) ?? null,
    }),
  );
  const finishedEdges = yield* mapInSteps(edges.values(), (edge) =>
    part.finished.edge(edge, {
      telemetry,
      windowSeconds,
      tolerances: tolerancesOf(nodes.current(edge.target), index),
      route: routes.fieldsOf(edge),
    }),
  );
  return {
    type: input.type,
    version: input.version ?? String(input.at),
    at: input.at,
    windowSeconds,
    metricsAt: input.metricsAt,
    percentilesAt: input.percentilesAt ?? null,
    namespaces: namespacesOf(objects, index, finished),
    nodes: finished,
    edges: finishedEdges,
    warnings: [...input.warnings],
  };
}

/** Versions of one app share a group, where there is more than one. */
function groupsOf(type: GraphType, drafts: readonly NodeDraft[]): Map<string, string> {
  const groups = new Map<string, string>();
  if (type !== 'versioned-app') return groups;
  const versions = drafts.filter(({ key }) => key.kind === 'app');
  const byApp = Map.groupBy(versions, ({ key }) => appId(key));
  for (const [app, members] of byApp) {
    if (members.length > 1) for (const { key } of members) groups.set(key.id, app);
  }
  return groups;
}

function appId({ id }: NodeKey): string {
  return `app/${id.slice(id.indexOf('/') + 1, id.lastIndexOf('/'))}`;
}

const missingSidecar = badgeSet(['missing-sidecar']);

function badgesOf(draft: NodeDraft, byHost: (host: string) => BadgeSet): Badge[] {
  let badges = draft.workloads.some(({ withoutSidecar }) => withoutSidecar > 0) ? missingSidecar : 0;
  for (const host of draft.hosts.keys()) badges |= byHost(host);
  return listBadges(badges);
}

function namespacesOf(
  objects: ClusterObjects,
  index: ClusterIndex,
  nodes: readonly GraphNode[],
): Graph['namespaces'] {
  const counts = new Map<string, { workloads: number; services: number }>();
  const of = (name: string) => {
    let count = counts.get(name);
    if (count === undefined) {
      count = { workloads: 0, services: 0 };
      counts.set(name, count);
    }
    return count;
  };
  for (const { metadata } of objects.namespaces) of(metadata.name);
  for (const { namespace } of nodes) if (namespace !== '') of(namespace);
  for (const { namespace } of index.workloads.values()) of(namespace).workloads++;
  for (const { namespace } of index.services.values()) of(namespace).services++;
  return [...counts]
    .map(([name, count]) => ({ name, ...count, injected: index.injected.has(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
