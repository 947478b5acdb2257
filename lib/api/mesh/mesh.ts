/** `GET /api/v1/mesh`, and `POST /api/v1/namespaces/{namespace}/labels`: the mesh as a whole, and the labels that decide on proxies. */
import * as z from 'zod/mini';
import { warningSchema } from '../problem.ts';
import {
  figureStates,
  labelRefusals,
  labelStates,
  mtlsBreakReasons,
  mtlsLayers,
  mtlsModes,
  obsoleteKinds,
  planeStates,
  restartReasons,
} from './mesh-words.ts';

const objectSchema = z.object({ namespace: z.string(), name: z.string() });

/** By type of xDS resource, over the last five minutes. */
const rejectsSchema = z.array(z.object({ type: z.string(), count: z.number() }));
export type Rejects = z.infer<typeof rejectsSchema>;

/** Null where Prometheus did not tell. */
const figuresSchema = z.object({
  /** Proxies, by the version that each says it has. */
  connected: z.nullable(z.number()),
  connectedVersions: z.array(z.object({ version: z.string(), proxies: z.number() })),
  pushesPerSecond: z.nullable(z.number()),
  /** Pushes that failed, over the last five minutes. */
  pushErrors: z.nullable(z.number()),
  /** Configuration that proxies refused, over the last five minutes. */
  rejects: z.nullable(rejectsSchema),
  /** Until a change has reached a proxy. */
  convergenceP99Seconds: z.nullable(z.number()),
  /** Unix seconds. */
  rootExpiresAt: z.nullable(z.number()),
  /** Clusters that it watches besides its own. */
  remoteClusters: z.nullable(z.number()),
});
export type Figures = z.infer<typeof figuresSchema>;

const planeSchema = z.object({
  revision: z.string(),
  namespace: z.string(),
  versions: z.array(z.string()),
  tags: z.array(z.string()),
  isDefault: z.boolean(),
  ready: z.number(),
  wanted: z.nullable(z.number()),
  /** Running pods whose proxy this revision injected, of all namespaces; null where the caller does not see all. */
  proxies: z.nullable(z.number()),
  figures: z.nullable(figuresSchema),
});
export type Plane = z.infer<typeof planeSchema>;

const controlPlaneSchema = z.object({
  state: z.enum(planeStates),
  planes: z.array(planeSchema),
  figures: z.object({
    state: z.enum(figureStates),
    /** Unix seconds at which they were read; null when they were not. */
    at: z.nullable(z.number()),
    /** Questions that were not answered. */
    missing: z.array(z.string()),
    /** Of an istiod that none of the pods is. */
    other: z.nullable(figuresSchema),
  }),
  /** Of ConfigMap `istio`. `absent`, `forbidden`, `unreachable`: Istio's defaults stand in. */
  configuration: z.object({
    state: z.enum(['read', 'absent', 'forbidden', 'unreachable', 'starting', 'restricted']),
    settings: z.array(z.object({ path: z.string(), value: z.string(), written: z.boolean() })),
  }),
});
export type ControlPlaneState = z.infer<typeof controlPlaneSchema>;

const meshWorkloadSchema = z.object({
  kind: z.string(),
  name: z.string(),
  /** Running. */
  pods: z.number(),
  sidecars: z.number(),
  ambient: z.number(),
  /** Asked for no proxy themselves. */
  optedOut: z.number(),
  restart: z.array(
    z.object({
      reason: z.enum(restartReasons),
      pods: z.number(),
      /** What they have and what they would get: revisions or versions; null where there is none, or it is not known. */
      from: z.nullable(z.string()),
      to: z.nullable(z.string()),
    }),
  ),
});
export type MeshWorkload = z.infer<typeof meshWorkloadSchema>;

/** Of somebody that the caller may not see both are null; of somebody whom nobody knows, "". */
const endSchema = z.object({ namespace: z.nullable(z.string()), workload: z.nullable(z.string()) });
export type MeshEnd = z.infer<typeof endSchema>;

const mtlsBreakSchema = z.object({
  reason: z.enum(mtlsBreakReasons),
  /** Who is called; null for all of the namespace. */
  service: z.nullable(z.string()),
  ports: z.array(z.number()),
  /** DestinationRule; null where there is none, or the caller may not read it. */
  rule: z.nullable(objectSchema),
  /** PeerAuthentication; the same. */
  policy: z.nullable(objectSchema),
  /** Known callers that are hit: measured ones, or workloads without a proxy. Empty: whoever calls. */
  callers: z.array(endSchema),
});
export type MtlsBreak = z.infer<typeof mtlsBreakSchema>;

const mtlsSchema = z.object({
  /** For workloads that no policy selects; null where the caller may not read the policies. */
  mode: z.nullable(z.enum(mtlsModes)),
  layer: z.enum(mtlsLayers),
  policy: z.nullable(objectSchema),
  /** Workloads with another mode than the namespace's. */
  exceptions: z.array(
    z.object({
      workload: z.string(),
      mode: z.enum(mtlsModes),
      policy: z.nullable(objectSchema),
      ports: z.array(z.object({ port: z.number(), mode: z.enum(mtlsModes) })),
    }),
  ),
  /** Share of the measured requests to it that came under mutual TLS; null without any. */
  measured: z.nullable(z.number()),
  /** Who was measured to speak plain text to it: STRICT would refuse them. */
  plain: z.array(
    z.object({
      caller: endSchema,
      workload: z.string(),
      protocol: z.enum(['http', 'grpc', 'tcp']),
      /** Null for TCP. */
      requestsPerSecond: z.nullable(z.number()),
    }),
  ),
  breaks: z.array(mtlsBreakSchema),
});
export type NamespaceMtls = z.infer<typeof mtlsSchema>;

