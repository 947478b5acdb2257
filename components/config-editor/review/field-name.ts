/** What a changed field is called: in the reader's language where the form has a word for it, else as the document writes it. */
import type { FieldTexts } from '#lib/i18n/fields/text-table.ts';
import type { FieldStep } from '#lib/istio/changes/field-words.ts';
import { byWords, type Words } from '#lib/istio/forms/words.ts';

const place = /\[\d+\]$/;

/** `Retries`, `Outlier detection › Interval`; empty without steps. */
export function stepsName(texts: FieldTexts, steps: readonly FieldStep[]): string {
  const names = steps.map(({ key, words }) => {
    const name = words === null ? undefined : byWords(texts, words)?.[0];
    return name === undefined ? key : `${name}${place.exec(key)?.[0] ?? ''}`;
  });
  // A group and its main field often have one name.
  return names.filter((name, at) => name !== names[at - 1]).join(' › ');
}

export function listName(texts: FieldTexts, words: Words): string {
  return byWords(texts, words)?.[0] ?? words.at(-1) ?? '';
}
