/**
 * The flow of requests through the mesh as it is configured now: stations (a workload handling one class of requests) and the
 * calls between them, compiled once per change of configuration and played once per tick.
 */
import { type Answer, answersOf, type CallExperience, defaultBehaviour, pickDuration } from './answers.ts';
import { type Behaviour, behaviourAt, type Call, type Entry, type MeshBehaviour } from './behaviour.ts';
import { type Branch, type LegContext, localBranch, outcomeOf, upstreamBranches } from './branches.ts';
import { acrossClusters } from './clusters.ts';
import { logNormal } from './distribution.ts';
import { canonicalName, type RequestFacts, type ServiceName } from './labels.ts';
import { createRandom, hash, type Random } from './random.ts';
import type { Recorders, Sizes, TcpRecorder } from './recorder.ts';
import { findTargets, type Target, type Targets } from './targets.ts';
import type { Topology, WorkloadNode } from './topology.ts';

export interface Station {
  key: string;
  node: WorkloadNode;
  behaviour: Behaviour;
  calls: PlannedCall[];
  answers: Answer[];
  /** Requests that arrived in this tick. */
  arrived: number;
  /** Requests that a carrier brought since the last tick. */
  carried: number;
}

export interface PlannedCall {
  call: Call;
  source: WorkloadNode;
  isGateway: boolean;
  headers: Headers;
  fault: Targets['fault'];
  legs: Leg[];
  mirrors: Leg[];
  sizes: Sizes;
  /** The leg to a target that a carried call reached; one that was not foreseen is added with no share. */
  reach(target: Target): Leg;
}

/** The share of a call that goes to one workload, external host or local answer. */
export interface Leg {
  /** Names the stream of random numbers. */
  id: number;
  share: number;
  target: Target;
  service: ServiceName | null;
  /** Where arriving requests go on; null outside of the mesh and for calls that come round in a circle. */
  station: Station | null;
  branches: Branch[];
  tcp: { recorders: TcpRecorder[]; open: number } | null;
  /** The branch of requests that the connection pool turns away. */
  overflow: Branch | null;
  /** Who reports the requests of this leg; null for tcp. */
  reports: LegContext | null;
  /** Requests that a carrier brought to their end here since the last tick. */
  carried: number;
  /** Moving average, for logs and the connection pool. */
  requestsPerSecond: number;
}

interface Root {
  entry: Entry;
  share: number;
  calls: PlannedCall[];
}

export interface Plan {
  roots: Root[];
  /** Callers before callees. */
  readonly stations: readonly Station[];
}

export interface PlanInput {
  topology: Topology;
  behaviour: MeshBehaviour;
  recorders: Recorders;
  seed: number;
  /** Time since the start of the demo; negative in the past. */
  sinceStartMs: number;
}

type Headers = Readonly<Record<string, string>>;

export function compilePlan(input: PlanInput): Plan {
  const builder = new PlanBuilder(input);
  const roots = input.behaviour.entries.flatMap((entry) => builder.roots(entry));
  input.recorders.prune();
  return {
    roots,
    // A carrier may reach more stations while the plan is played.
    get stations() {
      return builder.finished.toReversed();
    },
  };
}

class PlanBuilder {
  /** Stations in the order in which they are complete: callees first. */
  readonly finished: Station[] = [];
  private readonly input: PlanInput;
  private readonly stations = new Map<string, Station>();
  private readonly open = new Set<Station>();
  private readonly behaviourOfApp = new Map<string, Behaviour>();

  constructor(input: PlanInput) {
    this.input = input;
    for (const node of input.topology.workloads.values()) {
      const behaviour = input.behaviour.behaviours.get(node.key);
      if (behaviour) this.behaviourOfApp.set(`${node.namespace}/${canonicalName(node)}`, behaviour);
    }
  }

  roots(entry: Entry): Root[] {
    const { namespace, workload, type } = entry.from;
    const node = this.input.topology.workloads.get(`${namespace}/${workload}`);
    if (!node) return [];
    const classes = entry.classes ?? [];
    const plainShare = 1 - classes.reduce((sum, { share }) => sum + share, 0);
    return [{ share: plainShare, headers: {} }, ...classes]
      .filter(({ share }) => share > 0)
      .map(({ share, headers }) => ({
        entry,
        share,
        calls: entry.calls.map((call) => this.plannedCall(node, type === 'gateway', call, headers)),
      }));
  }

