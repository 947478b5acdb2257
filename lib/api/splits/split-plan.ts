/**
 * `POST /api/v1/splits/plan` and `/start`: what a split or a recipe would write, and writing it. The server reads everything anew and
 * plans again when it starts; `reviewed` is how it knows that what was looked at is what is written.
 */
import * as z from 'zod/mini';
import { releaseSchema } from '../../splits/record/record.ts';
import { changeSchema, tryVerdictSchema, writeOutcomeSchema } from '../configuration/configuration.ts';
import { predictionSchema } from '../configuration/prediction.ts';
import {
  guardWishSchema,
  objectNameSchema,
  percent,
  planStepSchema,
  planWarningSchema,
  pointRefSchema,
  refusalSchema,
  strategySchema,
  wishedPointSchema,
} from './split-shapes.ts';
import { splitOutcomes, writeModes } from './split-words.ts';

const name = z.string().check(z.minLength(1), z.maxLength(253));
const serviceShape = { namespace: z.string().check(z.minLength(1), z.maxLength(63)), service: name };
const points = z.array(pointRefSchema).check(z.maxLength(64));
const goDuration = z.string().check(z.regex(/^([0-9]+(\.[0-9]+)?(ms|s|m|h)){1,4}$/));

export const splitIntentSchema = z.object({
  kind: z.literal('split'),
  ...serviceShape,
  /** Values of versions. */
  stable: name,
  candidate: name,
  /** None: a VirtualService for the mesh is made. */
  points: z.array(wishedPointSchema).check(z.maxLength(64)),
  strategy: strategySchema,
  /** Steps of a canary, rising; [] for others. */
  plan: z.array(planStepSchema).check(z.maxLength(20)),
  guard: guardWishSchema,
  /** Null: as the world says. `emit` plans, and can only be copied. `companion` for a DestinationRule that Git has. */
  mode: z._default(z.nullable(z.enum(writeModes)), null),
});
export type SplitIntent = z.infer<typeof splitIntentSchema>;

/** Timeout and retries of rules; null takes a setting off. */
const timeoutIntentSchema = z.object({
  kind: z.literal('timeout-retries'),
  ...serviceShape,
  points,
  timeout: z.nullable(goDuration),
  retries: z.nullable(
    z.object({
      attempts: z.number().check(z.int(), z.minimum(0), z.maximum(20)),
      perTryTimeout: z.nullable(goDuration),
      /** e.g. `5xx,reset`; null leaves Istio's own. */
      retryOn: z.nullable(z.string().check(z.maxLength(200), z.regex(/^[a-z0-9-]+(,[a-z0-9-]+)*$/))),
    }),
  ),
});

const breakerIntentSchema = z.object({
  kind: z.literal('circuit-breaker'),
  ...serviceShape,
  /** Null takes a part off. */
  outlier: z.nullable(
    z.object({
      consecutive5xxErrors: z.number().check(z.int(), z.minimum(1), z.maximum(1000)),
      interval: goDuration,
      baseEjectionTime: goDuration,
      maxEjectionPercent: percent,
    }),
  ),
  pool: z.nullable(
    z.object({
      maxConnections: z.nullable(z.number().check(z.int(), z.minimum(1))),
      http1MaxPendingRequests: z.nullable(z.number().check(z.int(), z.minimum(1))),
      http2MaxRequests: z.nullable(z.number().check(z.int(), z.minimum(1))),
    }),
  ),
});

const faultIntentSchema = z.object({
  kind: z.literal('fault'),
  ...serviceShape,
  points,
  delay: z.nullable(z.object({ fixedDelay: goDuration, percent })),
  abort: z.nullable(
    z.object({ httpStatus: z.number().check(z.int(), z.minimum(200), z.maximum(599)), percent }),
  ),
  /** When it has to end; kept by the guard where it is bound, else a banner counts down. */
  endsInSeconds: z.number().check(z.int(), z.minimum(10), z.maximum(86_400)),
});

const mirrorIntentSchema = z.object({
  kind: z.literal('mirror-test'),
  ...serviceShape,
  points,
  /** Where copies go: a Service of the mesh, e.g. one of a test namespace. */
  target: z.object({ ...serviceShape, port: z.nullable(z.number()) }),
  percent,
});

