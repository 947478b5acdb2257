'use client';
/** What a place means that is drawn in a way of its own: conditions, weights. */
import { factsOf } from '#lib/istio/forms/field-facts.ts';
import type { Words } from '#lib/istio/forms/words.ts';
import { FieldHelp } from '../field-help.tsx';
import { fieldText } from '../field-text.ts';
import { useForm } from '../form-context.ts';

export function PlaceHelp({ words }: { words: Words }) {
  const { texts } = useForm();
  const { label, help } = fieldText(texts, words);
  return <FieldHelp label={label} help={help} name={words.slice(1).join('.')} facts={factsOf(words)} />;
}
