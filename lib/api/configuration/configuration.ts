/**
 * `/api/v1/config…`: Istio's objects as lists and one by one, and changes of them: checked, tried, applied.
 * A kind is named by its kind id, `<plural>.<group>` as kubectl accepts it (lib/istio/kinds/registry.ts).
 */
import * as z from 'zod/mini';
import { warningSchema } from '../problem.ts';
import {
  changeOps,
  managerNames,
  maxChanges,
  relationReasons,
  severities,
  writeRefusals,
  writeStates,
} from './configuration-words.ts';

const name = z.string().check(z.maxLength(253));
const path = z.array(z.union([z.string(), z.number()]));

const managedBySchema = z.object({
  manager: z.enum(managerNames),
  /** The application, release or kustomization; of `other` the field manager; null where nothing names it. */
  name: z.nullable(z.string()),
  /** A controller will write its own state again over what is changed here. */
  reverts: z.boolean(),
});
export type ManagedBy = z.infer<typeof managedBySchema>;

const checksSchema = z.object({
  errors: z.number(),
  warnings: z.number(),
  infos: z.number(),
  /** Null when nothing was found. */
  worst: z.nullable(z.enum(severities)),
});
export type CheckCounts = z.infer<typeof checksSchema>;

/** One object; its kind by id. */
const objectRefSchema = z.object({ kind: z.string(), namespace: z.string(), name: z.string() });
export type ObjectRef = z.infer<typeof objectRefSchema>;

const configurationRowSchema = z.object({
  ...objectRefSchema.shape,
  hosts: z.array(z.string()),
  /** Unix seconds. */
  createdAt: z.nullable(z.number()),
  changedAt: z.nullable(z.number()),
  managedBy: managedBySchema,
  /** Null until the checks have run over it. */
  checks: z.nullable(checksSchema),
  resourceVersion: z.string(),
  labels: z.record(z.string(), z.string()),
});
export type ConfigurationRow = z.infer<typeof configurationRowSchema>;

const kindStateSchema = z.object({
  kind: z.string(),
  /** `forbidden` and `unreachable`: the console's own account cannot watch it. */
  state: z.enum(['ok', 'starting', 'not-served', 'forbidden', 'unreachable']),
  /** The version that the cluster serves and the console speaks; null when none. */
  version: z.nullable(z.string()),
  /** Namespaces of the question where the caller may not list it. */
  unreadable: z.array(z.string()),
});
export type KindState = z.infer<typeof kindStateSchema>;

export const configurationQuerySchema = z.object({
  /** Comma-separated; absent means all that the caller may see. */
  namespaces: z.optional(z.string()),
});

export const configurationSchema = z.object({
  /** Rises with each change that the console has seen. */
  revision: z.number(),
  /** False when hidden namespaces exist. */
  allNamespaces: z.boolean(),
  /** By namespace, kind in the registry's order, and name. */
  objects: z.array(configurationRowSchema),
  /** Every kind of the registry, in its order. */
  kinds: z.array(kindStateSchema),
  warnings: z.array(warningSchema),
});
export type Configuration = z.infer<typeof configurationSchema>;

/** One change of a value at a path: lib/document/change.ts. */
const fixChangeSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('set'), path, value: z.json() }),
  z.object({ op: z.literal('remove'), path }),
  z.object({ op: z.literal('insert'), path, index: z.number(), value: z.json() }),
  z.object({ op: z.literal('move'), path, from: z.number(), to: z.number() }),
  z.object({ op: z.literal('rename'), path, key: z.string() }),
]);

const placeSchema = z.object({
  /** Kind id; also of kinds outside of the registry: `services`, `deployments.apps`. */
  kind: z.string(),
  /** As the API names it, e.g. VirtualService. */
  kindName: z.string(),
  namespace: z.string(),
  name: z.string(),
  path,
  /** From 1, in the text of the answer or of the draft; null for objects whose text is not here. */
  line: z.nullable(z.number()),
  column: z.nullable(z.number()),
});

