'use client';
/** A place of the document as a field has it: its value, what it was, what is wrong with it, and how to set it. */
import { useTranslations } from 'use-intl';
import { equalJson, type Json, type Path, valueAt } from '#lib/document/json.ts';
import { clearField, setField } from '#lib/istio/forms/actions.ts';
import { useForm, valueText } from './form-context.ts';
import type { FormFinding } from './form-findings.ts';

export interface FieldPlace {
  path: Path;
  /** Undefined where nothing stands; null counts as nothing. */
  value: Json | undefined;
  changed: boolean;
  /** "was 2 s", "added"; null where nothing changed or a word would not say it. */
  was: string | null;
  problems: readonly FormFinding[];
  set(value: Json): void;
  clear(): void;
}

const longest = 40;

/**
 * `only`: problems of this very place, where fields below show their own; `said`: the place whose problems they are, where a group around
 * this one value has no field of its own (`percentage` of `percentage.value`).
 */
export function useFieldPlace(path: Path, only = false, said: Path = path): FieldPlace {
  const form = useForm();
  const place = useReader();
  const { value, before, changed } = place(path);
  const t = useTranslations('forms');
  const was = (): string | null => {
    if (!changed) return null;
    if (before === undefined) return t('added');
    const text = valueText(before);
    return typeof before === 'object' || text.length > longest ? null : t('was', { value: text });
  };
  return {
    path,
    value,
    changed,
    was: was(),
    problems: only ? form.findings.at(said) : form.findings.below(said),
    set: (next) => form.apply(setField(path, next)),
    clear: () => form.apply(clearField(form.document.value, path)),
  };
}

/** The same, for rows that look at several places. */
export function useReader(): (path: Path) => {
  value: Json | undefined;
  before: Json | undefined;
  changed: boolean;
} {
  const { document, live } = useForm();
  return (path) => {
    const value = valueAt(document.value, path) ?? undefined;
    const before = live?.valueBefore(path) ?? undefined;
    return { value, before, changed: live !== null && !equalJson(value, before) };
  };
}
