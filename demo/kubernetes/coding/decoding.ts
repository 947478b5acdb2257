/** A body as an object of the kind that a request is for (apiserver pkg/endpoints/handlers, pkg/runtime/serializer). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { ApiError, badRequest, causeOf, invalid } from '../api-error.ts';
import { apiVersionOf, type Kind, kindOfSubresource, splitApiVersion } from '../kinds.ts';
import type { WriteOptions } from '../writes/write-options.ts';
import { decodeAs } from './go-types.ts';
import { isKubernetesObject, type JsonRecord, record, text } from './json.ts';
import { objectMeta, typeNameOf } from './own-types.ts';

export interface Target {
  kind: Kind;
  version: string;
  namespace: string | undefined;
  /** "" when the name is in the body only. */
  name: string;
  subresource: string;
}

/** How a body was read, and what is said about it. */
export interface Reading {
  /** What strict decoding does not take: fields that are said twice or unknown. */
  told: string[];
  /** What was read is the object that a patch would make. */
  isPatch: boolean;
  options: Pick<WriteOptions, 'fieldValidation'>;
  /** Filled on the way; each becomes a Warning header. */
  warnings: string[];
}

/** Refuses what is told under Strict, warns of it by default. */
export function settleTold(
  { told, isPatch, options, warnings }: Reading,
  more: readonly string[],
  object: KubernetesObject,
): void {
  const all = [...new Set([...told, ...more])];
  if (options.fieldValidation === 'Warn') warnings.push(...all);
  if (options.fieldValidation !== 'Strict' || all.length === 0) return;
  const why = `strict decoding error: ${all.join(', ')}`;
  if (isPatch) throw invalidPatch(object, why);
  const { version } = splitApiVersion(object.apiVersion);
  throw unfit(object.kind, version, why);
}

/** A patch whose result cannot be read is refused with that result. */
export function invalidPatch(result: object, why: string): ApiError {
  const message = `Invalid value: ${JSON.stringify(JSON.stringify(result))}: ${why}`;
  const causes = [{ reason: 'FieldValueInvalid', message, field: 'patch' }];
  return new ApiError(422, 'Invalid', ` "" is invalid: patch: ${message}`, { causes });
}

function unfit(kind: string, version: string, why: string, handled = kind): ApiError {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${handled}: ${why}`);
}

/** The packages of Go in which the API's own groups keep their types. */
const internalPackages: Readonly<Record<string, string>> = {
  '': 'core',
  'rbac.authorization.k8s.io': 'rbac',
};

function refuseOtherType(
  { kind: { group, kind: own, crd } }: Target,
  body: JsonRecord,
  expected: { apiVersion: string; kind: string },
  isPatch: boolean,
): void {
  const apiVersion = text(body, 'apiVersion') || expected.apiVersion;
  const kind = text(body, 'kind') || expected.kind;
  if (apiVersion === expected.apiVersion && kind === expected.kind) return;
  const { version } = splitApiVersion(apiVersion);
  if (crd && apiVersion !== expected.apiVersion)
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected.apiVersion})`,
    );
  if (crd)
    throw invalid(group, kind, text(body, 'metadata', 'name'), [
      causeOf({ reason: 'FieldValueInvalid', field: 'kind', value: kind, detail: `must be ${own}` }),
    ]);
  const internal = internalPackages[group] ?? group.split('.')[0];
  const other = typeNameOf(apiVersion, kind);
  const goal = isPatch ? splitApiVersion(expected.apiVersion).version : internal;
  const why =
    other === undefined
      ? `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`
      : (decodeAs(other, body).problem ??
        `converting (${version}.${kind}) to (${goal}.${own}): unknown conversion`);
  throw isPatch ? invalidPatch(body, why) : unfit(kind, version, why, expected.kind);
}

function decoded(
  target: Target,
  typeName: string | undefined,
  body: JsonRecord,
  isPatch: boolean,
): { value: JsonRecord; unknown: readonly string[] } {
  const { kind } = target.kind;
  const fits = (problem: string | null): void => {
    if (problem !== null) throw isPatch ? invalidPatch(body, problem) : unfit(kind, target.version, problem);
  };
  if (typeName !== undefined) {
    const { value, unknown, problem } = decodeAs(typeName, body);
    fits(problem);
    return { value: record(value), unknown };
  }
  if (!isRecord(body.metadata)) return { value: body, unknown: [] };
  const { value, unknown, problem } = decodeAs(objectMeta, body.metadata, 'metadata');
  fits(problem);
  return { value: { ...body, metadata: value }, unknown };
}

/** Throws 400 when the body is something else than an object of the target's kind. */
export function decodeObject(target: Target, body: unknown, reading: Reading): KubernetesObject {
  const other = kindOfSubresource(target.subresource);
  const kind = other?.kind ?? target.kind.kind;
  const apiVersion =
    other === undefined ? apiVersionOf(target.kind, target.version) : `${other.group}/${other.version}`;
  if (!isRecord(body))
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error`,
    );
  refuseOtherType(target, body, { apiVersion, kind }, reading.isPatch);
  const { value, unknown } = decoded(
    target,
    typeNameOf(apiVersion, kind),
    { ...body, apiVersion, kind },
    reading.isPatch,
  );
  const metadata = record(value.metadata);
  const object = { ...value, apiVersion, kind, metadata: { ...metadata, name: metadata.name ?? '' } };
  if (!isKubernetesObject(object)) throw unfit(kind, target.version, 'its metadata is none');
  const more = unknown.map((path) => `unknown field "${path}"`);
  // What else is unknown in a custom resource, its schema tells.
  if (target.kind.crd && other === undefined) reading.told.push(...more);
  else settleTold(reading, more, object);
  return object;
}
