/**
 * Splits that somebody proposes and somebody else starts: `POST /api/v1/splits/proposals`, and what is decided about one. What is
 * open stands in the answer of `GET /api/v1/splits`.
 */
import * as z from 'zod/mini';
import { splitIntentSchema } from './split-plan.ts';
import { refusalSchema } from './split-shapes.ts';

const reason = z._default(z.string().check(z.maxLength(500)), '');

export const proposeBodySchema = z.object({ intent: splitIntentSchema, reviewed: z.string(), reason });

export const proposeAnswerSchema = z.object({
  outcome: z.enum(['done', 'refused']),
  refusals: z.array(refusalSchema),
  /** Of the ConfigMap that holds it; null when there is none. */
  name: z.nullable(z.string()),
});
export type ProposeAnswer = z.infer<typeof proposeAnswerSchema>;

export const decideBodySchema = z.object({
  /** `approve` starts it with the rights of whoever approves; `withdraw` takes it off. */
  decision: z.enum(['approve', 'withdraw']),
  reason,
});
export type DecideBody = z.infer<typeof decideBodySchema>;

/** In the answer of `GET /api/v1/splits`. */
export const proposalSchema = z.object({
  name: z.string(),
  namespace: z.string(),
  service: z.string(),
  intent: splitIntentSchema,
  by: z.string(),
  /** Unix seconds. */
  at: z.number(),
  reason: z.string(),
  /** When it can no longer be approved. */
  endsAt: z.number(),
  /** Why the caller cannot approve it; null where they can. */
  refusal: z.nullable(refusalSchema),
});
export type SplitProposal = z.infer<typeof proposalSchema>;
