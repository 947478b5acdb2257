/** meta.k8s.io/v1 Table: what `kubectl get` asks for and prints. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Kind } from '../kinds.ts';
import { columnsOf } from './columns.ts';

/** The metadata of an object alone. */
export function partialOf(object: KubernetesObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

/** `includeObject` is the request parameter: None, Metadata (default) or Object. Watches send the column definitions once. */
export function tableOf(
  kind: Kind,
  objects: readonly KubernetesObject[],
  metadata: object,
  options: { includeObject: string | null; nowMs: number; definitions: boolean },
): object {
  const columns = columnsOf(kind);
  const embedded = (object: KubernetesObject): { object: object | null } => {
    if (options.includeObject === 'None') return { object: null };
    return { object: options.includeObject === 'Object' ? object : partialOf(object) };
  };
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: options.definitions
      ? columns.map(({ name, type, wide }) => ({
          name,
          type,
          format: name === 'Name' ? 'name' : '',
          description: '',
          priority: wide ? 1 : 0,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(object, options.nowMs)),
      ...embedded(object),
    })),
  };
}
