/**
 * Of the OpenAPI documents the parts that clients read: which groups and versions have one, what can be done at which path, and the
 * schemas; those of Kubernetes' own types without their prose and enums, which the embedded API does not carry.
 */

import { closureOf, objectMeta, ownTypes, typeNameOf } from '#demo/kubernetes/coding/own-types.ts';
import { groupVersions, kindsOf, pathOf } from '#demo/kubernetes/reads/discovery.ts';
import { isRecord } from '#lib/record.ts';

type JsonRecord = Record<string, unknown>;

const record = (value: unknown): JsonRecord => (isRecord(value) ? value : {});

const served = new Set(groupVersions().map(pathOf));

export const isOpenApiIndex = ({ paths, openapi }: JsonRecord): boolean =>
  openapi === undefined && isRecord(paths) && 'api/v1' in paths;

export const isOpenApiDocument = ({ openapi, paths }: JsonRecord): boolean =>
  typeof openapi === 'string' && isRecord(paths);

/** The hash of a document is a server's own. */
export function normalisedIndex({ paths }: JsonRecord): JsonRecord {
  const own = Object.entries(record(paths)).filter(([path]) => served.has(path));
  const withoutHash = (entry: unknown): string =>
    `${record(entry).serverRelativeURL}`.replace(/=.*/, '=<hash>');
  return Object.fromEntries(own.map(([path, entry]) => [path, withoutHash(entry)]));
}

const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'];

function normalisedOperation(operation: JsonRecord, shared: unknown): JsonRecord {
  const parameters = [operation.parameters, shared].flatMap((some) => (Array.isArray(some) ? some : []));
  const names = parameters.map((parameter: JsonRecord) => `${parameter.name}`);
  return {
    action: operation['x-kubernetes-action'],
    kind: operation['x-kubernetes-group-version-kind'],
    // Of a delete the real server tells more options, and none is read.
    ...(operation['x-kubernetes-action'] === 'delete' ||
    operation['x-kubernetes-action'] === 'deletecollection'
      ? {}
      : { parameters: writeParameters.filter((name) => names.includes(name)) }),
  };
}

const methods = new Set(['get', 'put', 'post', 'delete', 'patch']);

/** Paths of what is served: not the watches of old, and not the kinds and subresources that are not. */
function isServed(path: string): boolean {
  const [, root = '', ...rest] = path.split('/');
  const [group, version, ...below] = root === 'api' ? ['', ...rest] : rest;
  const kinds = kindsOf({ group: group ?? '', version: version ?? '' });
  const parts =
    below[0] === 'namespaces' && below.length > 2 && below[2] !== 'status' ? below.slice(2) : below;
  const [plural, name, subresource, ...more] = parts;
  const kind = kinds.find((candidate) => candidate.plural === plural);
  if (!kind || more.length > 0 || (name !== undefined && name !== '{name}')) return false;
  return subresource === undefined || kind.subresources.some((known) => known === subresource);
}

/** The module's documents have no enums, which a running server adds. */
const prose = new Set(['description', 'default', 'enum', 'externalDocs', 'x-kubernetes-unions']);

function withoutProse(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !prose.has(key))
      .map(([key, item]) => [key, withoutProse(item, !isNames && key === 'properties')]),
  );
}

function isOfServedCustomKind({ 'x-kubernetes-group-version-kind': kinds }: JsonRecord): boolean {
  return (
    Array.isArray(kinds) &&
    kinds.some(({ group, version, kind }: JsonRecord) =>
      kindsOf({ group: `${group}`, version: `${version}` }).some((own) => own.crd && own.kind === kind),
    )
  );
}

/** The generated type of what an operation is about. */
function kindOfOperation(operation: unknown): string[] {
  const { group, version, kind } = record(record(operation)['x-kubernetes-group-version-kind']);
  const name = typeNameOf(group ? `${group}/${version}` : `${version}`, `${kind}`);
  return name === undefined ? [] : [name];
}

export function normalisedDocument({ paths, components }: JsonRecord): JsonRecord {
  const own = Object.entries(record(paths)).filter(([path]) => isServed(path));
  const kinds = own.flatMap(([, item]) => Object.values(record(item)).flatMap(kindOfOperation));
  const reached = new Set(closureOf([objectMeta, ...kinds]));
  const schemas = Object.entries(record(record(components).schemas)).filter(
    ([name, schema]) => reached.has(name) || isOfServedCustomKind(record(schema)),
  );
  return {
    paths: Object.fromEntries(
      own.map(([path, item]) => [
        path,
        Object.fromEntries(
          Object.entries(record(item))
            .filter(([method]) => methods.has(method))
            .map(([method, operation]) => [
              method,
              normalisedOperation(record(operation), record(item).parameters),
            ]),
        ),
      ]),
    ),
    schemas: Object.fromEntries(
      schemas.map(([name, schema]) => [name, Object.hasOwn(ownTypes, name) ? withoutProse(schema) : schema]),
    ),
  };
}
