/** How the programs of the mesh behave, which no Kubernetes object says: whom they call, how fast and how well they answer. */

/** Headers that a share of an entry's requests carries, and that every service passes on (as tracing headers are). */
interface TrafficClass {
  share: number;
  headers: Readonly<Record<string, string>>;
}

export interface Call {
  /** The Host header or :authority as the client writes it, without port. */
  host: string;
  port: number;
  protocol: 'http' | 'grpc' | 'tcp';
  method?: string;
  path?: string;
  /** Mean calls per handled request; for tcp the share of handled requests that use the connection. */
  perRequest: number;
  /** Which share of failed calls fails the caller's own request. Default 1. */
  critical?: number;
  /** The caller answers without waiting for this call. */
  background?: boolean;
  /** Mean bytes sent and received by the caller per call. */
  requestBytes?: number;
  responseBytes?: number;
}

export interface Failure {
  /** HTTP status; of a gRPC service it becomes the status that gRPC maps it to. */
  status: number;
  /** Share of requests. */
  share: number;
  /** Envoy response flags when no answer arrived, e.g. "UF" for a refused connection. */
  flags?: string;
}

export interface Behaviour {
  /** Median and log-normal spread of the time spent in the program itself. */
  latencyMs: number;
  spread?: number;
  failures?: readonly Failure[];
  calls?: readonly Call[];
  /** What changed at a moment, relative to the start of the demo. */
  changes?: readonly (Partial<Omit<Behaviour, 'changes'>> & { afterMs: number })[];
}

/** Requests from outside of the call graph: users at a gateway, or a workload that works by itself. */
export interface Entry {
  name: string;
  from:
    | { type: 'gateway'; namespace: string; workload: string }
    | { type: 'workload'; namespace: string; workload: string };
  requestsPerSecond: number;
  calls: readonly Call[];
  /** What is left of 1 carries no special headers. */
  classes?: readonly TrafficClass[];
  /** Works for `activeMs` in every `periodMs`. Absent: always. */
  batch?: { periodMs: number; activeMs: number };
}

/** Keys of workloads with the other clusters that they run in. */
export type Elsewhere = ReadonlyMap<string, readonly string[]>;

/** Everything that the engine must know beyond the objects of the cluster. */
export interface MeshBehaviour {
  /** Keys are NAMESPACE/WORKLOAD; external hosts under their name. */
  behaviours: ReadonlyMap<string, Behaviour>;
  entries: readonly Entry[];
  /** Namespaces of generated meshes, where a proxy's report must cost little: bodies of one edge are all of one size. */
  leanNamespaces: ReadonlySet<string>;
  /** What also runs in other clusters. */
  elsewhere: Elsewhere;
}

export function behaviourAt(behaviour: Behaviour, sinceStartMs: number): Behaviour {
  let present = behaviour;
  for (const change of behaviour.changes ?? []) {
    if (sinceStartMs >= change.afterMs) present = { ...present, ...change };
  }
  return present;
}
