'use client';
/** Names with values: labels, headers, ports of endpoints. */
import { useTranslations } from 'use-intl';
import type { Option } from '#components/kit/form-fields/option-list.tsx';
import { type Pair, PairList } from '#components/kit/form-fields/pair-list.tsx';
import { isJsonObject } from '#lib/document/json.ts';
import { clearField, renameEntry, setField } from '#lib/istio/forms/actions.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { placeName, useForm, valueText } from '../form-context.ts';
import { useLabelValues } from '../suggestions.ts';
import type { FieldPlace } from '../use-field.ts';
import { useReader } from '../use-field.ts';

export interface MapControlProps {
  field: Field;
  place: FieldPlace;
  names: readonly Option[];
  values: 'text' | 'number';
}

export function MapControl({ field, place, names, values }: MapControlProps) {
  const t = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const labelValues = useLabelValues();
  const { path, value } = place;
  const { facts } = field;
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  const pairs = entries.map(([name, text]): Pair => {
    const at = [...path, name];
    const { changed, before } = read(at);
    return {
      name,
      value: valueText(text),
      path: placeName(at),
      changed,
      was: changed && before !== undefined ? t('was', { value: valueText(before) }) : null,
      problems: form.findings.below(at),
    };
  });
  const numeric = values === 'number';
  return (
    <PairList
      pairs={pairs}
      separator={field.words.includes('headers') ? ':' : '='}
      names={facts.suggest === 'ports' ? [] : names}
      valuesOf={facts.suggest === 'labels' ? labelValues : undefined}
      unit={facts.unit === 'percent' ? '%' : undefined}
      numeric={numeric}
      readOnly={form.readOnly}
      texts={{
        name: t('pairs.name'),
        value: t('pairs.value'),
        add: t('pairs.add'),
        empty: t('pairs.empty'),
        taken: (name) => t('pairs.taken', { name }),
        remove: (name) => t('pairs.remove', { name }),
        nameOf: (name) => t('pairs.nameOf', { name }),
        valueOf: (name) => t('pairs.valueOf', { name }),
      }}
      parse={(text) => {
        if (!numeric) return { value: text };
        if (!/^\d+$/.test(text.trim())) return { problem: t('problems.integer') };
        const number = Number(text);
        if (facts.min !== undefined && number < facts.min)
          return { problem: t('problems.min', { min: String(facts.min) }) };
        if (facts.max !== undefined && number > facts.max)
          return { problem: t('problems.max', { max: String(facts.max) }) };
        return { value: String(number) };
      }}
      onAdd={(name) => form.apply(setField([...path, name], numeric ? (facts.min ?? 0) : ''))}
      onRename={(name, next) => form.apply(renameEntry(form.document.value, path, name, next) ?? [])}
      onValue={(name, text) => form.apply(setField([...path, name], numeric ? Number(text) : text))}
      onRemove={(name) => form.apply(clearField(form.document.value, [...path, name]))}
    />
  );
}
