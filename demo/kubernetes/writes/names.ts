/** Names, labels and annotations (apimachinery pkg/util/validation, pkg/api/validation). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import {
  labelKeyProblems,
  labelValueProblem,
  largestAnnotationsBytes,
  nameForms,
  nameTexts,
} from '#lib/istio/schema/name-forms.ts';
import type { FieldError } from '../api-error.ts';
import type { Kind } from '../kinds.ts';

/** Kinds whose names are one DNS label; roles and bindings take any path segment; the rest DNS subdomains. */
const labelNamed = new Set(['Namespace', 'Service']);

/** What is wrong with a name as a path segment; "" for nothing. */
export function pathSegmentProblem(name: string): string {
  if (name === '.' || name === '..') return `may not be '${name}'`;
  const bad = ['/', '%'].find((character) => name.includes(character));
  return bad === undefined ? '' : `may not contain '${bad}'`;
}

function nameErrors(kind: Kind, name: string, field = 'metadata.name'): FieldError[] {
  const problem = (detail: string): FieldError[] => [
    { reason: 'FieldValueInvalid', field, value: name, detail },
  ];
  if (kind.group === 'rbac.authorization.k8s.io') {
    const segment = pathSegmentProblem(name);
    return segment === '' ? [] : problem(segment);
  }
  const form = labelNamed.has(kind.kind) ? 'label' : 'subdomain';
  const longest = form === 'label' ? 63 : 253;
  if (kind.kind === 'Service' && name.includes('.') && nameForms.subdomain.test(name))
    return problem('must not contain dots');
  return [
    ...(name.length > longest ? problem(`must be no more than ${longest} characters`) : []),
    ...(nameForms[form].test(name) ? [] : problem(nameTexts[form])),
  ];
}

export function labelKeyProblem(key: string): string {
  return labelKeyProblems(key).join('; ');
}

function keyErrors(field: string, key: string): FieldError[] {
  return labelKeyProblems(key).map((detail) => ({ reason: 'FieldValueInvalid', field, value: key, detail }));
}

function labelErrors(labels: Readonly<Record<string, unknown>>): FieldError[] {
  const field = 'metadata.labels';
  return Object.entries(labels).flatMap(([key, value]) => {
    const problem = labelValueProblem(`${value}`);
    return [
      ...keyErrors(field, key),
      ...(problem === '' ? [] : [{ reason: 'FieldValueInvalid', field, value, detail: problem } as const]),
    ];
  });
}

function annotationErrors(annotations: Readonly<Record<string, unknown>>): FieldError[] {
  const field = 'metadata.annotations';
  const bytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + key.length + `${value}`.length,
    0,
  );
  return [
    ...Object.keys(annotations).flatMap((key) => keyErrors(field, key.toLowerCase())),
    ...(bytes > largestAnnotationsBytes
      ? [
          {
            reason: 'FieldValueTooLong',
            field,
            detail: `may not be more than ${largestAnnotationsBytes} bytes`,
          } as const,
        ]
      : []),
  ];
}

const standardFinalizers = new Set(['foregroundDeletion', 'kubernetes', 'orphan']);

function finalizerErrors(kind: Kind, finalizers: readonly string[]): FieldError[] {
  const field = 'metadata.finalizers';
  return finalizers.flatMap((value, index): FieldError[] => {
    const odd = labelKeyProblems(value).map(
      (detail): FieldError => ({ reason: 'FieldValueInvalid', field, value, detail }),
    );
    if (odd.length > 0 || kind.crd || value.includes('/') || standardFinalizers.has(value)) return odd;
    const detail = 'name is neither a standard finalizer name nor is it fully qualified';
    return [{ reason: 'FieldValueInvalid', field: `${field}[${index}]`, value, detail }];
  });
}

function ownerErrors({ ownerReferences = [] }: KubernetesObject['metadata']): FieldError[] {
  const field = 'metadata.ownerReferences';
  const rules = [
    ['apiVersion', 'version must not be empty'],
    ['kind', 'must not be empty'],
    ['name', 'must not be empty'],
    ['uid', 'must not be empty'],
  ] as const;
  const [first, ...others] = ownerReferences.filter(({ controller }) => controller === true);
  return [
    ...ownerReferences.flatMap((owner) =>
      rules
        .filter(([key]) => (owner[key] ?? '') === '')
        .map(
          ([key, detail]): FieldError => ({
            reason: 'FieldValueInvalid',
            field: `${field}.${key}`,
            value: '',
            detail,
          }),
        ),
    ),
    ...others.map(
      (other): FieldError => ({
        reason: 'FieldValueInvalid',
        field,
        value: ownerReferences,
        detail: `Only one reference can have Controller set to true. Found "true" in references for ${first?.kind}/${first?.name} and ${other.kind}/${other.name}`,
      }),
    ),
  ];
}

/** What is being deleted waits for no more than it does. */
function addedFinalizers(
  { deletionTimestamp, finalizers: before = [] }: KubernetesObject['metadata'],
  finalizers: readonly string[],
): FieldError[] {
  const added = finalizers.filter((finalizer) => !before.includes(finalizer)).toSorted();
  if (deletionTimestamp === undefined || added.length === 0) return [];
  const told = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`;
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${told}`;
  const error: FieldError = { reason: 'FieldValueForbidden', field: 'metadata.finalizers', detail };
  // The real server looks twice.
  return [error, error];
}

export function metadataErrors(
  kind: Kind,
  object: KubernetesObject,
  previous: KubernetesObject | undefined,
): FieldError[] {
  const { name, labels = {}, annotations = {}, finalizers = [] } = object.metadata;
  const ofName: FieldError[] =
    name === ''
      ? [{ reason: 'FieldValueRequired', field: 'metadata.name', detail: 'name or generateName is required' }]
      : nameErrors(kind, name);
  const { generateName = '' } = object.metadata;
  const ofPrefix =
    generateName === '' ? [] : nameErrors(kind, generateName.replace(/-$/, ''), 'metadata.generateName');
  return [
    ...ofPrefix,
    ...ofName,
    ...labelErrors(labels),
    ...annotationErrors(annotations),
    ...finalizerErrors(kind, finalizers),
    ...ownerErrors(object.metadata),
    ...(previous ? addedFinalizers(previous.metadata, finalizers) : []),
  ];
}
