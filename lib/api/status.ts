/** How the console's two sources are doing, and which versions run. "not-configured", "forbidden" and "unreachable" are three different states. */
import * as z from 'zod/mini';
import { graphQuerySchema } from './traffic/graph.ts';
import { graphDeltaSchema } from './traffic/graph-delta.ts';
import { maxFollowedGraphs, type StreamEventName } from './words.ts';

export const sourceStateSchema = z.object({
  state: z.enum(['ok', 'starting', 'not-configured', 'forbidden', 'unreachable', 'slow', 'invalid']),
  /** Short, safe to show; never the upstream's own text. */
  detail: z.nullable(z.string()),
  /** Unix seconds since the state holds. */
  since: z.number(),
  /** Unix seconds of the last good answer. */
  lastGood: z.nullable(z.number()),
});

export type SourceState = z.infer<typeof sourceStateSchema>;

export const statusSchema = z.object({ kubernetes: sourceStateSchema, prometheus: sourceStateSchema });
export type Status = z.infer<typeof statusSchema>;

export const aboutSchema = z.object({
  console: z.string(),
  /** Null with a state other than ok when not known. */
  kubernetes: z.nullable(z.string()),
  istio: z.array(z.object({ revision: z.string(), version: z.string(), namespace: z.string() })),
  prometheus: z.nullable(z.string()),
  /** False where no kind that routes traffic is served, neither VirtualServices nor HTTPRoutes. Absent from older consoles. */
  routable: z.optional(z.boolean()),
  /** `namespaces`: Prometheus is never asked about the whole mesh, whoever asks. */
  metricsScope: z.enum(['mesh', 'namespaces']),
  status: statusSchema,
});

export type About = z.infer<typeof aboutSchema>;

/** Server-sent events of `GET /api/v1/stream`: the event's name, and its data as JSON. */
export const streamEvents = {
  /** A new metrics poll is in: ask again for what depends on it. */
  metrics: z.object({ at: z.number() }),
  /** Configuration changed; which kinds, in which namespaces (only those that the user may see). */
  objects: z.object({ revision: z.number(), namespaces: z.array(z.string()) }),
  /** A source changed its state. */
  status: statusSchema,
  /** The user's rights changed: ask whoami again. */
  access: z.object({}),
  /** First of all, and ahead of every change: answers of before this moment may be old. They say theirs in `X-Sluice-Moment`. */
  moment: z.object({ epoch: z.string(), revision: z.number(), readings: z.number() }),
  /**
   * Where the differences of a `graph` parameter come from now. Whoever has another version than this asks for the graph anew; a
   * null channel has no differences (not allowed, or too many are followed), and is asked for as if there were no stream.
   */
  subscribed: z.object({
    /** The parameter as it was sent. */
    query: z.string(),
    channel: z.nullable(z.string()),
    version: z.nullable(z.string()),
  }),
  /** A followed graph has changed. */
  graph: z.object({ channel: z.string(), delta: graphDeltaSchema }),
} as const satisfies Record<StreamEventName, z.ZodMiniType>;

export const streamQuerySchema = z.object({
  /** Graphs to follow: each the (encoded) query of `GET /api/v1/graph` without `at` and `percentiles`, with `since`, the version that is there. */
  graph: z.optional(z.array(z.string().check(z.maxLength(16_000))).check(z.maxLength(maxFollowedGraphs))),
});

export const followedGraphSchema = z.extend(z.omit(graphQuerySchema, { at: true, percentiles: true }), {
  since: z.optional(z.string().check(z.maxLength(100))),
});

/** `GET /api/v1/search?q=`: the command palette's objects. */
export const searchSchema = z.object({
  items: z.array(
    z.object({
      kind: z.string(),
      /** Kind id of the objects that `/api/v1/config` has; null for others. */
      configuration: z.nullable(z.string()),
      namespace: z.string(),
      name: z.string(),
      detail: z.nullable(z.string()),
      node: z.nullable(z.string()),
    }),
  ),
});

export type Search = z.infer<typeof searchSchema>;

export const searchQuerySchema = z.object({
  /** Part of a name; all words must occur. */
  q: z._default(z.string().check(z.maxLength(200)), ''),
});
