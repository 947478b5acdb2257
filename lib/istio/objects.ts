/**
 * Kubernetes objects as Istio and the console read them: the fields in use, typed; everything else stays on the object untouched.
 * Names follow the Kubernetes API (https://kubernetes.io/docs/reference/kubernetes-api/); Istio specs are generated.
 */
import type { Json, JsonObject } from '../document/json.ts';
import type { ExtensionProvider } from './extension-providers.ts';
import type {
  AuthorizationPolicySpec,
  DestinationRuleSpec,
  EnvoyFilterSpec,
  GatewaySpec,
  PeerAuthenticationSpec,
  RequestAuthenticationSpec,
  ServiceEntrySpec,
  SidecarSpec,
  TelemetrySpec,
  VirtualServiceSpec,
  WorkloadEntrySpec,
} from './generated/types.ts';

export type Labels = Readonly<Record<string, string>>;

export interface ManagedFields {
  manager?: string;
  operation?: 'Apply' | 'Update';
  apiVersion?: string;
  time?: string;
  fieldsType?: string;
  fieldsV1?: object;
  subresource?: string;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  generateName?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  /** RFC 3339, whole seconds. */
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Labels;
  annotations?: Readonly<Record<string, string>>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: ManagedFields[];
}

/** Any object of the Kubernetes API. */
export interface KubernetesObject<Spec = unknown, Status = unknown> {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: Spec;
  status?: Status;
}

export interface ServicePort {
  name?: string;
  port: number;
  targetPort?: number | string;
  protocol?: string;
  appProtocol?: string;
  nodePort?: number;
}

export interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  externalName?: string;
  selector?: Labels;
  ports?: ServicePort[];
}

export interface Container {
  name: string;
  image?: string;
  ports?: { name?: string; containerPort: number; protocol?: string }[];
  env?: { name?: string; value?: string }[];
  restartPolicy?: string;
  securityContext?: { runAsUser?: number };
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  securityContext?: { runAsUser?: number };
  hostNetwork?: boolean;
  nodeName?: string;
  serviceAccountName?: string;
}

export interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  state?: { waiting?: { reason?: string }; running?: object; terminated?: { reason?: string } };
  lastState?: object;
}

export interface PodStatus {
  phase?: string;
  podIP?: string;
  hostIP?: string;
  startTime?: string;
  conditions?: {
    type: string;
    status: string;
    reason?: string;
    message?: string;
    lastTransitionTime?: string;
  }[];
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
}

export interface WorkloadSpec {
  replicas?: number;
  selector?: { matchLabels?: Labels };
  template?: { metadata?: { labels?: Labels; annotations?: Labels }; spec?: PodSpec };
}

export interface WorkloadStatus {
  replicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  updatedReplicas?: number;
  observedGeneration?: number;
}

/** discovery.k8s.io/v1; unlike most kinds its content is not below `spec`. */
export interface EndpointSlice extends KubernetesObject<never, never> {
  addressType?: string;
  endpoints?: {
    addresses: string[];
    conditions?: { ready?: boolean; serving?: boolean; terminating?: boolean };
    targetRef?: { kind?: string; namespace?: string; name?: string; uid?: string };
    nodeName?: string;
    zone?: string;
  }[];
  ports?: { name?: string; port?: number; protocol?: string; appProtocol?: string }[];
}

export type Namespace = KubernetesObject<unknown, { phase?: string }>;
export type Service = KubernetesObject<ServiceSpec>;
export type Pod = KubernetesObject<PodSpec, PodStatus>;
/** Deployment, StatefulSet, DaemonSet or ReplicaSet. */
export type Workload = KubernetesObject<WorkloadSpec, WorkloadStatus>;
export type VirtualService = KubernetesObject<VirtualServiceSpec>;
export type DestinationRule = KubernetesObject<DestinationRuleSpec>;
export type Gateway = KubernetesObject<GatewaySpec>;
export type ServiceEntry = KubernetesObject<
  ServiceEntrySpec,
  { addresses?: { value?: string; host?: string }[] }
