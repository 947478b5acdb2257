/** What is of the past and still in use: fields that have been replaced, annotations, and versions of the API that objects were written with. */
import type { Obsolete } from '../api/mesh/mesh.ts';
import { deprecatedAnnotations } from '../istio/checks/objects/annotation-table.ts';
import { deprecationsOf } from '../istio/forms/deprecations.ts';
import { injectKey } from '../istio/injection-keys.ts';
import { kindId, kindOf } from '../istio/kinds/registry.ts';
import { asJson, type ClusterObjects, type KubernetesObject, type ManagedFields } from '../istio/objects.ts';

/** `istio`: every object of the registry's kinds. */
export function findObsolete(istio: readonly KubernetesObject[], around: ClusterObjects): Obsolete[] {
  return [
    ...istio.flatMap(ofObject),
    ...[...around.namespaces, ...around.services].flatMap((object) =>
      ofAnnotations(object, object.metadata.annotations),
    ),
    // What its template asks for is in the pods, and is mended there.
    ...around.workloads.flatMap((object) =>
      ofAnnotations(
        object,
        object.spec?.template?.metadata?.annotations,
        object.spec?.template?.metadata?.labels,
      ),
    ),
  ];
}

function ofAnnotations(
  object: KubernetesObject,
  annotations: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>> = {},
): Obsolete[] {
  return Object.keys(annotations)
    .filter((name) => deprecatedAnnotations.has(name))
    .filter((name) => name !== injectKey || labels[injectKey] === undefined)
    .map((name) => ({
      ...named(object, object.kind),
      what: 'annotation' as const,
      found: name,
      instead: name === injectKey ? 'label' : null,
      manager: null,
    }));
}

function named({ kind, metadata }: KubernetesObject, id: string) {
  return { kind: id, kindName: kind, namespace: metadata.namespace ?? '', name: metadata.name };
}

function ofObject(object: KubernetesObject): Obsolete[] {
  const kind = kindOf(object.apiVersion, object.kind);
  if (kind === undefined) return [];
  const about = named(object, kindId(kind));
  const fields = deprecationsOf(object.kind, asJson(object)).map(
    ({ path, to }): Obsolete => ({
      ...about,
      what: 'field',
      found: pathText(path),
      instead: to,
      manager: null,
    }),
  );
  // It is read at the newest version that the cluster serves.
  const newest = object.apiVersion.split('/')[1];
  const old = lastWriter(object, kind.group);
  if (old === null || newest === undefined || old.version === newest) return fields;
  return [
    ...fields,
    {
      ...about,
      what: 'version',
      found: `${kind.group}/${old.version}`,
      instead: `${kind.group}/${newest}`,
      manager: old.manager,
    },
  ];
}

/** Who wrote last, and in which version of the kind: managers keep it, the API server answers in whichever is asked for. */
function lastWriter(object: KubernetesObject, group: string): { version: string; manager: string } | null {
  const writers = (object.metadata.managedFields ?? []).filter(
    ({ subresource, apiVersion }) => subresource === undefined && apiVersion?.startsWith(`${group}/`),
  );
  const newest = writers.reduce<ManagedFields | null>(
    (last, one) => (last === null || (one.time ?? '') > (last.time ?? '') ? one : last),
    null,
  );
  const version = newest?.apiVersion?.split('/')[1];
  return version === undefined ? null : { version, manager: newest?.manager ?? '' };
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join('');
}

/** The namespace whose reader is told of it. */
export function placeOf({ kindName, namespace, name }: Obsolete): string {
  return kindName === 'Namespace' ? name : namespace;
}
