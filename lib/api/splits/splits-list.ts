/** `GET /api/v1/splits`: running and past splits of the namespaces that the caller may see, ours and others'. */
import * as z from 'zod/mini';
import { releaseSchema } from '../../splits/record/record.ts';
import { managerNames } from '../configuration/configuration-words.ts';
import { warningSchema } from '../problem.ts';
import { proposalSchema } from './split-proposals.ts';
import { objectNameSchema } from './split-shapes.ts';
import { foreignOwners, splitStates, verdictWords } from './split-words.ts';

export const splitsQuerySchema = z.object({
  /** Comma-separated; absent means all that the caller may see. */
  namespaces: z.optional(z.string()),
  /** Over which shares and rates are measured, e.g. `60s`. */
  window: z._default(z.string(), '60s'),
});

/** One version's part of a split. */
const partSchema = z.object({
  /** "" where the pods of a subset are not known. */
  version: z.string(),
  role: z.enum(['stable', 'candidate', 'other']),
  /** Percent that the first rule for all requests gives it; null where shares do not tell: of A/B, and of a mirror's candidate, which gets copies. */
  configured: z.nullable(z.number()),
  /** Percent of the service's requests; null without metrics. */
  observed: z.nullable(z.number()),
  requestsPerSecond: z.nullable(z.number()),
  /** Failed ones of all, 0..1. */
  errorRatio: z.nullable(z.number()),
  /** Ready pods; null where its pods are not known. */
  ready: z.nullable(z.number()),
});
export type SplitPart = z.infer<typeof partSchema>;

export const splitRowSchema = z.object({
  /** `namespace/service/release`, or `namespace/service/<state>` where there is none of ours. */
  id: z.string(),
  state: z.enum(splitStates),
  namespace: z.string(),
  service: z.string(),
  /** Of ours; also of past ones. */
  release: z.nullable(
    z.object({
      id: z.string(),
      strategy: releaseSchema.shape.strategy,
      phase: releaseSchema.shape.phase,
      /** Taken, of all of the plan. */
      step: z.number(),
      steps: z.number(),
      plan: releaseSchema.shape.plan,
      stable: z.string(),
      candidate: z.string(),
      guard: releaseSchema.shape.guard.shape.mode,
      by: z.string(),
      /** Of the last change, Unix seconds. */
      at: z.number(),
      rev: z.number(),
      points: z.number(),
    }),
  ),
  /** How a past one ended; `broken-off`: nobody ended it here, its routes were deleted or its record was taken off them. */
  end: z.nullable(z.enum(['finished', 'restored', 'broken-off'])),
  /** Of a foreign one. */
  foreign: z.nullable(
    z.object({ owner: z.enum(foreignOwners), object: objectNameSchema, phase: z.nullable(z.string()) }),
  ),
  parts: z.array(partSchema),
  /** Word of the last windows; null where nothing is judged (past, untracked, no metrics source). */
  verdict: z.nullable(z.enum(verdictWords)),
  /** Somebody changed the routes past the console. */
  drifted: z.boolean(),
  /** Objects that the last write reached, of all: null where it reached every one. */
  partial: z.nullable(z.object({ written: z.number(), total: z.number() })),
  /** Where the split stands: VirtualServices, HTTPRoutes. */
  objects: z.array(z.object({ ...objectNameSchema.shape, manager: z.enum(managerNames) })),
});
export type SplitRow = z.infer<typeof splitRowSchema>;

export const splitsSchema = z.object({
  /** Unix seconds. */
  at: z.number(),
  metricsAt: z.nullable(z.number()),
  windowSeconds: z.number(),
  /** Running ones first, then past ones; newest change first in each. */
  splits: z.array(splitRowSchema),
  /** Splits that somebody proposed, and nobody has started; newest first. */
  proposals: z.array(proposalSchema),
  /** Namespaces where records of past splits could not be read; the running ones are there all the same. */
  historyUnreadable: z.array(z.string()),
  /** Namespaces whose VirtualServices the caller may not list: splits there are not known. */
  unreadable: z.array(z.string()),
  hiddenNamespaces: z.boolean(),
  warnings: z.array(warningSchema),
});
export type Splits = z.infer<typeof splitsSchema>;
