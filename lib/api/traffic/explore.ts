/**
 * The metrics explorer: what the reader asks Prometheus in its own language. Whoever sees the whole mesh asks it as it is; from everybody
 * else every selector is kept to their namespaces (lib/metrics/pinned.ts), and what cannot be kept is refused before anything is asked.
 */
import * as z from 'zod/mini';

export const exploreLimits = {
  queryLength: 4096,
  /** Samples a series, of a range. */
  points: 1000,
  rangeSeconds: 31 * 86_400,
  /** Series of an answer; the others are counted out. */
  series: 500,
  /** Names and values of a completion. */
  names: 5000,
  seconds: 30,
} as const;

const unixSeconds = z.number().check(z.minimum(0), z.maximum(4_102_444_800));

export const exploreBodySchema = z.object({
  query: z.string().check(z.minLength(1), z.maxLength(exploreLimits.queryLength)),
  /** Unix seconds; absent means now. Ignored beside a range. */
  at: z.optional(unixSeconds),
  range: z.optional(
    z.object({
      from: unixSeconds,
      to: unixSeconds,
      stepSeconds: z.number().check(z.minimum(1), z.maximum(86_400)),
    }),
  ),
});

export type ExploreQuestion = z.infer<typeof exploreBodySchema>;

const labels = z.record(z.string(), z.string());
/** A value that JSON has no number for is Prometheus' own word. */
const value = z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf'])]);

export const exploreAnswerSchema = z.object({
  /** Of an instant: vector, matrix (a range selector), scalar or string. Of a range: always matrix. */
  type: z.enum(['vector', 'matrix', 'scalar', 'string']),
  /** Of a vector or scalar. */
  samples: z.array(z.object({ labels, value })),
  /** Of a string. */
  text: z.nullable(z.string()),
  /** Of a range, or of an instant's range selector: Unix seconds, rising; each series has a value for each, null where none is finite. */
  times: z.array(z.number()),
  series: z.array(z.object({ labels, values: z.array(z.nullable(z.number())) })),
  /** How many series there were; more than are here when the answer was cut. Prometheus itself may have cut it: then a warning says so. */
  found: z.number(),
  /** The namespaces that the question was kept to; null for the whole of Prometheus. */
  keptTo: z.nullable(z.array(z.string())),
  /** How long Prometheus was waited for. */
  tookMs: z.number(),
  /** Prometheus' own words, English. */
  notes: z.array(z.string()),
});

export type ExploreAnswer = z.infer<typeof exploreAnswerSchema>;

const metricName = z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^\P{Cc}+$/u));

export const exploreMetricsSchema = z.object({
  metrics: z.array(z.object({ name: z.string(), type: z.string(), help: z.string(), unit: z.string() })),
  keptTo: z.nullable(z.array(z.string())),
  truncated: z.boolean(),
});

export type ExploreMetrics = z.infer<typeof exploreMetricsSchema>;

export const exploreLabelsQuerySchema = z.object({
  /** Labels of this metric; absent: of all. */
  metric: z.optional(metricName),
});

export const exploreValuesQuerySchema = z.object({
  label: z.string().check(z.maxLength(200), z.regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/)),
  metric: z.optional(metricName),
});

export const exploreNamesSchema = z.object({ names: z.array(z.string()), truncated: z.boolean() });

export type ExploreNames = z.infer<typeof exploreNamesSchema>;
