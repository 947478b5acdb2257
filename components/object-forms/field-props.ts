/** What every field of a form is given, whatever its shape. */
import type { ComponentType } from 'react';
import type { Path } from '#lib/document/json.ts';
import type { Field } from '#lib/istio/forms/field.ts';

export interface FieldProps {
  field: Field;
  /** The group that it is in. */
  group: Path;
  /** It can be taken out again, also while it has no value yet. */
  onHide?: () => void;
  /** The reader has just asked for it. */
  fresh?: boolean;
  /** A group without its heading: something beside it says what it is. */
  bare?: boolean;
}

export type FieldComponent = ComponentType<FieldProps>;
