/**
 * Who is who: canonical names as Istio derives them, and node ids that stay the same whatever odd characters a name holds.
 * Canonical service: https://github.com/istio/istio/blob/master/pkg/model/proxy.go (labels, then `app`, then the workload's name).
 */
import type { Labels } from '../../istio/objects.ts';

/** A workload as telemetry or objects name it; "" where not known. */
export interface Endpoint {
  cluster: string;
  namespace: string;
  workload: string;
  /** Canonical service. */
  app: string;
  /** Canonical revision. */
  version: string;
}

/** Canonical revision of what carries no version label. */
export const defaultRevision = 'latest';

export function canonicalService(labels: Labels, workload: string): string {
  return (
    labels['service.istio.io/canonical-name'] ?? labels['app.kubernetes.io/name'] ?? labels.app ?? workload
  );
}

export function canonicalRevision(labels: Labels): string {
  return (
    labels['service.istio.io/canonical-revision'] ??
    labels['app.kubernetes.io/version'] ??
    labels.version ??
    defaultRevision
  );
}

export type NodeIdentity = 'app' | 'version' | 'workload' | 'service' | 'host' | 'unknown';

/** Joined by "/", which is escaped inside the parts: different parts give different ids. */
export function nodeId(identity: NodeIdentity, ...parts: readonly string[]): string {
  return [identity, ...parts.map(escapePart)].join('/');
}

export function edgeId(source: string, target: string, protocol: string): string {
  return `${source}>${protocol}>${target}`;
}

function escapePart(part: string): string {
  return /[%/>]/.test(part)
    ? part.replace(/[%/>]/g, (c) => (c === '%' ? '%25' : c === '/' ? '%2F' : '%3E'))
    : part;
}
