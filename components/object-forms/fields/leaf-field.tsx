'use client';
/** One value in a row of its own, with the control that fits what can stand there. */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { FieldRow } from '#components/kit/form-fields/field-row.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import type { Json, Path } from '#lib/document/json.ts';
import { type Field, fitsShape, groupOf, pathOf } from '#lib/istio/forms/field.ts';
import { FieldHelp } from '../field-help.tsx';
import { fieldText } from '../field-text.ts';
import { placeName, useForm } from '../form-context.ts';
import { KeptPlace } from '../kept-place.tsx';
import { useFieldPlace } from '../use-field.ts';
import { LeafControl } from './leaf-control.tsx';

export interface LeafFieldProps {
  field: Field;
  group: Path;
  /** Instead of the field's own name. */
  label?: string;
  /** It can be taken out again, also while it has no value yet. */
  onHide?: () => void;
  /** The reader has just asked for it. */
  fresh?: boolean;
}

export function LeafField({ field, group, label, onHide, fresh }: LeafFieldProps) {
  const t = useTranslations('forms');
  const { texts, readOnly, kind } = useForm();
  const path = pathOf(group, field);
  const place = useFieldPlace(path, false, groupOf(group, field));
  const text = fieldText(texts, field.words);
  const name = label ?? text.label;
  const { shape, facts } = field;
  const grouped = shape.type === 'texts' || shape.type === 'numbers' || shape.type === 'map';
  if (place.value !== undefined && !fitsShape(shape, place.value))
    return <KeptPlace path={path} name={name} />;
  return (
    <FieldRow
      label={name}
      path={placeName(path)}
      help={
        <FieldHelp
          label={name}
          help={text.help}
          name={[...field.words.slice(1)].join('.')}
          facts={facts}
          duration={shape.type === 'duration'}
        />
      }
      changed={place.changed}
      was={grouped ? null : place.was}
      problems={place.problems}
      group={grouped || shape.type === 'match'}
      note={field.required && isEmpty(place.value) && !readOnly ? t('required') : undefined}
      trailing={
        onHide && !readOnly && (!grouped || isEmpty(place.value)) ? (
          <IconButton
            size="small"
            label={t('removeField', { field: name })}
            icon={<X size={14} aria-hidden />}
            onClick={() => {
              onHide();
              place.clear();
            }}
          />
        ) : undefined
      }
    >
      {(ids) => (
        <LeafControl
          key={`${kind} ${shape.type}`}
          field={field}
          group={group}
          place={place}
          name={name}
          ids={ids}
          fresh={fresh ?? false}
        />
      )}
    </FieldRow>
  );
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
