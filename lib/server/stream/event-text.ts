/** Events in the format of server-sent events. */
import type * as z from 'zod/mini';
import type { streamEvents } from '#lib/api/status.ts';
import { jsonSteps } from '#lib/json-steps.ts';
import type { Steps } from '#lib/steps.ts';

type EventName = keyof typeof streamEvents;

export function eventText<N extends EventName>(event: N, data: z.infer<(typeof streamEvents)[N]>): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** As `eventText`, for long data. */
export function* eventSteps<N extends EventName>(
  event: N,
  data: z.infer<(typeof streamEvents)[N]>,
): Steps<string> {
  return `event: ${event}\ndata: ${yield* jsonSteps(data)}\n\n`;
}