const intents = [
  splitIntentSchema,
  timeoutIntentSchema,
  breakerIntentSchema,
  faultIntentSchema,
  mirrorIntentSchema,
] as const;
export const planIntentSchema = z.discriminatedUnion('kind', intents);
export type PlanIntent = z.infer<typeof planIntentSchema>;

/** Looked at before `restore` is done (act): the routes as before the split, or as a revision of its record says. */
const restoreIntentSchema = z.object({
  kind: z.literal('restore'),
  ...serviceShape,
  release: name,
  rev: z.nullable(z.number()),
});
export type RestoreIntent = z.infer<typeof restoreIntentSchema>;

export const planBodySchema = z.object({
  intent: z.discriminatedUnion('kind', [...intents, restoreIntentSchema]),
  /** Over which the requests of the prediction were measured. */
  window: z._default(z.string().check(z.maxLength(20)), '300s'),
});

/** One sentence of the review; words by code from `splits.effects.<code>`. */
const effectSchema = z.object({
  code: z.enum([
    'creates-subsets',
    'appends-subsets',
    'creates-virtual-service',
    'creates-delegate',
    'weights',
    'preview',
    'ab',
    'mirror',
    'sticky',
    'pins-subset',
    'timeout',
    'retries',
    'circuit-breaker',
    'fault',
    'nothing-else',
  ]),
  object: objectNameSchema,
  /** Who is meant: hosts and gateways of the rule; null for objects that are no rule. */
  point: z.nullable(
    z.object({ ref: pointRefSchema, hosts: z.array(z.string()), gateways: z.array(z.string()) }),
  ),
  about: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type PlanEffect = z.infer<typeof effectSchema>;

const weights = z.array(
  z.object({ host: z.string(), subset: z.nullable(z.string()), percent: z.nullable(z.number()) }),
);

export const draftSchema = z.object({
  /** As the configuration API takes it; in the order in which it is written. */
  change: changeSchema,
  /** Null for what is made. */
  before: z.nullable(z.string()),
  mode: z.enum(writeModes),
});
export type PlannedDraft = z.infer<typeof draftSchema>;

export const planAnswerSchema = z.object({
  /** Nothing is planned when there is one. */
  refusals: z.array(refusalSchema),
  cautions: z.array(planWarningSchema),
  effects: z.array(effectSchema),
  drafts: z.array(draftSchema),
  /** In the order of the drafts; what Kubernetes and its webhooks say with the caller's credentials. */
  dryRun: z.array(tryVerdictSchema),
  /** Null without drafts or without metrics. */
  prediction: z.nullable(predictionSchema),
  /** The record, as it will stand in the annotation; null for recipes and when something is refused. */
  release: z.nullable(releaseSchema),
  /** Given back with the start: a hash of the touched rules as they were looked at. */
  reviewed: z.string(),
  gitops: z.object({
    mode: z.enum(writeModes),
    /** `ignoreDifferences` for Argo CD (overlay), or the root's `delegate` for Git (delegate); null where none is needed. */
    snippet: z.nullable(z.string()),
  }),
  /** Of a restore: what the rules that it changes say now and will say, null for one that goes; and the rules that stay, since others changed them or took them off. */
  restores: z.optional(
    z.object({
      rules: z.array(
        z.object({ point: pointRefSchema, before: z.nullable(weights), after: z.nullable(weights) }),
      ),
      kept: z.array(pointRefSchema),
    }),
  ),
  /** All of it as one text for kubectl apply. */
  manifest: z.string(),
});
export type PlanAnswer = z.infer<typeof planAnswerSchema>;

const reason = z._default(z.string().check(z.maxLength(500)), '');

export const startBodySchema = z.object({ intent: planIntentSchema, reviewed: z.string(), reason });

/** Rules that somebody changed between what was looked at and now. */
export const conflictSchema = z.object({
  /** As Kubernetes or the history names them; null when nobody knows. */
  by: z.nullable(z.string()),
  manager: z.nullable(z.string()),
  /** Unix seconds. */
  at: z.nullable(z.number()),
  points: z.array(
    z.object({
      point: pointRefSchema,
      /** As it was looked at; null where that is not known. */
      reviewed: z.nullable(weights),
      /** Null when the rule is gone. */
      now: z.nullable(weights),
    }),
  ),
});
export type SplitConflict = z.infer<typeof conflictSchema>;

/** Subsets that a start made before it stopped. No record tells of them: the start wrote none. */
const leftoverSchema = z.object({
  namespace: z.string().check(z.minLength(1), z.maxLength(63)),
  /** Of the DestinationRule. */
  name,
  subsets: z.array(name).check(z.minLength(1), z.maxLength(64)),
  /** The DestinationRule too: it goes with its last subset. */
  made: z.boolean(),
});
export type Leftover = z.infer<typeof leftoverSchema>;

export const runAnswerSchema = z.object({
  outcome: z.enum(splitOutcomes),
  /** Objects written, of all: `partial 1/2`. */
  written: z.number(),
  total: z.number(),
  refusals: z.array(refusalSchema),
  /** Per object, in the order in which they were written. */
  objects: z.array(writeOutcomeSchema),
  conflict: z.nullable(conflictSchema),
  /** The record as it stands now; null when there is none (any more). */
  release: z.nullable(releaseSchema),
  /** Of an abort: how often it had to read again. */
  attempts: z.number(),
  /** The record of the timeline could be kept. */
  recorded: z.boolean(),
  /** Used by nobody: clean-up is offered. */
  leftovers: z.array(leftoverSchema),
  /** What Git would have to say so that its controller does not bring the old state back; null where nothing reverts. */
  gitChange: z.nullable(z.string()),
});
export type RunAnswer = z.infer<typeof runAnswerSchema>;

/** `POST /api/v1/splits/{namespace}/{service}/act` */
export const actBodySchema = z.object({
  /** The release that is meant: another one that began meanwhile is not touched. Null to adopt, and to ask whoever else steers the split. */
  release: z.nullable(name),
  /** Of the record that was looked at: an action on an older one is a conflict. Not asked of an abort. */
  rev: z._default(z.nullable(z.number()), null),
  action: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('advance') }),
    z.object({ kind: z.literal('set'), percent }),
    z.object({ kind: z.literal('pause') }),
    z.object({ kind: z.literal('resume') }),
    z.object({ kind: z.literal('promote') }),
    /** `force`: also when stable has no ready pod. */
    z.object({ kind: z.literal('abort'), force: z._default(z.boolean(), false) }),
    z.object({ kind: z.literal('finish') }),
    /**
     * The touched routes as they were before the split (`rev` null; refused while candidate pods are ready and a base was a plain host),
     * or as a revision of the record says, where the split then waits. What others changed since stays.
     */
    z.object({ kind: z.literal('restore'), rev: z._default(z.nullable(z.number()), null) }),
    /** What others changed becomes the split's own state; of an untracked split: a record is written. */
    z.object({
      kind: z.literal('adopt'),
      stable: z._default(z.nullable(name), null),
      candidate: z._default(z.nullable(name), null),
    }),
    /** The record's state again over what others changed. */
    z.object({ kind: z.literal('reapply') }),
    z.object({ kind: z.literal('note'), text: z.string().check(z.minLength(1), z.maxLength(2000)) }),
    z.object({ kind: z.literal('guard'), guard: guardWishSchema }),
    /** An injected fault of the service's routes taken off, before its time or after it; of no release. */
    z.object({
      kind: z.literal('end-fault'),
      namespace: z.string().check(z.minLength(1), z.maxLength(63)),
      virtualService: name,
    }),
    /** Subsets that the split made, where nothing names them any more; `left`: those that a start left behind (its `leftovers`). */
    z.object({
      kind: z.literal('cleanup'),
      left: z.optional(z.array(leftoverSchema).check(z.minLength(1), z.maxLength(8))),
    }),
  ]),
  /** Over rules that somebody changed since: as the conflict screen says. */
  overwrite: z._default(z.boolean(), false),
  reason,
});
export type ActBody = z.infer<typeof actBodySchema>;
