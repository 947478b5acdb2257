/** A node while the graph is being built: its sums, the workloads it stands for, and the hosts by which it is called. */
import type { GraphNode, Traffic } from '../../api/traffic/graph.ts';
import type { Direction } from '../health/health.ts';
import { judgeHealth, mergeHealth, unknownHealth } from '../health/health.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { TrafficRecord } from '../telemetry/traffic-record.ts';
import type { TrafficSum } from '../telemetry/traffic-sum.ts';
import { emptySum, ratesByCode, toTraffic } from '../telemetry/traffic-sum.ts';
import type { Badge } from './badges.ts';
import type { ClusterIndex, IndexedWorkload } from './cluster-index.ts';
import type { Due } from './due.ts';
import type { Endpoint } from './identity.ts';
import { tolerancesOf } from './node-tolerances.ts';
import type { NodeKey } from './resolve-node.ts';

export interface NodeDraft {
  key: NodeKey;
  inbound: TrafficSum;
  outbound: TrafficSum;
  /** By others than itself. */
  called: boolean;
  calls: boolean;
  /** Drawn between callers and workloads: what it sends on is what it gets. */
  between: boolean;
  workloads: IndexedWorkload[];
  /** Names seen in telemetry, also of workloads that are gone by now. */
  workloadNames: Set<string>;
  /** Amount of traffic by full host name. */
  hosts: Map<string, number>;
  /** Rules made it, or added to it: another one for each state of the rules. */
  byRules: boolean;
}

export class NodeDrafts {
  private readonly drafts: Map<string, NodeDraft>;
  private readonly index: ClusterIndex;
  private readonly cluster: string;
  /** Drafts of others, which stay as they are. */
  private readonly base: ReadonlyMap<string, NodeDraft> | null;

  constructor(index: ClusterIndex, cluster: string, base: NodeDrafts | null = null) {
    this.index = index;
    this.cluster = cluster;
    this.base = base?.drafts ?? null;
    this.drafts = new Map(this.base);
  }

  all(): NodeDraft[] {
    return [...this.drafts.values()];
  }

  has(id: string): boolean {
    return this.drafts.has(id);
  }

  /** The draft as it is here, of one that may be of the base. */
  current(draft: NodeDraft): NodeDraft {
    return this.drafts.get(draft.key.id) ?? draft;
  }

  /** The node of that key; the endpoint, if any, is one of the workloads it stands for. */
  of(key: NodeKey, endpoint: Endpoint | null): NodeDraft {
    let draft = this.drafts.get(key.id);
    if (draft === undefined) {
      draft = {
        key,
        inbound: emptySum(),
        outbound: emptySum(),
        called: false,
        calls: false,
        between: false,
        workloads: [],
        workloadNames: new Set(),
        hosts: new Map(),
        byRules: this.base !== null,
      };
      this.drafts.set(key.id, draft);
      if (key.kind === 'service') this.addServiceWorkloads(draft);
      if (key.kind === 'service-entry' || key.kind === 'external') this.addService(draft, key.name, 0);
    }
    if (endpoint !== null && endpoint.workload !== '' && !draft.workloadNames.has(endpoint.workload)) {
      draft = this.ownOf(draft);
      this.addWorkload(draft, endpoint);
    }
    return draft;
  }

  addService(draft: NodeDraft, host: string, amount: number): void {
    const { hosts } = this.current(draft);
    const present = hosts.get(host);
    if (present === undefined ? hosts.size >= 20 : amount === 0) return;
    this.ownOf(draft).hosts.set(host, (present ?? 0) + amount);
  }

  /** One that may be changed here. Its sums are never. */
  private ownOf(draft: NodeDraft): NodeDraft {
    const current = this.current(draft);
    if (this.base?.get(draft.key.id) !== current) return current;
    const own: NodeDraft = {
      ...current,
      workloads: [...current.workloads],
      workloadNames: new Set(current.workloadNames),
      hosts: new Map(current.hosts),
      byRules: true,
    };
    this.drafts.set(draft.key.id, own);
    return own;
  }

  private addServiceWorkloads({ key, workloads, workloadNames }: NodeDraft): void {
    const host = `${key.name}.${key.namespace}.svc.${this.index.domain}`;
    for (const workload of this.index.services.get(host)?.workloads ?? []) {
      workloads.push(workload);
      workloadNames.add(workload.name);
    }
  }

