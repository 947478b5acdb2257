/**
 * What changed between two versions of one graph answer, as the stream sends it. Items are named by their place in the version
 * before, which the receiver has; a field that did not change is not sent. `lib/graph/views/delta.ts` makes and applies it.
 */
import * as z from 'zod/mini';
import { graphEdgeSchema, graphNodeSchema } from './graph.ts';

const place = z.int().check(z.nonnegative());
/** Changed fields of an object; where a field was an object before and is one here, its own changed fields; all else replaces. */
const patchSchema = z.record(z.string(), z.unknown());

function listDeltaSchema<T extends z.ZodMiniType>(item: T) {
  return z.object({
    /** Changed items: place before, changed fields. */
    change: z.optional(z.array(z.tuple([place, patchSchema]))),
    /** Places before of those that are gone. */
    remove: z.optional(z.array(place)),
    /** Places before of those that stay, in their new order; absent when they keep their order. */
    order: z.optional(z.array(place)),
    /** New items with their place in the list that results, ascending. */
    add: z.optional(z.array(z.tuple([place, item]))),
  });
}

export const graphDeltaSchema = z.object({
  /** Version that it changes, and that results. */
  from: z.string(),
  to: z.string(),
  /** Changed fields of the answer other than version, nodes and edges: each is sent whole. */
  set: patchSchema,
  nodes: z.optional(listDeltaSchema(graphNodeSchema)),
  edges: z.optional(listDeltaSchema(graphEdgeSchema)),
});

export type GraphDelta = z.infer<typeof graphDeltaSchema>;
export type Patch = z.infer<typeof patchSchema>;
