'use client';
/** The match builder by itself, where there is no object yet: alternatives of conditions, as an HTTP rule takes them. */
import { Suspense, use, useMemo } from 'react';
import { useLocale } from 'use-intl';
import type { Choices } from '#lib/api/configuration/choices.ts';
import { changeValue } from '#lib/document/change.ts';
import { isJsonObject, type Json, type JsonObject, type Path, valueAt } from '#lib/document/json.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { loadFieldTexts } from '#lib/i18n/fields/field-texts.ts';
import { SchemaField } from './fields/schema-field.tsx';
import { FormContext, type FormState } from './form-context.ts';
import { indexFindings } from './form-findings.ts';
import { MatchBuilder } from './virtual-service/match-builder.tsx';

export interface MatchFormProps {
  namespace: string;
  host: string;
  matches: readonly JsonObject[];
  choices: Choices | null;
  onChange(matches: readonly JsonObject[]): void;
}

const path: Path = ['spec', 'http', 0, 'match'];

export function MatchForm(props: MatchFormProps) {
  return (
    <Suspense fallback={null}>
      <LoadedForm {...props} />
    </Suspense>
  );
}

function LoadedForm({ namespace, host, matches, choices, onChange }: MatchFormProps) {
  const texts = use(loadFieldTexts(useLocale()));
  const state = useMemo((): FormState => {
    const object: Json = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { namespace },
      spec: { hosts: [host], http: [{ match: [...matches] }] },
    };
    return {
      Field: SchemaField,
      kind: 'VirtualService',
      namespace,
      document: parseDocument(JSON.stringify(object)),
      live: null,
      apply: (changes) => {
        const next = changes.reduce<Json>((value, change) => changeValue(value, change) ?? value, object);
        const list = valueAt(next, path);
        onChange(Array.isArray(list) ? list.filter(isJsonObject) : []);
      },
      findings: indexFindings([]),
      choices,
      deprecations: new Map(),
      kept: [],
      readOnly: false,
      texts,
      focusPath: null,
      rateOf: () => null,
    };
  }, [namespace, host, matches, choices, onChange, texts]);
  return (
    <FormContext value={state}>
      <MatchBuilder path={path} />
    </FormContext>
  );
}
