/** Where a call goes: the route evaluator's answer, carried on to the workloads whose pods are ready now. */
import { goDurationMs } from '#lib/istio/go-duration.ts';
import { expandRequestHost, type RegistryService } from '#lib/istio/hosts/registry.ts';
import type { Labels } from '#lib/istio/objects.ts';
import { lostStatus } from '#lib/istio/routing/lost-status.ts';
import { route } from '#lib/istio/routing/route.ts';
import type { RouteAnswer } from '#lib/istio/routing/types.ts';
import type { Call } from './behaviour.ts';
import type { ServiceName } from './labels.ts';
import { policyOf, readyByWorkload, serviceOf, type Topology, type WorkloadNode } from './topology.ts';

export type Target = { share: number } & (
  | {
      kind: 'workload';
      node: WorkloadNode;
      service: ServiceName;
      /** Of the service. */
      port: number;
      /** False where a DestinationRule turns TLS off. */
      tls: boolean;
      /** Requests that one client proxy may have under way (DestinationRule connectionPool). */
      maxInFlight: number;
    }
  /** Outside of the cluster: no proxy answers there. */
  | { kind: 'external'; host: string; service: ServiceName }
  /** The client's proxy answers by itself. */
  | { kind: 'local'; status: number; flags: string; service: ServiceName | null }
);

export interface Targets {
  targets: Target[];
  /** Shares are of all requests, in addition to those of `targets`. */
  mirrors: Target[];
  timeoutMs: number | null;
  retries: RouteAnswer['retries'];
  fault: RouteAnswer['fault'];
}

const plain = { mirrors: [], timeoutMs: null, retries: null, fault: null };

/** `source` may be a workload without a proxy, whose calls Kubernetes alone spreads over the pods. */
export function findTargets(
  topology: Topology,
  source: WorkloadNode,
  isGateway: boolean,
  call: Call,
  headers: Readonly<Record<string, string>>,
): Targets {
  if (!source.hasProxy) return { ...plain, targets: unproxied(topology, source, call) };
  const answer = route(topology.routing, {
    from: { type: isGateway ? 'gateway' : 'sidecar', namespace: source.namespace, labels: source.labels },
    protocol: call.protocol === 'tcp' ? 'tcp' : isGateway && call.port === 443 ? 'https' : 'http',
    host: call.host,
    port: call.port,
    method: call.method ?? 'GET',
    path: call.path ?? '/',
    headers,
  });
  const toTargets = (host: string, subset: string | null, port: number, share: number) =>
    endpointTargets(topology, source, call.protocol, host, subset, port, share);
  // Where no cluster was found, a sidecar reports the Host header; a gateway does not trust it.
  const asWritten = isGateway ? null : { host: call.host, name: call.host };
  const local = (status: number, flags: string, service: ServiceName | null = asWritten): Target => ({
    kind: 'local',
    share: 1,
    status,
    flags,
    service,
  });
  const found: Targets = {
    targets: [],
    mirrors: answer.mirrors.flatMap(({ host, subset, port, share }) =>
      toTargets(host, subset, port, share).filter((target) => target.kind !== 'local'),
    ),
    timeoutMs: answer.timeout === null ? null : goDurationMs(answer.timeout),
    retries: answer.retries,
    fault: answer.fault,
  };
  switch (answer.outcome) {
    case 'forward':
      found.targets = answer.destinations.flatMap(({ host, subset, port, share, missing }) =>
        missing ? { ...local(lostStatus(answer.rule), 'NC'), share } : toTargets(host, subset, port, share),
      );
      break;
    case 'redirect':
      found.targets = [local(answer.redirect?.code ?? 301, '-')];
      break;
    case 'direct-response':
      found.targets = [local(answer.status ?? 200, '-')];
      break;
    case 'not-found':
      found.targets = [local(answer.status ?? 404, 'NR')];
      break;
    case 'passthrough':
      found.targets = [
        {
          kind: 'external',
          share: 1,
          host: call.host,
          service: { host: call.host, name: 'PassthroughCluster' },
        },
      ];
      break;
    case 'closed':
      found.targets = [local(502, '-', { host: call.host, name: 'BlackHoleCluster' })];
      break;
  }
  return found;
}

function endpointTargets(
  topology: Topology,
  source: WorkloadNode,
  protocol: Call['protocol'],
  host: string,
  subset: string | null,
  port: number,
  share: number,
): Target[] {
  const service = serviceOf(topology, source, host);
  if (!service) return [{ kind: 'local', share, status: 503, flags: 'NC', service: { host, name: host } }];
  if (service.external && service.selector === null) {
    return [{ kind: 'external', share, host, service: { host, name: host } }];
  }
  const { subsetLabels, policy } = policyOf(topology, source, service, port, subset);
  const pool = policy?.connectionPool;
  const http1 = (pool?.tcp?.maxConnections ?? unlimited) + (pool?.http?.http1MaxPendingRequests ?? unlimited);
  const settings = {
    port,
    tls: policy?.tls?.mode !== 'DISABLE',
    maxInFlight: protocol === 'grpc' ? (pool?.http?.http2MaxRequests ?? unlimited) : http1,
  };
  const spread = spreadOver(topology, service, subsetLabels, share, settings);
  const name = { host: service.host, name: service.name };
  return spread.length > 0 ? spread : [{ kind: 'local', share, status: 503, flags: 'UH', service: name }];
}

const unlimited = Number.POSITIVE_INFINITY;

function spreadOver(
  topology: Topology,
  service: RegistryService,
  labels: Labels | undefined,
  share: number,
  settings: { port: number; tls: boolean; maxInFlight: number },
): Target[] {
  const ready = readyByWorkload(topology, service, labels);
  const pods = [...ready.values()].reduce((sum, count) => sum + count, 0);
  const name = { host: service.host, name: service.name };
  return [...ready].flatMap(([key, count]): Target[] => {
    const node = topology.workloads.get(key);
    if (!node) return [];
    return [{ kind: 'workload', node, service: name, share: (share * count) / pods, ...settings }];
  });
}

function unproxied(topology: Topology, source: WorkloadNode, call: Call): Target[] {
  for (const host of expandRequestHost(call.host, source.namespace, topology.routing.registry.domain)) {
    const service = serviceOf(topology, source, host);
    if (service)
      return spreadOver(topology, service, undefined, 1, {
        port: call.port,
        tls: false,
        maxInFlight: unlimited,
      });
  }
  return [];
}
