/**
 * `GET /api/v1/namespaces/{namespace}/services/{service}` and `…/workloads/{name}`: one service or workload with all that belongs to it.
 * What the caller may not read is left out; peers in namespaces they may not see are one nameless "restricted".
 */
import * as z from 'zod/mini';
import { changeSchema } from '../configuration/change.ts';
import { warningSchema } from '../problem.ts';
import { healthSchema, nodeKinds, trafficSchema } from './graph.ts';

export const detectedBy = ['app-protocol', 'port-name', 'well-known-port', 'declared', 'sniffed'] as const;

const portSchema = z.object({
  number: z.number(),
  name: z.string(),
  /** Number or name of the port in the pod. */
  targetPort: z.string(),
  /** As Istio takes it: HTTP, GRPC, TCP, …; "auto" is sniffed at run time. */
  protocol: z.string(),
  detectedBy: z.enum(detectedBy),
});

export type Port = z.infer<typeof portSchema>;

const peerSchema = z.object({
  /** Stable within the answer's lists. */
  id: z.string(),
  kind: z.enum(nodeKinds),
  namespace: z.string(),
  /** Workload that calls, or service or host that is called; empty when restricted or unknown. */
  name: z.string(),
  version: z.nullable(z.string()),
  protocol: z.enum(['http', 'grpc', 'tcp']),
  health: healthSchema,
  ...trafficSchema.shape,
  /** Share under mutual TLS; null when nobody who can tell reported it. */
  mtlsRatio: z.nullable(z.number()),
  flags: z.array(z.object({ flag: z.string(), ratio: z.number() })),
});

export type Peer = z.infer<typeof peerSchema>;

const flowSchema = z.object({
  total: z.nullable(trafficSchema),
  mtlsRatio: z.nullable(z.number()),
  /** Most requests first, then most bytes. */
  peers: z.array(peerSchema),
});

export type Flow = z.infer<typeof flowSchema>;

const proxySchema = z.object({
  mode: z.enum(['sidecar', 'native-sidecar', 'gateway', 'ambient', 'none']),
  /** Injection is asked for, and the pod has no proxy. */
  missing: z.boolean(),
  /** The pod asks for none. */
  optedOut: z.boolean(),
  ready: z.nullable(z.boolean()),
  version: z.nullable(z.string()),
  revision: z.nullable(z.string()),
  /** The other revision that a new pod would get, its tag resolved; null when it is the same or not known. */
  nextRevision: z.nullable(z.string()),
  /** Version of the istiod of the revision that a new pod would get; null when it is not known. */
  controlPlaneVersion: z.nullable(z.string()),
  /** The proxy is not the version that istiod would inject now. */
  restartNeeded: z.boolean(),
});

export type ProxyState = z.infer<typeof proxySchema>;

const podSchema = z.object({
  name: z.string(),
  workload: z.string(),
  version: z.string(),
  /** Phase, or what holds it up: CrashLoopBackOff, ImagePullBackOff, Terminating. */
  status: z.string(),
  ready: z.boolean(),
  /** Containers that are ready, of all that keep running. */
  readyContainers: z.number(),
  containers: z.number(),
  /** Those that keep running first, then those that run before them. */
  containerNames: z.array(z.string()),
  restarts: z.number(),
  /** Unix seconds. */
  startedAt: z.nullable(z.number()),
  node: z.nullable(z.string()),
  address: z.nullable(z.string()),
  proxy: proxySchema,
});

export type PodDetail = z.infer<typeof podSchema>;

const endpointSchema = z.object({
  address: z.string(),
  /** Port numbers, where the object names them. */
  ports: z.array(z.number()),
  ready: z.boolean(),
  source: z.enum(['pod', 'workload-entry', 'service-entry', 'endpoint-slice']),
  /** The pod or WorkloadEntry. */
  name: z.nullable(z.string()),
  workload: z.nullable(z.string()),
  version: z.nullable(z.string()),
  node: z.nullable(z.string()),
  zone: z.nullable(z.string()),
});

export type EndpointDetail = z.infer<typeof endpointSchema>;

const versionSchema = z.object({
  version: z.string(),
  workloads: z.array(z.string()),
  /** Null when no controller says. */
  pods: z.nullable(z.object({ ready: z.number(), wanted: z.number() })),
  health: healthSchema,
  /** What reaches this version by this service. */
  traffic: z.nullable(trafficSchema),
  /** Share of the service's requests (of its bytes where there are none). */
  observedShare: z.nullable(z.number()),
  /** Share by the first rule that holds for every request; null when there is none that the caller may read. */
  configuredShare: z.nullable(z.number()),
});

export type VersionDetail = z.infer<typeof versionSchema>;

