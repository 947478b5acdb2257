/** Annotation for a fault that has to end: by whom, when, on which rules. Kept by the guard where it is bound; described in docs/objects.md. */
import * as z from 'zod/mini';

export const faultAnnotation = 'sluice.dev/fault';

const faultSchema = z.object({
  v: z.literal(1),
  /** RFC 3339. */
  endsAt: z.string(),
  by: z.string(),
  /** Keys of http rules. */
  rules: z.array(z.string()),
});

export type FaultRecord = z.infer<typeof faultSchema>;

/** Null without one, and for what cannot be read. */
export function readFault(annotations: Readonly<Record<string, string>> | undefined): FaultRecord | null {
  const text = annotations?.[faultAnnotation];
  if (text === undefined) return null;
  try {
    const read = faultSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
