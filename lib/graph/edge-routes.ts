/**
 * Edges against configuration: traffic that goes as some rule says, traffic that no rule of its caller explains, and rules that
 * nothing follows; with the shares that rules give beside those that came about.
 */
import type { GraphEdge } from '../api/graph.ts';
import type { GraphType } from '../api/words.ts';
import type { ClusterObjects } from '../istio/objects.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { EdgeDraft, RouteFields } from './edge-draft.ts';
import type { NodeDraft } from './node-draft.ts';
import type { NodeResolver } from './resolve-node.ts';
import { type RoutePlan, type RoutePlans, routePlansOf } from './route-plans.ts';
import type { RouteTarget } from './route-rules.ts';
import { covers, TargetNodes } from './route-targets.ts';
import type { TrafficRecord } from './traffic-record.ts';
import { rounded } from './traffic-sum.ts';

/** From caller to workload; with service nodes in two steps. */
export type Leg = 'direct' | 'to-service' | 'from-service';

/** What configuration says of an edge. */
interface RoutedEdge {
  leg: Leg;
  state: NonNullable<GraphEdge['route']>;
  /** Null when there are several. */
  host: string | null;
  plans: RoutePlan[];
  requestsPerSecond: number;
  /** Only copies went here. */
  copies: boolean;
  /** Holds requests of which nobody can say where the rules wanted them: lost on the way, or of a caller without proxy. */
  blurred: boolean;
}

interface Share {
  leg: Leg;
  host: string;
  /** The hosts among which the rules divide the requests. */
  hosts: readonly string[];
  configured: number | null;
}

export class EdgeRoutes {
  readonly plans: RoutePlans;
  readonly targets: TargetNodes;
  /** By caller the plans that its traffic met, with those of their targets that got some. */
  readonly calls = new Map<NodeDraft, Map<RoutePlan, Set<RouteTarget>>>();
  private readonly index: ClusterIndex;
  private readonly cluster: string;
  private readonly edges = new Map<EdgeDraft, RoutedEdge>();
  /** By plan and id of the target's node. */
  private readonly shares = new Map<RoutePlan, Map<string, Share>>();
  /** Requests that are no copies, by source node and host. */
  private readonly sent = new Map<NodeDraft, Map<string, number>>();

  constructor(
    { objects, type, cluster }: { objects: ClusterObjects; type: GraphType; cluster: string },
    index: ClusterIndex,
    resolver: NodeResolver,
  ) {
    this.index = index;
    this.cluster = cluster;
    this.plans = routePlansOf(objects, index);
    this.targets = new TargetNodes(type, resolver, index);
  }

  /** What one record says of the edge that it is drawn as. */
  note(draft: EdgeDraft, record: TrafficRecord, host: string, leg: Leg): void {
    const plan = this.plans.forCall(record.source, host, record.protocol === 'tcp' ? 'l4' : 'http');
    if (plan === null) return;
    const { endpoint } = record.destination;
    const arrived = endpoint.workload !== '' || endpoint.app !== '';
    const named = plan.byHost.get(host) ?? [];
    const met = arrived ? named.filter((one) => covers(one, endpoint, this.index, this.cluster)) : named;
    const fits = (leg === 'to-service' ? named : met).length > 0;
    // What never arrived anywhere cannot be at the wrong place.
    if (!fits && !arrived) return;
    const copies = met.length > 0 && met.every(({ mirrored }) => mirrored);
    const edge = this.add(draft, plan, { leg, host, copies, state: fits ? 'configured' : 'unconfigured' });
    const isLost = !arrived && leg === 'direct' && draft.target.key.kind === 'service';
    if (record.source.app === '' || isLost) edge.blurred = true;
    else if (leg !== 'from-service') this.noteCall(draft.source, plan, met);
    if (copies) return;
    edge.copies = false;
    const { requestsPerSecond } = record.totals;
    edge.requestsPerSecond += requestsPerSecond;
    const byHost = this.sent.get(draft.source) ?? new Map<string, number>();
    byHost.set(host, (byHost.get(host) ?? 0) + requestsPerSecond);
    this.sent.set(draft.source, byHost);
  }

  add(
    draft: EdgeDraft,
    plan: RoutePlan,
    said: Pick<RoutedEdge, 'leg' | 'state' | 'host' | 'copies'>,
  ): RoutedEdge {
    const edge = this.edges.get(draft);
    if (edge === undefined) {
      const made = { ...said, plans: [plan], requestsPerSecond: 0, blurred: false };
      this.edges.set(draft, made);
      return made;
    }
    if (edge.host !== said.host) edge.host = null;
    // One wrong turn marks the edge, however much goes right.
    if (said.state === 'unconfigured') edge.state = 'unconfigured';
    if (!edge.plans.includes(plan)) edge.plans.push(plan);
    return edge;
  }

  fieldsOf(draft: EdgeDraft): RouteFields | null {
    const edge = this.edges.get(draft);
    if (edge === undefined) return null;
    const [only, ...others] = edge.plans;
    const routedBy =
      only !== undefined && others.length === 0
        ? [...only.virtualServices]
        : [...new Set(edge.plans.flatMap(({ virtualServices }) => virtualServices))].sort();
    return { route: edge.state, ...this.sharesOf(draft, edge), routedBy };
  }

  private noteCall(source: NodeDraft, plan: RoutePlan, met: readonly RouteTarget[]): void {
    const plans = this.calls.get(source) ?? new Map<RoutePlan, Set<RouteTarget>>();
    const known = plans.get(plan);
    if (known === undefined) plans.set(plan, new Set(met));
    else for (const target of met) known.add(target);
    this.calls.set(source, plans);
  }

  private sharesOf(
    { source, target }: EdgeDraft,
    edge: RoutedEdge,
  ): Pick<GraphEdge, 'configuredShare' | 'observedShare'> {
    const { host, plans, leg } = edge;
    const none = { configuredShare: null, observedShare: null };
    if (host === null || edge.copies || edge.blurred) return none;
    let configured: number | null = null;
    let hosts: readonly string[] = [];
    for (const plan of plans) {
      const share = this.shareOf(plan, leg, target.key.id, host);
      hosts = share.hosts;
      if (share.configured === null) return none;
      if (configured !== null && Math.abs(configured - share.configured) > 1e-9) return none;
      configured = share.configured;
    }
    const sent = this.sent.get(source);
    const total = hosts.reduce((sum, name) => sum + (sent?.get(name) ?? 0), 0);
    return {
      configuredShare: rounded(configured),
      observedShare: total > 0 ? rounded(edge.requestsPerSecond / total) : null,
    };
  }

  /** The same for all callers who share the plan. */
  private shareOf(plan: RoutePlan, leg: Leg, targetId: string, host: string): Share {
    let shares = this.shares.get(plan);
    if (shares === undefined) {
      shares = new Map();
      this.shares.set(plan, shares);
    }
    const known = shares.get(targetId);
    if (known !== undefined && known.leg === leg && known.host === host) return known;
    const hosts = leg === 'from-service' ? [host] : hostsBeside(plan, host);
    const share = { leg, host, hosts, configured: this.configuredShare(plan, leg, targetId, host, hosts) };
    shares.set(targetId, share);
    return share;
  }

  /** Null when the rules for these hosts do not agree, or a target is spread over several nodes. */
  private configuredShare(
    plan: RoutePlan,
    leg: Leg,
    targetId: string,
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
        if (!ids.includes(targetId)) continue;
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
