/** PATCH in its four content types (apiserver pkg/endpoints/handlers/patch.go). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { authorize, refusal } from '../access/rbac.ts';
import {
  ApiError,
  badRequest,
  forbidden,
  tooLarge,
  unprocessable,
  unsupportedMediaType,
  unsupportedPatchType,
} from '../api-error.ts';
import { decodeObject, type Target } from '../coding/decoding.ts';
import { at, text } from '../coding/json.ts';
import { apiVersionOf, type Kind, splitApiVersion } from '../kinds.ts';
import { type Applied, appliedConfiguration, applyApplyPatch } from '../patches/apply-patch.ts';
import { applyJsonPatch } from '../patches/json-patch.ts';
import { applyMergePatch } from '../patches/merge-patch.ts';
import { applyStrategicMergePatch } from '../patches/strategic-merge-patch.ts';
import { applyProblem } from '../patches/typed.ts';
import { appliedFields } from './managed-fields.ts';
import { scaleOf } from './scale.ts';
import { create, existing, replace, undeterminable, type WriteContext, writerOf } from './writes.ts';

const jsonPatch = 'application/json-patch+json';
const mergePatch = 'application/merge-patch+json';
const strategicMergePatch = 'application/strategic-merge-patch+json';
export const applyPatch = 'application/apply-patch+yaml';

const largestJsonPatch = 10_000;

/** Strategic merge needs the Go types of Kubernetes' own kinds; custom resources have none. */
export function patchTypesOf(kind: Kind): readonly string[] {
  return [jsonPatch, mergePatch, ...(kind.crd ? [] : [strategicMergePatch]), applyPatch];
}

/** What is no patch at all is refused by the server, what is none of this kind by its handler. */
export function refusedPatchType(contentType: string, accepted: readonly string[]): ApiError {
  return contentType === strategicMergePatch ? unsupportedMediaType(accepted) : unsupportedPatchType();
}

function apply(context: WriteContext, body: unknown): { object: KubernetesObject; created: boolean } {
  const { store, target, options, user } = context;
  if (typeof at(body, 'apiVersion') !== 'string' || typeof at(body, 'kind') !== 'string')
    throw badRequest('invalid object type: /, Kind=');
  refuseUntyped(target, body);
  const patch = decodeObject(target, body, context);
  if (patch.metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  const given = patch.metadata.name;
  if (given === '' && patch.metadata.generateName) throw undeterminable(target.name);
  if (given !== '' && given !== target.name)
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${target.name})`);
  const current = store.get(target.kind, target.namespace, target.name);
  const named = { ...patch, metadata: { ...patch.metadata, name: patch.metadata.name || target.name } };
  const configuration = appliedConfiguration(named);
  const fields = appliedFields(configuration, writerOf(context, true));
  if (!current) {
    const { group, plural } = target.kind;
    const attributes = {
      user,
      verb: 'create',
      resource: { group, plural, subresource: '', namespace: target.namespace, name: target.name },
      path: '',
    };
    if (!authorize(store, attributes).allowed) throw forbidden(target.kind, target.name, refusal(attributes));
    return { object: create(context, named, fields), created: true };
  }
  const versioned = { ...current, apiVersion: apiVersionOf(target.kind, target.version) };
  const applied = applyApplyPatch(versioned, configuration, fields, options.fieldManager);
  if (applied.conflicts.length > 0 && !options.force) throw applyConflict(applied);
  return { object: replace(context, applied.object, applied.fields), created: false };
}

function refuseUntyped({ kind, subresource }: Target, body: unknown): void {
  if (subresource === 'scale' || !isRecord(body)) return;
  const configuration = { ...body, apiVersion: text(body, 'apiVersion'), kind: text(body, 'kind') };
  const problem = applyProblem(configuration, kind.crd?.schema);
  if (problem === null) return;
  const { group, version } = splitApiVersion(configuration.apiVersion);
  const where = `${text(body, 'metadata', 'namespace')}/${text(body, 'metadata', 'name')}`;
  const told = `(${where}; ${group}/${version}, Kind=${configuration.kind})`;
  throw new ApiError(500, '', `failed to create typed patch object ${told}: ${problem}`);
}

function applyConflict({ conflicts }: Applied): ApiError {
  const by = (entry: Applied['conflicts'][number]): string =>
    `"${entry.manager}"${entry.subresource === '' ? '' : ` with subresource "${entry.subresource}"`}${entry.apiVersion === '' ? '' : ` using ${entry.apiVersion}`}`;
  const [first] = conflicts;
  const told =
    conflicts.length === 1 && first
      ? `Apply failed with 1 conflict: conflict with ${by(first)}: ${first.field}`
      : `Apply failed with ${conflicts.length} conflicts: ${[...new Set(conflicts.map(by))]
          .map(
            (owner) =>
              `conflicts with ${owner}:\n${conflicts
                .filter((entry) => by(entry) === owner)
                .map((entry) => `- ${entry.field}`)
                .join('\n')}`,
          )
          .join('\n')}`;
  return new ApiError(409, 'Conflict', told, {
    causes: conflicts.map((entry) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${by(entry)}`,
      field: entry.field,
    })),
  });
}

function patched(current: unknown, plural: string, contentType: string, body: unknown): unknown {
  if (contentType === jsonPatch) {
    if (Array.isArray(body) && body.length > largestJsonPatch)
      throw tooLarge(
        `The allowed maximum operations in a JSON patch is ${largestJsonPatch}, got ${body.length}`,
      );
    const result = applyJsonPatch(current, body);
    if (result.ok) return result.value;
    throw result.error.step === 'decode' ? badRequest(result.error.message) : unprocessable();
  }
  if (!isRecord(body))
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${Array.isArray(body) ? 'array' : typeof body} into Go value of type map[string]interface {}`,
    );
  return contentType === mergePatch
    ? applyMergePatch(current, body)
    : applyStrategicMergePatch(plural, current, body);
}

export function patch(
  context: WriteContext,
  contentType: string,
  body: unknown,
): { object: KubernetesObject; created: boolean } {
  const { store, target } = context;
  const accepted = patchTypesOf(target.kind);
  if (!accepted.includes(contentType)) throw refusedPatchType(contentType, accepted);
  if (contentType === applyPatch) return apply(context, body);
  const stored = existing(store, target);
  const current =
    target.subresource === 'scale'
      ? scaleOf(stored)
      : { ...stored, apiVersion: apiVersionOf(target.kind, target.version) };
  return {
    object: replace({ ...context, isPatch: true }, patched(current, target.kind.plural, contentType, body)),
    created: false,
  };
}
