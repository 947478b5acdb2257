/** What an object may touch: everything that its reader may see, nothing else. */
import type { Kind } from '../kinds/kind.ts';
import type { KubernetesObject, MeshConfig, Service, Workload } from '../objects.ts';
import type { References } from '../references.ts';

export interface RelatedObject {
  kind: Kind;
  object: KubernetesObject;
}

export interface Surroundings {
  meshConfig: MeshConfig;
  objects: readonly RelatedObject[];
  services: readonly Service[];
  workloads: readonly Workload[];
  /** `referencesOf`, remembered. */
  references(object: KubernetesObject): References;
}
