/**
 * Judges the frame of an answer: the parts that a screen walks through are there and of the right kind. The server has made the
 * answer from the full schemas of lib/api; this catches another version, a proxy's page and a cut body, without the weight of a
 * schema library in every page, and without walking the 100,000 fields of a large graph.
 */
import { isRecord } from '#lib/record.ts';

type Kind<T> = T extends readonly unknown[]
  ? 'array'
  : T extends string
    ? 'string'
    : T extends number
      ? 'number'
      : T extends boolean
        ? 'boolean'
        : T extends object
          ? 'object'
          : never;

type Parts<T> = { readonly [Name in keyof T]?: Kind<T[Name]> };

export type Judge<T> = (value: unknown) => value is T;

export function framed<T>(parts: Parts<T>): Judge<T> {
  const expected = Object.entries(parts);
  return (value): value is T =>
    isRecord(value) && expected.every(([name, kind]) => kindOf(value[name]) === kind);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}
