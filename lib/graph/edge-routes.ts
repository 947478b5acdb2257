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
  /** Holds requests of a caller without proxy: rules do not apply to them. */
  bypasses: boolean;
  /** Holds requests of which nobody can say where the rules wanted them: they never arrived. */
  loses: boolean;
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
  /** By the caller's node the plans that its traffic met, with those of their targets that got some. */
  readonly calls = new Map<string, { source: NodeDraft; plans: Map<RoutePlan, Set<RouteTarget>> }>();
  private readonly index: ClusterIndex;
  private readonly cluster: string;
  private readonly edges = new Map<EdgeDraft, RoutedEdge>();
  /** By plan and id of the target's node. */
  private readonly shares = new Map<RoutePlan, Map<string, Share>>();
  /** Requests that are no copies, by source node and host. */
  private readonly sent = new Map<string, Map<string, number>>();

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
    if (record.source.app === '') edge.bypasses = true;
    else if (leg !== 'from-service') this.noteCall(draft.source, plan, arrived ? met : []);
    if (copies) return;
    edge.copies = false;
    const { requestsPerSecond } = record.totals;
    if (arrived || leg === 'to-service') edge.requestsPerSecond += requestsPerSecond;
    else edge.loses = true;
    const byHost = this.sent.get(draft.source.key.id) ?? new Map<string, number>();
    byHost.set(host, (byHost.get(host) ?? 0) + requestsPerSecond);
    this.sent.set(draft.source.key.id, byHost);
  }

  add(
    draft: EdgeDraft,
    plan: RoutePlan,
    said: Pick<RoutedEdge, 'leg' | 'state' | 'host' | 'copies'>,
  ): RoutedEdge {
    const edge = this.edges.get(draft);
    if (edge === undefined) {
      const made = { ...said, plans: [plan], requestsPerSecond: 0, bypasses: false, loses: false };
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
        ? [...only.routedBy]
        : [...new Set(edge.plans.flatMap(({ routedBy: names }) => names))].sort();
    return { route: edge.state, ...this.sharesOf(draft, edge), routedBy };
  }

  private noteCall(source: NodeDraft, plan: RoutePlan, met: readonly RouteTarget[]): void {
    const { id } = source.key;
    const calls = this.calls.get(id) ?? { source, plans: new Map<RoutePlan, Set<RouteTarget>>() };
    const known = calls.plans.get(plan);
    if (known === undefined) calls.plans.set(plan, new Set(met));
    else for (const target of met) known.add(target);
    this.calls.set(id, calls);
  }

  private sharesOf(
    { source, target }: EdgeDraft,
    edge: RoutedEdge,
  ): Pick<GraphEdge, 'configuredShare' | 'observedShare'> {
    const { host, plans, leg } = edge;
    const none = { configuredShare: null, observedShare: null };
    if (host === null || edge.copies || edge.bypasses) return none;
    if (edge.loses && edge.requestsPerSecond === 0) return none;
    const shares = plans.map((plan) => this.shareOf(plan, leg, target.key.id, host));
    const hosts = new Set(shares.flatMap((share) => share.hosts));
    const [first] = shares;
    const agree = shares.every(({ configured }) => isSame(configured, first?.configured ?? null));
    const sent = this.sent.get(source.key.id);
    let total = 0;
    for (const name of hosts) total += sent?.get(name) ?? 0;
    return {
      configuredShare: agree ? rounded(first?.configured ?? null) : null,
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

  /**
   * By the rules that divide requests among targets, if there are any: what is sent elsewhere by a header is beside the split.
   * Null when those rules do not agree, or a target is spread over several nodes.
   */
  private configuredShare(
    plan: RoutePlan,
    leg: Leg,
    targetId: string,
    host: string,
    hosts: readonly string[],
  ): number | null {
    const rules = plan.rules
      .map((rule) => rule.filter((one) => !one.mirrored && hosts.includes(one.host)))
      .filter((targets) => targets.length > 0);
    const dividing = rules.filter((targets) => targets.length > 1);
    let agreed: number | null = null;
    for (const targets of dividing.length > 0 ? dividing : rules) {
      let share = 0;
      let whole = 0;
      for (const one of targets) {
        if (leg === 'from-service' && one.host !== host) continue;
        whole += one.share;
        const ids = this.nodeIds(one, leg);
        if (!ids.includes(targetId)) continue;
        if (ids.length > 1) return null;
        share += one.share;
      }
      if (leg === 'from-service') share /= whole;
      if (agreed !== null && !isSame(agreed, share)) return null;
      agreed = share;
    }
    return agreed ?? 0;
  }

  private nodeIds(target: RouteTarget, leg: Leg): string[] {
    if (leg === 'to-service') return [this.targets.host(target).id];
    return this.targets.ends(target).map(({ key }) => key.id);
  }
}

/** Weights are divided: equal up to rounding. */
function isSame(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) < 1e-9;
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
