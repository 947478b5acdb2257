/** `GET /api/v1/splits/{namespace}/{service}`: one split as it is now. Again after each `objects` and `metrics` event of the stream. */
import * as z from 'zod/mini';
import { releaseSchema } from '../../splits/record/record.ts';
import { foreignGates } from '../../splits/survey/foreign-state.ts';
import { managerNames } from '../configuration/configuration-words.ts';
import { warningSchema } from '../problem.ts';
import {
  guardWishSchema,
  missingRightSchema,
  objectNameSchema,
  ownerSchema,
  pointRefSchema,
  refusalSchema,
  shareSchema,
} from './split-shapes.ts';
import {
  actionKinds,
  entryKinds,
  foreignOwners,
  guardObstacles,
  guardStates,
  splitStates,
  verdictWords,
  writeModes,
} from './split-words.ts';

export const splitQuerySchema = z.object({
  /** Length of a window of the verdict and of the rates; absent means the guard's, or 60s. */
  window: z.optional(z.string()),
  /** A past release; absent is what runs now. */
  release: z.optional(z.string().check(z.maxLength(32))),
});

const number = z.nullable(z.number());

const versionSchema = z.object({
  version: z.string(),
  role: z.enum(['stable', 'candidate', 'other']),
  subset: z.nullable(z.string()),
  workloads: z.array(z.string()),
  /** Percent of the first rule for all requests; null where shares do not tell. */
  configured: number,
  /** Percent of the service's user-facing requests (of new connections where there are no requests); null without data. */
  observed: number,
  /** It gets copies, whose answers nobody sees: no part of totals and shares. */
  mirrored: z.boolean(),
  /** Null without samples; all by reporter=destination, except `unreachable`. */
  requestsPerSecond: number,
  /** Neither 5xx nor a failed gRPC status, 0..1. */
  successRatio: number,
  /** 4xx, 0..1. */
  clientErrorRatio: number,
  /** By the cluster of the pods that answer, the busiest first; [] where there is one. */
  clusters: z.array(z.object({ cluster: z.string(), requestsPerSecond: z.number(), successRatio: number })),
  p50Ms: number,
  p95Ms: number,
  p99Ms: number,
  /** The quantile lies in the last bucket: it is at least this. */
  atLeast: z.boolean(),
  connectionsPerSecond: number,
  bytesPerSecond: number,
  /** Requests that never arrived (UH, NC, …), which its callers alone report. */
  unreachablePerSecond: number,
  pods: z.object({
    ready: z.number(),
    total: z.number(),
    /** How many have a proxy. */
    proxies: z.number(),
    restarts: z.number(),
    /** Containers that were last killed for their memory. */
    oomKilled: z.number(),
    images: z.array(z.string()),
    list: z.array(
      z.object({
        name: z.string(),
        ready: z.boolean(),
        status: z.string(),
        restarts: z.number(),
        startedAt: number,
      }),
    ),
  }),
  /** For sparklines: one value for each of `series.times`. */
  series: z.object({
    requestsPerSecond: z.array(number),
    errorRatio: z.array(number),
    p95Ms: z.array(number),
    connectionsPerSecond: z.array(number),
  }),
});
export type LiveVersion = z.infer<typeof versionSchema>;

const callerSchema = z.object({
  /** Null: in a namespace that is hidden from who asks. */
  caller: z.nullable(z.object({ namespace: z.string(), workload: z.string() })),
  /** Has a proxy that routes; false for pods without one, null where it is not known. */
  proxy: z.nullable(z.boolean()),
  requestsPerSecond: z.number(),
  /** Neither 5xx nor a failed gRPC status, 0..1; null where it is not told. */
  successRatio: number,
  /** Percent of its requests that the candidate got. */
  candidate: number,
  /** Why its requests do not follow the split; null where they do. */
  bypass: z.nullable(z.enum(['no-proxy', 'other-route', 'not-obeyed'])),
});
export type LiveCaller = z.infer<typeof callerSchema>;