const routeSchema = z.object({
  namespace: z.string(),
  /** VirtualService, HTTPRoute or GRPCRoute. */
  kind: z.string(),
  /** The name of that object. */
  virtualService: z.string(),
  protocol: z.enum(['http', 'tls', 'tcp']),
  /** Place in the list, from 0. */
  rule: z.number(),
  name: z.nullable(z.string()),
  /** Only some requests follow it. */
  conditional: z.boolean(),
  destinations: z.array(
    z.object({
      host: z.string(),
      subset: z.nullable(z.string()),
      /** Of the rule's requests; of what is copied, where it is a mirror. */
      share: z.number(),
      mirrored: z.boolean(),
      versions: z.array(z.string()),
      /** The subset or host that is not there; null when traffic arrives. */
      missing: z.nullable(z.string()),
    }),
  ),
});

export type RouteDetail = z.infer<typeof routeSchema>;

export const touchReasons = [
  /** It names the host. */
  'host',
  /** One of its rules sends requests here. */
  'route',
  /** A root VirtualService hands over to it. */
  'delegate',
  /** A VirtualService of this list is bound to it. */
  'gateway',
  'selector',
  'target',
  /** It holds for the whole namespace, or for the whole mesh. */
  'namespace',
  'mesh',
] as const;

const touchSchema = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  reason: z.enum(touchReasons),
  /** The workloads that it holds for, where it does not hold for all. */
  workloads: z.array(z.string()),
  hosts: z.array(z.string()),
  gateways: z.array(z.string()),
  /** Of a DestinationRule, with the pods of this service behind them. */
  subsets: z.array(
    z.object({ name: z.string(), labels: z.record(z.string(), z.string()), pods: z.number() }),
  ),
  /** mTLS mode of a PeerAuthentication, action of an AuthorizationPolicy. */
  mode: z.nullable(z.string()),
  /** Unix seconds of its last write. */
  changedAt: z.nullable(z.number()),
});

export type Touch = z.infer<typeof touchSchema>;

const sharedShape = {
  namespace: z.string(),
  name: z.string(),
  cluster: z.string(),
  /** False when only the metrics speak of it (removed, or of another cluster). */
  exists: z.boolean(),
  /** Time of the newest sample used, Unix seconds. */
  at: z.number(),
  metricsAt: z.nullable(z.number()),
  windowSeconds: z.number(),
  /** Unix seconds. */
  createdAt: z.nullable(z.number()),
  labels: z.record(z.string(), z.string()),
  health: healthSchema,
  inbound: flowSchema,
  outbound: flowSchema,
  pods: z.array(podSchema),
  configuration: z.array(touchSchema),
  /** Kinds of the subject's own namespace that the caller may not list. */
  unreadable: z.array(z.string()),
  /** The newest, newest first: of the objects in `configuration`, and in the last week of those that touched it once. */
  changes: z.array(changeSchema),
  /** Its nodes in the graph of versioned apps. */
  nodes: z.array(z.string()),
  warnings: z.array(warningSchema),
};

/** A fault that is injected on purpose: docs/objects.md. */
const faultSchema = z.object({
  namespace: z.string(),
  virtualService: z.string(),
  /** Unix seconds. */
  endsAt: z.number(),
  by: z.string(),
  /** The guard ends it; else somebody has to. */
  kept: z.boolean(),
});

export type InjectedFault = z.infer<typeof faultSchema>;

export const serviceDetailSchema = z.object({
  ...sharedShape,
  kind: z.enum(['Service', 'ServiceEntry']),
  /** ClusterIP, Headless, LoadBalancer, NodePort, ExternalName; of a ServiceEntry its location. */
  type: z.string(),
  /** How a ServiceEntry finds its endpoints; null for a Service. */
  resolution: z.nullable(z.string()),
  /** Where an ExternalName points. */
  aliasOf: z.nullable(z.string()),
  hosts: z.array(z.string()),
  addresses: z.array(z.string()),
  selector: z.nullable(z.record(z.string(), z.string())),
  /** Namespaces that may use it; null for all. */
  exportTo: z.nullable(z.array(z.string())),
  ports: z.array(portSchema),
  versions: z.array(versionSchema),
  routes: z.array(routeSchema),
  /** On rules that send to it. */
  faults: z.array(faultSchema),
  endpoints: z.array(endpointSchema),
  workloads: z.array(z.object({ name: z.string(), version: z.string() })),
});

export type ServiceDetail = z.infer<typeof serviceDetailSchema>;

export const workloadDetailSchema = z.object({
  ...sharedShape,
  /** Deployment, StatefulSet, DaemonSet; null where the caller may not list them or no controller is known. */
  kind: z.nullable(z.string()),
  app: z.string(),
  version: z.string(),
  gateway: z.boolean(),
  serviceAccount: z.nullable(z.string()),
  images: z.array(z.string()),
  replicas: z.nullable(z.object({ ready: z.number(), wanted: z.number() })),
  services: z.array(z.object({ name: z.string(), host: z.string(), ports: z.array(portSchema) })),
});

export type WorkloadDetail = z.infer<typeof workloadDetailSchema>;

export const detailQuerySchema = z.object({
  /** A Go duration: 30s, 5m, 1h. */
  window: z._default(z.string(), '60s'),
});
