/**
 * Rules that nothing followed in the window are drawn too: from those who call (or, at a gateway, may call) the host that the rule is
 * for, to its targets. Without an answer about traffic they are drawn as configured, not as unused.
 *
 * The hosts in a Sidecar's egress give no such edges. They say what a proxy is told about, by default all of the mesh: a limit, not an
 * intent to call (https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener). An edge for each would draw
 * every workload of `./*` calling every other. What a Sidecar takes away is obeyed: its proxy knows no route to a host that it hides.
 */
import type { GraphType } from '../../api/words.ts';
import type { ClusterIndex } from '../build/cluster-index.ts';
import { endpointOf, entryOf } from '../build/cluster-index.ts';
import type { EdgeDraft } from '../build/edge-draft.ts';
import type { Endpoint } from '../build/identity.ts';
import { edgeId } from '../build/identity.ts';
import type { NodeDraft, NodeDrafts } from '../build/node-draft.ts';
import type { NodeResolver } from '../build/resolve-node.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Protocol } from '../telemetry/traffic-record.ts';
import { emptySum } from '../telemetry/traffic-sum.ts';
import type { EdgeRoutes, Leg } from './edge-routes.ts';
import type { RoutePlan } from './plan.ts';
import type { RouteLayer, RouteTarget } from './rules.ts';

export interface IdleRouteContext {
  input: { type: GraphType; serviceNodes: boolean; telemetry: Telemetry };
  index: ClusterIndex;
  resolver: NodeResolver;
  nodes: NodeDrafts;
  edges: Map<string, EdgeDraft>;
  routes: EdgeRoutes;
  /** Pairs of nodes that traffic connects, in any protocol. */
  used: ReadonlySet<string>;
}

const nothing: ReadonlySet<RouteTarget> = new Set();
const layers: readonly RouteLayer[] = ['http', 'l4'];

export function addIdleRoutes(context: IdleRouteContext): void {
  const { input, index, resolver, nodes, routes } = context;
  const drawing = new Drawing(context);
  for (const { source, plans } of routes.calls.values()) {
    for (const [plan, met] of plans) drawing.draw(source, plan, met);
  }
  for (const workload of index.workloads.values()) {
    if (!workload.gateway) continue;
    const endpoint = endpointOf(workload);
    for (const layer of layers) {
      for (const plan of routes.plans.ofGateway(endpoint, layer)) {
        const source = nodes.of(resolver.source(endpoint), endpoint);
        drawing.draw(source, plan, routes.calls.get(source.key.id)?.plans.get(plan));
      }
    }
  }
  if (input.serviceNodes && input.type !== 'service') drawVersions(context, drawing);
}

/** What services do with their traffic is configured even while nobody calls. */
function drawVersions({ index, routes }: IdleRouteContext, drawing: Drawing): void {
  for (const host of routes.plans.meshHosts()) {
    const service = index.services.get(host);
    if (service === undefined) continue;
    const anybody: Endpoint = {
      cluster: '',
      namespace: service.namespace,
      workload: '',
      app: '',
      version: '',
    };
    for (const layer of layers) {
      const plan = routes.plans.forCall(anybody, host, layer);
      for (const target of plan?.targets ?? []) if (plan !== null) drawing.drawEnds(target, plan);
    }
  }
}

class Drawing {
  private readonly context: IdleRouteContext;
  private readonly drawn = new Set<EdgeDraft>();

  constructor(context: IdleRouteContext) {
    this.context = context;
  }

  /** Targets that were met need no second look. */
  draw(source: NodeDraft, plan: RoutePlan, met: ReadonlySet<RouteTarget> = nothing): void {
    const { input, index, nodes, routes, used } = this.context;
    for (const target of plan.targets) {
      if (met.has(target)) continue;
      // What leads to nothing that is there is a finding of the checks; a node for it would tell those who may not read the rule.
      if (!index.services.has(target.host) && entryOf(index, target.host) === undefined) continue;
      if (input.serviceNodes && index.services.has(target.host)) {
        const service = nodes.of(routes.targets.host(target), null);
        if (!used.has(pairOf(source.key.id, service.key.id))) {
          this.add(source, service, target, plan, input.type === 'service' ? 'direct' : 'to-service');
        }
        if (input.type !== 'service') this.drawEnds(target, plan);
        continue;
      }
      const ends = routes.targets.ends(target);
      if (ends.some(({ key }) => used.has(pairOf(source.key.id, key.id)))) continue;
      for (const { key, endpoint } of ends) this.add(source, nodes.of(key, endpoint), target, plan, 'direct');
    }
  }

  /** From the service to what the target selects. */
  drawEnds(target: RouteTarget, plan: RoutePlan): void {
    const { index, nodes, routes, used } = this.context;
    if (!index.services.has(target.host)) return;
    const service = nodes.of(routes.targets.host(target), null);
    const ends = routes.targets.ends(target);
    if (ends.some(({ key }) => used.has(pairOf(service.key.id, key.id)))) return;
    for (const { key, endpoint } of ends) {
      this.add(service, nodes.of(key, endpoint), target, plan, 'from-service');
    }
  }

  private add(source: NodeDraft, to: NodeDraft, target: RouteTarget, plan: RoutePlan, leg: Leg): void {
    const { edges, routes, input, nodes } = this.context;
    if (source === to) return;
    nodes.addService(to, target.host, 0);
    const protocol = protocolOf(target, plan, this.context.index);
    const id = edgeId(source.key.id, to.key.id, protocol);
    let draft = edges.get(id);
    if (draft === undefined) {
      draft = this.idleDraft({ id, source, target: to, protocol, hosts: [target.host] });
      edges.set(id, draft);
      this.drawn.add(draft);
    }
    if (!this.drawn.has(draft)) return;
    const { requests, tcp } = input.telemetry.answered;
    const state = (protocol === 'tcp' ? tcp : requests) ? 'unused' : 'configured';
    routes.add(draft, plan, { leg, state, host: target.host, copies: target.mirrored });
  }

  /** The same one as before these rules, where it connects the same. */
  private idleDraft(wanted: Omit<EdgeDraft, 'sum'>): EdgeDraft {
    const { idle } = this.context.routes.memory;
    const known = idle.get(wanted.id);
    const { source, target, hosts } = wanted;
    if (known?.source === source && known.target === target && known.hosts[0] === hosts[0]) return known;
    const draft = { ...wanted, sum: emptySum() };
    idle.set(wanted.id, draft);
    return draft;
  }
}

function protocolOf({ host }: RouteTarget, plan: RoutePlan, index: ClusterIndex): Protocol {
  if (plan.layer === 'l4') return 'tcp';
  return index.services.get(host)?.protocol === 'grpc' ? 'grpc' : 'http';
}

export function pairOf(source: string, target: string): string {
  return `${source}\n${target}`;
}
