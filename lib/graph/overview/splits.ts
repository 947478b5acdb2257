/** Routes that share traffic now: what is configured beside what is observed. */
import type { GraphNode } from '../../api/traffic/graph.ts';
import type { Overview } from '../../api/traffic/overview.ts';
import type { ClusterObjects } from '../../istio/objects.ts';
import type { ClusterIndex } from '../build/cluster-index.ts';
import { namespaceOf, parseServiceHost } from '../build/cluster-index.ts';
import { mergeHealth, unknownHealth } from '../health/health.ts';
import type { RouteDestination, WrittenRule } from '../routes/destinations.ts';
import { workloadsOf, writtenRules } from '../routes/destinations.ts';
import { routePlansOf } from '../routes/plans.ts';
import { rounded } from '../telemetry/traffic-sum.ts';

export type Split = Overview['splits'][number];

export interface SplitContext {
  objects: ClusterObjects;
  index: ClusterIndex;
  /** Requests per second by full host and workload ("host\nnamespace/workload"); null without metrics. */
  rateByWorkload: ReadonlyMap<string, number> | null;
  nodesOf: (namespace: string, workload: string) => readonly GraphNode[];
}

export function splitsOf(context: SplitContext): Split[] {
  const plans = routePlansOf(context.objects, context.index);
  return writtenRules(context.objects, plans).flatMap((rule) => {
    const weighted = rule.destinations.filter(({ mirrored }) => !mirrored);
    const mirrors = rule.destinations.length - weighted.length;
    return weighted.length > 1 || mirrors > 0 ? [splitOf(rule, context)] : [];
  });
}

function splitOf({ object, destinations }: WrittenRule, context: SplitContext): Split {
  const { objects, index, rateByWorkload, nodesOf } = context;
  const namespace = namespaceOf(object);
  const behind = destinations.map((destination) => workloadsOf(objects, index, destination, namespace) ?? []);
  const rates = destinations.map(({ host }, place) => {
    if (rateByWorkload === null) return null;
    return (behind[place] ?? []).reduce(
      (sum, workload) => sum + (rateByWorkload.get(`${host}\n${workload.namespace}/${workload.name}`) ?? 0),
      0,
    );
  });
  const shared = destinations.reduce(
    (sum, { mirrored }, place) => sum + (mirrored ? 0 : (rates[place] ?? 0)),
    0,
  );
  const [first] = destinations;
  const nodes = behind.flat().flatMap((workload) => nodesOf(workload.namespace, workload.name));
  return {
    namespace,
    service: serviceName(first, objects.meshConfig.domain) ?? object.metadata.name,
    kind: object.kind,
    virtualService: object.metadata.name,
    parts: destinations.map((destination, place) => {
      const rate = rates[place] ?? null;
      return {
        name: destination.subset ?? serviceName(destination, objects.meshConfig.domain) ?? destination.host,
        configured: rounded(destination.share),
        observed: rate === null || shared <= 0 ? null : rounded(rate / shared),
        mirrored: destination.mirrored,
      };
    }),
    health:
      rateByWorkload === null && nodes.length === 0
        ? unknownHealth
        : mergeHealth([...new Set(nodes)].map(({ health }) => health)),
  };
}

function serviceName(destination: RouteDestination | undefined, domain: string): string | null {
  return destination === undefined ? null : (parseServiceHost(destination.host, domain)?.name ?? null);
}
