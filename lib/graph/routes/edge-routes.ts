/**
 * Edges against configuration: traffic that goes as some rule says, traffic that no rule of its caller explains, and rules that
 * nothing follows; with the shares that rules give beside those that came about.
 */
import type { GraphEdge } from '../../api/traffic/graph.ts';
import type { GraphType } from '../../api/words.ts';
import type { ClusterObjects } from '../../istio/objects.ts';
import type { ClusterIndex } from '../build/cluster-index.ts';
import type { EdgeDraft, RouteFields } from '../build/edge-draft.ts';
import type { NodeDraft } from '../build/node-draft.ts';
import type { NodeResolver } from '../build/resolve-node.ts';
import type { TrafficRecord } from '../telemetry/traffic-record.ts';
import { rounded } from '../telemetry/traffic-sum.ts';
import type { RoutePlan } from './plan.ts';
import { type RoutePlans, routePlansOf } from './plans.ts';
import type { RouteTarget } from './rules.ts';
import { covers, TargetNodes } from './targets.ts';

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

/** A record on an edge, of which rules may say something. */
export interface Call {
  edge: EdgeDraft;
  record: TrafficRecord;
  host: string;
  leg: Leg;
}

interface Share {
  leg: Leg;
  host: string;
  /** The hosts among which the rules divide the requests. */
  hosts: readonly string[];
  configured: number | null;
}

/** What the calls of one node said, which holds as long as the same plans speak for them. */
interface Noted {
  /** Of each call. */
  plans: readonly (RoutePlan | null)[];
  edges: Map<EdgeDraft, RoutedEdge>;
  fields: Map<EdgeDraft, RouteFields>;
  /** The plans that its traffic met, with those of their targets that got some; null where rules do not apply to it. */
  met: Map<RoutePlan, Set<RouteTarget>> | null;
  /** Requests that are no copies, by host. */
  sent: Map<string, number>;
}

/** What is kept of the routes of one reading while rules change. */
export class RouteMemory {
  readonly targets: TargetNodes;
  readonly noted = new Map<NodeDraft, Noted>();
  /** By plan and id of the target's node. */
  readonly shares = new WeakMap<RoutePlan, Map<string, Share>>();
  /** Edges that only configuration knows of, by id. */
  readonly idle = new Map<string, EdgeDraft>();

  constructor(type: GraphType, resolver: NodeResolver, index: ClusterIndex) {
    this.targets = new TargetNodes(type, resolver, index);
  }
}

export class EdgeRoutes {
  readonly plans: RoutePlans;
  readonly memory: RouteMemory;
  /** By the caller's node what its traffic met. */
  readonly calls = new Map<string, { source: NodeDraft; plans: ReadonlyMap<RoutePlan, Set<RouteTarget>> }>();
  private readonly index: ClusterIndex;
  private readonly cluster: string;
  /** By source node. */
  private readonly sent = new Map<string, ReadonlyMap<string, number>>();
  /** Of edges that only configuration knows of. */
  private readonly idle = new Map<EdgeDraft, RoutedEdge>();

  constructor(
    { objects, cluster }: { objects: ClusterObjects; cluster: string },
    index: ClusterIndex,
    memory: RouteMemory,
  ) {
    this.index = index;
    this.cluster = cluster;
    this.plans = routePlansOf(objects, index);
    this.memory = memory;
  }

  get targets(): TargetNodes {
    return this.memory.targets;
  }

  /** What the records of one node say of the edges that they are drawn as. */
  note(source: NodeDraft, calls: readonly Call[]): void {
    const plans = calls.map(({ record, host }) =>
      this.plans.forCall(record.source, host, record.protocol === 'tcp' ? 'l4' : 'http'),
    );
    let noted = this.memory.noted.get(source);
    if (noted === undefined || !noted.plans.every((plan, place) => plan === plans[place])) {
      noted = { plans, edges: new Map(), fields: new Map(), met: null, sent: new Map() };
      for (const [place, call] of calls.entries()) {
        const plan = plans[place];
        if (plan) this.noteOne(noted, call, plan);
      }
      this.memory.noted.set(source, noted);
    }
    this.sent.set(source.key.id, noted.sent);
    if (noted.met !== null) this.calls.set(source.key.id, { source, plans: noted.met });
  }

  private noteOne(noted: Noted, { edge: draft, record, host, leg }: Call, plan: RoutePlan): void {
    const { endpoint } = record.destination;
    const arrived = endpoint.workload !== '' || endpoint.app !== '';
    const named = plan.byHost.get(host) ?? [];
    const met = arrived ? named.filter((one) => covers(one, endpoint, this.index, this.cluster)) : named;
    const fits = (leg === 'to-service' ? named : met).length > 0;
    // What never arrived anywhere cannot be at the wrong place.
    if (!fits && !arrived) return;
    const copies = met.length > 0 && met.every(({ mirrored }) => mirrored);
    const state = fits ? 'configured' : 'unconfigured';
    const edge = routed(noted.edges, draft, plan, { leg, host, copies, state });
    if (record.source.app === '') edge.bypasses = true;
    else if (leg !== 'from-service') noteMet(noted, plan, arrived ? met : []);
    if (copies) return;
    edge.copies = false;
    const { requestsPerSecond } = record.totals;
    if (arrived || leg === 'to-service') edge.requestsPerSecond += requestsPerSecond;
    else edge.loses = true;
    noted.sent.set(host, (noted.sent.get(host) ?? 0) + requestsPerSecond);
  }

  /** Of an edge that only configuration knows of. */
  add(draft: EdgeDraft, plan: RoutePlan, said: Said): void {
    routed(this.idle, draft, plan, said);
  }

  fieldsOf(draft: EdgeDraft): RouteFields | null {
    const noted = this.memory.noted.get(draft.source);
    const known = noted?.fields.get(draft);
    if (known !== undefined) return known;
    const edge = noted?.edges.get(draft) ?? this.idle.get(draft);
    if (edge === undefined) return null;
    const [only, ...others] = edge.plans;
    const routedBy =
      only !== undefined && others.length === 0
        ? [...only.routedBy]
        : [...new Set(edge.plans.flatMap(({ routedBy: names }) => names))].sort();
    const fields = { route: edge.state, ...this.sharesOf(draft, edge), routedBy };
    if (noted?.edges.has(draft)) noted.fields.set(draft, fields);
    return fields;
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
    let shares = this.memory.shares.get(plan);
    if (shares === undefined) {
      shares = new Map();
      this.memory.shares.set(plan, shares);
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

type Said = Pick<RoutedEdge, 'leg' | 'state' | 'host' | 'copies'>;

function routed(
  edges: Map<EdgeDraft, RoutedEdge>,
  draft: EdgeDraft,
  plan: RoutePlan,
  said: Said,
): RoutedEdge {
  const edge = edges.get(draft);
  if (edge === undefined) {
    const made = { ...said, plans: [plan], requestsPerSecond: 0, bypasses: false, loses: false };
    edges.set(draft, made);
    return made;
  }
  if (edge.host !== said.host) edge.host = null;
  // One wrong turn marks the edge, however much goes right.
  if (said.state === 'unconfigured') edge.state = 'unconfigured';
  if (!edge.plans.includes(plan)) edge.plans.push(plan);
  return edge;
}

function noteMet(noted: Noted, plan: RoutePlan, met: readonly RouteTarget[]): void {
  noted.met ??= new Map();
  const known = noted.met.get(plan);
  if (known === undefined) noted.met.set(plan, new Set(met));
  else for (const target of met) known.add(target);
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
