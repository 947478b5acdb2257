/**
 * How server-side apply takes each field apart (the `+listType` and `+mapType` of Kubernetes' types, the x-kubernetes-list-type of
 * CRDs): lists whose entries go by keys, sets, and maps and lists that are one field as a whole.
 */
import type { StructuralSchema } from '#lib/istio/schema/crds.ts';
import { childSchema } from '#lib/istio/schema/prune.ts';
import { kindOfObject } from '../kinds.ts';

export type FieldType =
  | { form: 'atomic' | 'granular' | 'set' }
  /** Entries go by these keys; `defaults` are what an absent key stands for. */
  | { form: 'keyed'; keys: readonly string[]; defaults?: Readonly<Record<string, unknown>> };

const byProtocol = { protocol: 'TCP' };
const keyed: Readonly<Record<string, FieldType>> = {
  conditions: { form: 'keyed', keys: ['type'] },
  containers: { form: 'keyed', keys: ['name'] },
  env: { form: 'keyed', keys: ['name'] },
  ephemeralContainers: { form: 'keyed', keys: ['name'] },
  hostAliases: { form: 'keyed', keys: ['ip'] },
  imagePullSecrets: { form: 'keyed', keys: ['name'] },
  initContainers: { form: 'keyed', keys: ['name'] },
  ownerReferences: { form: 'keyed', keys: ['uid'] },
  podIPs: { form: 'keyed', keys: ['ip'] },
  secrets: { form: 'keyed', keys: ['name'] },
  topologySpreadConstraints: { form: 'keyed', keys: ['topologyKey', 'whenUnsatisfiable'] },
  volumeMounts: { form: 'keyed', keys: ['mountPath'] },
  volumes: { form: 'keyed', keys: ['name'] },
  webhooks: { form: 'keyed', keys: ['name'] },
};
const atomicMaps: ReadonlySet<string> = new Set([
  'configMapKeyRef',
  'fieldRef',
  'labelSelector',
  'nodeSelector',
  'resourceFieldRef',
  'roleRef',
  'secretKeyRef',
  'selector',
  'targetRef',
]);

/** Names of fields on the way to a value; entries of lists are not named. */
export type Names = readonly string[];

export interface TypedObject {
  kind: string;
  schema: StructuralSchema | undefined;
}

export function typedObject(object: { apiVersion: string; kind: string }): TypedObject {
  return { kind: object.kind, schema: kindOfObject(object)?.crd?.schema };
}

function customType(schema: StructuralSchema, names: Names, isList: boolean): FieldType {
  const own = names.reduce<StructuralSchema | undefined>(
    (here, name) => childSchema(here?.items ?? here, name),
    schema,
  );
  if (!isList) return { form: 'granular' };
  const keys = own?.['x-kubernetes-list-map-keys'];
  if (own?.['x-kubernetes-list-type'] === 'map' && keys) return { form: 'keyed', keys };
  return { form: own?.['x-kubernetes-list-type'] === 'set' ? 'set' : 'atomic' };
}

function ownType(kind: string, names: Names, isList: boolean): FieldType {
  const name = names.at(-1) ?? '';
  if (!isList) return { form: atomicMaps.has(name) && names[0] !== 'metadata' ? 'atomic' : 'granular' };
  if (name === 'ports' && kind === 'Service')
    return { form: 'keyed', keys: ['port', 'protocol'], defaults: byProtocol };
  if (name === 'ports' && names.includes('containers'))
    return { form: 'keyed', keys: ['containerPort', 'protocol'], defaults: byProtocol };
  return keyed[name] ?? { form: 'atomic' };
}

/** The type of a map or list. */
export function fieldType({ kind, schema }: TypedObject, names: Names, isList: boolean): FieldType {
  if (names.join('.') === 'metadata.finalizers') return { form: 'set' };
  if (schema && names[0] !== 'metadata') return customType(schema, names, isList);
  return ownType(kind, names, isList);
}

/** Go structs that every object of the kind has, written or not: nobody adds them, so nobody owns them as such. */
const standing: ReadonlySet<string> = new Set([
  'metadata',
  'spec',
  'spec.strategy',
  'spec.template',
  'spec.template.metadata',
  'spec.template.spec',
  'spec.template.spec.containers',
  'spec.updateStrategy',
  'status',
  'status.loadBalancer',
]);

export function isStanding({ kind, schema }: TypedObject, names: Names): boolean {
  const path = names.join('.');
  if (schema) return path === 'metadata';
  return standing.has(path) || (kind === 'Pod' && path === 'spec.containers');
}
