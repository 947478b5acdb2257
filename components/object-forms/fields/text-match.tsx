'use client';
/** A text to compare with: exact, beginning with it, or a regular expression. */
import { useTranslations } from 'use-intl';
import type { FieldIds } from '#components/kit/form-fields/field-row.tsx';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { isJsonObject } from '#lib/document/json.ts';
import { useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import type { FieldPlace } from '../use-field.ts';
import { DraftInput } from './draft-input.tsx';

const comparisons = ['exact', 'prefix', 'regex'] as const;

export function TextMatch({ place, name, ids }: { place: FieldPlace; name: string; ids: FieldIds }) {
  const t = useTranslations('forms.comparison');
  const { readOnly, apply } = useForm();
  const { path, value } = place;
  const [comparison = 'exact', text = ''] = isJsonObject(value) ? (Object.entries(value)[0] ?? []) : [];
  const wrong = place.problems.some(({ severity }) => severity === 'error');
  return (
    <div className={styles.pairOfInputs}>
      <SelectInput
        label={t('of', { field: name })}
        width={150}
        value={comparison}
        disabled={readOnly}
        options={comparisons.map((one) => ({ value: one, text: t(one) }))}
        onChange={(next) =>
          apply(
            isJsonObject(value) && Object.hasOwn(value, comparison)
              ? [{ op: 'rename', path: [...path, comparison], key: next }]
              : [{ op: 'set', path, value: { [next]: '' } }],
          )
        }
      />
      <DraftInput
        id={ids.control}
        label={name}
        code
        disabled={readOnly}
        wrong={wrong}
        describedBy={ids.problems}
        shown={String(text)}
        parse={(typed) => ({ value: typed })}
        format={(typed) => typed}
        onValue={(typed) => place.set({ [comparison]: typed })}
      />
    </div>
  );
}
