/** Shapes that questions and answers about traffic splits share. Shares are percent (0..100), times Unix seconds, rates per second. */
import * as z from 'zod/mini';
import { guardSchema } from '../../splits/record/record.ts';
import { refusalCodes } from '../../splits/types.ts';
import { managerNames } from '../configuration/configuration-words.ts';
import { pointKinds, writeModes } from './split-words.ts';

const name = z.string().check(z.maxLength(253));
export const percent = z.number().check(z.minimum(0), z.maximum(100));

/** A rule, found again after others changed the list around it: lib/splits/record/route-key.ts. */
export const pointRefSchema = z.object({
  kind: z.enum(pointKinds),
  namespace: z.string().check(z.maxLength(63)),
  name,
  layer: z.enum(['http', 'tls', 'tcp']),
  key: z.string().check(z.maxLength(300)),
});
export type SplitPointRef = z.infer<typeof pointRefSchema>;

/** A rule that is to be split. `only`: of its hosts those whose callers take part, as full names; without it all do. */
export const wishedPointSchema = z.extend(pointRefSchema, {
  only: z.optional(z.array(name).check(z.minLength(1), z.maxLength(64))),
});

export const objectNameSchema = z.object({ kind: z.string(), namespace: z.string(), name: z.string() });

/** Why something cannot be; words by code from `splits.refusals.<code>` with `about` as their parameters. */
export const refusalSchema = z.object({
  code: z.enum(refusalCodes),
  about: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Place in the request that it is about, as a JSON pointer, e.g. `/candidate`, `/points/0`, `/strategy/percent`; null for the whole. */
  field: z.nullable(z.string()),
  /** What to look at for a way out; `kind` as the API names it. */
  object: z.nullable(objectNameSchema),
});
export type SplitRefusal = z.infer<typeof refusalSchema>;

const pointWarning = { point: pointRefSchema };

/** What goes on all the same; words by code from `splits.warnings.<code>`. */
export const planWarningSchema = z.discriminatedUnion('code', [
  z.object({
    code: z.literal('rescaled'),
    ...pointWarning,
    before: z.array(z.number()),
    after: z.array(z.number()),
  }),
  z.object({ code: z.literal('inherited'), namespace: z.string(), name: z.string() }),
  /** A rule that is not ticked, with the hosts and gateways whose callers follow it. */
  z.object({
    code: z.literal('bypassed'),
    ...pointWarning,
    hosts: z.array(z.string()),
    gateways: z.array(z.string()),
  }),
  z.object({ code: z.literal('already-shared'), percent: z.number() }),
  z.object({ code: z.literal('connections-only'), ...pointWarning }),
  /** Callers by these hosts follow the rule as it is. */
  z.object({ code: z.literal('other-hosts'), ...pointWarning, hosts: z.array(z.string()) }),
  /** A host of a ServiceEntry: what answers there has no proxy that tells of versions. */
  z.object({ code: z.literal('external-host') }),
  /** Services that stand for the same pods: who calls them by these names goes past the split. */
  z.object({ code: z.literal('other-names'), services: z.array(z.string()) }),
  /** Routes in these namespaces are not known to the caller. */
  z.object({ code: z.literal('unknown-namespaces'), namespaces: z.array(z.string()) }),
  /** Further namespaces exist that the caller does not see at all. */
  z.object({ code: z.literal('hidden-namespaces') }),
  /** Callers in these namespaces do not see the VirtualService (exportTo). */
  z.object({ code: z.literal('not-exported'), ...pointWarning, namespaces: z.array(z.string()) }),
  /** The Sidecar of these namespaces does not import the VirtualService. */
  z.object({ code: z.literal('not-imported'), ...pointWarning, namespaces: z.array(z.string()) }),
  /** Other VirtualServices for the same host at the same gateway: Istio joins them, the oldest first. */
  z.object({ code: z.literal('joined'), ...pointWarning, host: z.string(), names: z.array(z.string()) }),
  /** Pods without a proxy call as they like. */
  z.object({ code: z.literal('callers-without-proxy'), workloads: z.array(z.string()) }),
  /** Fewer ready pods than what all of the traffic needs, taken from stable. */
  z.object({
    code: z.literal('capacity'),
    version: z.string(),
    ready: z.number(),
    needed: z.number(),
    /** The largest share that is planned. */
    percent: z.number(),
    /** How many an autoscaler may make of them; null without one, or where that is not known. */
    most: z.nullable(z.number()),
    /** Whether the HorizontalPodAutoscalers of the namespace could be read with the caller's rights. */
    autoscalers: z.enum(['ok', 'forbidden', 'unreachable']),
    namespace: z.string(),
  }),
  /** It goes on, and its controller will write its own state again. */
  z.object({
    code: z.literal('reverted-by-git'),
    object: objectNameSchema,
    manager: z.enum(managerNames),
    application: z.nullable(z.string()),
  }),
  /** Nothing moves until Git's root hands its requests to what is made here. */
  z.object({
    code: z.literal('awaits-git'),
    root: z.object({ namespace: z.string(), name: z.string() }),
    delegate: z.object({ namespace: z.string(), name: z.string() }),
  }),
  /** An intent of a recipe: also what it does to requests that change something. */
  z.object({ code: z.literal('retries-repeat-writes') }),
  z.object({ code: z.literal('mirror-repeats-writes') }),
]);
export type SplitWarning = z.infer<typeof planWarningSchema>;

export const shareSchema = z.object({
  host: z.string(),
  subset: z.nullable(z.string()),
  /** Of the service, that the target is; null for others. */
  version: z.nullable(z.string()),
  /** As written; null when it is not. */
  weight: z.nullable(z.number()),
  /** Of the rule's requests; null when all weights are 0. */
  percent: z.nullable(z.number()),
});
export type SplitShare = z.infer<typeof shareSchema>;

export const missingRightSchema = z.object({
  verb: z.string(),
  group: z.string(),
  resource: z.string(),
  namespace: z.string(),
});

/** Object that stays as somebody else has it. */
export const ownerSchema = z.object({
  object: objectNameSchema,
  manager: z.enum(managerNames),
  /** The application, release or kustomization; null where nothing names it. */
  name: z.nullable(z.string()),
  reverts: z.boolean(),
  mode: z.enum(writeModes),
});

const matchValue = z.record(z.string(), z.json());

export const strategySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('canary'), percent, sticky: z._default(z.boolean(), false) }),
  z.object({
    kind: z.literal('blue-green'),
    percent: z.union([z.literal(0), z.literal(100)]),
    header: z.nullable(
      z.object({
        name: z.string().check(z.regex(/^[A-Za-z0-9-]{1,100}$/)),
        value: z.string().check(z.minLength(1), z.maxLength(200)),
      }),
    ),
  }),
  /** Entries are alternatives; what stands in one must all hold. Each is an HTTPMatchRequest. */
  z.object({
    kind: z.literal('ab'),
    matches: z.array(matchValue).check(z.minLength(1), z.maxLength(20)),
  }),
  z.object({ kind: z.literal('mirror'), percent }),
]);

export const planStepSchema = z.object({
  percent,
  /** Until the guard takes the next step, where it was asked to; null waits for somebody. */
  waitSeconds: z.nullable(z.number().check(z.minimum(0), z.maximum(604_800))),
});

/** As it is asked for; who arms it is filled in by the server. */
export const guardWishSchema = z.omit(guardSchema, { armedBy: true });
