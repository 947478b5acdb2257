/** Labels, and annotations of old, by which namespaces and pods ask for a proxy (istio/api label/labels.gen.go). */

/** "true" or "false", of pods. */
export const injectKey = 'sidecar.istio.io/inject';
/** The control plane that injects, by its revision or a tag of it; of pods and namespaces. */
export const revisionKey = 'istio.io/rev';