  private station(node: WorkloadNode, headers: Headers): Station | null {
    const key = `${node.key}|${JSON.stringify(headers)}`;
    const known = this.stations.get(key);
    if (known) return this.open.has(known) ? null : known;
    const behaviour = this.behaviourOf(node);
    const station: Station = { key, node, behaviour, calls: [], answers: [], arrived: 0, carried: 0 };
    this.stations.set(key, station);
    this.open.add(station);
    const random = createRandom(hash(this.input.seed, 'answers', key));
    station.calls = (behaviour.calls ?? []).map((call) => this.plannedCall(node, false, call, headers));
    station.answers = answersOf(behaviour, station.calls.map(experienceOf), random);
    this.open.delete(station);
    this.finished.push(station);
    return station;
  }

  private behaviourOf(node: WorkloadNode): Behaviour {
    const known =
      this.input.behaviour.behaviours.get(`${node.namespace}/${node.name}`) ??
      this.behaviourOfApp.get(`${node.namespace}/${canonicalName(node)}`);
    return behaviourAt(known ?? defaultBehaviour, this.input.sinceStartMs);
  }

  private plannedCall(source: WorkloadNode, isGateway: boolean, call: Call, headers: Headers): PlannedCall {
    const local = findTargets(this.input.topology, source, isGateway, call, headers);
    const { elsewhere } = this.input.behaviour;
    const found = { ...local, targets: acrossClusters(local.targets, source, elsewhere) };
    const id = hash(this.input.seed, source.key, call.host, call.path ?? '', JSON.stringify(headers));
    const leg = (target: Target, index: number, settings: Targets | null) =>
      this.leg(source, call, headers, target, hash(id, index, settings ? 'leg' : 'mirror'), settings);
    const legs = found.targets.map((target, index) => leg(target, index, found));
    return {
      call,
      source,
      isGateway,
      headers,
      fault: found.fault,
      legs,
      mirrors: found.mirrors.map((target, index) => leg(target, index, null)),
      sizes: {
        request: logNormal(call.requestBytes ?? 620, 0.4),
        response: logNormal(call.responseBytes ?? 2400, 0.8),
      },
      reach: (target) => {
        const known = legs.find((one) => isSameEnd(one.target, target));
        if (known) return known;
        const added = leg({ ...target, share: 0 }, legs.length, found);
        // In front: the last leg takes what is left of a played call.
        legs.unshift(added);
        return added;
      },
    };
  }

  /** `settings` is null for mirrors, which only the destination reports. */
  private leg(
    source: WorkloadNode,
    call: Call,
    headers: Headers,
    target: Target,
    id: number,
    settings: Targets | null,
  ): Leg {
    const node = target.kind === 'workload' ? target.node : null;
    const station = node ? this.station(node, headers) : null;
    const leg: Leg = {
      id,
      share: target.share,
      target,
      service: target.service,
      station,
      branches: [],
      tcp: null,
      overflow: null,
      reports: null,
      carried: 0,
      requestsPerSecond: 0,
    };
    if (call.protocol === 'tcp') {
      return { ...leg, tcp: { recorders: this.tcpRecorders(source, target), open: 0 } };
    }
    const context = this.context(source, call.protocol, target, settings);
    if (target.kind === 'local') {
      const outcome = { ...outcomeOf(target.status, call.protocol), flags: target.flags };
      return { ...leg, branches: [localBranch(1, outcome, context)], reports: context };
    }
    const branches = upstreamBranches(this.answersOfTarget(target, station), context);
    const limited = target.kind === 'workload' && Number.isFinite(target.maxInFlight);
    const overflow = limited
      ? localBranch(1, { ...outcomeOf(503, call.protocol), flags: 'UO' }, context)
      : null;
    return { ...leg, branches, overflow, reports: context };
  }

