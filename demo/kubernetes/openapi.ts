/**
 * OpenAPI v3 of each group: schemas of Istio's kinds from their CRDs, Kubernetes' own kinds as open objects,
 * and the operations by which kubectl learns what a PATCH supports.
 */
import { createHash } from 'node:crypto';
import { groupVersions, kindsOf, pathOf } from './discovery.ts';
import type { Kind } from './kinds.ts';

function hash(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32).toUpperCase();
}

/** Such as io.istio.networking.v1.VirtualService. */
function schemaName(kind: Kind, version: string): string {
  const group = kind.group === '' ? 'core' : kind.group.split('.').reverse().join('.');
  return `${group}.${version}.${kind.kind}`;
}

const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}));

function operation(kind: Kind, version: string, action: string): object {
  const schema = { $ref: `#/components/schemas/${schemaName(kind, version)}` };
  const write = action !== 'get' && action !== 'list';
  return {
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: kind.group, version, kind: kind.kind },
    ...(write ? { parameters } : {}),
    responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
  };
}

function paths(kind: Kind, version: string): [string, object][] {
  const root = `/${pathOf({ group: kind.group, version })}`;
  const collection = `${root}${kind.namespaced ? '/namespaces/{namespace}' : ''}/${kind.plural}`;
  const post = { post: operation(kind, version, 'post') };
  if (!kind.verbs.includes('list')) return [[collection, post]];
  return [
    [collection, { get: operation(kind, version, 'list'), ...post }],
    [
      `${collection}/{name}`,
      Object.fromEntries(
        ['get', 'put', 'patch', 'delete'].map((action) => [action, operation(kind, version, action)]),
      ),
    ],
  ];
}

function schema(kind: Kind, version: string): object {
  return {
    type: 'object',
    ...kind.crd?.schema,
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      ...kind.crd?.schema.properties,
    },
    ...(kind.crd ? {} : { 'x-kubernetes-preserve-unknown-fields': true }),
    'x-kubernetes-group-version-kind': [{ group: kind.group, version, kind: kind.kind }],
  };
}

function documentOf(group: string, version: string): object {
  const own = kindsOf({ group, version });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.3' },
    paths: Object.fromEntries(own.flatMap((kind) => paths(kind, version))),
    components: {
      schemas: Object.fromEntries(own.map((kind) => [schemaName(kind, version), schema(kind, version)])),
    },
  };
}

const documents = new Map(groupVersions().map((gv) => [pathOf(gv), gv]));

export function openApiIndex(): object {
  return {
    paths: Object.fromEntries(
      [...documents].map(([path, { group, version }]) => [
        path,
        { serverRelativeURL: `/openapi/v3/${path}?hash=${hash(documentOf(group, version))}` },
      ]),
    ),
  };
}

/** The document of "apis/GROUP/VERSION"; undefined when there is none. */
export function openApiDocument(path: string): object | undefined {
  const found = documents.get(path);
  return found && documentOf(found.group, found.version);
}