const findingSchema = z.object({
  /** lib/istio/checks/codes.ts */
  code: z.string(),
  severity: z.enum(severities),
  place: placeSchema,
  /** Key below `checks.messages` of lib/i18n, with its parameters. */
  message: z.object({
    key: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** For the object of `place`; null where the right change is not certain. */
  fix: z.nullable(z.array(fixChangeSchema)),
  /** False when it was there before the drafts. */
  isNew: z.boolean(),
});
export type ConfigurationFinding = z.infer<typeof findingSchema>;

const relationSchema = z.object({
  what: z.enum(['object', 'service', 'workload']),
  /** Kind id of an object; Service or ServiceEntry; Deployment, StatefulSet, DaemonSet, or null where no controller is known. */
  kind: z.nullable(z.string()),
  namespace: z.string(),
  name: z.string(),
  reason: z.enum(relationReasons),
});
export type Relation = z.infer<typeof relationSchema>;

const mayOneSchema = z.object({
  allowed: z.boolean(),
  /** What Kubernetes would have to allow; null when it does. */
  missing: z.nullable(
    z.object({ verb: z.string(), group: z.string(), resource: z.string(), namespace: z.string() }),
  ),
});

const maySchema = z.object({ create: mayOneSchema, update: mayOneSchema, delete: mayOneSchema });
export type May = z.infer<typeof maySchema>;

export const objectQuerySchema = z.object({
  kind: name,
  namespace: z.string().check(z.maxLength(63)),
  name,
});

export const configurationObjectSchema = z.object({
  ...objectRefSchema.shape,
  /** As the API gave it, with the caller's own credentials, but for `metadata.managedFields`. */
  object: z.record(z.string(), z.json()),
  /** The text to edit: lib/document/object-text.ts. */
  text: z.string(),
  resourceVersion: z.string(),
  createdAt: z.nullable(z.number()),
  changedAt: z.nullable(z.number()),
  /** Who wrote it last, be it their object or not; null where nothing tells. */
  changedBy: z.nullable(managedBySchema),
  hosts: z.array(z.string()),
  managedBy: managedBySchema,
  findings: z.array(findingSchema),
  /** What it acts on. */
  touches: z.array(relationSchema),
  /** What acts on it, or refers to it: who deletes it leaves these without it. */
  touchedBy: z.array(relationSchema),
  may: maySchema,
  warnings: z.array(warningSchema),
});
export type ConfigurationObject = z.infer<typeof configurationObjectSchema>;

const targetShape = {
  kind: name,
  namespace: z.string().check(z.maxLength(63)),
  name,
};

/** YAML, one document. Whether it is too large is said by the operation, with 413. */
const draftText = z.string();

export const changeSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('create'), ...targetShape, text: draftText }),
  z.object({
    op: z.literal('update'),
    ...targetShape,
    text: draftText,
    /** Of the object that the draft started from; needed to apply. */
    resourceVersion: z.optional(z.string().check(z.maxLength(64))),
    /** The text that the draft started from: what a merge compares with. */
    base: z.optional(draftText),
  }),
  z.object({
    op: z.literal('delete'),
    ...targetShape,
    resourceVersion: z.optional(z.string().check(z.maxLength(64))),
  }),
]);
export type Change = z.infer<typeof changeSchema>;

const changes = z.array(changeSchema).check(z.minLength(1), z.maxLength(maxChanges));

export const changesSchema = z.object({ changes });

const yamlMarkSchema = z.object({
  code: z.string(),
  /** In English; screens translate by the code. */
  message: z.string(),
  line: z.number(),
  column: z.number(),
});

const changeCheckSchema = z.object({
  ...objectRefSchema.shape,
  op: z.enum(changeOps),
  yaml: z.object({
    /** Why the text cannot be read; then there are no findings about it. */
    problem: z.nullable(yamlMarkSchema),
    /** What kubectl reads otherwise than it looks: `no` unquoted, numbers that lose digits, … */
    notes: z.array(z.object({ ...yamlMarkSchema.shape, params: z.record(z.string(), z.string()) })),
  }),
  /** The text speaks of another object than the change (apiVersion, kind, namespace, name), by path; applying is refused. */
  mismatches: z.array(
    z.object({
      path,
      expected: z.string(),
      found: z.nullable(z.string()),
      line: z.number(),
      column: z.number(),
    }),
  ),
  /** About the object of the change: schema, istiod's rules, and the checks over the set. */
  findings: z.array(findingSchema),
});
export type ChangeCheck = z.infer<typeof changeCheckSchema>;

