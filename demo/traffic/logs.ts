/**
 * Pod logs made from the present traffic: Envoy's access log in Istio's default text format
 * (https://istio.io/latest/docs/tasks/observability/logs/access-log/) and a line per request of the program.
 * Nothing is stored: the lines of each second follow from the rates and the seed.
 */
import type { PodLogs } from '#demo/kubernetes/types.ts';
import type { Pod } from '#lib/istio/objects.ts';
import { pickDuration } from './answers.ts';
import type { Branch } from './branches.ts';
import type { TrafficEngine } from './engine.ts';
import { accessLine, type LoggedRequest, programLine } from './log-lines.ts';
import type { Leg, PlannedCall } from './plan.ts';
import { createRandom, hash, mix, poisson, type Random } from './random.ts';

interface LogLine {
  atMs: number;
  line: string;
}

/** A stream of requests that passes this pod, with its part of the rate. */
interface Flow {
  planned: PlannedCall;
  leg: Leg;
  direction: 'inbound' | 'outbound';
  perSecond: number;
}

const secondMs = 1000;
const longestMs = 600_000;
const mostLines = 2000;

export function createPodLogs(engine: TrafficEngine, seed: number, now: () => number): PodLogs {
  return {
    read(pod, container, sinceMs) {
      const until = Math.floor(now() / secondMs);
      const startedMs = Date.parse(pod.status?.startTime ?? '') || 0;
      const from = Math.ceil(Math.max(sinceMs ?? 0, startedMs, now() - longestMs) / secondMs);
      const flows = flowsOf(engine, pod);
      const newestFirst: LogLine[] = [];
      for (let second = until - 1; second >= from && newestFirst.length < mostLines; second--) {
        newestFirst.push(...linesOf(flows, pod, container, second, seed).reverse());
      }
      return newestFirst.slice(0, mostLines).reverse();
    },
    follow(pod, container, onLine) {
      let next = Math.floor(now() / secondMs);
      const timer = setInterval(() => {
        const flows = flowsOf(engine, pod);
        for (; next < Math.floor(now() / secondMs); next++) {
          for (const line of linesOf(flows, pod, container, next, seed)) onLine(line);
        }
      }, secondMs);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

function flowsOf({ plan, topology }: TrafficEngine, pod: Pod): Flow[] {
  const key = topology?.workloadOfPod.get(`${pod.metadata.namespace}/${pod.metadata.name}`);
  const flows: Flow[] = [];
  if (key === undefined) return flows;
  for (const { calls } of [...plan.roots, ...plan.stations]) {
    for (const planned of calls) {
      for (const leg of [...planned.legs, ...planned.mirrors]) {
        if (leg.tcp) continue;
        const rate = leg.requestsPerSecond;
        if (planned.source.key === key) {
          flows.push({ planned, leg, direction: 'outbound', perSecond: rate / planned.source.pods.length });
        }
        if (leg.target.kind === 'workload' && leg.target.node.key === key) {
          flows.push({ planned, leg, direction: 'inbound', perSecond: rate / leg.target.node.pods.length });
        }
      }
    }
  }
  return flows;
}

function linesOf(
  flows: readonly Flow[],
  pod: Pod,
  container: string,
  second: number,
  seed: number,
): LogLine[] {
  const lines: LogLine[] = [];
  const isProxy = container === 'istio-proxy' || isGateway(pod);
  const podHash = hash(seed, 'log', pod.metadata.name);
  for (const { planned, leg, direction, perSecond } of flows) {
    if (!isProxy && direction === 'outbound') continue;
    const random = createRandom(mix(mix(podHash, leg.id), second));
    for (let left = poisson(random, perSecond); left > 0; left--) {
      const branch = drawBranch(leg.branches, random);
      if (!branch) continue;
      const request = loggedRequest(pod, planned, leg, branch, direction, random);
      if (!request) continue;
      const atMs = second * secondMs + Math.floor(random() * secondMs);
      lines.push({ atMs, line: isProxy ? accessLine(atMs, request) : programLine(atMs, request) });
    }
  }
  return lines.sort((a, b) => a.atMs - b.atMs);
}

function loggedRequest(
  pod: Pod,
  { call, source }: PlannedCall,
  leg: Leg,
  branch: Branch,
  direction: Flow['direction'],
  random: Random,
): LoggedRequest | null {
  const arrival = branch.destination.at(-1);
  if (direction === 'inbound' && !arrival) return null;
  const destinationPods = leg.target.kind === 'workload' ? leg.target.node.pods : [];
  const peers = direction === 'inbound' ? source.pods : destinationPods;
  const peer = peers[Math.floor(random() * peers.length)];
  const { outcome, durations } = direction === 'inbound' && arrival ? arrival : branch;
  const id = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return {
    direction,
    method: call.method ?? 'GET',
    path: call.path ?? '/',
    protocol: call.protocol === 'grpc' ? 'HTTP/2' : 'HTTP/1.1',
    host: call.host,
    port: call.port,
    servicePort: leg.target.kind === 'workload' ? leg.target.port : call.port,
    serviceHost: leg.service?.host ?? null,
    outcome,
    durationMs: Math.round(pickDuration(durations, random)),
    requestBytes: Math.round(300 + random() * 600),
    responseBytes: Math.round(500 + random() * 4000),
    requestId: `${id()}-${id().slice(0, 4)}-4${id().slice(0, 3)}-9${id().slice(0, 3)}-${id()}${id().slice(0, 4)}`,
    ownAddress: pod.status?.podIP ?? '-',
    peerAddress: peer?.status?.podIP ?? null,
    ephemeralPort: 32_768 + Math.floor(random() * 28_000),
  };
}

function drawBranch(branches: readonly Branch[], random: Random): Branch | undefined {
  let left = random();
  return branches.find(({ share }) => {
    left -= share;
    return left < 0;
  });
}

function isGateway(pod: Pod): boolean {
  return pod.spec?.containers.length === 1 && (pod.spec.containers[0]?.image ?? '').includes('/proxyv2:');
}
