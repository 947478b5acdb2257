/** `/api/v1/access…`: what the caller may do, who may do what, and the RoleBindings that give a persona. */
import * as z from 'zod/mini';
import { abilityIds, rolePersonas } from '../../access/abilities.ts';
import { abilityStates } from '../../access/ability-state.ts';
import { grantablePersonas } from '../../access/grant.ts';
import { subjectKinds } from '../../access/rbac/subject.ts';
import { warningSchema } from '../problem.ts';
import { grantRefusals, grantStates, whoQuestions } from './access-words.ts';
import { personas } from './session.ts';

const namespaceName = z.string().check(z.maxLength(63));
const questionSchema = z.object({ verb: z.string(), group: z.string(), resource: z.string() });
const missingSchema = z.object({
  verb: z.string(),
  group: z.string(),
  resource: z.string(),
  namespace: z.nullable(z.string()),
});
const abilitySchema = z.object({
  id: z.enum(abilityIds),
  /** `some`: a part of it, or only for objects of some names. */
  state: z.enum(abilityStates),
  /** What Kubernetes would have to allow as well. */
  missing: z.array(questionSchema),
});
const subjectSchema = z.object({
  kind: z.enum(subjectKinds),
  name: z.string(),
  /** Of a ServiceAccount; null for the others. */
  namespace: z.nullable(z.string()),
});
/** A verb on a kind; `names`: only objects of these names, null for all. */
const rightSchema = z.object({ ...questionSchema.shape, names: z.nullable(z.array(z.string())) });

export const accessQuerySchema = z.object({
  /** Left out: all namespaces at once. */
  namespace: z.optional(namespaceName),
});

/** By access reviews with the caller's own credential; a namespace that does not exist is answered like any other. */
export const accessSchema = z.object({
  namespace: z.nullable(z.string()),
  user: z.object({ name: z.string(), groups: z.array(z.string()) }),
  persona: z.enum(personas),
  /** Writes are refused by the console whatever Kubernetes allows (anonymous sign-in). */
  readOnly: z.boolean(),
  abilities: z.array(abilitySchema),
  /** Every verb that some feature of the console uses, by kind. */
  rights: z.array(z.object({ ...questionSchema.shape, allowed: z.boolean() })),
  /** Personas whose ClusterRole the cluster has; null when that is not known. */
  installed: z.nullable(z.array(z.enum(rolePersonas))),
  warnings: z.array(warningSchema),
});
export type Access = z.infer<typeof accessSchema>;

const bindingSchema = z.object({
  /** Null: a ClusterRoleBinding. */
  namespace: z.nullable(z.string()),
  name: z.string(),
  role: z.object({ kind: z.enum(['Role', 'ClusterRole']), name: z.string() }),
});
export type BindingRef = z.infer<typeof bindingSchema>;

/** Lists that the caller may not read: what they hold is missing from the answer. */
const unreadSchema = z.array(z.enum(['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings']));

export const whoQuerySchema = z.object({ namespace: namespaceName, what: z.enum(whoQuestions) });

export const whoSchema = z.object({
  namespace: z.string(),
  what: z.enum(whoQuestions),
  holders: z.array(
    z.object({
      subject: subjectSchema,
      /** By a ClusterRoleBinding: in every namespace. */
      everywhere: z.boolean(),
      complete: z.boolean(),
      holds: z.array(rightSchema),
      through: z.array(bindingSchema),
    }),
  ),
  /** Bindings whose role is not there, or could not be read: what they give is not known. */
  unclear: z.array(z.object({ binding: bindingSchema, subjects: z.array(subjectSchema) })),
  /** RoleBindings here that give a persona of the console. */
  grants: z.array(
    z.object({
      name: z.string(),
      uid: z.string(),
      persona: z.enum(rolePersonas),
      subjects: z.array(subjectSchema),
      /** One subject and one that the console can grant again: it can be taken back and undone. */
      revocable: z.boolean(),
    }),
  ),
  unread: unreadSchema,
  /** By access reviews; `missing` is what stands in the way. */
  may: z.object({
    grant: z.boolean(),
    revoke: z.boolean(),
    missing: z.array(missingSchema),
  }),
  installed: z.nullable(z.array(z.enum(rolePersonas))),
});
export type Who = z.infer<typeof whoSchema>;

export const subjectQuerySchema = z.object({
  kind: z.enum(subjectKinds),
  name: z.string().check(z.minLength(1), z.maxLength(1024)),
  /** Of a ServiceAccount. */
  subjectNamespace: z.optional(namespaceName),
  /** Comma-separated: groups that a User is in, which no object of the cluster tells. */
  groups: z.optional(z.string().check(z.maxLength(4096))),
  /** Whose rights are told verb by verb; left out: those for all namespaces at once. */
  namespace: z.optional(namespaceName),
});

export const subjectAccessSchema = z.object({
  subject: subjectSchema,
  groups: z.array(z.string()),
  /** A member of system:masters: outside of RBAC, refused nothing. */
  unlimited: z.boolean(),
  /** Abilities that hold in every namespace, also in those made later. */
  everywhere: z.array(z.object({ id: z.enum(abilityIds), state: z.enum(abilityStates) })),
  /** Namespaces where a binding gives something more. */
  namespaces: z.array(
    z.object({
      name: z.string(),
      abilities: z.array(z.object({ id: z.enum(abilityIds), state: z.enum(abilityStates) })),
    }),
  ),
  /** In the namespace that was asked for. */
  rights: z.array(rightSchema),
  bindings: z.array(z.object({ ...bindingSchema.shape, clear: z.boolean() })),
  unread: unreadSchema,
  /** Subjects that some binding names, for a picker. */
  known: z.array(subjectSchema),
});
export type SubjectAccess = z.infer<typeof subjectAccessSchema>;

const reason = z.string().check(z.maxLength(500));

export const grantBodySchema = z.object({
  namespace: namespaceName,
  persona: z.enum(grantablePersonas),
  subject: subjectSchema,
  /** Tried by the API server, and nothing kept. */
  dryRun: z.boolean(),
  reason,
});
export type GrantBody = z.infer<typeof grantBodySchema>;

export const revokeBodySchema = z.object({
  namespace: namespaceName,
  name: z.string().check(z.maxLength(253)),
  /** Of the RoleBinding that was seen. */
  uid: z.string().check(z.maxLength(128)),
  dryRun: z.boolean(),
  reason,
});
export type RevokeBody = z.infer<typeof revokeBodySchema>;

export const grantAnswerSchema = z.object({
  /** Of the RoleBinding. */
  namespace: z.string(),
  name: z.string(),
  /** Null where it is not known, or gone. */
  uid: z.nullable(z.string()),
  state: z.enum(grantStates),
  refusal: z.nullable(z.enum(grantRefusals)),
  /** In the words of the API server. */
  message: z.nullable(z.string()),
  missing: z.nullable(missingSchema),
});
export type GrantAnswer = z.infer<typeof grantAnswerSchema>;
