/** `POST /api/v1/config/predict`: where the measured requests would go if changes were made. Rates are requests per second. */
import * as z from 'zod/mini';
import { changesSchema } from './configuration.ts';
import { warningSchema } from './problem.ts';

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
  'passthrough',
  'restricted',
] as const;

const rateSchema = z.object({
  /**
   * `version`: of a host; `not-found`: 404, no rule; `unavailable`: 503, no such subset or host, or no pod behind it; `redirect` and
   * `direct-response`: the proxy answers; `fault`: aborted; `passthrough`: no host of the mesh; `restricted`: where the caller sees nothing.
   */
  end: z.object({
    kind: z.enum(endKinds),
    /** Full name; "" where nothing is sent. */
    host: z.string(),
    /** Null where workloads are not known. */
    version: z.nullable(z.string()),
    subset: z.nullable(z.string()),
  }),
  requestsPerSecond: z.number(),
});
export type PredictedRate = z.infer<typeof rateSchema>;

const rates = z.array(rateSchema);

const flowSchema = z.object({
  /** Null: callers in namespaces that are hidden from who asks. */
  source: z.nullable(z.object({ namespace: z.string(), workload: z.string() })),
  /**
   * Of VirtualServices; null stands for a host's own route. Several: the ends do not tell which of them a request followed.
   * None: no rule explains what was measured, and it is left where it is.
   */
  rules: z.array(
    z.nullable(
      z.object({ namespace: z.string(), name: z.string(), index: z.number(), route: z.nullable(z.string()) }),
    ),
  ),
  requestsPerSecond: z.number(),
  now: rates,
  /** What is certain; with `undetermined` it adds up to the same as `now`. */
  after: rates,
  /** Depends on paths or headers, which telemetry does not tell. */
  undetermined: z.number(),
  /** At most, by end. */
  most: rates,
  /** Copies, which are no part of the sums. */
  mirrors: z.object({ now: rates, after: rates }),
});
export type PredictionFlow = z.infer<typeof flowSchema>;

export const predictionSchema = z.object({
  windowSeconds: z.number(),
  /** Unix seconds; null when there are no metrics. */
  metricsAt: z.nullable(z.number()),
  /** Of the hosts that the changes touch. */
  flows: z.array(flowSchema),
  /** Touched hosts with connections that are no requests: these are not predicted. */
  connectionsTo: z.array(z.string()),
  /** Changes, by index, that cannot be read yet: predicted as if they were not made. */
  unread: z.array(z.number()),
  /** Changes, by index, of kinds that steer no requests. */
  steersNothing: z.array(z.number()),
  /** Hidden namespaces exist: their rules and workloads are not known. */
  hiddenNamespaces: z.boolean(),
  warnings: z.array(warningSchema),
});
export type PredictionAnswer = z.infer<typeof predictionSchema>;
