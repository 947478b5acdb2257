/** Failure as the API words it: `application/problem+json` (RFC 9457) with a stable code, and the error that becomes it. */
import * as z from 'zod/mini';
import { problemCodes } from './words.ts';

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(problemCodes),
  detail: z.optional(z.string()),
  requestId: z.string(),
  /** When asking again may help, in whole seconds; as the header Retry-After says. */
  retryAfterSeconds: z.optional(z.number()),
  /** Where the error arose, one entry a field: a JSON pointer or the name of a query parameter. */
  errors: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
  /** What Kubernetes would have to allow, when the code is "forbidden". */
  missing: z.optional(
    z.object({
      verb: z.string(),
      group: z.string(),
      resource: z.string(),
      namespace: z.nullable(z.string()),
    }),
  ),
});

export type Problem = z.infer<typeof problemSchema>;

/** A part of an answer that is missing although the rest is good: said on screen, never swallowed. */
export const warningSchema = z.object({
  /** e.g. "prometheus-partial", "kubernetes-stale", "kind-forbidden". */
  code: z.string(),
  source: z.enum(['kubernetes', 'prometheus', 'console']),
  detail: z.string(),
});

export type Warning = z.infer<typeof warningSchema>;
