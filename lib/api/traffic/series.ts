/**
 * `GET /api/v1/series`: what a service, workload, app or namespace did over time, or one edge of it (`peer…`).
 * Sampled so that equal questions have equal times: everybody who looks at the same thing shares one answer.
 * Rights: 403 for a namespace that the caller may not see, the same whether it exists or not; peers in such namespaces are one
 * series of kind "restricted" without a name. What nobody ever called has no series, and is no error.
 */
import * as z from 'zod/mini';
import { changeSchema } from '../configuration/change.ts';
import { warningSchema } from '../problem.ts';
import {
  seriesDirections,
  seriesGroupings,
  seriesMeasures,
  seriesPeers,
  seriesSubjects,
} from './series-words.ts';

/** Labels that Istio does not fix may hold anything: a Host header, a VM's name. Control characters are nobody's name. */
const name = z.string().check(z.minLength(1), z.maxLength(512), z.regex(/^\P{Cc}+$/u));

export const seriesQuerySchema = z.object({
  subject: z.enum(seriesSubjects),
  namespace: z.string(),
  /** Absent for a namespace. */
  name: z.optional(name),
  /** Only this version of the app. */
  version: z.optional(name),
  /** Only what it exchanges with this one. `peerNamespace` is left out for a host. */
  peer: z.optional(z.enum(seriesPeers)),
  peerNamespace: z.optional(z.string()),
  peerName: z.optional(name),
  peerVersion: z.optional(name),
  /** What a service sends is what its workloads send. */
  direction: z._default(z.enum(seriesDirections), 'inbound'),
  /** Comma-separated: requests, errors, latency, bytes, grpc, tcp, heatmap. */
  metrics: z._default(z.string(), 'requests,errors,latency'),
  by: z._default(z.enum(seriesGroupings), 'none'),
  /** A Go duration: how far back the series go. */
  range: z._default(z.string(), '1h'),
  /** Unix seconds of the end; absent means now. */
  at: z.optional(z.coerce.number()),
  /** At most so many samples a series. */
  points: z._default(z.coerce.number().check(z.int(), z.minimum(20), z.maximum(300)), 240),
});

export const seriesPeerSchema = z.object({
  /**
   * service, host: called, but no workload was reached (host: outside the mesh). unknown: the telemetry does not tell.
   * rest: those beyond the largest.
   */
  kind: z.enum(['workload', 'service', 'host', 'unknown', 'restricted', 'rest']),
  /** Empty for what lives in no namespace, and for all that is not named. */
  namespace: z.string(),
  name: z.string(),
});

export type SeriesPeerName = z.infer<typeof seriesPeerSchema>;

/** What tells a series from the others of its measure; empty strings stand for what the telemetry does not tell. */
export const seriesLabelsSchema = z.object({
  version: z.optional(z.string()),
  /** Of the version. */
  workload: z.optional(z.string()),
  peer: z.optional(seriesPeerSchema),
  protocol: z.optional(z.string()),
  /** HTTP status, "0" without an answer. */
  code: z.optional(z.string()),
  /** A number as text, for gRPC only. */
  grpcStatus: z.optional(z.string()),
  /** Envoy's response flags, comma-separated; "" for none. */
  flag: z.optional(z.string()),
  reporter: z.optional(z.string()),
});

export type SeriesLabels = z.infer<typeof seriesLabelsSchema>;

export const timeSeriesSchema = z.object({
  measure: z.enum(seriesMeasures),
  labels: seriesLabelsSchema,
  /** One for each of `times`; null where there is no sample. */
  values: z.array(z.nullable(z.number())),
});

export type TimeSeries = z.infer<typeof timeSeriesSchema>;

export const heatMapSchema = z.object({
  /** Of the part of the grouping that it shows; empty where traffic is not split. */
  labels: seriesLabelsSchema,
  /** Upper bounds of the buckets as the proxies report them, rising; the last bucket, without a bound, is null. */
  boundsMs: z.array(z.nullable(z.number())),
  /** For each of `times`, requests per second in each bucket (not cumulative); null where there is no sample. */
  columns: z.array(z.nullable(z.array(z.number()))),
});

export type HeatMapSeries = z.infer<typeof heatMapSchema>;

export const seriesSchema = z.object({
  /** Unix seconds, rising, `stepSeconds` apart. */
  times: z.array(z.number()),
  stepSeconds: z.number(),
  /** Window of each rate. */
  rateWindowSeconds: z.number(),
  series: z.array(timeSeriesSchema),
  /** One for each part; none unless asked for and answered. */
  heatMaps: z.array(heatMapSchema),
  /** Configuration that touches the subject and was written in this time, oldest first; what the caller may not read is left out. */
  changes: z.array(changeSchema),
  /** Unix seconds at which the metrics were read; null when nothing was answered. */
  metricsAt: z.nullable(z.number()),
  warnings: z.array(warningSchema),
});

export type Series = z.infer<typeof seriesSchema>;

/** What Prometheus is asked for them: for whoever goes on there by themselves. */
export const seriesExpressionsSchema = z.object({ expressions: z.array(z.string()) });
