/** Create and update of one object as the API does them (apiserver pkg/registry/rest, pkg/endpoints/handlers). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { User } from '../access/authentication.ts';
import { refuseEscalation } from '../access/escalation.ts';
import {
  ApiError,
  alreadyExists,
  badRequest,
  causeOf,
  conflict,
  forbidden,
  invalid,
  notFound,
  staleObject,
} from '../api-error.ts';
import { decodeObject, type Reading, type Target } from '../coding/decoding.ts';
import { record } from '../coding/json.ts';
import { apiVersionOf, type Kind, kindOfPlural } from '../kinds.ts';
import { countsGeneration, type Store } from '../store.ts';
import { admit } from './admission.ts';
import { keepingClusterIp, withClusterIp } from './cluster-ip.ts';
import { withDefaults } from './defaults.ts';
import type { FieldSet } from './field-sets.ts';
import type { Writer } from './managed-fields.ts';
import { stamp, timestamp } from './metadata.ts';
import { metadataErrors } from './names.ts';
import { scaleOf, withScale } from './scale.ts';
import { kindErrors } from './validation.ts';
import type { WriteOptions } from './write-options.ts';

export interface WriteContext extends Reading {
  store: Store;
  user: User;
  target: Target;
  options: WriteOptions;
}

const kindNamespace = kindOfPlural('', 'namespaces');

function inNamespace(target: Target, object: KubernetesObject): KubernetesObject {
  const { namespace: given, ...metadata } = object.metadata;
  if (!target.kind.namespaced) return { ...object, metadata };
  if (given !== undefined && given !== '' && given !== target.namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  return { ...object, metadata: { ...metadata, namespace: target.namespace } };
}

/** A drawn name has 63 characters at most. */
const longestDrawn = 58;

/** Five characters that spell no word (apimachinery pkg/util/rand). */
function suffix(): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const bytes = crypto.getRandomValues(new Uint8Array(5));
  return [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
}

const blocking = new Set(['FieldValueRequired', 'FieldValueTooLong', 'FieldValueTooMany']);
const rulesNotChecked = {
  reason: 'FieldValueInvalid',
  field: '<nil>',
  message:
    'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
};

/** Validates, asks admission and returns what would be stored. */
function prepare(
  context: WriteContext,
  previous: KubernetesObject | undefined,
  object: KubernetesObject,
): KubernetesObject {
  const { target, warnings, store, user } = context;
  const admitted = admit(target.kind, object, context);
  warnings.push(...admitted.warnings);
  const errors = [...metadataErrors(target.kind, object, previous), ...kindErrors(object, previous)];
  if (errors.length > 0) {
    // What a rule would look at is not there: the rules are not asked.
    const isBlocked = target.kind.crd && errors.some(({ reason }) => blocking.has(reason));
    const causes = [...(isBlocked ? [rulesNotChecked] : []), ...errors.map(causeOf)];
    throw invalid(target.kind.group, target.kind.kind, object.metadata.name, causes);
  }
  refuseEscalation(store, user, target.kind, object);
  return admitted.object;
}

/** Who writes, as managedFields notes it. */
export function writerOf({ store, target, options }: WriteContext, isApply: boolean): Writer {
  return {
    manager: options.fieldManager,
    operation: isApply ? 'Apply' : 'Update',
    apiVersion: apiVersionOf(target.kind, target.version),
    time: timestamp(store.now()),
    ...(target.subresource === '' ? {} : { subresource: target.subresource }),
  };
}

function commit(
  context: WriteContext,
  previous: KubernetesObject | undefined,
  object: KubernetesObject,
  written: { applied?: FieldSet | undefined; view?: KubernetesObject } = {},
): KubernetesObject {
  const { store, target, options } = context;
  const { applied, view } = written;
  const next = stamp(previous, object, writerOf(context, applied !== undefined), {
    counted: countsGeneration(target.kind),
    ...(applied ? { applied } : {}),
    // What is pruned from a custom resource is owned by nobody.
    ...(view && !target.kind.crd ? { view } : {}),
  });
  if (options.dryRun) return previous ? atRevision(next, previous) : next;
  const released =
    next.metadata.deletionTimestamp !== undefined && (next.metadata.finalizers ?? []).length === 0;
  if (!released) return store.write(target.kind, next);
  store.erase(target.kind, next);
  // Told as it was stored last.
  return { ...next, metadata: { ...next.metadata, resourceVersion: previous?.metadata.resourceVersion } };
}

/** A dry run of a change tells the revision that would have changed. */
function atRevision(next: KubernetesObject, { metadata }: KubernetesObject): KubernetesObject {
  return { ...next, metadata: { ...next.metadata, resourceVersion: metadata.resourceVersion } };
}

function requireNamespace(context: WriteContext, name: string): void {
  const { store, target } = context;
  if (!target.kind.namespaced || !kindNamespace) return;
  const namespace = store.get(kindNamespace, undefined, `${target.namespace}`);
  if (!namespace) throw notFound(kindNamespace, `${target.namespace}`);
  if (namespace.metadata.deletionTimestamp !== undefined)
    throw forbidden(
      target.kind,
      name,
      `unable to create new content in namespace ${target.namespace} because it is being terminated`,
    );
}

