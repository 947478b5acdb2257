/** `GET /api/v1/overview`: what is wrong now, and how every namespace is doing. Sentences are made on screen from codes and numbers. */
import * as z from 'zod/mini';
import { changeSchema } from '../configuration/change.ts';
import { warningSchema } from '../problem.ts';
import { healthSchema, trafficSchema } from './graph.ts';

export const attentionCodes = [
  /** value: error ratio. */
  'service-fails',
  /** One version of a service is much worse than its siblings. value: error ratio; peer: the better version. */
  'version-fails',
  /** value: p95 in ms, threshold in ms. */
  'service-slow',
  /** One version is slower than its siblings. value: p95 in ms; peerValue: p95 of the better version in ms. */
  'version-slow',
  /** A route names a subset or host that does not exist, or that has no pods. value: requests/s that get 503, when known. */
  'route-to-nothing',
  /** value: pods without sidecar in an injected namespace. */
  'missing-sidecar',
  /** value: ready pods, threshold: wanted pods. */
  'workload-not-ready',
] as const;

export const attentionSchema = z.object({
  id: z.string(),
  code: z.enum(attentionCodes),
  severity: z.enum(['failing', 'degraded']),
  namespace: z.string(),
  name: z.string(),
  version: z.nullable(z.string()),
  /** The object to look at, e.g. VirtualService, with its rule (0-based). */
  object: z.nullable(
    z.object({ kind: z.string(), namespace: z.string(), name: z.string(), rule: z.nullable(z.number()) }),
  ),
  value: z.nullable(z.number()),
  threshold: z.nullable(z.number()),
  peer: z.nullable(z.string()),
  peerValue: z.nullable(z.number()),
  requestsPerSecond: z.nullable(z.number()),
  /** The commonest cause seen in the metrics: source app, response code and flag. */
  evidence: z.nullable(
    z.object({
      source: z.nullable(z.string()),
      responseCode: z.nullable(z.string()),
      flag: z.nullable(z.string()),
      errorsPerSecond: z.number(),
    }),
  ),
  /** Host or subset that is missing, for route-to-nothing. */
  missing: z.nullable(z.string()),
  /** Unix seconds; null when it is older than the range or not known. */
  since: z.nullable(z.number()),
  /** The value over the range, evenly spaced; null where there is no sample. */
  series: z.array(z.nullable(z.number())),
  /** Node id on the graph page. */
  node: z.nullable(z.string()),
});

export type Attention = z.infer<typeof attentionSchema>;

const rankedSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  value: z.number(),
  health: healthSchema,
});

export const overviewSchema = z.object({
  at: z.number(),
  metricsAt: z.nullable(z.number()),
  windowSeconds: z.number(),
  rangeSeconds: z.number(),
  /** False when hidden namespaces exist: the title then says "in your namespaces". */
  allNamespaces: z.boolean(),
  totals: z.object({
    namespaces: z.number(),
    services: z.number(),
    requestsPerSecond: z.nullable(z.number()),
    successRatio: z.nullable(z.number()),
  }),
  attention: z.array(attentionSchema),
  namespaces: z.array(
    z.object({
      name: z.string(),
      health: healthSchema,
      services: z.number(),
      failing: z.number(),
      degraded: z.number(),
      injected: z.boolean(),
      traffic: z.nullable(trafficSchema),
      /** Requests per second over the range, evenly spaced. */
      series: z.array(z.nullable(z.number())),
    }),
  ),
  top: z.object({
    busiest: z.array(rankedSchema),
    errors: z.array(rankedSchema),
    slowest: z.array(rankedSchema),
  }),
  /** Routes that share traffic between versions now: configured share beside the observed one. */
  splits: z.array(
    z.object({
      namespace: z.string(),
      service: z.string(),
      /** VirtualService, HTTPRoute or GRPCRoute. */
      kind: z.string(),
      /** The name of that object. */
      virtualService: z.string(),
      parts: z.array(
        z.object({
          name: z.string(),
          configured: z.number(),
          observed: z.nullable(z.number()),
          mirrored: z.boolean(),
        }),
      ),
      health: healthSchema,
    }),
  ),
  /** Newest first: who wrote which Istio object, as its history and managedFields tell. */
  changes: z.array(changeSchema),
  warnings: z.array(warningSchema),
});

export type Overview = z.infer<typeof overviewSchema>;

export const overviewQuerySchema = z.object({
  /** Comma-separated; absent means all that the caller may see. */
  namespaces: z.optional(z.string()),
  /** A Go duration: how far the small series go back. */
  range: z._default(z.string(), '1h'),
});
