/** The types of Kubernetes' own kinds, generated from its OpenAPI documents: names of fields, their types, and what refers to what. */
import generated from '../generated/types.json' with { type: 'json' };
import { splitApiVersion } from '../kinds.ts';

export interface OwnType {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  format?: string;
  properties?: Readonly<Record<string, OwnType>>;
  additionalProperties?: OwnType;
  items?: OwnType;
  $ref?: string;
  allOf?: readonly OwnType[];
  oneOf?: readonly OwnType[];
  'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

// The JSON is typed by its own generator; its literal type is of no use here.
const untyped: object = generated;

export const ownTypes = untyped as Readonly<Record<string, OwnType>>;

export const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const byKind = new Map(
  Object.entries(ownTypes).flatMap(([name, { 'x-kubernetes-group-version-kind': kinds = [] }]) =>
    kinds.map(({ group, version, kind }) => [`${group}/${version} ${kind}`, name] as const),
  ),
);

/** Such as io.k8s.api.core.v1.ConfigMap; undefined for custom resources. */
export function typeNameOf(apiVersion: string, kind: string): string | undefined {
  const { group, version } = splitApiVersion(apiVersion);
  return byKind.get(`${group}/${version} ${kind}`);
}

/** The name that a reference names, also where it is wrapped to be given more. */
export function referenceOf({ $ref, allOf }: OwnType): string | undefined {
  return ($ref ?? allOf?.[0]?.$ref)?.replace('#/components/schemas/', '');
}

/** The names of a type and of all that it is made of. */
export function closureOf(names: readonly string[]): string[] {
  const found = new Set<string>();
  const queue = [...names];
  const collect = (type: OwnType): void => {
    const reference = referenceOf(type);
    if (reference) queue.push(reference);
    for (const part of Object.values(type.properties ?? {})) collect(part);
    if (type.items) collect(type.items);
    if (type.additionalProperties) collect(type.additionalProperties);
  };
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const type = ownTypes[name];
    if (found.has(name) || !type) continue;
    found.add(name);
    collect(type);
  }
  return [...found].sort();
}

/** Such as v1.ConfigMap: how Go calls a type in its sentences. */
export function goName(name: string): string {
  return name.split('.').slice(-2).join('.');
}
