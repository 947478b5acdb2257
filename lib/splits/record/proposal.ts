/**
 * A split as somebody proposed it: an immutable ConfigMap beside the service, sealed by the console, so that neither its author nor
 * what is proposed can be another one than was reviewed. Described in docs/objects.md.
 */
import * as z from 'zod/mini';

export const proposedSchema = z.object({
  v: z.literal(1),
  id: z.string().check(z.regex(/^[a-z0-9]{1,32}$/)),
  by: z.string(),
  /** RFC 3339. */
  at: z.string(),
  reason: z.string(),
  /** Of the rules as they were reviewed. */
  reviewed: z.string(),
  /** The wizard's question, judged by its own schema. */
  intent: z.unknown(),
});

export type Proposed = z.infer<typeof proposedSchema>;

/** A week: what was reviewed before says little about now. */
export const proposalSeconds = 7 * 24 * 3600;

/** Null for what is no proposal of ours. */
export function readProposed(text: string): Proposed | null {
  try {
    const read = proposedSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Unix seconds. */
export function endOfProposal({ at }: Pick<Proposed, 'at'>): number {
  return Math.floor(Date.parse(at) / 1000) + proposalSeconds;
}