const pointSchema = z.object({
  ref: pointRefSchema,
  hosts: z.array(z.string()),
  gateways: z.array(z.string()),
  shares: z.array(z.object({ ...shareSchema.shape, role: z.enum(['stable', 'candidate', 'other']) })),
  /** Only some requests follow it. */
  conditional: z.boolean(),
  /** `gone`: the rule or its object is deleted; `changed`: others wrote it since the split's last write. */
  state: z.enum(['as-written', 'changed', 'gone']),
  owner: z.nullable(ownerSchema),
});

/** Reasons of lib/splits/watch/verdict.ts. */
const reasonSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('few-requests'), requests: z.number(), minimum: z.number() }),
  z.object({
    code: z.literal('errors'),
    candidate: z.number(),
    stable: z.number(),
    delta: z.number(),
    low: z.number(),
  }),
  z.object({
    code: z.literal('errors-rising'),
    candidate: z.number(),
    stable: z.number(),
    delta: z.number(),
  }),
  z.object({
    code: z.literal('latency'),
    quantile: z.enum(['p95', 'p99']),
    candidateMs: z.number(),
    stableMs: z.number(),
    ratio: z.number(),
  }),
  z.object({ code: z.literal('restarts'), count: z.number() }),
  z.object({ code: z.literal('unreachable'), requests: z.number() }),
  z.object({
    code: z.literal('share'),
    observed: z.number(),
    configured: z.number(),
    /** `namespace/workload`; hidden ones are left out. */
    callers: z.array(z.string()),
  }),
]);

const judgementSchema = z.object({ word: z.enum(verdictWords), reasons: z.array(reasonSchema) });

