/** Which answers are old after an event of the stream: first parts of query keys. */
import type { StreamEventName } from '#lib/api/words.ts';

const rights = ['access', 'who-may', 'subject-may', 'links'] as const;

const everything = [
  'whoami',
  'status',
  'about',
  'overview',
  'mesh',
  'graph',
  'services',
  'workloads',
  'detail',
  'series',
  'timeline',
  'past-graph',
  'search',
  'configuration',
  'configuration-object',
  'configuration-choices',
  'expectations',
  'route-test',
  'history',
  'revision',
  'changes',
  'splits',
  'running-splits',
  'split-world',
  'split',
  ...rights,
] as const;
export type QueryRoot = (typeof everything)[number];

const configuration = [
  'configuration',
  'configuration-object',
  'configuration-choices',
  'expectations',
  'route-test',
  'history',
  'changes',
  'splits',
  'running-splits',
  'split-world',
  'split',
] as const;

const traffic = [
  'overview',
  'mesh',
  'graph',
  'services',
  'workloads',
  'detail',
  'series',
  'splits',
  'split',
] as const;

export const staleAfter: Readonly<Record<StreamEventName | 'reconnected', readonly QueryRoot[]>> = {
  metrics: traffic,
  objects: [
    'overview',
    'mesh',
    'graph',
    'services',
    'workloads',
    'detail',
    // For the marks of changes; the lines themselves are asked of Prometheus once a step.
    'series',
    'timeline',
    'search',
    ...configuration,
  ],
  status: ['about'],
  access: ['whoami', ...rights, ...traffic, 'timeline', 'past-graph', 'search', 'revision', ...configuration],
  /** What it means depends on the answers: answered.ts. */
  moment: [],
  /** Followed graphs are kept by live-graphs.ts. */
  subscribed: [],
  graph: [],
  /** Whatever happened while nobody listened is not told again. */
  reconnected: ['whoami', ...rights, 'status', ...traffic, 'timeline', ...configuration],
};
