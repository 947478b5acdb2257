/**
 * `GET /api/v1/graph`: the service graph (docs/api.md). Numbers are in base units, the unit is in the name.
 * Ratios are 0..1. A number that is not known is null, never 0.
 */
import * as z from 'zod/mini';
import { warningSchema } from '../problem.ts';
import { edgeRoutes, graphTypes, healthStates, nodeBadges } from '../words.ts';

export type HealthState = (typeof healthStates)[number];

export const healthSchema = z.object({
  state: z.enum(healthStates),
  /** Why, most serious first; empty when healthy. Codes are translated on screen. */
  reasons: z.array(
    z.object({
      code: z.enum([
        'error-ratio',
        'client-error-ratio',
        'latency',
        'too-few-requests',
        'no-traffic',
        'not-ready',
      ]),
      value: z.nullable(z.number()),
      threshold: z.nullable(z.number()),
    }),
  ),
});

export type Health = z.infer<typeof healthSchema>;

/** Traffic of a node or edge over the window. */
export const trafficSchema = z.object({
  requestsPerSecond: z.number(),
  /** 5xx, failed gRPC and requests without an answer, by total. */
  errorRatio: z.nullable(z.number()),
  /** 4xx by total. */
  clientErrorRatio: z.nullable(z.number()),
  averageMs: z.nullable(z.number()),
  p50Ms: z.nullable(z.number()),
  p95Ms: z.nullable(z.number()),
  p99Ms: z.nullable(z.number()),
  /** Payload, both directions; of HTTP and gRPC from the sizes that proxies report, which like percentiles come at a slower beat. */
  bytesPerSecond: z.nullable(z.number()),
});

export type Traffic = z.infer<typeof trafficSchema>;

export const nodeKinds = [
  'workload',
  'app',
  'service',
  'service-entry',
  'gateway',
  'external',
  'unknown',
  'restricted',
] as const;

export const graphNodeSchema = z.object({
  /** Stable across refreshes and replicas. */
  id: z.string(),
  kind: z.enum(nodeKinds),
  cluster: z.string(),
  /** Empty for what lives in no namespace (unknown sources, external hosts). */
  namespace: z.string(),
  /** What a card shows in its first line. */
  name: z.string(),
  app: z.nullable(z.string()),
  version: z.nullable(z.string()),
  workload: z.nullable(z.string()),
  /** Name of the service that this node serves (or is). */
  service: z.nullable(z.string()),
  /** Full host names by which it is called. */
  hosts: z.array(z.string()),
  protocol: z.enum(['http', 'grpc', 'tcp', 'none']),
  /** True for the start of traffic (nobody in the mesh calls it). */
  root: z.boolean(),
  badges: z.array(z.enum(nodeBadges)),
  /**
   * What ends or goes on by itself, soonest first, for those who may read the VirtualService that says so (of `namespace`): an injected
   * fault, the next step of a split. `at`: Unix seconds.
   */
  due: z.optional(
    z.array(z.object({ what: z.enum(['fault', 'step']), at: z.number(), namespace: z.string() })),
  ),
  health: healthSchema,
  inbound: z.nullable(trafficSchema),
  outbound: z.nullable(trafficSchema),
  /** Nodes with the same value are drawn as rows of one card (the versions of one app). */
  group: z.nullable(z.string()),
});

export type GraphNode = z.infer<typeof graphNodeSchema>;

export const graphEdgeSchema = z.object({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  protocol: z.enum(['http', 'grpc', 'tcp']),
  health: healthSchema,
  ...trafficSchema.shape,
  /** Requests under mutual TLS by total; null when the destination did not report. */
  mtlsRatio: z.nullable(z.number()),
  /** Share of the source's requests that take this edge. */
  sourceShare: z.nullable(z.number()),
  /** Envoy response flags other than "-", with their share of the edge's requests. */
  flags: z.array(z.object({ flag: z.string(), ratio: z.number() })),
  /** What failed requests got, commonest first: "http 503" or "grpc 14" ("http 0": no answer), Envoy's flags ("" for none), share of the edge's requests. */
  failures: z.optional(z.array(z.object({ code: z.string(), flags: z.string(), ratio: z.number() }))),
  hosts: z.array(z.string()),
  /** Absent where no VirtualService or route speaks for this caller and host, or the caller may not read it; then the next three are absent too. */
  route: z.optional(z.enum(edgeRoutes)),
  /** Share of the source's requests to this route that its VirtualService gives the target, by the rule that divides them; null when rules differ. */
  configuredShare: z.optional(z.nullable(z.number())),
  /** Share that the target really got of the same requests; null without requests (TCP), or for copies (a mirror). */
  observedShare: z.optional(z.nullable(z.number())),
  /** VirtualServices as "namespace/name", routes of the Gateway API as "HTTPRoute namespace/name": lib/api/traffic/route-ref.ts */
  routedBy: z.optional(z.array(z.string())),
});

export type GraphEdge = z.infer<typeof graphEdgeSchema>;

export const graphSchema = z.object({
  type: z.enum(graphTypes),
  /** Rises with each change of the answer. */
  version: z.string(),
  /** Time of the newest sample used, Unix seconds. */
  at: z.number(),
  windowSeconds: z.number(),
  /** Unix seconds at which the metrics were read; older than the poll means stale. */
  metricsAt: z.nullable(z.number()),
  /** As `metricsAt`, of the percentiles: they are read at a slower beat. Null when there are none. */
  percentilesAt: z.optional(z.nullable(z.number())),
  namespaces: z.array(
    z.object({ name: z.string(), workloads: z.number(), services: z.number(), injected: z.boolean() }),
  ),
  nodes: z.array(graphNodeSchema),
  edges: z.array(graphEdgeSchema),
  warnings: z.array(warningSchema),
});

export type Graph = z.infer<typeof graphSchema>;

export const graphQuerySchema = z.object({
  /** Comma-separated; absent means all that the caller may see. */
  namespaces: z.optional(z.string()),
  type: z._default(z.enum(graphTypes), 'versioned-app'),
  serviceNodes: z._default(z.stringbool(), false),
  /** A Go duration: 30s, 5m, 1h. */
  window: z._default(z.string(), '60s'),
  /** Unix seconds of the window's end; absent means now. */
  at: z.optional(z.coerce.number()),
  /** With `at`: false leaves percentiles and sizes out, which makes an answer about the past ten times cheaper. */
  percentiles: z._default(z.stringbool(), true),
});
