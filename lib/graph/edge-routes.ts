/**
 * Edges against configuration: traffic that goes as some rule says, traffic that no rule of its caller explains, and rules that
 * nothing follows; with the shares that rules give beside those that came about.
 */
import type { GraphEdge } from '../api/graph.ts';
import type { GraphType } from '../api/words.ts';
import type { ClusterObjects } from '../istio/objects.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { NodeDraft } from './node-draft.ts';
import type { NodeKey, NodeResolver } from './resolve-node.ts';
import { type RoutePlan, RoutePlans } from './route-plans.ts';
import type { RouteLayer, RouteTarget } from './route-rules.ts';
import { covers, TargetNodes } from './route-targets.ts';
import type { TrafficRecord } from './traffic-record.ts';
import { rounded } from './traffic-sum.ts';

/** From caller to workload; with service nodes in two steps. */
export type Leg = 'direct' | 'to-service' | 'from-service';

interface RoutedEdge {
  source: string;
  target: string;
  leg: Leg;
  state: NonNullable<GraphEdge['route']>;
  /** Null when there are several. */
  host: string | null;
  plans: Set<RoutePlan>;
  requestsPerSecond: number;
  /** Only copies went here. */
  copies: boolean;
  /** Holds requests of which nobody can say where the rules wanted them: lost on the way, or of a caller without proxy. */
  blurred: boolean;
}

type RouteFields = Pick<GraphEdge, 'route' | 'configuredShare' | 'observedShare' | 'routedBy'>;

export class EdgeRoutes {
  readonly plans: RoutePlans;
  readonly targets: TargetNodes;
  /** Callers with the plans that their traffic met. */
  readonly calls = new Map<NodeDraft, Set<RoutePlan>>();
  private readonly index: ClusterIndex;
  private readonly cluster: string;
  private readonly edges = new Map<string, RoutedEdge>();
  /** Requests that are no copies, by source node and host. */
  private readonly sent = new Map<string, Map<string, number>>();

  constructor(
    { objects, type, cluster }: { objects: ClusterObjects; type: GraphType; cluster: string },
    index: ClusterIndex,
    resolver: NodeResolver,
  ) {
    this.index = index;
    this.cluster = cluster;
    this.plans = new RoutePlans(objects, index);
    this.targets = new TargetNodes(type, resolver, index);
  }

  /** What one record says of the edge that it is drawn as. */
  note(id: string, source: NodeDraft, target: NodeKey, record: TrafficRecord, host: string, leg: Leg): void {
    const layer: RouteLayer = record.protocol === 'tcp' ? 'l4' : 'http';
    const plan = this.plans.forCall(record.source, host, layer);
    if (plan === null) return;
    const named = plan.byHost.get(host) ?? [];
    const arrived = record.destination.workload !== '';
    const met =
      arrived && leg !== 'to-service'
        ? named.filter((one) => covers(one, record.destination.endpoint, this.index, this.cluster))
        : named;
    // What never arrived anywhere cannot be at the wrong place.
    if (met.length === 0 && !arrived) return;
    const state = met.length > 0 ? 'configured' : 'unconfigured';
    const copies = met.length > 0 && met.every(({ mirrored }) => mirrored);
    const edge = this.add(id, { source: source.key.id, target: target.id, leg, state, host, copies }, plan);
    const bound = record.source.workload !== '';
    if (!bound || (!arrived && leg === 'direct' && target.kind === 'service')) edge.blurred = true;
    if (leg !== 'from-service' && bound) {
      const plans = this.calls.get(source);
      if (plans === undefined) this.calls.set(source, new Set([plan]));
      else plans.add(plan);
    }
    if (copies) return;
    edge.copies = false;
    const { requestsPerSecond } = record.totals;
    edge.requestsPerSecond += requestsPerSecond;
    const byHost = this.sent.get(edge.source) ?? new Map<string, number>();
    byHost.set(host, (byHost.get(host) ?? 0) + requestsPerSecond);
    this.sent.set(edge.source, byHost);
  }

  add(
    id: string,
    edge: Pick<RoutedEdge, 'source' | 'target' | 'leg' | 'state' | 'host' | 'copies'>,
    plan: RoutePlan,
  ): RoutedEdge {
    let present = this.edges.get(id);
    if (present === undefined) {
      present = { ...edge, plans: new Set(), requestsPerSecond: 0, blurred: false };
      this.edges.set(id, present);
    }
    if (present.host !== edge.host) present.host = null;
    // One wrong turn marks the edge, however much goes right.
    if (edge.state === 'unconfigured') present.state = 'unconfigured';
    present.plans.add(plan);
    return present;
  }

  fieldsOf(id: string): RouteFields {
    const edge = this.edges.get(id);
    if (edge === undefined) return {};
    const routedBy = [...new Set([...edge.plans].flatMap(({ virtualServices }) => virtualServices))].sort();
    return { route: edge.state, ...this.sharesOf(edge), routedBy };
  }

  private sharesOf(edge: RoutedEdge): Pick<GraphEdge, 'configuredShare' | 'observedShare'> {
    const { host, plans } = edge;
    const none = { configuredShare: null, observedShare: null };
    if (host === null || edge.copies || edge.blurred) return none;
    let configured: number | null = null;
    let hosts: readonly string[] = [];
    for (const plan of plans) {
      hosts = edge.leg === 'from-service' ? [host] : hostsBeside(plan, host);
      const share = this.configuredShare(plan, edge, host, hosts);
      if (share === null || (configured !== null && Math.abs(configured - share) > 1e-9)) return none;
      configured = share;
    }
    const sent = this.sent.get(edge.source);
    const total = hosts.reduce((sum, name) => sum + (sent?.get(name) ?? 0), 0);
    return {
      configuredShare: rounded(configured),
      observedShare: total > 0 ? rounded(edge.requestsPerSecond / total) : null,
    };
  }

  /** Null when the rules for these hosts do not agree, or a target is spread over several nodes. */
  private configuredShare(
    plan: RoutePlan,
    { target, leg }: RoutedEdge,
    host: string,
    hosts: readonly string[],
  ): number | null {
    let agreed: number | null = null;
    for (const rule of plan.rules) {
      const concerned = rule.filter((one) => !one.mirrored && hosts.includes(one.host));
      if (concerned.length === 0) continue;
      let share = 0;
      let whole = 0;
      for (const one of concerned) {
        if (leg === 'from-service' && one.host !== host) continue;
        whole += one.share;
        const ids = this.nodeIds(one, leg);
        if (!ids.includes(target)) continue;
        if (ids.length > 1) return null;
        share += one.share;
      }
      if (leg === 'from-service') share /= whole;
      if (agreed !== null && Math.abs(agreed - share) > 1e-9) return null;
      agreed = share;
    }
    return agreed ?? 0;
  }

  private nodeIds(target: RouteTarget, leg: Leg): string[] {
    if (leg === 'to-service') return [this.targets.host(target).id];
    return this.targets.ends(target).map(({ key }) => key.id);
  }
}

/** The hosts that share rules with this one: together they get what the rules divide. */
function hostsBeside({ rules }: RoutePlan, host: string): string[] {
  const hosts = new Set([host]);
  for (const rule of rules) {
    const weighted = rule.filter(({ mirrored }) => !mirrored);
    if (weighted.some((target) => target.host === host))
      for (const target of weighted) hosts.add(target.host);
  }
  return [...hosts];
}
