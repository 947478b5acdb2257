/**
 * OpenAPI v3 of each group and version, as `kubectl explain`, completion and validation read it: the operations of each kind, the schemas
 * of custom resources from their definitions, those of Kubernetes' own kinds from its own documents, without their prose.
 */
import { createHash } from 'node:crypto';
import { closureOf, objectMeta, ownTypes, typeNameOf } from '../coding/own-types.ts';
import { apiVersionOf, type Kind, type Subresource, subresourceKinds } from '../kinds.ts';
import { groupVersions, kindsOf, pathOf } from './discovery.ts';

function hash(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32).toUpperCase();
}

/** Such as io.istio.networking.v1.VirtualService. */
function schemaName(kind: Kind, version: string): string {
  return (
    typeNameOf(apiVersionOf(kind, version), kind.kind) ??
    `${kind.group.split('.').reverse().join('.')}.${version}.${kind.kind}`
  );
}

const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}));
const writes = new Set(['post', 'put', 'patch']);

interface Subject {
  group: string;
  version: string;
  kind: string;
  schema: string;
}

function operation({ group, version, kind, schema }: Subject, action: string): object {
  const $ref = `#/components/schemas/${schema}`;
  return {
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
    ...(writes.has(action) ? { parameters } : {}),
    responses: { 200: { description: 'OK', content: { 'application/json': { schema: { $ref } } } } },
  };
}

function operations(subject: Subject, actions: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(actions).map(([method, action]) => [method, operation(subject, action)]),
  );
}

const subresourceActions: Readonly<Record<Subresource, Readonly<Record<string, string>>>> = {
  log: { get: 'get' },
  scale: { get: 'get', put: 'put', patch: 'patch' },
  status: { get: 'get', put: 'put', patch: 'patch' },
  token: { post: 'post' },
};

function subjectOf(kind: Kind, version: string, subresource?: Subresource): Subject {
  const other = subresource === undefined ? undefined : subresourceKinds[subresource];
  if (other === undefined)
    return { group: kind.group, version, kind: kind.kind, schema: schemaName(kind, version) };
  return { ...other, schema: typeNameOf(`${other.group}/${other.version}`, other.kind) ?? '' };
}

function paths(kind: Kind, version: string): [string, object][] {
  const root = `/${pathOf({ group: kind.group, version })}`;
  const collection = `${root}${kind.namespaced ? '/namespaces/{namespace}' : ''}/${kind.plural}`;
  const subject = subjectOf(kind, version);
  if (!kind.verbs.includes('list')) return [[collection, operations(subject, { post: 'post' })]];
  const can = (verb: Kind['verbs'][number], method: string, action = method) =>
    kind.verbs.includes(verb) ? { [method]: action } : {};
  return [
    ...(kind.namespaced
      ? [[`${root}/${kind.plural}`, operations(subject, { get: 'list' })] satisfies [string, object]]
      : []),
    [
      collection,
      operations(subject, {
        get: 'list',
        ...can('create', 'post'),
        ...can('deletecollection', 'delete', 'deletecollection'),
      }),
    ],
    [
      `${collection}/{name}`,
      operations(subject, {
        get: 'get',
        ...can('update', 'put'),
        ...can('delete', 'delete'),
        ...can('patch', 'patch'),
      }),
    ],
    ...kind.subresources.map((subresource): [string, object] => [
      `${collection}/{name}/${subresource}`,
      operations(subjectOf(kind, version, subresource), subresourceActions[subresource]),
    ]),
  ];
}

/** The frame that every custom resource has (apiextensions-apiserver pkg/controller/openapi/builder). */
const frame = {
  apiVersion: {
    description:
      'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
    type: 'string',
  },
  kind: {
    description:
      'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
    type: 'string',
  },
  metadata: {
    description:
      "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
    allOf: [{ $ref: `#/components/schemas/${objectMeta}` }],
  },
};

function customSchema({ crd, group, kind }: Kind, version: string): object {
  const { description } = crd?.versions.find(({ name }) => name === version) ?? {};
  return {
    type: 'object',
    ...crd?.schema,
    ...(description === undefined ? {} : { description }),
    properties: { ...crd?.schema.properties, ...frame },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

function schemas(own: readonly Kind[], version: string): object {
  const custom = own.filter((kind) => kind.crd);
  const roots = own.flatMap((kind) => [
    kind.crd ? objectMeta : schemaName(kind, version),
    ...kind.subresources.map((subresource) => subjectOf(kind, version, subresource).schema),
  ]);
  return Object.fromEntries([
    ...custom.map((kind) => [schemaName(kind, version), customSchema(kind, version)]),
    ...closureOf(roots).map((name) => [name, ownTypes[name]]),
  ]);
}

function documentOf(group: string, version: string): object {
  const own = kindsOf({ group, version });
  const isCustom = own.some((kind) => kind.crd);
  return {
    openapi: '3.0.0',
    info: isCustom
      ? { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' }
      : { title: 'Kubernetes', version: 'v1.36.3' },
    paths: Object.fromEntries(own.flatMap((kind) => paths(kind, version))),
    components: { schemas: schemas(own, version) },
  };
}

const documents = new Map(groupVersions().map((gv) => [pathOf(gv), gv]));

let index: object | undefined;

/** Made once: the hash of a document is that of all its text. */
export function openApiIndex(): object {
  index ??= {
    paths: Object.fromEntries(
      [...documents].map(([path, { group, version }]) => [
        path,
        { serverRelativeURL: `/openapi/v3/${path}?hash=${hash(documentOf(group, version))}` },
      ]),
    ),
  };
  return index;
}

/** The document of "apis/GROUP/VERSION"; undefined when there is none. */
export function openApiDocument(path: string): object | undefined {
  const found = documents.get(path);
  return found && documentOf(found.group, found.version);
}