export function create(context: WriteContext, body: unknown, applied?: FieldSet): KubernetesObject {
  const { store, target } = context;
  const decoded = inNamespace(target, decodeObject(target, body, context));
  const {
    resourceVersion,
    uid: _uid,
    generateName,
    creationTimestamp: _created,
    ...given
  } = decoded.metadata;
  if (resourceVersion !== undefined && resourceVersion !== '')
    throw new ApiError(500, '', 'resourceVersion should not be set on objects to be created');
  const name =
    given.name === '' && generateName ? `${generateName.slice(0, longestDrawn)}${suffix()}` : given.name;
  const { managedFields: _managed, deletionTimestamp: _deleted, ...stated } = given;
  const { generation: _generation, selfLink: _link, ...kept } = { selfLink: '', ...stated };
  const generation = countsGeneration(target.kind) ? undefined : stated.generation;
  const metadata = {
    ...kept,
    name,
    ...(generateName ? { generateName } : {}),
    ...(generation === undefined ? {} : { generation }),
  };
  const { status: _status, ...content } = decoded;
  const written = {
    ...(target.kind.subresources.includes('status') ? content : decoded),
    apiVersion: decoded.apiVersion,
    kind: decoded.kind,
    metadata,
  };
  const defaulted = withDefaults(written);
  const object = withClusterIp(store, defaulted);
  requireNamespace(context, name);
  const prepared = prepare(context, undefined, object);
  // What would not be let in is told before what is there already.
  if (store.get(target.kind, target.namespace, name)) throw alreadyExists(target.kind, name);
  return commit(context, undefined, prepared, { applied, view: applied ? written : defaulted });
}

/** A PUT of what is not there: the name must be said, a revision counts for nothing, but a dry run tells it back. */
export function createByPut(context: WriteContext, body: unknown): KubernetesObject {
  const decoded = decodeObject(context.target, body, context);
  refuseOtherName(context.target, decoded);
  const { resourceVersion: _revision, ...metadata } = record(record(body).metadata);
  const created = create(context, { ...record(body), metadata });
  return context.options.dryRun && decoded.metadata.resourceVersion ? atRevision(created, decoded) : created;
}

export function undeterminable(name: string): ApiError {
  return badRequest(
    `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
  );
}

function refuseOtherName(target: Target, { metadata }: KubernetesObject): void {
  if (metadata.name === '' && target.subresource === '') throw undeterminable(target.name);
  if (metadata.name !== '' && metadata.name !== target.name)
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${target.name})`,
    );
}

/** Where etcd would keep an object (kubernetes pkg/registry/\*\/storage). */
function storageKey(kind: Kind, { metadata }: KubernetesObject): string {
  const folders: Readonly<Record<string, string>> = {
    endpoints: 'services/endpoints',
    nodes: 'minions',
    services: 'services/specs',
  };
  const folder = kind.crd ? `${kind.group}/${kind.plural}` : (folders[kind.plural] ?? kind.plural);
  return ['/registry', folder, metadata.namespace, metadata.name].filter(Boolean).join('/');
}

function refuseStale(context: WriteContext, previous: KubernetesObject, object: KubernetesObject): void {
  const { kind, name } = context.target;
  const { uid, resourceVersion } = object.metadata;
  if (uid && uid !== previous.metadata.uid && context.isPatch) {
    const value = { reason: 'FieldValueInvalid', field: 'metadata.uid', value: uid } as const;
    const cause = causeOf({ ...value, detail: 'field is immutable' });
    throw invalid(kind.group, kind.kind, name, [cause, cause]);
  }
  if (uid && uid !== previous.metadata.uid)
    throw conflict(
      kind,
      name,
      `StorageError: invalid object, Code: 4, Key: ${storageKey(kind, previous)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${previous.metadata.uid}`,
    );
  if (!resourceVersion && kind.crd)
    // Told by the plural, for once.
    throw invalid(kind.group, kind.plural, name, [
      {
        reason: 'FieldValueInvalid',
        field: 'metadata.resourceVersion',
        message: 'Invalid value: 0: must be specified for an update',
      },
    ]);
  if (resourceVersion && resourceVersion !== previous.metadata.resourceVersion)
    throw conflict(kind, name, staleObject);
}

/** What of the new object counts: a status write changes nothing but status, any other write everything but status. */
function merged(target: Target, previous: KubernetesObject, object: KubernetesObject): KubernetesObject {
  if (target.subresource === 'status')
    return { ...previous, apiVersion: object.apiVersion, status: object.status };
  const { status: _status, ...content } = object;
  const { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, managedFields } =
    previous.metadata;
  const { deletionTimestamp: _deleted, deletionGracePeriodSeconds: _grace, ...metadata } = object.metadata;
  return {
    ...content,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      ...metadata,
      uid,
      creationTimestamp,
      managedFields,
      ...(generation === undefined ? {} : { generation }),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
    },
    ...(target.kind.subresources.includes('status')
      ? previous.status === undefined
        ? {}
        : { status: previous.status }
      : object.status === undefined
        ? {}
        : { status: object.status }),
  };
}

/** The stored object that a request names; throws 404. */
export function existing(store: Store, target: Target): KubernetesObject {
  const found = store.get(target.kind, target.namespace, target.name);
  if (!found) throw notFound(target.kind, target.name);
  return found;
}

/** Replaces an object, or its status or scale, with `body`. */
export function replace(context: WriteContext, body: unknown, applied?: FieldSet): KubernetesObject {
  const { store, target } = context;
  const decoded = decodeObject(target, body, context);
  refuseOtherName(target, decoded);
  const given = inNamespace(target, { ...decoded, metadata: { ...decoded.metadata, name: target.name } });
  const previous = existing(store, target);
  refuseStale(context, previous, given);
  if (target.subresource === 'scale') {
    const next = { ...withScale(previous, given), apiVersion: apiVersionOf(target.kind, target.version) };
    return scaleOf(commit(context, previous, prepare(context, previous, next)));
  }
  const written = merged(target, previous, given);
  const defaulted = withDefaults(written);
  const object = keepingClusterIp(previous, defaulted);
  return commit(context, previous, prepare(context, previous, object), {
    applied,
    view: applied ? written : defaulted,
  });
}
