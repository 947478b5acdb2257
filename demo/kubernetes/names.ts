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
  qualified: new RegExp(`^(${subdomain}/)?${part}$`),
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

function nameErrors(kind: Kind, name: string): FieldError[] {
  const problem = (detail: string): FieldError[] => [
    { reason: 'FieldValueInvalid', field: 'metadata.name', value: name, detail },
  ];
  const segment = pathSegmentProblem(name);
  if (segment !== '') return problem(segment);
  if (kind.group === 'rbac.authorization.k8s.io') return [];
  const form = labelNamed.has(kind.kind) ? 'label' : 'subdomain';
  const longest = form === 'label' ? 63 : 253;
  if (name.length > longest) return problem(`must be no more than ${longest} characters`);
  return forms[form].test(name) ? [] : problem(texts[form]);
}

function keyErrors(field: string, key: string): FieldError[] {
  const [, name = key] = /\/([^/]*)$/.exec(key) ?? [];
  if (forms.qualified.test(key.includes('/') ? key.toLowerCase() : key) && name.length <= 63) return [];
  return [{ reason: 'FieldValueInvalid', field, value: key, detail: texts.qualified }];
}

function labelErrors(labels: Readonly<Record<string, unknown>>): FieldError[] {
  const field = 'metadata.labels';
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyErrors(field, key),
    ...(typeof value !== 'string' || value.length > 63 || !forms.value.test(value)
      ? [
          {
            reason: 'FieldValueInvalid',
            field,
            value,
            detail: `${value}`.length > 63 ? 'must be no more than 63 bytes' : texts.value,
          } as const,
        ]
      : []),
  ]);
}

const largestAnnotationsBytes = 256 * 1024;

function annotationErrors(annotations: Readonly<Record<string, unknown>>): FieldError[] {
  const field = 'metadata.annotations';
  const bytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + key.length + `${value}`.length,
    0,
  );
  return [
    ...Object.keys(annotations).flatMap((key) => keyErrors(field, key)),
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

export function metadataErrors(kind: Kind, object: KubernetesObject): FieldError[] {
  const { name, labels = {}, annotations = {} } = object.metadata;
  if (name === '')
    return [
      { reason: 'FieldValueRequired', field: 'metadata.name', detail: 'name or generateName is required' },
    ];
  return [...nameErrors(kind, name), ...labelErrors(labels), ...annotationErrors(annotations)];
}
