/** Signing in, signing out, and "who am I, what may I do". */
import * as z from 'zod/mini';

export const personas = ['cluster-admin', 'developer', 'viewer', 'none'] as const;
/** A label computed from access reviews, never stored and never an input to a decision. */
export type Persona = (typeof personas)[number];

export const signInSchema = z.discriminatedUnion('strategy', [
  /** Up to 8 KiB; a longer one is answered with 413. */
  z.object({ strategy: z.literal('token'), token: z.string().check(z.minLength(1)) }),
  z.object({ strategy: z.literal('demo'), persona: z.enum(['viewer', 'developer', 'admin']) }),
  z.object({ strategy: z.literal('anonymous') }),
]);

export type SignIn = z.infer<typeof signInSchema>;

export const whoamiSchema = z.object({
  user: z.object({ name: z.string(), groups: z.array(z.string()) }),
  strategy: z.enum(['token', 'demo', 'anonymous', 'oidc', 'header', 'bearer']),
  persona: z.enum(personas),
  /** Writes are refused by the console whatever Kubernetes allows (anonymous sign-in). */
  readOnly: z.boolean(),
  cluster: z.object({ name: z.string(), demo: z.boolean() }),
  /** The namespaces whose traffic this user may see, with what else they may do there. */
  namespaces: z.array(
    z.object({
      name: z.string(),
      persona: z.enum(personas),
      permissions: z.object({
        editRouting: z.boolean(),
        readConfiguration: z.boolean(),
      }),
    }),
  ),
  /** True when the rights span the mesh (also for namespaces made later). */
  allNamespaces: z.boolean(),
  /** Unix seconds; null when the credential does not say. */
  expiresAt: z.nullable(z.number()),
});

export type Whoami = z.infer<typeof whoamiSchema>;

/** `GET /api/v1/session`: what a sign-in page needs to know. */
export const signInOptionsSchema = z.object({
  strategies: z.array(z.enum(['token', 'demo', 'anonymous', 'oidc', 'header'])),
  /** Of strategy "oidc": what the issuer is called. */
  oidc: z.nullable(z.object({ name: z.string() })),
  cluster: z.object({ name: z.string(), demo: z.boolean() }),
});

export type SignInOptions = z.infer<typeof signInOptionsSchema>;

/** `GET /api/v1/session/oidc` */
export const oidcQuerySchema = z.object({ returnTo: z.optional(z.string()) });

/** `DELETE /api/v1/session` */
export const signOutSchema = z.object({
  /** An address of this console that goes on to sign out at the issuer; null when that is all. */
  continueAt: z.nullable(z.string()),
});

export type SignOut = z.infer<typeof signOutSchema>;

/** Why a sign-in at the issuer came to nothing; the sign-in page says it in words. */
export const signInProblems = [
  /** The answer belongs to no question of this browser, or to one that was answered or is too old. */
  'state',
  'denied',
  'issuer-away',
  /** What the issuer says cannot be used: the operator has to look. */
  'issuer-wrong',
  /** The ID token is not for this console, or not the issuer's. */
  'rejected',
  /** The ID token has expired already, or does not hold yet: clocks differ. */
  'clock',
  /** Kubernetes does not take the issuer's tokens. */
  'unknown-user',
  'too-large',
  'cluster-away',
  'too-many',
  'failed',
] as const;
export type SignInProblem = (typeof signInProblems)[number];
