'use client';
/** What every field of a form needs: the document, how to change it, what was there before, what is wrong, what can be chosen. */
import { createContext, useContext } from 'react';
import type { Choices } from '#lib/api/configuration/choices.ts';
import type { Change } from '#lib/document/change.ts';
import type { Json, Path } from '#lib/document/json.ts';
import type { YamlDocument } from '#lib/document/stream.ts';
import type { FieldTexts } from '#lib/i18n/fields/text-table.ts';
import type { Deprecation } from '#lib/istio/forms/deprecations.ts';
import type { LivePaths } from '#lib/istio/forms/live-path.ts';
import type { FieldComponent } from './field-props.ts';
import type { FormFindings } from './form-findings.ts';

/** Requests per second in the last window; unclear where telemetry does not tell, null where nobody measured. */
export type MeasuredRate = number | 'unclear' | null;
export type MeasuredRateOf = (rule: Path, to?: { host: string; version: string | null }) => MeasuredRate;

export interface FormState {
  /** Fields hold fields: groups find here how one is shown. */
  Field: FieldComponent;
  kind: string;
  /** Of the object; empty while it has none. */
  namespace: string;
  document: YamlDocument;
  /** Null for an object that does not exist yet: everything in it is new, and nothing is marked. */
  live: LivePaths | null;
  apply(changes: readonly Change[]): void;
  findings: FormFindings;
  choices: Choices | null;
  /** By the name of the place. */
  deprecations: ReadonlyMap<string, Deprecation>;
  /** Places that no field can show. */
  kept: readonly Path[];
  readOnly: boolean;
  texts: FieldTexts;
  /** Where the reader is led to; fields on the way open. */
  focusPath: Path | null;
  /** Of a rule, by its path in this document, or of one version that it sends to. Null for what is new. */
  rateOf: MeasuredRateOf;
}

export const FormContext = createContext<FormState | null>(null);

export function useForm(): FormState {
  const form = useContext(FormContext);
  if (form === null) throw new Error('a field stands outside of its form');
  return form;
}

/** As elements name their place in the document. */
export function placeName(path: Path): string {
  return JSON.stringify(path);
}

/** Whether one path leads to the other or further. */
export function isBelow(path: Path, group: Path): boolean {
  return group.length <= path.length && group.every((step, index) => step === path[index]);
}

export function valueText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
