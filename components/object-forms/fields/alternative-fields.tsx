'use client';
/** Fields that exclude one another: which of them, then that one. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { FieldRow } from '#components/kit/form-fields/field-row.tsx';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import type { Path } from '#lib/document/json.ts';
import { chooseAlternative, chooseMember } from '#lib/istio/forms/actions.ts';
import type { Alternatives, Field } from '#lib/istio/forms/field.ts';
import { unionOf } from '#lib/istio/forms/unions.ts';
import type { Words } from '#lib/istio/forms/words.ts';
import { DeprecationLine } from '../deprecation-line.tsx';
import { FieldHelp } from '../field-help.tsx';
import { alternativesText, fieldText } from '../field-text.ts';
import { useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { useReader } from '../use-field.ts';

export interface AlternativeFieldsProps {
  keys: Alternatives;
  fields: readonly Field[];
  words: Words;
  group: Path;
}

export function AlternativeFields({ keys, fields, words, group }: AlternativeFieldsProps) {
  const t = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const [wanted, setWanted] = useState<string | null>(null);
  const there = fields.filter(({ key }) => read([...group, key]).value !== undefined);
  const chosen = there[0]?.key ?? wanted ?? '';
  const shown = there.length > 0 ? there : fields.filter(({ key }) => key === wanted);
  const text = alternativesText(form.texts, words, keys);
  const nameOf = (field: Field) => fieldText(form.texts, field.words).label;
  const label = text?.label ?? fields.map(nameOf).join(' / ');
  const offered = fields.filter(
    (field) => field.key === chosen || (!field.facts.unused && !field.facts.deprecated),
  );
  const changed = fields.some(({ key }) => {
    const { value, before } = read([...group, key]);
    return form.live !== null && (value === undefined) !== (before === undefined);
  });
  if (form.readOnly && there.length === 0) return null;
  return (
    <div className={styles.fields}>
      <FieldRow
        label={label}
        changed={changed}
        problems={[]}
        help={<FieldHelp label={label} help={text?.help ?? ''} name={keys.join(' | ')} />}
      >
        {(ids) => (
          <SelectInput
            id={ids.control}
            label={label}
            width={300}
            value={chosen}
            disabled={form.readOnly}
            options={[
              { value: '', text: t('notSet') },
              ...offered.map((field) => ({ value: field.key, text: nameOf(field) })),
            ]}
            onChange={(next) => {
              setWanted(next === '' ? null : next);
              const key = next === '' ? null : next;
              const union = unionOf(words);
              form.apply(
                union?.members[key ?? keys[0] ?? ''] === undefined
                  ? chooseAlternative(form.document.value, group, fields, keys, key)
                  : chooseMember(form.document.value, group, fields, { keys, union }, key),
              );
            }}
          />
        )}
      </FieldRow>
      {shown.map((field) =>
        field.shape.type === 'toggle' &&
        there.length <= 1 &&
        read([...group, field.key]).value === true ? null : (
          <div key={field.key} className={styles.field}>
            <form.Field
              field={field}
              group={group}
              fresh={field.key === wanted && there.length === 0}
              bare={shown.length === 1}
            />
            <DeprecationLine path={[...group, field.key]} />
          </div>
        ),
      )}
    </div>
  );
}
