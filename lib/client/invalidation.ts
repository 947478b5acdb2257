/** Which answers are old after an event of the stream: first parts of query keys. */
import type { StreamEventName } from '#lib/api/words.ts';

const everything = [
  'whoami',
  'status',
  'about',
  'overview',
  'graph',
  'series',
  'timeline',
  'search',
] as const;
export type QueryRoot = (typeof everything)[number];

export const staleAfter: Readonly<Record<StreamEventName | 'reconnected', readonly QueryRoot[]>> = {
  metrics: ['overview', 'graph', 'series'],
  objects: ['overview', 'graph', 'timeline', 'search'],
  status: ['about'],
  access: ['whoami', 'overview', 'graph', 'series', 'timeline', 'search'],
  /** Whatever happened while nobody listened is not told again. */
  reconnected: ['whoami', 'status', 'overview', 'graph', 'series', 'timeline'],
};
