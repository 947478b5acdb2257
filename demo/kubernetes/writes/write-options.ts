/** Query parameters and DeleteOptions of a write, checked as the API checks them (apimachinery meta/v1/validation). */
import { badRequest, causeOf, type FieldError, invalid } from '../api-error.ts';
import { at, list, text } from '../coding/json.ts';

export interface WriteOptions {
  dryRun: boolean;
  fieldManager: string;
  fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  force: boolean;
}

function dryRunErrors(values: readonly unknown[]): FieldError[] {
  return values.every((value) => value === 'All')
    ? []
    : [
        {
          reason: 'FieldValueNotSupported',
          field: 'dryRun',
          value: values,
          detail: 'supported values: "All"',
        },
      ];
}

function isValidation(value: string): value is WriteOptions['fieldValidation'] {
  return ['Ignore', 'Warn', 'Strict'].includes(value);
}

/** Throws 422 for options that are not valid; `kind` is CreateOptions, UpdateOptions or PatchOptions. */
export function parseWriteOptions(
  query: URLSearchParams,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  userAgent: string,
  isApply: boolean,
): WriteOptions {
  const dryRun = query.getAll('dryRun');
  const fieldManager = query.get('fieldManager') ?? '';
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  const force = query.get('force') === 'true';
  const errors = dryRunErrors(dryRun);
  if (isApply && fieldManager === '')
    errors.push({
      reason: 'FieldValueRequired',
      field: 'fieldManager',
      detail: 'is required for apply patch',
    });
  if (kind === 'PatchOptions' && !isApply && query.has('force'))
    errors.push({
      reason: 'FieldValueForbidden',
      field: 'force',
      detail: 'may not be specified for non-apply patch',
    });
  if (fieldManager.length > 128)
    errors.push({
      reason: 'FieldValueTooLong',
      field: 'fieldManager',
      detail: 'may not be more than 128 bytes',
    });
  const odd = [...fieldManager].findIndex((character) => !/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character));
  if (odd >= 0) {
    const code = [...fieldManager][odd]?.codePointAt(0) ?? 0;
    errors.push({
      reason: 'FieldValueInvalid',
      field: 'fieldManager',
      value: fieldManager,
      detail: `invalid character U+${code.toString(16).toUpperCase().padStart(4, '0')} (at position ${odd})`,
    });
  }
  if (!isValidation(fieldValidation))
    errors.push({
      reason: 'FieldValueNotSupported',
      field: 'fieldValidation',
      value: fieldValidation,
      detail: 'supported values: "", "Ignore", "Strict", "Warn"',
    });
  if (errors.length > 0 || !isValidation(fieldValidation))
    throw invalid('meta.k8s.io', kind, '', errors.map(causeOf));
  return {
    dryRun: dryRun.includes('All'),
    fieldManager: fieldManager || userAgent.split('/')[0]?.trim() || 'unknown',
    fieldValidation,
    force,
  };
}

export interface DeleteOptions {
  dryRun: boolean;
  /** Preconditions; "" for none. */
  uid: string;
  resourceVersion: string;
  propagationPolicy: string;
}

const policies = ['Background', 'Foreground', 'Orphan'];

export function parseDeleteOptions(query: URLSearchParams, body: unknown): DeleteOptions {
  const kind = text(body, 'kind') || 'DeleteOptions';
  if (kind !== 'DeleteOptions')
    throw badRequest(
      `no kind "${kind}" is registered for version "${text(body, 'apiVersion')}" in scheme "pkg/runtime/scheme.go:111"`,
    );
  const dryRun = [...query.getAll('dryRun'), ...list(body, 'dryRun')];
  const propagationPolicy = text(body, 'propagationPolicy') || (query.get('propagationPolicy') ?? '');
  const errors = dryRunErrors(dryRun);
  if (propagationPolicy !== '' && !policies.includes(propagationPolicy))
    errors.push({
      reason: 'FieldValueNotSupported',
      field: 'propagationPolicy',
      value: propagationPolicy,
      detail: 'supported values: "Foreground", "Background", "Orphan", "nil"',
    });
  if (propagationPolicy !== '' && at(body, 'orphanDependents') !== undefined)
    errors.push({
      reason: 'FieldValueInvalid',
      field: 'propagationPolicy',
      value: propagationPolicy,
      detail: 'orphanDependents and deletionPropagation cannot be both set',
    });
  if (errors.length > 0) throw invalid('meta.k8s.io', 'DeleteOptions', '', errors.map(causeOf));
  const preconditions = at(body, 'preconditions');
  return {
    dryRun: dryRun.includes('All'),
    uid: text(preconditions, 'uid'),
    resourceVersion: text(preconditions, 'resourceVersion'),
    propagationPolicy,
  };
}
