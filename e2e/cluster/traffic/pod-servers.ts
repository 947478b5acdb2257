/** The servers: one on each service port of each ready pod's address, as long as the pod is there. */
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import type { Topology, WorkloadNode } from '#demo/traffic/topology.ts';
import { endpointsOf } from '#lib/istio/hosts/endpoints.ts';
import { defaultMeshConfig } from '#lib/istio/objects.ts';
import { carriesRequests } from './carried-ports.ts';
import { lean } from './xds-callers.ts';

export type Handler = (
  node: WorkloadNode,
  call: ServerUnaryCall<Buffer, Buffer>,
  answer: sendUnaryData<Buffer>,
) => void;

export interface PodServers {
  /** Starts and stops servers so that they are those of these pods. Rejects when an address cannot be bound. */
  follow(topology: Topology): Promise<void>;
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

const asItIs = (message: Buffer): Buffer => message;

/** Every server answers all of `paths`: a rule may send any request anywhere. */
export function createPodServers(paths: ReadonlySet<string>, handler: Handler): PodServers {
  const servers = new Map<string, { key: string; server: Server }>();
  /** The workload of an address now: a server outlives a change of its labels. */
  let nodes = new Map<string, WorkloadNode>();

  async function start(address: string): Promise<void> {
    const server = new Server(lean);
    for (const path of paths) {
      server.register<Buffer, Buffer>(
        path,
        (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
          const node = nodes.get(address);
          if (node) handler(node, call, answer);
          else answer({ code: 14, details: 'The pod is gone' });
        },
        asItIs,
        asItIs,
        'unary',
      );
    }
    servers.set(address, { key: address, server });
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(address, ServerCredentials.createInsecure(), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  }

  async function stop(address: string): Promise<void> {
    const running = servers.get(address);
    servers.delete(address);
    await new Promise<void>((resolve) => {
      running?.server.tryShutdown(() => resolve());
      // Who still waits for an answer of a pod that is gone gets none.
      running?.server.forceShutdown();
    });
  }

  return {
    async follow(topology) {
      nodes = podAddresses(topology);
      const gone = [...servers.keys()].filter((address) => !nodes.has(address));
      const added = [...nodes.keys()].filter((address) => !servers.has(address));
      await Promise.all([...gone.map(stop), ...added.map(start)]);
    },
    get addresses() {
      return [...servers.keys()];
    },
    async close() {
      await Promise.all([...servers.keys()].map(stop));
    },
  };
}

/** IP:PORT of everything that a service with requests on its ports sends to, but for the control plane, which serves itself. */
function podAddresses(topology: Topology): Map<string, WorkloadNode> {
  const found = new Map<string, WorkloadNode>();
  const { rootNamespace } = defaultMeshConfig;
  for (const services of topology.routing.registry.byHost.values()) {
    for (const service of services) {
      if (service.kind !== 'Service' || service.namespace === rootNamespace) continue;
      for (const { ready, pod } of endpointsOf(topology.endpoints, service, undefined)) {
        if (!ready || !pod?.status?.podIP) continue;
        const key = topology.workloadOfPod.get(`${pod.metadata.namespace}/${pod.metadata.name}`) ?? '';
        const node = topology.workloads.get(key);
        if (!node) continue;
        for (const port of service.ports.filter(carriesRequests)) {
          if (typeof port.targetPort === 'number') found.set(`${pod.status.podIP}:${port.targetPort}`, node);
        }
      }
    }
  }
  return found;
}