  private answersOfTarget(target: Target, station: Station | null): Answer[] {
    if (station) return station.answers;
    const host = target.kind === 'external' ? target.host : null;
    const behaviour =
      target.kind === 'workload'
        ? this.behaviourOf(target.node)
        : behaviourAt(
            this.input.behaviour.behaviours.get(host ?? '') ?? defaultBehaviour,
            this.input.sinceStartMs,
          );
    return answersOf(behaviour, [], createRandom(hash(this.input.seed, 'answers', host ?? '')));
  }

  private context(
    source: WorkloadNode,
    protocol: 'http' | 'grpc',
    target: Target,
    settings: Targets | null,
  ): LegContext {
    const { recorders, behaviour } = this.input;
    const facts = commonFacts(source, target);
    const { destination } = facts;
    return {
      protocol,
      settings: settings ?? { timeoutMs: null, retries: null, fault: null },
      source:
        source.hasProxy && settings
          ? (outcome) => {
              const lean = behaviour.leanNamespaces.has(source.namespace);
              // Without an answer from there, the client's proxy knows no peer.
              const known = outcome.flags === '-' || /DI$|UT|URX|DC/.test(outcome.flags) ? destination : null;
              return recorders.request(
                { ...facts, ...outcome, reporter: 'source', destination: known, protocol },
                lean,
              );
            }
          : null,
      destination: destination?.hasProxy
        ? (outcome) => {
            const lean = behaviour.leanNamespaces.has(destination.namespace);
            return recorders.request(
              { ...facts, ...outcome, ...asSeenBehind(facts), reporter: 'destination', protocol },
              lean,
            );
          }
        : null,
    };
  }

  private tcpRecorders(source: WorkloadNode, target: Target): TcpRecorder[] {
    const { recorders } = this.input;
    const facts: RequestFacts = {
      ...commonFacts(source, target),
      reporter: 'source',
      protocol: 'tcp',
      flags: target.kind === 'local' ? target.flags : '-',
    };
    const reports: TcpRecorder[] = [];
    if (source.hasProxy) reports.push(recorders.tcp(facts));
    if (facts.destination?.hasProxy) {
      reports.push(recorders.tcp({ ...facts, ...asSeenBehind(facts), reporter: 'destination' }));
    }
    return reports;
  }
}

function isSameEnd(a: Target, b: Target): boolean {
  if (a.kind === 'workload' && b.kind === 'workload') return a.node.key === b.node.key;
  return a.kind === 'local' && b.kind === 'local' && a.status === b.status && a.flags === b.flags;
}

type CommonFacts = Pick<RequestFacts, 'source' | 'destination' | 'service' | 'mutualTls'>;

function commonFacts(source: WorkloadNode, target: Target): CommonFacts {
  const destination = target.kind === 'workload' ? target.node : null;
  const tls = target.kind === 'workload' && target.tls;
  return {
    source,
    destination,
    service: target.service,
    mutualTls: tls && source.hasProxy && destination?.hasProxy === true,
  };
}

/** A destination knows its client only when that has a proxy. */
function asSeenBehind({ source }: CommonFacts): Pick<RequestFacts, 'source'> {
  return { source: source?.hasProxy ? source : null };
}

/** What a program notices of its call: how often it fails and how long it takes. */
export function experienceOf({ call, legs }: PlannedCall): CallExperience {
  const failing = legs.reduce(
    (sum, leg) =>
      sum + leg.share * leg.branches.reduce((part, branch) => part + (branch.failed ? branch.share : 0), 0),
    0,
  );
  return {
    perRequest: call.protocol === 'tcp' || call.background ? 0 : call.perRequest,
    critical: call.critical ?? 1,
    failing: Math.min(1, failing),
    sampleDuration(random: Random) {
      const branch = pick(pick(legs, random)?.branches ?? [], random);
      return branch ? pickDuration(branch.durations, random) : 0;
    },
  };
}

function pick<T extends { share: number }>(items: readonly T[], random: Random): T | undefined {
  let left = random() * items.reduce((sum, { share }) => sum + share, 0);
  return items.find(({ share }) => {
    left -= share;
    return left < 0;
  });
}
