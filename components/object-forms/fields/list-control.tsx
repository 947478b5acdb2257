'use client';
/** A list of texts or numbers, as chips. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { FieldIds } from '#components/kit/form-fields/field-row.tsx';
import type { Option } from '#components/kit/form-fields/option-list.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { TokenInput } from '#components/kit/form-fields/token-input.tsx';
import type { Json } from '#lib/document/json.ts';
import { insertItem, removeItem, setField } from '#lib/istio/forms/actions.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import type { FieldPlace } from '../use-field.ts';
import { useReader } from '../use-field.ts';

export interface ListControlProps {
  field: Field;
  place: FieldPlace;
  name: string;
  ids: FieldIds;
  options: readonly Option[];
}

export function ListControl({ field, place, name, ids, options }: ListControlProps) {
  const t = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const [problem, setProblem] = useState<string | null>(null);
  const { path, value } = place;
  const numbers = field.shape.type === 'numbers';
  const items: Json[] = Array.isArray(value) ? value : [];
  const indexes = [...items.keys()];
  const wrong = new Set(indexes.filter((index) => form.findings.below([...path, index]).length > 0));
  const changed = new Set(indexes.filter((index) => read([...path, index]).changed));
  const { min, max } = field.facts;
  const problemOf = (text: string): string | null => {
    if (!numbers) return null;
    if (!/^\d+$/.test(text)) return t('problems.integer');
    const number = Number(text);
    if (min !== undefined && number < min) return t('problems.min', { min: String(min) });
    return max !== undefined && number > max ? t('problems.max', { max: String(max) }) : null;
  };
  const written = (text: string): Json => (numbers ? Number(text) : text);
  return (
    <div className={styles.draft}>
      <TokenInput
        id={ids.control}
        label={name}
        describedBy={ids.problems}
        values={items.map(String)}
        options={options}
        placeholder={field.facts.default ?? ''}
        disabled={form.readOnly}
        verbatim={field.facts.verbatim}
        wrong={wrong}
        changed={changed}
        removeLabel={(text) => t('removeItem', { item: text, list: name })}
        editLabel={(text) => t('editItem', { item: text, list: name })}
        problemOf={problemOf}
        onProblem={setProblem}
        onAdd={(text) => form.apply(insertItem(form.document.value, path, items.length, written(text)))}
        onRemove={(index) => form.apply(removeItem(form.document.value, path, index))}
        onReplace={(index, text) => {
          if (items[index] !== written(text)) form.apply(setField([...path, index], written(text)));
        }}
      />
      {problem !== null && <ProblemLines problems={[{ severity: 'error', message: problem }]} />}
    </div>
  );
}
