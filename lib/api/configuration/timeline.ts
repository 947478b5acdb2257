/** `GET /api/v1/timeline`: what happened in the caller's namespaces over a range: requests, errors, and writes of configuration. */
import * as z from 'zod/mini';
import { warningSchema } from '../problem.ts';
import { overviewSchema } from '../traffic/overview.ts';

export const timelineSchema = z.object({
  /** Unix seconds of the first and last sample. */
  from: z.number(),
  to: z.number(),
  stepSeconds: z.number(),
  /** Evenly spaced over the range; null where Prometheus has nothing. */
  requestsPerSecond: z.array(z.nullable(z.number())),
  /** 5xx, failed gRPC and requests without an answer. */
  errorsPerSecond: z.array(z.nullable(z.number())),
  /** Last writes of Istio objects within the range, newest first; only what the caller may list. */
  changes: overviewSchema.shape.changes,
  warnings: z.array(warningSchema),
});

export type Timeline = z.infer<typeof timelineSchema>;

export const timelineQuerySchema = z.object({
  /** Comma-separated; absent means all that the caller may see. */
  namespaces: z.optional(z.string()),
  /** A Go duration. */
  range: z._default(z.string(), '1h'),
  /** Unix seconds of the range's end; absent means now. */
  at: z.optional(z.coerce.number()),
});