  private addWorkload(draft: NodeDraft, { namespace, workload }: Endpoint): void {
    draft.workloadNames.add(workload);
    // What is known of a workload here says nothing of one of the same name in another cluster.
    if (draft.key.cluster !== this.cluster) return;
    const key = `${namespace}/${workload}`;
    const known = this.index.workloads.get(key);
    if (known !== undefined) draft.workloads.push(known);
    if (draft.key.kind === 'service') return;
    for (const { host } of this.index.servicesOf.get(key) ?? []) this.addService(draft, host, 0);
  }
}

export interface NodeContext {
  index: ClusterIndex;
  telemetry: Telemetry;
  windowSeconds: number;
  badges: Badge[];
  due: Due[];
  group: string | null;
}

export function finishNode(draft: NodeDraft, context: NodeContext): GraphNode {
  const { key } = draft;
  const hosts = [...draft.hosts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([host]) => host);
  const inbound = trafficOf(draft.inbound, context);
  const outbound = draft.between ? null : trafficOf(draft.outbound, context);
  const [onlyWorkload, ...others] = draft.workloadNames;
  return {
    ...key,
    workload: others.length === 0 ? (onlyWorkload ?? null) : null,
    service: serviceName(draft, hosts, context.index),
    hosts,
    protocol: protocolOf(draft, hosts, context.index),
    root: draft.calls && !draft.called,
    badges: context.badges,
    ...(context.due.length > 0 && { due: context.due }),
    health: healthOf(draft, { inbound, outbound }, context),
    inbound,
    outbound,
    group: context.group,
  };
}

function serviceName({ key }: NodeDraft, hosts: readonly string[], index: ClusterIndex): string | null {
  if (key.kind === 'service') return key.name;
  const services = hosts.flatMap((host) => index.services.get(host) ?? []);
  const own = services.find(({ name }) => name === key.app) ?? services[0];
  if (own !== undefined) return own.name;
  const [host] = hosts;
  return host?.endsWith(`.svc.${index.domain}`) ? (host.split('.')[0] ?? null) : null;
}

function protocolOf(draft: NodeDraft, hosts: readonly string[], index: ClusterIndex): GraphNode['protocol'] {
  for (const sum of [draft.inbound, draft.outbound]) {
    if (sum.http + sum.grpc > 0) return sum.grpc > sum.http ? 'grpc' : 'http';
    if (sum.sentBytes + sum.receivedBytes > 0) return 'tcp';
  }
  for (const host of hosts) {
    const protocol = index.services.get(host)?.protocol;
    if (protocol !== undefined) return protocol;
  }
  return 'none';
}

/** Requests that a node answers are its own; those it sends are judged only when its tolerances speak of them. */
function healthOf(
  draft: NodeDraft,
  traffic: Readonly<Record<Direction, Traffic | null>>,
  { index, telemetry: { answered }, windowSeconds }: NodeContext,
): GraphNode['health'] {
  if (draft.key.kind === 'unknown') return unknownHealth;
  // Bytes alone are never ill: where something else was seen, an unanswered question about them changes nothing.
  const heard = answered.requests && (answered.tcp || hasTraffic(draft.outbound));
  const tolerances = tolerancesOf(draft, index);
  const judge = (direction: Direction) =>
    judgeHealth({
      traffic: traffic[direction],
      windowSeconds,
      silence: heard ? 'idle' : 'unknown',
      tolerated:
        tolerances.length > 0 ? { tolerances, codes: ratesByCode(draft[direction]), direction } : undefined,
      pods: direction === 'inbound' ? podsOf(draft.workloads) : null,
    });
  const inbound = judge('inbound');
  if (!hasTraffic(draft.outbound)) return inbound;
  const outbound = tolerances.length > 0 ? judge('outbound') : { state: 'healthy' as const, reasons: [] };
  return mergeHealth([inbound, outbound]);
}

/** Bytes without requests would say that there were no requests. */
function trafficOf(sum: TrafficSum, { telemetry }: NodeContext): Traffic | null {
  return telemetry.answered.requests && hasTraffic(sum) ? toTraffic(sum, telemetry.latency) : null;
}

/** Ready and wanted pods of all workloads whose controller says; null when none does. */
export function podsOf(workloads: readonly IndexedWorkload[]): { ready: number; wanted: number } | null {
  const known = workloads.flatMap(({ pods }) => pods ?? []);
  if (known.length === 0) return null;
  return {
    ready: known.reduce((sum, { ready }) => sum + ready, 0),
    wanted: known.reduce((sum, { wanted }) => sum + wanted, 0),
  };
}

function hasTraffic(sum: TrafficSum): boolean {
  return sum.http + sum.grpc + sum.sentBytes + sum.receivedBytes > 0;
}

export function bytesOf(record: TrafficRecord): number {
  return record.sentBytesPerSecond + record.receivedBytesPerSecond;
}
