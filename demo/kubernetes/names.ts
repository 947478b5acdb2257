/** Names, labels and annotations (apimachinery pkg/util/validation, pkg/api/validation). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { FieldError } from './api-error.ts';
import type { Kind } from './kinds.ts';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const part = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${part})?`;

const forms = {
  label: new RegExp(`^${label}$`),
  subdomain: new RegExp(`^${subdomain}$`),
  part: new RegExp(`^${part}$`),
  value: new RegExp(`^${labelValue}$`),
};

const texts = {
  label: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`,
  subdomain: `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`,
  qualified: `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
  value: `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
};

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
  if (kind.kind === 'Service' && name.includes('.') && forms.subdomain.test(name))
    return problem('must not contain dots');
  return [
    ...(name.length > longest ? problem(`must be no more than ${longest} characters`) : []),
    ...(forms[form].test(name) ? [] : problem(texts[form])),
  ];
}

const longestPrefix = 253;
const longestPart = 63;

/** What is wrong with a label's key, "" for nothing; of several things all are told. */
function keyProblems(key: string): string[] {
  const parts = key.split('/');
  if (parts.length > 2)
    return [
      "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ];
  const [name = '', prefix] = parts.reverse();
  const problems: string[] = [];
  if (prefix === '') problems.push('prefix part must be non-empty');
  else if (prefix !== undefined) {
    if (prefix.length > longestPrefix)
      problems.push(`prefix part must be no more than ${longestPrefix} bytes`);
    if (!forms.subdomain.test(prefix)) problems.push(`prefix part ${texts.subdomain}`);
  }
  if (name === '') problems.push('name part must be non-empty');
  else if (name.length > longestPart) problems.push(`name part must be no more than ${longestPart} bytes`);
  if (!forms.part.test(name)) problems.push(texts.qualified);
  return problems;
}

export function labelKeyProblem(key: string): string {
  return keyProblems(key).join('; ');
}

export function labelValueProblem(value: string): string {
  return [
    ...(value.length > longestPart ? [`must be no more than ${longestPart} bytes`] : []),
    ...(forms.value.test(value) ? [] : [texts.value]),
  ].join('; ');
}

function keyErrors(field: string, key: string): FieldError[] {
  return keyProblems(key).map((detail) => ({ reason: 'FieldValueInvalid', field, value: key, detail }));
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

const largestAnnotationsBytes = 256 * 1024;

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
    const odd = keyProblems(value).map(
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