const labels = z.record(z.string(), z.string());

const meshNamespaceSchema = z.object({
  name: z.string(),
  /** Those of lib/istio/namespace-labels.ts alone. */
  labels,
  resourceVersion: z.string(),
  /** The caller may change the labels, by access review. */
  mayLabel: z.boolean(),
  /** The revision that new pods get by the labels: null when they ask for none, or nobody knows the name. */
  revision: z.nullable(z.string()),
  /** Labels ask for a revision or tag that nobody knows: new pods get no proxy. */
  unknownRevision: z.boolean(),
  /** Istio never injects here. */
  never: z.boolean(),
  /** It runs a control plane. */
  isControlPlane: z.boolean(),
  /** Running pods that are no gateways, and those among them with a proxy, in ambient mode, without either. */
  pods: z.number(),
  sidecars: z.number(),
  ambient: z.number(),
  uncovered: z.number(),
  /** Without a proxy because they asked for none. */
  optedOut: z.number(),
  gateways: z.number(),
  /** Of the proxies. */
  versions: z.array(z.object({ version: z.string(), pods: z.number() })),
  workloads: z.array(meshWorkloadSchema),
  mtls: mtlsSchema,
});
export type MeshNamespace = z.infer<typeof meshNamespaceSchema>;

const meshGatewaySchema = z.object({
  /** Kind id. */
  kind: z.string(),
  ...objectSchema.shape,
  /** Deployments that serve it; of the Gateway API its class. */
  servedBy: z.array(objectSchema),
  /** Somebody serves it in a namespace that the caller may not see. */
  servedElsewhere: z.boolean(),
  className: z.nullable(z.string()),
  addresses: z.array(z.string()),
  /** Of the Gateway API; null where no condition says. */
  programmed: z.nullable(z.boolean()),
  servers: z.array(
    z.object({
      port: z.number(),
      protocol: z.string(),
      hosts: z.array(z.string()),
      tls: z.nullable(z.string()),
    }),
  ),
  /** Objects that bind routes to it and that the caller may read. */
  routes: z.number(),
});
export type MeshGateway = z.infer<typeof meshGatewaySchema>;

const obsoleteSchema = z.object({
  what: z.enum(obsoleteKinds),
  /** Kind id, or the name of a kind outside of the registry. */
  kind: z.string(),
  kindName: z.string(),
  ...objectSchema.shape,
  /** A path, an annotation, an apiVersion. */
  found: z.string(),
  /** What replaces it; null where nothing does. */
  instead: z.nullable(z.string()),
  /** Who wrote it so, of versions. */
  manager: z.nullable(z.string()),
});
export type Obsolete = z.infer<typeof obsoleteSchema>;

export const meshQuerySchema = z.object({
  /** Comma-separated; absent means all that the caller may see. */
  namespaces: z.optional(z.string()),
});

export const meshSchema = z.object({
  at: z.number(),
  metricsAt: z.nullable(z.number()),
  /** Of the measured share of mutual TLS. */
  windowSeconds: z.number(),
  /** False when hidden namespaces exist. */
  allNamespaces: z.boolean(),
  controlPlane: controlPlaneSchema,
  /** Names by which a namespace may ask for a control plane. */
  revisions: z.array(
    z.object({ name: z.string(), isTag: z.boolean(), revision: z.string(), versions: z.array(z.string()) }),
  ),
  /** ztunnel runs: ambient mode has somebody to carry it. */
  ambientReady: z.boolean(),
  namespaces: z.array(meshNamespaceSchema),
  gateways: z.array(meshGatewaySchema),
  clusters: z.object({
    own: z.string(),
    network: z.nullable(z.string()),
    /** Named by traffic that the caller may see; whether istiod is in step with them nobody tells us. */
    others: z.array(z.string()),
    /** By istiod's count; null where it is not known. */
    watched: z.nullable(z.number()),
  }),
  obsolete: z.array(obsoleteSchema),
  warnings: z.array(warningSchema),
});
export type Mesh = z.infer<typeof meshSchema>;

export const labelBodySchema = z.object({
  /** Null takes one away. Which keys and values are good: lib/istio/namespace-labels.ts. */
  labels: z
    .record(z.string().check(z.maxLength(317)), z.nullable(z.string().check(z.maxLength(63))))
    .check(
      z.refine(
        (some) => Object.keys(some).length > 0 && Object.keys(some).length <= 16,
        'from 1 to 16 labels',
      ),
    ),
  /** Of the namespace that was seen. */
  resourceVersion: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Tried by the API server, and nothing kept. */
  dryRun: z.boolean(),
  reason: z.string().check(z.maxLength(500)),
});
export type LabelBody = z.infer<typeof labelBodySchema>;

export const labelAnswerSchema = z.object({
  namespace: z.string(),
  state: z.enum(labelStates),
  refusal: z.nullable(z.enum(labelRefusals)),
  /** In the words of the API server. */
  message: z.nullable(z.string()),
  /** Of its Warning headers. */
  warnings: z.array(z.string()),
  missing: z.nullable(
    z.object({
      verb: z.string(),
      group: z.string(),
      resource: z.string(),
      namespace: z.nullable(z.string()),
    }),
  ),
  /** Of the namespace as written. */
  resourceVersion: z.nullable(z.string()),
  /** Istio's labels as they are now, or would be. */
  labels: z.nullable(labels),
});
export type LabelAnswer = z.infer<typeof labelAnswerSchema>;
