/** What the detail of a service or workload is made from, and for whom. */
import type { ConfigurationChange } from '../../api/configuration/change.ts';
import type { Warning } from '../../api/problem.ts';
import type { About } from '../../api/status.ts';
import type { KubernetesObject } from '../../istio/objects.ts';
import type { MeshReading } from './traffic-by-node.ts';

export interface DetailViewer {
  /** Traffic, services and pods of the namespace. */
  sees(namespace: string): boolean;
  /** Objects of a kind in a namespace; never true where it was not asked. */
  reads(kind: string, namespace: string): boolean;
}

export interface DetailInput extends MeshReading {
  windowSeconds: number;
  /** Unix seconds of the newest sample. */
  at: number;
  metricsAt: number | null;
  warnings: readonly Warning[];
  controlPlanes: About['istio'];
  viewer: DetailViewer;
  /** Of the configuration that touches the subject or did so lately, newest first; not yet cut to what the viewer reads. */
  changes: readonly ConfigurationChange[];
  /** Namespaces where the guard ends injected faults. */
  guarded: ReadonlySet<string>;
}

export interface SubjectName {
  namespace: string;
  name: string;
}

export function mayRead({ reads }: DetailViewer, { kind, metadata }: KubernetesObject): boolean {
  return reads(kind, metadata.namespace ?? '');
}

/** More are on the pages of the objects. */
const mostChanges = 50;

/** The newest of objects that the viewer may read. */
export function readableChanges({ changes, viewer }: DetailInput): ConfigurationChange[] {
  return changes.filter(({ kind, namespace }) => viewer.reads(kind, namespace)).slice(0, mostChanges);
}

/** Unix seconds; null when it does not say. */
export function createdAt({ metadata }: KubernetesObject): number | null {
  const at = Date.parse(metadata.creationTimestamp ?? '') / 1000;
  return Number.isNaN(at) ? null : at;
}
