/** What the process inside the namespace is told by the one that starts it. */
import type { ClusterProgram } from './build.ts';
import type { Part } from './description.ts';

export interface MeshSize {
  seed: number;
  services?: number;
  namespaces?: number;
}

export interface Plan {
  dir: string;
  parts: readonly Part[];
  /** The same inside and outside. */
  ports: { kubernetes: number; prometheus: number; console: number; issuer: number };
  binaries: Record<ClusterProgram, string>;
  crdFiles: readonly string[];
  mesh: MeshSize;
  /** Unix ms that the content's ages and the hour of history count from. */
  startMs: number;
}
