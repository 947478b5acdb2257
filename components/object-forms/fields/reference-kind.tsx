'use client';
/** The kind of what a reference names: choosing it writes the API group, too. */
import { useTranslations } from 'use-intl';
import { FieldRow } from '#components/kit/form-fields/field-row.tsx';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { chooseReferent, isChoice, type References, referentOf } from '#lib/istio/forms/references.ts';
import { FieldHelp } from '../field-help.tsx';
import { fieldText } from '../field-text.ts';
import { placeName, useForm } from '../form-context.ts';
import { useFieldPlace, useReader } from '../use-field.ts';

export interface ReferenceKindProps {
  field: Field;
  /** The reference. */
  group: Path;
  references: References;
}

export function ReferenceKind(props: ReferenceKindProps) {
  const { field, group } = props;
  const { texts } = useForm();
  const place = useFieldPlace([...group, 'kind']);
  const { label, help } = fieldText(texts, field.words);
  return (
    <FieldRow
      label={label}
      path={placeName(place.path)}
      help={<FieldHelp label={label} help={help} name={field.words.slice(1).join('.')} facts={field.facts} />}
      changed={place.changed}
      was={place.was}
      problems={place.problems}
    >
      {(ids) => <ReferenceKindSelect {...props} id={ids.control} label={label} width={300} />}
    </FieldRow>
  );
}

export function ReferenceKindSelect({
  id,
  label,
  width,
  group,
  references,
}: ReferenceKindProps & { id?: string; label: string; width?: number }) {
  const t = useTranslations('forms');
  const { document, apply, readOnly, findings } = useForm();
  const read = useReader();
  const { value } = read(group);
  const referent = referentOf(references, value);
  const known = isChoice(references, referent);
  const written = read([...group, 'kind']).value;
  const shown = known ? (referent?.kind ?? '') : typeof written === 'string' ? written : '';
  return (
    <SelectInput
      {...(id === undefined ? {} : { id })}
      label={label}
      width={width}
      value={shown}
      disabled={readOnly}
      wrong={findings.below([...group, 'kind']).length > 0}
      options={[
        ...(shown === '' ? [{ value: '', text: t('notSet') }] : []),
        ...references.choices.map(({ kind }) => ({ value: kind, text: kind })),
      ]}
      onChange={(next) => {
        const chosen = references.choices.find(({ kind }) => kind === next);
        if (chosen !== undefined) apply(chooseReferent(document.value, group, references, chosen));
      }}
    />
  );
}
