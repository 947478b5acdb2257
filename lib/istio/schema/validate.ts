/** What the API server says of an Istio object before any webhook is asked: pruning, then the CRD's schema with its CEL rules. */
import type { KubernetesObject } from '../objects.ts';
import type { Crd } from './crds.ts';
import { withSchemaDefaults } from './defaulting.ts';
import type { FieldError } from './field-error.ts';
import { prune } from './prune.ts';
import { isSoundObject } from './sound.ts';
import { validateStructural } from './structural.ts';

export interface SchemaVerdict {
  /** The object without the fields that the schema does not know, with those that it fills in. */
  object: KubernetesObject;
  /** Paths of unknown fields (an error under fieldValidation=Strict, a warning by default). */
  unknown: string[];
  errors: FieldError[];
}

export function validateObject(crd: Crd, object: KubernetesObject): SchemaVerdict {
  if (isSoundObject(crd.schema, object)) return { object, unknown: [], errors: [] };
  const { value: known, unknown } = prune(crd.schema, object);
  const value = withSchemaDefaults(crd.schema, known);
  const { apiVersion, kind, metadata, ...content } = value;
  const errors = validateStructural(crd.schema, content, '');
  return { object: value, unknown, errors };
}
