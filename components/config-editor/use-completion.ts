'use client';
/** Names of fields and the words of enumerations while one types, from the schema of the kind; the schemas come with the first wish. */
import { useMemo } from 'react';
import type { CodeCompletions } from '#components/kit/yaml-editor/code-words.ts';
import type { YamlDocument } from '#lib/document/stream.ts';
import type { completeField as Complete } from '#lib/istio/schema/complete.ts';

/** `near`: a reading of about the text that is written. */
export function useCompletion({ group, kind }: { group: string; kind: string }, near: () => YamlDocument) {
  return useMemo(() => {
    let complete: typeof Complete | null = null;
    let asked = false;
    return (text: string, offset: number): CodeCompletions | null => {
      if (!asked) {
        asked = true;
        void import('#lib/istio/schema/complete.ts').then(({ completeField }) => {
          complete = completeField;
        });
      }
      return complete?.({ group, kind }, text, offset, near()) ?? null;
    };
  }, [group, kind, near]);
}
