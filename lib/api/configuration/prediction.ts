/** `POST /api/v1/config/predict`: where the measured requests and connections would go if changes were made. */
import * as z from 'zod/mini';
import { warningSchema } from '../problem.ts';
import { changesSchema } from './configuration.ts';

export const predictBodySchema = z.object({
  ...changesSchema.shape,
  /** Over which the requests were measured, e.g. `300s`; five minutes when absent. */
  window: z.optional(z.string().check(z.maxLength(20))),
});

export const endKinds = [
  'version',
  'not-found',
  'unavailable',
  'redirect',
  'direct-response',
  'fault',
  'closed',
  'passthrough',
  'blocked',
  'restricted',
] as const;

/**
 * `version`: of a host; `not-found`: 404, no rule; `unavailable`: 503 (connections are reset), no such subset or host, or no pod behind
 * it; `redirect` and `direct-response`: the proxy answers; `fault`: aborted; `closed`: no rule of a gateway takes the connection;
 * `passthrough`: no host of the mesh, or none that the caller's Sidecar imports; `blocked`: the same where that Sidecar lets nothing else
 * out (502, connections are closed); `restricted`: where the caller sees nothing.
 */
const endSchema = z.object({
  kind: z.enum(endKinds),
  /** Full name; "" where nothing is sent. */
  host: z.string(),
  /** Null where workloads are not known. */
  version: z.nullable(z.string()),
  subset: z.nullable(z.string()),
});
export type PredictedEnd = z.infer<typeof endSchema>;

const ruleSchema = z.object({
  /** VirtualService, or a route of the Gateway API. */
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** The list of `spec` that the rule stands in. */
  list: z.enum(['http', 'tls', 'tcp', 'rules']),
  index: z.number(),
  route: z.nullable(z.string()),
});
export type PredictedRule = z.infer<typeof ruleSchema>;

const flowOf = <Rate extends z.core.SomeType>(rate: Rate) => ({
  /** Null: callers in namespaces that are hidden from who asks. */
  source: z.nullable(z.object({ namespace: z.string(), workload: z.string() })),
  /**
   * Null stands for a host's own route. Several: the ends do not tell which of them was followed.
   * None: no rule explains what was measured, and it is left where it is.
   */
  rules: z.array(z.nullable(ruleSchema)),
  now: z.array(rate),
  /** What is certain; with `undetermined` it adds up to the same as `now`. */
  after: z.array(rate),
  /** Depends on paths or headers, of connections on ports or server names, which telemetry does not tell. */
  undetermined: z.number(),
  /** At most, by end; empty where nothing is undetermined. */
  most: z.array(rate),
  /** Copies, which are no part of the sums. */
  mirrors: z.object({ now: z.array(rate), after: z.array(rate) }),
});

const requestRateSchema = z.object({ end: endSchema, requestsPerSecond: z.number() });
const byteRateSchema = z.object({ end: endSchema, bytesPerSecond: z.number() });
const flowSchema = z.object({ ...flowOf(requestRateSchema), requestsPerSecond: z.number() });
/** Connections: bytes of both ways together. */
const connectionSchema = z.object({ ...flowOf(byteRateSchema), bytesPerSecond: z.number() });
export type PredictionFlow = z.infer<typeof flowSchema>;
export type PredictionConnection = z.infer<typeof connectionSchema>;

export const predictionSchema = z.object({
  windowSeconds: z.number(),
  /** Unix seconds; null when there are no metrics. */
  metricsAt: z.nullable(z.number()),
  /** Of the hosts that the changes touch. */
  flows: z.array(flowSchema),
  /** Of connections that are no requests, to the same hosts. */
  connections: z.array(connectionSchema),
  /** Changes, by index, that cannot be read yet: predicted as if they were not made. */
  unread: z.array(z.number()),
  /** Changes, by index, of kinds that steer no requests. */
  steersNothing: z.array(z.number()),
  /** Hidden namespaces exist: their rules and workloads are not known. */
  hiddenNamespaces: z.boolean(),
  warnings: z.array(warningSchema),
});
export type PredictionAnswer = z.infer<typeof predictionSchema>;
