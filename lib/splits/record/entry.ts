/**
 * One record of a split's timeline: who did what, when and why, and what came of it. Kept as an immutable ConfigMap beside the
 * service, written after the routes: the routes are the truth, this is the memory. Described in docs/objects.md.
 */
import * as z from 'zod/mini';
import { releaseSchema } from './record.ts';

/** Label with the release's id: all records of one split. */
export const recordLabel = 'sluice.dev/split';
/** Label with the service's name. */
export const recordServiceLabel = 'sluice.dev/split-service';

const judgement = z.object({ word: z.string(), reasons: z.array(z.record(z.string(), z.unknown())) });

export const entrySchema = z.object({
  v: z.literal(1),
  /** RFC 3339. */
  at: z.string(),
  /** A word of lib/api/splits/split-words.ts. */
  kind: z.string(),
  by: z.string(),
  reason: z.string(),
  text: z.nullable(z.string()),
  from: z.nullable(z.number()),
  to: z.nullable(z.number()),
  /** What the guard saw. */
  verdict: z.nullable(judgement),
  written: z.number(),
  total: z.number(),
  /** As it stood then; of the start with the rules' former states. */
  release: releaseSchema,
  /** Subsets that were made for it, by DestinationRule. */
  subsets: z.array(z.object({ rule: z.string(), names: z.array(z.string()) })),
});

export type Entry = z.infer<typeof entrySchema>;

/** Null for what is no record of ours. */
export function readEntry(text: string | undefined): Entry | null {
  if (text === undefined) return null;
  try {
    const read = entrySchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
