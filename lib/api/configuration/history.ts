/** `GET /api/v1/config/history`, `revision` and `changes`: what became of the objects that the caller may get, who changed them and why. */
import * as z from 'zod/mini';
import { headSchema } from '../../history/revision.ts';
import { warningSchema } from '../problem.ts';

/**
 * Where history is kept. `not-configured`: SLUICE_NAMESPACE is not set; `not-installed`: that namespace does not exist; `forbidden`: the
 * console's account has no Role there. Without a place it is told as far as this process remembers.
 */
export const historyStates = [
  'ok',
  'starting',
  'not-configured',
  'not-installed',
  'forbidden',
  'unreachable',
] as const;
export type HistoryState = (typeof historyStates)[number];

export const historyStateSchema = z.object({
  state: z.enum(historyStates),
  /** Unix seconds. */
  since: z.number(),
  /** Revisions that are not written yet. */
  waiting: z.number(),
});

/** A revision as lists have it. */
export const revisionSchema = z.object({
  ...headSchema.shape,
  /** Kept in Kubernetes; else only in the memory of one console. */
  stored: z.boolean(),
  /** The object is in this state now. */
  present: z.boolean(),
  /** The newest before the present one that stood for an hour. */
  good: z.boolean(),
});
export type RevisionEntry = z.infer<typeof revisionSchema>;

const name = z.string().check(z.minLength(1), z.maxLength(253));

export const historyQuerySchema = z.object({
  /** `<plural>.<group>`, e.g. `virtualservices.networking.istio.io`. */
  kind: name,
  namespace: name,
  name,
});

export const historySchema = z.object({
  /** Unix seconds of this answer. */
  at: z.number(),
  history: historyStateSchema,
  /** Newest first. */
  revisions: z.array(revisionSchema),
  /** How many are kept of one object, and how long. */
  bounds: z.object({ revisionsPerObject: z.number(), maxAgeSeconds: z.number() }),
});
export type History = z.infer<typeof historySchema>;

export const revisionQuerySchema = z.object({ ...historyQuerySchema.shape, revision: name });

export const revisionTextSchema = z.object({
  ...revisionSchema.shape,
  /** The object as YAML; null where there was none, or it is not known. */
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
});
export type RevisionText = z.infer<typeof revisionTextSchema>;

export const changeHistoryQuerySchema = z.object({
  /** Comma-separated; absent means all that the caller may see. */
  namespaces: z.optional(z.string()),
  /** Unix seconds; absent means a day before `to`. */
  from: z.optional(z.coerce.number()),
  /** Unix seconds; absent means now. */
  to: z.optional(z.coerce.number()),
});

export const changeHistorySchema = z.object({
  from: z.number(),
  to: z.number(),
  history: historyStateSchema,
  /** Newest first. */
  changes: z.array(revisionSchema),
  /** There were more than an answer holds. */
  truncated: z.boolean(),
  warnings: z.array(warningSchema),
});
export type ChangeHistory = z.infer<typeof changeHistorySchema>;
