'use client';
/** A list whose items are conditions: each in its bracket, with the word that joins them between. */
import { X } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import { Bracket, JoinWord } from '#components/kit/form-fields/bracket.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import type { Json, Path } from '#lib/document/json.ts';
import { insertItem, removeItem } from '#lib/istio/forms/actions.ts';
import { joinOf } from '#lib/istio/forms/arrangement.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { firstItem } from '#lib/istio/forms/fields-of.ts';
import { FieldHelp } from '../field-help.tsx';
import { fieldText } from '../field-text.ts';
import { placeName, useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { useFieldPlace, useReader } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import { ItemFields } from './item-cards.tsx';

export interface BracketListProps {
  field: Field;
  path: Path;
  item: Field;
  onHide?: () => void;
}

const noItems: readonly Json[] = [];

export function BracketList({ field, path, item, onHide }: BracketListProps) {
  const t = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const place = useFieldPlace(path, true);
  const items = Array.isArray(place.value) ? place.value : noItems;
  const keys = useItemKeys(items);
  const { label, help } = fieldText(form.texts, field.words);
  const join = joinOf(field.words) ?? 'or';
  const remove = (index: number) => {
    if (items.length === 1) onHide?.();
    form.apply(removeItem(form.document.value, path, index));
  };
  const addText = items.length === 0 ? t('addOne') : t(`addJoined.${join}`);
  return (
    <fieldset className={styles.section} data-path={placeName(path)} aria-label={label}>
      <div className={styles.sectionHead}>
        <span className={styles.sectionName}>{label}</span>
        <FieldHelp label={label} help={help} name={field.words.slice(1).join('.')} />
      </div>
      <ProblemLines problems={place.problems} />
      {items.map((_, index) => (
        <Fragment key={keys[index]}>
          {index > 0 && <JoinWord word={t(`join.${join}`)} />}
          <Bracket changed={read([...path, index]).before === undefined && form.live !== null}>
            <div className={styles.bracketRow} data-path={placeName([...path, index])}>
              <div className={styles.bracketBody}>
                <ItemFields item={item} path={[...path, index]} />
                {item.shape.type === 'group' && (
                  <ProblemLines problems={form.findings.at([...path, index])} />
                )}
              </div>
              {!form.readOnly && (
                <IconButton
                  size="small"
                  label={t('removeItemOf', { list: label, number: index + 1 })}
                  icon={<X size={14} aria-hidden />}
                  onClick={() => remove(index)}
                />
              )}
            </div>
          </Bracket>
        </Fragment>
      ))}
      {!form.readOnly && (
        <AddButton
          text={addText}
          label={t('addTo', { text: addText, list: label })}
          onAdd={() => form.apply(insertItem(form.document.value, path, items.length, firstItem(item)))}
        />
      )}
    </fieldset>
  );
}