>;
export type Sidecar = KubernetesObject<SidecarSpec>;
export type WorkloadEntry = KubernetesObject<WorkloadEntrySpec>;
export type PeerAuthentication = KubernetesObject<PeerAuthenticationSpec>;
export type RequestAuthentication = KubernetesObject<RequestAuthenticationSpec>;
export type AuthorizationPolicy = KubernetesObject<AuthorizationPolicySpec>;
export type Telemetry = KubernetesObject<TelemetrySpec>;
export type EnvoyFilter = KubernetesObject<EnvoyFilterSpec>;

interface RouteBackend {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  port?: number;
}

/** gateway.networking.k8s.io/v1, HTTPRoute or GRPCRoute: what ties a route to the objects around it. */
export type HttpRoute = KubernetesObject<{
  hostnames?: string[];
  parentRefs?: {
    group?: string;
    kind?: string;
    namespace?: string;
    name: string;
    sectionName?: string;
    port?: number;
  }[];
  rules?: {
    backendRefs?: (RouteBackend & { weight?: number })[];
    filters?: { requestMirror?: { backendRef: RouteBackend } }[];
  }[];
}>;

/** What routing, checks and the graph need to know of the mesh configuration (ConfigMap `istio`, key `mesh`); Istio's defaults. */
export interface MeshConfig {
  rootNamespace: string;
  domain: string;
  outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  enableAutoMtls: boolean;
  /** Absent: those that Istio brings. */
  extensionProviders?: readonly ExtensionProvider[];
}

export const defaultMeshConfig: MeshConfig = {
  rootNamespace: 'istio-system',
  domain: 'cluster.local',
  outboundTrafficPolicy: 'ALLOW_ANY',
  enableAutoMtls: true,
};

/** The objects of one cluster at one moment: what the pure rooms are asked about. */
export interface ClusterObjects {
  meshConfig: MeshConfig;
  /** Of pods: the label by which this installation tells versions apart, before the usual ones. */
  versionLabel?: string | null;
  namespaces: readonly Namespace[];
  services: readonly Service[];
  pods: readonly Pod[];
  workloads: readonly Workload[];
  endpointSlices: readonly EndpointSlice[];
  virtualServices: readonly VirtualService[];
  destinationRules: readonly DestinationRule[];
  gateways: readonly Gateway[];
  serviceEntries: readonly ServiceEntry[];
  sidecars: readonly Sidecar[];
  workloadEntries: readonly WorkloadEntry[];
  peerAuthentications: readonly PeerAuthentication[];
  requestAuthentications: readonly RequestAuthentication[];
  authorizationPolicies: readonly AuthorizationPolicy[];
  telemetries: readonly Telemetry[];
  envoyFilters: readonly EnvoyFilter[];
  /** The Gateway API's: Istio's have the same kind. */
  kubernetesGateways: readonly KubernetesObject[];
  httpRoutes: readonly HttpRoute[];
  grpcRoutes: readonly HttpRoute[];
  referenceGrants: readonly KubernetesObject[];
}

export const noObjects: ClusterObjects = {
  meshConfig: defaultMeshConfig,
  namespaces: [],
  services: [],
  pods: [],
  workloads: [],
  endpointSlices: [],
  virtualServices: [],
  destinationRules: [],
  gateways: [],
  serviceEntries: [],
  sidecars: [],
  workloadEntries: [],
  peerAuthentications: [],
  requestAuthentications: [],
  authorizationPolicies: [],
  telemetries: [],
  envoyFilters: [],
  kubernetesGateways: [],
  httpRoutes: [],
  grpcRoutes: [],
  referenceGrants: [],
};

/** Which proxy asks: a sidecar beside a workload, or a gateway pod. */
export interface ProxyRef {
  type: 'sidecar' | 'gateway';
  namespace: string;
  /** Labels of the pod that the proxy runs in. */
  labels: Labels;
}

/** An object, or an object in it, as the JSON that it came as: types name the fields in use, everything else is there too. */
export function asJson(object: object): JsonObject {
  return object as unknown as JsonObject;
}

/** The way back, of what was a VirtualService before its JSON was changed. */
export function asVirtualService(value: Json): VirtualService {
  return value as unknown as VirtualService;
}
