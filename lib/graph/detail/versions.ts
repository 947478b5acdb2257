/** The versions of a service: what reaches each of them, beside what the routes that the caller may read say should. */
import type { RouteDetail, VersionDetail } from '../../api/traffic/details.ts';
import type { GraphNode } from '../../api/traffic/graph.ts';
import {
  endpointOf,
  type IndexedService,
  type IndexedWorkload,
  indexOf,
  namespaceOf,
} from '../build/cluster-index.ts';
import type { Endpoint } from '../build/identity.ts';
import { isInMesh } from '../build/idle-nodes.ts';
import { bytesOf, podsOf } from '../build/node-draft.ts';
import { mergeHealth } from '../health/health.ts';
import { healthOutside } from '../inventory/inventory.ts';
import { missingPart, workloadsOf, writtenRules } from '../routes/destinations.ts';
import { routePlansOf } from '../routes/plans.ts';
import { addRecord, emptySum, rounded, toTraffic } from '../telemetry/traffic-sum.ts';
import { type DetailInput, mayRead } from './input.ts';
import { hasTraffic, subjectNode } from './subject-node.ts';
import { type Directed, trafficByNode, trafficOf } from './traffic-by-node.ts';

export function routesOf(host: string, input: DetailInput): RouteDetail[] {
  const { objects, viewer } = input;
  const index = indexOf(objects);
  return writtenRules(objects, routePlansOf(objects, index))
    .filter(({ destinations }) => destinations.some((destination) => destination.host === host))
    .filter(({ object }) => mayRead(viewer, object))
    .map((route) => {
      const namespace = namespaceOf(route.object);
      return {
        namespace,
        kind: route.object.kind,
        virtualService: route.object.metadata.name,
        protocol: route.protocol,
        rule: route.index,
        name: route.name,
        conditional: route.conditional,
        destinations: route.destinations.map((destination) => {
          const workloads = workloadsOf(objects, index, destination, namespace) ?? [];
          const shown = destination.host === host || workloads.every((one) => viewer.sees(one.namespace));
          return {
            host: destination.host,
            subset: destination.subset,
            share: rounded(destination.share),
            mirrored: destination.mirrored,
            versions: shown ? [...new Set(workloads.map(({ version }) => version))] : [],
            missing: shown ? missingPart(objects, index, destination, namespace) : null,
          };
        }),
      };
    });
}

export function versionsOf(
  service: IndexedService,
  inbound: readonly Directed[],
  routes: readonly RouteDetail[],
  input: DetailInput,
): VersionDetail[] {
  const configured = configuredShares(service, routes);
  const sums = new Map<string, ReturnType<typeof emptySum>>();
  for (const { record } of inbound) {
    const { version, workload } = record.destination;
    if (workload === '') continue;
    const sum = sums.get(version || 'latest') ?? emptySum();
    sums.set(version || 'latest', sum);
    addRecord(sum, record);
  }
  const totals = [...sums.values()].reduce(
    (all, { records }) => ({
      requests: all.requests + records.reduce((sum, { totals }) => sum + totals.requestsPerSecond, 0),
      bytes: all.bytes + records.reduce((sum, record) => sum + bytesOf(record), 0),
    }),
    { requests: 0, bytes: 0 },
  );
  const byVersion = Map.groupBy(service.workloads, ({ version }) => version);
  const names = new Set([...byVersion.keys(), ...sums.keys()]);
  return [...names].sort(byNumber).map((version) => {
    const workloads = byVersion.get(version) ?? [];
    const sum = sums.get(version);
    const amount = sum?.records.reduce(
      (total, record) => total + (totals.requests > 0 ? record.totals.requestsPerSecond : bytesOf(record)),
      0,
    );
    const whole = totals.requests > 0 ? totals.requests : totals.bytes;
    return {
      version,
      workloads: workloads.map(({ name }) => name).sort(),
      pods: podsOf(workloads),
      health: mergeHealth(
        workloads.map(
          (workload) =>
            workloadNode(workload, endpointOf(workload), input)?.health ??
            healthOutside([workload], input.windowSeconds),
        ),
      ),
      traffic:
        sum === undefined || !input.telemetry.answered.requests
          ? null
          : toTraffic(sum, input.telemetry.latency),
      observedShare: whole > 0 ? rounded((amount ?? 0) / whole) : null,
      configuredShare: configured?.get(version) ?? (configured === null ? null : 0),
    };
  });
}

/** v2 before v10. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Null where the workload is not part of the mesh. */
export function workloadNode(
  workload: IndexedWorkload,
  endpoint: Endpoint,
  input: DetailInput,
): GraphNode | null {
  const traffic = trafficByNode(input, 'workload');
  const key = traffic.resolver.workload(endpoint);
  const own = trafficOf(traffic, key.id);
  if (!hasTraffic(own) && !isInMesh(workload, indexOf(input.objects))) return null;
  return subjectNode(key, own, { endpoint, hosts: [] }, input);
}

/** By the first rule without conditions; null where no such rule says which version gets what. */
function configuredShares(
  { host, workloads }: IndexedService,
  routes: readonly RouteDetail[],
): ReadonlyMap<string, number> | null {
  const rule = routes.find(({ conditional, destinations }) => !conditional && destinations.length > 0);
  const own = rule?.destinations.filter((one) => !one.mirrored && one.host === host) ?? [];
  if (own.length === 0) return null;
  const shares = new Map<string, number>();
  for (const { versions, share, missing } of own) {
    const [only, ...others] = versions;
    if (others.length > 0) return null;
    if (only !== undefined && missing === null) shares.set(only, (shares.get(only) ?? 0) + share);
  }
  return workloads.length === 0 ? null : shares;
}
