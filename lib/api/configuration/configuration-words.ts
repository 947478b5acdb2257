/** Words of the configuration API, apart from its schemas: the browser needs the words, but not the library that judges. */

/** Who owns an object, as far as its metadata tell (lib/istio/ownership.ts). */
export const managerNames = [
  'sluice',
  'kubectl',
  'helm',
  'argocd',
  'flux',
  'fleet',
  'flagger',
  'argo-rollouts',
  'other',
] as const;
export type ManagerName = (typeof managerNames)[number];

export const severities = ['error', 'warning', 'info'] as const;

export const changeOps = ['create', 'update', 'delete'] as const;

/** Why one object touches another. */
export const relationReasons = [
  /** It speaks of the same host. */
  'host',
  /** One of its rules sends requests there. */
  'route',
  'delegate',
  'gateway',
  /** It has the subsets that the other names. */
  'subset',
  'selector',
  /** A WorkloadEntry is an endpoint of what selects it. */
  'endpoint',
  /** Named by targetRefs, parentRefs or backendRefs. */
  'target',
  /** It holds for the whole namespace, or for the whole mesh. */
  'namespace',
  'mesh',
] as const;
export type RelationReason = (typeof relationReasons)[number];

/**
 * What the API server or the way to it made of a change. `webhook-away`: a webhook that has to be asked did not answer; `signed-out`:
 * the credential ended between two writes; `cut`: the connection broke, and reading again shows that it was not written; `unknown`:
 * it broke, and reading again did not tell.
 */
export const writeRefusals = [
  'invalid',
  'webhook',
  'webhook-away',
  'rights',
  'signed-out',
  'conflict',
  'missing',
  'away',
  'cut',
  'unknown',
] as const;
export type WriteRefusal = (typeof writeRefusals)[number];

/**
 * `pending`: not tried, because another change failed first. `begun`: a first part was written (subsets added), and the rest was
 * not (subsets taken away).
 */
export const writeStates = ['pending', 'begun', 'written', 'failed', 'conflict'] as const;

export const maxChanges = 50;
/** Of one object's text, in UTF-8: the API server takes no larger ones. */
export const maxTextBytes = 1024 * 1024;

/** A text that names neither of these changes nothing of what holds an object: the checks need not see what it was before. */
export const holdingFields = /ownerReferences|finalizers/;