export const checkAnswerSchema = z.object({
  /** In the order of the question. */
  changes: z.array(changeCheckSchema),
  /** About other objects that the caller may read: what the drafts bring, and what they settle. */
  elsewhere: z.object({ appeared: z.array(findingSchema), gone: z.array(findingSchema) }),
  related: z.object({
    /** How many objects the checks looked at. */
    read: z.number(),
    /** What could not be looked at, of the namespaces that the caller may see: checks that need it are silent. */
    unreadable: z.array(z.object({ kind: z.string(), namespaces: z.array(z.string()) })),
    /** Namespaces exist that the caller may not see. */
    hiddenNamespaces: z.boolean(),
  }),
});
export type CheckAnswer = z.infer<typeof checkAnswerSchema>;

const causeSchema = z.object({
  /** As the API server writes it, e.g. spec.http[0].route[1].weight; empty when it names none. */
  field: z.string(),
  path,
  line: z.nullable(z.number()),
  column: z.nullable(z.number()),
  reason: z.nullable(z.string()),
  message: z.string(),
});

/** What the API server said of one change. */
const verdictShape = {
  ...objectRefSchema.shape,
  op: z.enum(changeOps),
  /** Null when it was not refused. */
  refusal: z.nullable(z.enum(writeRefusals)),
  /** The API server's or the webhook's own words, at most 4,000 characters; null when it said nothing. */
  message: z.nullable(z.string()),
  /** Name of the admission webhook that spoke, or should have; null when none did. */
  webhook: z.nullable(z.string()),
  /** `name.namespace` of the service that should have answered for it, e.g. istiod.istio-system; null where it did, or nothing tells. */
  webhookService: z.nullable(z.string()),
  causes: z.array(causeSchema),
  /** Of its Warning headers. */
  warnings: z.array(z.string()),
  /** What Kubernetes would have to allow, where rights are missing. */
  missing: mayOneSchema.shape.missing,
};

export const tryVerdictSchema = z.object({ ...verdictShape, accepted: z.boolean() });
export type TryVerdict = z.infer<typeof tryVerdictSchema>;

export const dryRunAnswerSchema = z.object({
  /** In the order of the question. */
  changes: z.array(tryVerdictSchema),
});
export type DryRunAnswer = z.infer<typeof dryRunAnswerSchema>;

export const applySchema = z.object({
  changes,
  /** Why, in the words of who does it: kept in the audit log and the history. */
  reason: z._default(z.string().check(z.maxLength(500)), ''),
  /** Of the sender's choice, another for each attempt: a request that a browser sends twice is carried out once. */
  attempt: z.optional(z.string().check(z.regex(/^[\w-]{8,64}$/))),
});

export const writeOutcomeSchema = z.object({
  ...verdictShape,
  state: z.enum(writeStates),
  /** Of the object as written. */
  resourceVersion: z.nullable(z.string()),
  /** SHA-256 of the object before and after, as the audit log has it: says that two lines are of one change, and nothing of its content. */
  change: z.optional(z.string()),
  /** After a conflict, for a merge, and of what is begun: the object as it is now; null when it is gone. */
  live: z.nullable(z.object({ text: z.string(), resourceVersion: z.string(), managedBy: managedBySchema })),
});
export type WriteOutcome = z.infer<typeof writeOutcomeSchema>;

export const applyAnswerSchema = z.object({
  /** In the order of the question. */
  changes: z.array(writeOutcomeSchema),
  /** Indexes of the changes, each once, in the order in which they were begun or would have been. */
  order: z.array(z.number()),
  /** All were written. */
  done: z.boolean(),
});
export type ApplyAnswer = z.infer<typeof applyAnswerSchema>;

/** Events of an apply that is followed; the outcome as a whole comes last. A connection that breaks stops no write. */
export const applyEvents = {
  /** Everything was tried; the writes to come, by index of their change. Empty when nothing will be written. */
  plan: z.object({ steps: z.array(z.number()) }),
  /** One of them, from 0, and what became of its change. */
  step: z.object({ step: z.number(), outcome: writeOutcomeSchema }),
  end: applyAnswerSchema,
} as const;
