/** The closed word lists of the contract, apart from its schemas: the browser needs the words, but not the library that judges. */

export const problemCodes = [
  'unauthenticated',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'conflict',
  'invalid',
  'too-large',
  'unsupported-media-type',
  'too-many-requests',
  'not-configured',
  'unavailable',
  'timeout',
  'internal',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

export const graphTypes = ['versioned-app', 'app', 'workload', 'service'] as const;
export type GraphType = (typeof graphTypes)[number];

export const healthStates = ['healthy', 'degraded', 'failing', 'idle', 'unknown'] as const;

/** What configuration does to a node's traffic. */
export const nodeBadges = [
  'release',
  'virtual-service',
  'split',
  'circuit-breaker',
  'fault',
  'mirror',
  'timeout',
  'gateway',
  'missing-sidecar',
] as const;

/** Names of the server-sent events of `GET /api/v1/stream`. */
export const streamEventNames = [
  'metrics',
  'objects',
  'status',
  'access',
  'moment',
  'subscribed',
  'graph',
] as const;
export type StreamEventName = (typeof streamEventNames)[number];

/**
 * An edge against the VirtualServices that speak for it. `configured`: a rule names the target (and, where metrics tell, it is used);
 * `unused`: a rule names the target with a weight, a match or a mirror, and nothing went there in the window; `unconfigured`:
 * traffic reaches a target that no rule for this caller sends anything to.
 */
export const edgeRoutes = ['configured', 'unused', 'unconfigured'] as const;

/** Graphs that one stream can follow. */
export const maxFollowedGraphs = 6;
