/** Findings that objects prove, with or without metrics: routes to nothing, pods without sidecar, workloads that are not ready. */
import type { GraphNode } from '../../api/traffic/graph.ts';
import type { ClusterObjects } from '../../istio/objects.ts';
import type { ClusterIndex, IndexedWorkload } from '../build/cluster-index.ts';
import { namespaceOf, parseServiceHost } from '../build/cluster-index.ts';
import { isInMesh } from '../build/idle-nodes.ts';
import { healthRule } from '../health/health.ts';
import { missingPart, writtenRules } from '../routes/destinations.ts';
import { routePlansOf } from '../routes/plans.ts';
import { rounded } from '../telemetry/traffic-sum.ts';
import { lastWrite } from '../views/changes.ts';
import type { Finding } from './attention.ts';
import { blank } from './attention.ts';
import type { OverviewSeries } from './series.ts';

export interface ObjectContext {
  objects: ClusterObjects;
  index: ClusterIndex;
  /** Requests per second that found no cluster or no endpoint, by full host name; null without metrics. */
  lostByHost: ReadonlyMap<string, number> | null;
  requestsByHost: ReadonlyMap<string, number>;
  series: OverviewSeries | null;
  /** The node that stands for a host or for a workload, on the graph page. */
  nodeOfHost: (host: string) => GraphNode | null;
  nodeOfWorkload: (workload: IndexedWorkload) => GraphNode | null;
}

export function routeFindings(context: ObjectContext): Finding[] {
  const { objects, index, lostByHost, requestsByHost, series } = context;
  const plans = routePlansOf(objects, index);
  return writtenRules(objects, plans).flatMap(({ object, protocol, index: rule, destinations }) => {
    const { kind, metadata } = object;
    const namespace = namespaceOf(object);
    return destinations.flatMap((destination): Finding[] => {
      const missing = destination.mirrored ? null : missingPart(objects, index, destination, namespace);
      if (missing === null) return [];
      const { host } = destination;
      const lost = lostByHost === null ? null : (lostByHost.get(host) ?? 0);
      const requests = requestsByHost.get(host) ?? 0;
      const service = parseServiceHost(host, objects.meshConfig.domain);
      const line = series?.errorsPerSecond(host) ?? [];
      const failing = lost !== null && requests > 0 && lost / requests >= healthRule.error.failing;
      const path = `${namespace}/${metadata.name}/${protocol}/${rule}/${host}/${missing}`;
      return [
        {
          ...blank({ namespace, name: service?.name ?? metadata.name }),
          id: `route-to-nothing/${path}`,
          host,
          code: 'route-to-nothing',
          severity: failing ? 'failing' : 'degraded',
          object: { kind, namespace, name: metadata.name, rule },
          value: lost === null ? null : rounded(lost),
          requestsPerSecond: requests > 0 ? rounded(requests) : null,
          missing,
          since: series?.onset(line, (value) => value > 0) ?? lastWrite(object),
          series: line,
          node: context.nodeOfHost(host)?.id ?? null,
          harm: lost ?? 0,
        },
      ];
    });
  });
}

export function workloadFindings({ index, nodeOfWorkload }: ObjectContext): Finding[] {
  const findings: Finding[] = [];
  for (const workload of index.workloads.values()) {
    if (!isInMesh(workload, index)) continue;
    const node = nodeOfWorkload(workload);
    const base = {
      ...blank(workload),
      node: node?.id ?? null,
      requestsPerSecond: node?.inbound?.requestsPerSecond ?? null,
    };
    const bare = workload.withoutSidecar - workload.optedOut;
    if (bare > 0 && index.injected.has(workload.namespace)) {
      findings.push({
        ...base,
        id: `missing-sidecar/${workload.namespace}/${workload.name}`,
        code: 'missing-sidecar',
        severity: 'degraded',
        value: bare,
      });
    }
    const { pods } = workload;
    if (pods !== null && pods.ready < pods.wanted) {
      findings.push({
        ...base,
        id: `workload-not-ready/${workload.namespace}/${workload.name}`,
        code: 'workload-not-ready',
        severity: pods.ready === 0 ? 'failing' : 'degraded',
        value: pods.ready,
        threshold: pods.wanted,
        since: workload.notReadySince,
      });
    }
  }
  return findings;
}
