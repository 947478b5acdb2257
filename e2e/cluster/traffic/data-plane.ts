/**
 * The carrier of the real cluster: the demo's calls made by proxyless gRPC clients to servers on pod addresses, where istiod's routes
 * lead them. Both ends count what they see, as the two proxies of a call would.
 */
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { outcomeOf } from '#demo/traffic/branches.ts';
import { constant } from '#demo/traffic/distribution.ts';
import type { Leg, PlannedCall, Station } from '#demo/traffic/plan.ts';
import type { Carrier } from '#demo/traffic/play.ts';
import { createRandom } from '#demo/traffic/random.ts';
import type { Target } from '#demo/traffic/targets.ts';
import type { Topology, WorkloadNode } from '#demo/traffic/topology.ts';
import { goDurationMs } from '#lib/istio/go-duration.ts';
import {
  type CarriedCall,
  callNumberHeader,
  endOfCall,
  pathOf,
  probeHeader,
  wasDelayed,
} from './carried-call.ts';
import { carriedTarget } from './carried-ports.ts';
import { createPodServers, type PodServers } from './pod-servers.ts';
import { answerRequest, makeCalls, type ProgramWorld } from './program.ts';
import { reachedTarget } from './reached-target.ts';
import { createXdsCallers } from './xds-callers.ts';

export interface DataPlane extends Carrier {
  /** Servers follow the pods; calls go where the services are now. */
  follow(topology: Topology): Promise<void>;
  readonly addresses: PodServers['addresses'];
  close(): Promise<void>;
}

export interface DataPlaneOptions {
  seed: number;
  /** HOST:PORT of istiod's plain XDS port. */
  xdsAddress: string;
  clusterId: string;
  /** Every path that a program of the mesh calls. */
  paths: ReadonlySet<string>;
}

export function createDataPlane({ seed, xdsAddress, clusterId, paths }: DataPlaneOptions): DataPlane {
  const callers = createXdsCallers(xdsAddress, clusterId);
  const servers = createPodServers(paths, serve);
  const underWay = new Map<string, CarriedCall>();
  const random = createRandom(seed);
  const timers = new Set<NodeJS.Timeout>();
  let targets = new WeakMap<PlannedCall, { target: string | null }>();
  let topology: Topology | null = null;
  let calls = 0;

  function later(ms: number, what: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      what();
    }, ms);
    timers.add(timer);
  }

  const world: ProgramWorld = {
    random,
    delay: (ms) => new Promise((resolve) => later(ms, resolve)),
    carries,
    call: carry,
  };

  function targetOf(planned: PlannedCall): string | null {
    if (!topology) return null;
    let known = targets.get(planned);
    if (!known) {
      known = { target: carriedTarget(topology, planned) };
      targets.set(planned, known);
    }
    return known.target;
  }

  /** Until a client has its routes its calls are played. */
  function carries(planned: PlannedCall): boolean {
    const target = targetOf(planned);
    return target !== null && callers.isReady(planned.source, target);
  }

  /** The client's side. Resolves with whether the call failed. */
  async function carry(planned: PlannedCall): Promise<boolean> {
    const target = targetOf(planned);
    if (target === null) return false;
    const number = String(calls++);
    const carried: CarriedCall = { planned, attempts: [] };
    underWay.set(number, carried);
    const startMs = performance.now();
    const end = await callers.call({
      source: planned.source,
      target,
      path: pathOf(planned.call),
      headers: { ...planned.headers, [callNumberHeader]: number },
    });
    underWay.delete(number);
    const tookMs = performance.now() - startMs;
    const lateMs = (carried.attempts[0]?.arrivedAtMs ?? performance.now()) - startMs;
    const delay = planned.fault?.delay;
    const { outcome, localStatus, failed } = endOfCall(
      carried,
      end,
      wasDelayed(lateMs, delay ? goDurationMs(delay.duration) : null),
    );
    const node = carried.attempts.at(-1)?.node;
    const leg =
      node && localStatus === null
        ? legTo(planned, node)
        : planned.reach(localTarget(target, localStatus ?? 503, outcome.flags));
    leg.carried++;
    leg.reports?.source?.(outcome).record(random, 1, constant(tookMs), 1, planned.sizes);
    return failed;
  }

  function legTo(planned: PlannedCall, node: WorkloadNode): Leg {
    const foreseen = planned.legs.find(
      ({ target }) => target.kind === 'workload' && target.node.key === node.key,
    );
    return foreseen ?? planned.reach(reachedTarget(topology, planned, node));
  }

  /** The server's side. */
  function serve(
    node: WorkloadNode,
    call: ServerUnaryCall<Buffer, Buffer>,
    answer: sendUnaryData<Buffer>,
  ): void {
    const carried = underWay.get(String(call.metadata.get(callNumberHeader)[0] ?? ''));
    if (!carried) {
      const probeMs = Number(call.metadata.get(probeHeader)[0] ?? 0);
      later(probeMs, () => answer(null, Buffer.from(node.name)));
      return;
    }
    const { planned } = carried;
    const arrivedAtMs = performance.now();
    const attempt = { node, arrivedAtMs, status: 0 };
    carried.attempts.push(attempt);
    const leg = legTo(planned, node);
    const protocol = planned.call.protocol === 'grpc' ? 'grpc' : 'http';
    let isOver = false;
    const end = (status: number, flags: string): void => {
      if (isOver) return;
      isOver = true;
      const tookMs = performance.now() - arrivedAtMs;
      const seen = { ...outcomeOf(status, protocol), flags };
      leg.reports?.destination?.(seen).record(random, 1, constant(tookMs), 1, planned.sizes);
    };
    call.on('cancelled', () => end(0, 'DC'));
    if (leg.station) leg.station.carried++;
    const answered = leg.station ? answerRequest(leg.station, world) : Promise.resolve(200);
    void answered.then((status) => {
      if (isOver) return;
      attempt.status = status;
      end(status, '-');
      const { grpcStatus = 0 } = outcomeOf(status, protocol);
      if (grpcStatus === 0) answer(null, Buffer.from(String(status)));
      else answer({ code: grpcStatus, details: 'The program failed' });
    });
  }

  /** Spread over the time to come, so that the mesh hums instead of beating. */
  function spread(count: number, withinMs: number, what: () => void): void {
    for (let left = count; left > 0; left--) later(random() * withinMs, what);
  }

  return {
    carries,
    make: (planned, count, withinMs) => spread(count, withinMs, () => void carry(planned)),
    handle: (station: Station, count, withinMs) => {
      if (!station.calls.some(carries)) return;
      spread(count, withinMs, () => void makeCalls(station, world));
    },
    async follow(next) {
      topology = next;
      targets = new WeakMap();
      await servers.follow(next);
    },
    get addresses() {
      return servers.addresses;
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      callers.close();
      await servers.close();
    },
  };
}

function localTarget(target: string, status: number, flags: string): Target {
  const host = target.slice(0, target.lastIndexOf(':'));
  return { kind: 'local', share: 0, status, flags, service: { host, name: host.split('.')[0] ?? host } };
}
