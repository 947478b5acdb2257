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
  strategy: z.enum(['token', 'demo', 'anonymous', 'bearer']),
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
  strategies: z.array(z.enum(['token', 'demo', 'anonymous'])),
  cluster: z.object({ name: z.string(), demo: z.boolean() }),
});

export type SignInOptions = z.infer<typeof signInOptionsSchema>;