export const timelineEntrySchema = z.object({
  /** Stable within the list. */
  id: z.string(),
  /** Unix seconds. */
  at: z.number(),
  kind: z.enum(entryKinds),
  by: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  /** Of a note. */
  text: z.nullable(z.string()),
  /** Candidate's percent before and after; null where it does not change or does not tell. */
  from: number,
  to: number,
  phase: z.nullable(releaseSchema.shape.phase),
  rev: number,
  verdict: z.nullable(judgementSchema),
  /** As it was set, where the entry is about the guard. */
  guard: z.nullable(guardWishSchema),
  /** Written, of all, where it was several. */
  written: number,
  total: number,
  /** Of the object's history, for its page; null where it has none. */
  object: z.nullable(objectNameSchema),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const splitLiveSchema = z.object({
  /** Unix seconds of this answer. */
  at: z.number(),
  metricsAt: number,
  windowSeconds: z.number(),
  state: z.enum(splitStates),
  namespace: z.string(),
  service: z.string(),
  host: z.string(),
  release: z.nullable(releaseSchema),
  /** `namespace/name` of the VirtualService with the record. */
  anchor: z.nullable(z.string()),
  /** Why the annotation cannot be read, in English; the split is shown untracked then. */
  recordProblem: z.nullable(z.string()),
  foreign: z.nullable(
    z.object({
      owner: z.enum(foreignOwners),
      object: objectNameSchema,
      /** Of its own object, with the caller's credentials. */
      read: z.enum(['ok', 'forbidden', 'missing', 'unreachable']),
      /** In the words of its controller. */
      phase: z.nullable(z.string()),
      message: z.nullable(z.string()),
      /** Steps that are done, of all; null where it has none. */
      step: number,
      steps: number,
      /** What the candidate has by its own account. */
      percent: number,
      /** Gates that wait for somebody, with the command that opens each. */
      gates: z.array(z.object({ gate: z.enum(foreignGates), command: z.string() })),
    }),
  ),
  /** Unix seconds of the first write; null where no record tells. */
  startedAt: number,
  startedBy: z.nullable(z.string()),
  mode: z.enum(writeModes),
  points: z.array(pointSchema),
  versions: z.array(versionSchema),
  series: z.object({
    /** Unix seconds, evenly spaced. */
    times: z.array(z.number()),
    stepSeconds: z.number(),
  }),
  callers: z.array(callerSchema),
  /** Null where nothing is judged. `no-metrics` and the like are the state of the source. */
  verdict: z.nullable(
    z.object({
      ...judgementSchema.shape,
      windowSeconds: z.number(),
      /** The latest last. */
      windows: z.array(
        z.object({
          at: z.number(),
          word: z.enum(verdictWords),
          /** What speaks most against it; null where nothing does. */
          reason: z.nullable(reasonSchema),
          candidateRequests: z.number(),
          stableRequests: z.number(),
        }),
      ),
    }),
  ),
  /** Why there is no verdict although there is a split. */
  metrics: z.enum(['ok', 'not-configured', 'forbidden', 'unreachable', 'starting']),
  /** Somebody changed the routes past the console. */
  drift: z.nullable(
    z.object({
      /** User where the history knows; else the field manager. */
      by: z.nullable(z.string()),
      manager: z.nullable(z.enum(managerNames)),
      managerName: z.nullable(z.string()),
      at: number,
      /** It came within a minute after our write, by a controller that reverts: it will come again. */
      reverts: z.boolean(),
      points: z.array(
        z.object({
          ref: pointRefSchema,
          /** The candidate's percent as the record has it. */
          recorded: number,
          /** As it stands; null when the rule is gone. */
          now: number,
        }),
      ),
    }),
  ),
  /** Rules in delegates that no root hands requests to: they count nowhere, until Git says so (`gitops.snippet`). */
  unhanded: z.array(pointRefSchema),
  /** Red: the candidate has no ready pod although it gets requests. */
  candidateDown: z.boolean(),
  /** Stable has fewer ready pods than when the split began: an abort would give them everything. */
  stableShrunk: z.nullable(z.object({ was: z.number(), now: z.number() })),
  /** Not all objects of the split say the same: the last operation stopped half-way. */
  partial: z.nullable(
    z.object({ written: z.number(), total: z.number(), unwritten: z.array(objectNameSchema) }),
  ),
  guard: z.object({
    mode: z.enum(['off', 'advise', 'auto-abort']),
    state: z.enum(guardStates),
    armedBy: z.nullable(z.string()),
    obstacle: z.nullable(z.enum(guardObstacles)),
    missing: z.array(missingRightSchema),
    /** Replica that holds the Lease, and when it last said so. */
    holder: z.nullable(z.string()),
    renewedAt: number,
    /** When the guard takes the next step, where it was asked to. */
    nextStepAt: number,
    offered: z.array(z.enum(['off', 'advise', 'auto-abort'])),
  }),
  /** In the order in which they are offered; what is refused says why. */
  actions: z.array(
    z.object({
      kind: z.enum(actionKinds),
      allowed: z.boolean(),
      refusal: z.nullable(refusalSchema),
      /** Percent after it; null where it does not change. */
      percent: number,
    }),
  ),
  may: z.object({ write: z.boolean(), missing: z.array(missingRightSchema), records: z.boolean() }),
  /** Newest first. */
  timeline: z.array(timelineEntrySchema),
  /** Whether records of the split could be read. */
  records: z.enum(['ok', 'forbidden', 'unreachable']),
  /** Fault injection of ours on the service's routes, and when it has to end. */
  faults: z.array(
    z.object({
      point: pointRefSchema,
      endsAt: z.number(),
      by: z.string(),
      /** Kept by the guard; else somebody must end it. */
      kept: z.boolean(),
    }),
  ),
  gitops: z.object({ mode: z.enum(writeModes), snippet: z.nullable(z.string()) }),
  warnings: z.array(warningSchema),
});
export type SplitLive = z.infer<typeof splitLiveSchema>;
