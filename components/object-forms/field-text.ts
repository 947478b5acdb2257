/** How fields, and the values that they can have, are called. */
import type { FieldTexts } from '#lib/i18n/fields/text-table.ts';
import { byWords, type Words } from '#lib/istio/forms/words.ts';

export interface FieldText {
  label: string;
  help: string;
}

export function fieldText(texts: FieldTexts, words: Words): FieldText {
  const [label, help = ''] = byWords(texts, words) ?? [words.at(-1) ?? ''];
  return { label: label ?? '', help };
}

/** Istio's own word where there is no plainer one. */
export function optionText(texts: FieldTexts, words: Words, option: string): string {
  const place = [...words.slice(0, -1), `${words.at(-1)}=${option}`];
  return byWords(texts, place)?.[0] ?? option;
}

/** Of fields that exclude one another. */
export function alternativesText(texts: FieldTexts, words: Words, keys: readonly string[]): FieldText | null {
  const found = byWords(texts, [...words, keys.join('|')]);
  return found === undefined ? null : { label: found[0] ?? '', help: found[1] ?? '' };
}
