/** One write of an Istio object, as lists and marks of every page tell it. */
import * as z from 'zod/mini';

export const changeSchema = z.object({
  /** Unix seconds. */
  at: z.number(),
  kind: z.string(),
  /** `<plural>.<group>`: two groups have a kind Gateway. */
  kindId: z.string(),
  namespace: z.string(),
  name: z.string(),
  operation: z.enum(['created', 'changed', 'deleted']),
  /** The field manager that wrote it, e.g. kubectl; "" when nothing tells. */
  manager: z.string(),
  /** Who wrote it through the console; null for others, and where history does not know. */
  user: z.nullable(z.string()),
  /** Of the object's history; null where it has none. */
  revision: z.nullable(z.string()),
});

export type ConfigurationChange = z.infer<typeof changeSchema>;
