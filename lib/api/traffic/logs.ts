/**
 * `GET /api/v1/namespaces/{namespace}/pods/{name}/logs` and `…/logs/stream`: lines of one container, read with the caller's own rights.
 * A line's time is the kubelet's.
 */
import * as z from 'zod/mini';

export const logLineSchema = z.object({
  /** RFC 3339 with fractions; empty when the kubelet gave none. */
  time: z.string(),
  text: z.string(),
});

export type SentLogLine = z.infer<typeof logLineSchema>;

export const logsSchema = z.object({
  /** Oldest first. */
  lines: z.array(logLineSchema),
});

/** Events of the followed log. */
export const logEvents = {
  lines: z.object({
    lines: z.array(logLineSchema),
    /** Lines left out because more came than can be read. */
    dropped: z.number(),
  }),
  /** Nothing more will come: the container ended, or the reader is to begin anew. */
  end: z.object({}),
} as const;

export const logsQuerySchema = z.object({
  container: z.string().check(z.maxLength(63), z.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)),
  /** Lines from the end. */
  tail: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(5000)), 500),
  sinceSeconds: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(31 * 86_400))),
  /** Of the container before its last restart. */
  previous: z._default(z.stringbool(), false),
});
