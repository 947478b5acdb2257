/** Words of the API of traffic splits, apart from its schemas: the browser needs the words, but not the library that judges. */

/** What holds the rule that is split. */
export const pointKinds = ['VirtualService', 'HTTPRoute', 'GRPCRoute'] as const;

/**
 * How the console may write an object. `own`: freely (A). `delegate`: Git has the root, the delegate is ours (B). `overlay`: Git has
 * it, weights are written over it all the same (C). `emit`: nothing is written, the change is to be copied (D).
 */
export const writeModes = ['own', 'delegate', 'overlay', 'emit'] as const;
export type WriteMode = (typeof writeModes)[number];

/**
 * `tracked`: it has our record. `untracked`: weights stand in the routes, and no record of ours that can be read. `foreign`: Argo
 * Rollouts, Flagger or KubeSphere steers it. `past`: over, told by its records. `none`: the service has no split.
 */
export const splitStates = ['tracked', 'untracked', 'foreign', 'past', 'none'] as const;
export type SplitState = (typeof splitStates)[number];

export const foreignOwners = ['argo-rollouts', 'flagger', 'kubesphere'] as const;

export const verdictWords = ['insufficient-data', 'healthy', 'watch', 'failing', 'not-obeyed'] as const;

/** `held`: the guard watches and has too little to judge by. `elsewhere`: another replica holds the Lease. */
export const guardStates = ['off', 'watching', 'held', 'elsewhere', 'aborted', 'unavailable'] as const;

/** Why the guard cannot abort by itself. */
export const guardObstacles = ['no-role', 'no-metrics', 'no-lease', 'unclear'] as const;

export const actionKinds = [
  'advance',
  'set',
  'pause',
  'resume',
  'promote',
  'abort',
  'finish',
  'restore',
  'adopt',
  'reapply',
  'note',
  'guard',
  'cleanup',
  'end-fault',
] as const;
export type SplitActionKind = (typeof actionKinds)[number];

/** What a record of the timeline tells. `changed`, `deleted`: somebody did that to the object past the console. */
export const entryKinds = [
  'start',
  ...actionKinds,
  'changed',
  'deleted',
  'guard-abort',
  'guard-advance',
] as const;

/** How an operation on several objects ended. `refused`: nothing was tried. */
export const splitOutcomes = ['done', 'partial', 'failed', 'conflict', 'refused'] as const;
