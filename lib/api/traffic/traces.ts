/**
 * `GET /api/v1/traces`: traces of a service, or of an edge of it, out of Jaeger or Tempo, read with the caller's own credentials through the
 * API server's proxy. Spans in namespaces that the caller may not see have a place and a time, nothing else.
 */
import * as z from 'zod/mini';
import { appNamePattern } from '../../traces/names.ts';
import { gateSchema } from '../mesh/links.ts';

const label = z.string().check(z.regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/));
const appName = z.string().check(z.regex(appNamePattern));

export const tracesQuerySchema = z.object({
  namespace: label,
  /** As its spans name it: the app. */
  app: appName,
  /** Only traces in which it calls this one. */
  peerNamespace: z.optional(label),
  peerApp: z.optional(appName),
  /** A Go duration: how far back. */
  range: z._default(z.string(), '1h'),
  /** Unix seconds of the end; absent means now. */
  at: z.optional(z.coerce.number()),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
  /** Only those that took at least so long. */
  minMs: z.optional(z.coerce.number().check(z.minimum(0), z.maximum(3_600_000))),
});

export const traceStates = ['ok', 'not-installed', 'forbidden', 'unreachable'] as const;

const source = {
  state: z.enum(traceStates),
  /** Null when it is not installed. */
  product: z.nullable(z.enum(['jaeger', 'tempo'])),
  /** What Kubernetes would have to allow, when forbidden. */
  gate: z.nullable(gateSchema),
};

export const traceSummarySchema = z.object({
  id: z.string(),
  /** Unix microseconds. */
  startUs: z.number(),
  durationUs: z.number(),
  /** Empty when the first span is not the caller's to see. */
  rootService: z.string(),
  rootName: z.string(),
  spans: z.number(),
  /** Of those that the caller may see. */
  services: z.array(z.string()),
  /** Spans that failed, of those that the caller may see. */
  errors: z.number(),
  restricted: z.number(),
});

export type TraceSummary = z.infer<typeof traceSummarySchema>;

export const tracesSchema = z.object({
  ...source,
  traces: z.array(traceSummarySchema),
  limited: z.boolean(),
});

export type Traces = z.infer<typeof tracesSchema>;

export const traceQuerySchema = z.object({
  id: z.string().check(z.regex(/^(?:[0-9a-f]{16}|[0-9a-f]{32})$/)),
});

const tag = z.readonly(z.tuple([z.string(), z.string()]));

export const traceSpanSchema = z.object({
  id: z.string(),
  parentId: z.nullable(z.string()),
  restricted: z.boolean(),
  /** Empty, as all that follows, when it is restricted. */
  service: z.string(),
  namespace: z.nullable(z.string()),
  /** Empty also when it names a hidden service. */
  name: z.string(),
  kind: z.enum(['client', 'server', 'other']),
  startUs: z.number(),
  durationUs: z.number(),
  error: z.boolean(),
  tags: z.readonly(z.array(tag)),
  logs: z.readonly(z.array(z.object({ atUs: z.number(), fields: z.readonly(z.array(tag)) }))),
});

export type TraceSpan = z.infer<typeof traceSpanSchema>;

export const traceSchema = z.object({
  ...source,
  trace: z.nullable(
    z.object({ id: z.string(), cut: z.boolean(), spans: z.readonly(z.array(traceSpanSchema)) }),
  ),
});

export type TraceAnswer = z.infer<typeof traceSchema>;

/** `GET /api/v1/traces/names`: what the proxies of a Service or workload call themselves in traces. */
export const traceNamesQuerySchema = z.object({
  namespace: label,
  kind: z.enum(['service', 'workload']),
  name: appName,
});

export const traceNamesSchema = z.object({
  /** Never none: of what has no pods its own name, as its proxies would say it. */
  names: z.array(z.string()),
});

export type TraceNames = z.infer<typeof traceNamesSchema>;
