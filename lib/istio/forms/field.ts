/** A field as a form shows it: what can be put there, and where in the document it stands. */
import { isJsonObject, type Json, type Path } from '#lib/document/json.ts';
import type { FieldFacts } from './fact.ts';
import type { Words } from './words.ts';

export type Shape =
  | { type: 'text' }
  | { type: 'number'; integer: boolean; min: number | null; max: number | null }
  /** `zero`: 0s has a meaning of its own there. */
  | { type: 'duration'; zero: boolean }
  | { type: 'toggle' }
  | { type: 'choice'; options: readonly string[] }
  | { type: 'texts'; options: readonly string[] | null }
  | { type: 'numbers' }
  | { type: 'map'; values: 'text' | 'number' }
  /** Text to compare with: one of exact, prefix, regex. */
  | { type: 'match' }
  | { type: 'group'; fields: readonly Field[]; alternatives: readonly Alternatives[] }
  /** `item`: of each of them, its words those of the list. */
  | { type: 'items'; item: Field }
  /** A map of objects. */
  | { type: 'entries'; entry: Field }
  /** Free content: the document alone shows it. */
  | { type: 'any' };

/** Fields of a group of which at most one may be there. */
export type Alternatives = readonly string[];

export interface Field {
  /** The first key below the group that it is in. */
  key: string;
  /** From the group to the value; longer than one where a group has nothing but this value. */
  steps: readonly string[];
  words: Words;
  required: boolean;
  shape: Shape;
  facts: FieldFacts;
}

export function pathOf(group: Path, field: Field): Path {
  return [...group, ...field.steps];
}

/** Where the first step of the field leads: to a group that holds this one value alone, or to the field itself. */
export function groupOf(group: Path, field: Field): Path {
  return [...group, ...field.steps.slice(0, 1)];
}

/** Whether a value is of the shape at all; what is not is shown as it is written. */
export function fitsShape(shape: Shape, value: Json): boolean {
  switch (shape.type) {
    case 'text':
    case 'duration':
    case 'choice':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'toggle':
      return typeof value === 'boolean';
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'numbers':
      return Array.isArray(value) && value.every((item) => typeof item === 'number');
    case 'map':
      return (
        isJsonObject(value) &&
        Object.values(value).every((item) => typeof item === (shape.values === 'text' ? 'string' : 'number'))
      );
    case 'match':
      return (
        isJsonObject(value) &&
        Object.entries(value).length <= 1 &&
        Object.entries(value).every(
          ([key, text]) =>
            (key === 'exact' || key === 'prefix' || key === 'regex') && typeof text === 'string',
        )
      );
    case 'items':
      return Array.isArray(value) && value.every(isJsonObject);
    case 'entries':
      return isJsonObject(value) && Object.values(value).every(isJsonObject);
    case 'group':
      return isJsonObject(value);
    case 'any':
      return false;
  }
}
