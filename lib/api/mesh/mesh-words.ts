/** The word lists of the mesh page, apart from its schemas: the browser needs the words, but not the library that judges. */

/** `restricted`: the caller may not see the namespace that it runs in. */
export const planeStates = [
  'found',
  'not-installed',
  'restricted',
  'forbidden',
  'unreachable',
  'starting',
] as const;

/** Of Prometheus, for istiod's own figures; `not-scraped`: it answers, and knows of no istiod. */
export const figureStates = [
  'ok',
  'not-configured',
  'not-scraped',
  'forbidden',
  'unreachable',
  'slow',
  'invalid',
  'starting',
  'restricted',
] as const;

/** Why pods want a restart to be what their namespace asks for. */
export const restartReasons = ['no-proxy', 'unwanted-proxy', 'other-revision', 'other-version'] as const;

/** Where a namespace's mode of mutual TLS comes from. */
export const mtlsLayers = ['default', 'mesh', 'namespace', 'workload'] as const;
export const mtlsModes = ['DISABLE', 'PERMISSIVE', 'STRICT'] as const;

/**
 * Why connections fail. `plain-rule`: a DestinationRule sends plain text to who takes only mutual TLS; `origin-rule`: one sends its own
 * TLS there; `mtls-to-disabled`, `mtls-to-no-proxy`: one sends mutual TLS to who speaks none; `auto-off`: nobody begins mutual TLS by
 * himself (`enableAutoMtls: false`), and no rule does; `caller-without-proxy`: pods that have no proxy, in a namespace that takes only
 * mutual TLS.
 */
export const mtlsBreakReasons = [
  'plain-rule',
  'origin-rule',
  'mtls-to-disabled',
  'mtls-to-no-proxy',
  'auto-off',
  'caller-without-proxy',
] as const;

/** What of an object is of the past: a field, an annotation, or the version of the API that it was written with. */
export const obsoleteKinds = ['field', 'annotation', 'version'] as const;

export const labelStates = ['accepted', 'written', 'refused'] as const;

/** Why a label was not written. */
export const labelRefusals = [
  'rights',
  'changed',
  'missing',
  'invalid',
  'webhook',
  'away',
  'unknown',
] as const;
export type LabelRefusal = (typeof labelRefusals)[number];
