'use client';
/** A group of fields under its name. */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Field, Shape } from '#lib/istio/forms/field.ts';
import { FieldHelp } from '../field-help.tsx';
import { fieldText } from '../field-text.ts';
import { placeName, useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { useFieldPlace } from '../use-field.ts';
import { GroupFields } from './group-fields.tsx';

export interface GroupSectionProps {
  field: Field;
  path: Path;
  shape: Extract<Shape, { type: 'group' }>;
  onHide?: () => void;
}

export function GroupSection({ field, path, shape, onHide }: GroupSectionProps) {
  const t = useTranslations('forms');
  const { texts, readOnly } = useForm();
  const place = useFieldPlace(path, true);
  const { label, help } = fieldText(texts, field.words);
  const removable = !readOnly && !field.required && (onHide !== undefined || place.value !== undefined);
  return (
    <fieldset className={styles.section} data-path={placeName(path)} aria-label={label}>
      <div className={styles.sectionHead}>
        <span className={styles.sectionName}>{label}</span>
        <FieldHelp label={label} help={help} name={field.words.slice(1).join('.')} facts={field.facts} />
        {removable && (
          <IconButton
            size="small"
            label={t('removeField', { field: label })}
            icon={<X size={14} aria-hidden />}
            onClick={() => {
              onHide?.();
              place.clear();
            }}
          />
        )}
      </div>
      <ProblemLines problems={place.problems} />
      <div className={styles.sectionBody}>
        <GroupFields shape={shape} words={field.words} path={path} />
      </div>
    </fieldset>
  );
}
