'use client';
/** A list of small groups, an item a line under the names of its fields; what else an item holds stands below its line. */
import { X } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import type { Json, Path } from '#lib/document/json.ts';
import { insertItem, removeItem } from '#lib/istio/forms/actions.ts';
import { type Field, fitsShape, groupOf, pathOf, type Shape } from '#lib/istio/forms/field.ts';
import { firstItem } from '#lib/istio/forms/fields-of.ts';
import { isChoice, referencesOf, referentOf } from '#lib/istio/forms/references.ts';
import { FieldHelp } from '../field-help.tsx';
import { fieldText } from '../field-text.ts';
import { placeName, useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { KeptPlace } from '../kept-place.tsx';
import { useFieldPlace, useReader } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import { LeafControl } from './leaf-control.tsx';
import { LeafField } from './leaf-field.tsx';
import { ReferenceKindSelect } from './reference-kind.tsx';

export interface RowListProps {
  field: Field;
  path: Path;
  item: Field;
  /** Of the fields in the line. */
  columns: readonly string[];
  onHide?: (() => void) | undefined;
}

type Group = Extract<Shape, { type: 'group' }>;

const noItems: readonly Json[] = [];

export function RowList({ field, path, item, columns, onHide }: RowListProps) {
  const t = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const place = useFieldPlace(path, true);
  const items = Array.isArray(place.value) ? place.value : noItems;
  const keys = useItemKeys(items);
  const { label, help } = fieldText(form.texts, field.words);
  if (item.shape.type !== 'group') return null;
  const { shape } = item;
  const inLine = columns.flatMap((key) => shape.fields.find((one) => one.key === key) ?? []);
  const remove = (index: number) => {
    if (items.length === 1) onHide?.();
    form.apply(removeItem(form.document.value, path, index));
  };
  const template = `${inLine.map(() => 'minmax(0, 1fr)').join(' ')} 24px`;
  return (
    <fieldset className={styles.section} data-path={placeName(path)} aria-label={label}>
      <div className={styles.sectionHead}>
        <span className={styles.sectionName}>{label}</span>
        <FieldHelp label={label} help={help} name={field.words.slice(1).join('.')} />
      </div>
      <ProblemLines problems={place.problems} />
      {items.length > 0 && (
        <div className={styles.rowNames} style={{ gridTemplateColumns: template }}>
          {inLine.map((one) => {
            const text = fieldText(form.texts, one.words);
            return (
              <span key={one.key} className={styles.rowName}>
                {text.label}
                <FieldHelp
                  label={text.label}
                  help={text.help}
                  name={one.words.slice(1).join('.')}
                  facts={one.facts}
                />
              </span>
            );
          })}
        </div>
      )}
      {items.map((_, index) => (
        <div
          key={keys[index]}
          className={styles.listRow}
          data-path={placeName([...path, index])}
          data-changed={(form.live !== null && read([...path, index]).changed) || undefined}
        >
          <div className={styles.rowCells} style={{ gridTemplateColumns: template }}>
            {inLine.map((one) => (
              <Cell key={one.key} field={one} group={[...path, index]} item={item} />
            ))}
            {!form.readOnly && (
              <IconButton
                size="small"
                label={t('removeItemOf', { list: label, number: index + 1 })}
                icon={<X size={14} aria-hidden />}
                onClick={() => remove(index)}
              />
            )}
          </div>
          <Rest item={item} shape={shape} columns={columns} path={[...path, index]} />
          <ProblemLines problems={form.findings.at([...path, index])} />
        </div>
      ))}
      {!form.readOnly && (
        <AddButton
          text={t('addOne')}
          label={t('addTo', { text: t('addOne'), list: label })}
          onAdd={() => form.apply(insertItem(form.document.value, path, items.length, firstItem(item)))}
        />
      )}
    </fieldset>
  );
}

function Cell({ field, group, item }: { field: Field; group: Path; item: Field }) {
  const { texts } = useForm();
  const path = pathOf(group, field);
  const place = useFieldPlace(path, false, groupOf(group, field));
  const id = useId();
  const problems = place.problems.length > 0 ? `${id}-problems` : undefined;
  const { label } = fieldText(texts, field.words);
  const references = field.key === 'kind' ? referencesOf(item.words) : undefined;
  if (place.value !== undefined && !fitsShape(field.shape, place.value))
    return <KeptPlace path={path} name={label} />;
  return (
    <div className={styles.rowCell} data-path={placeName(path)}>
      {references === undefined ? (
        <LeafControl
          field={field}
          group={group}
          place={place}
          name={label}
          ids={{ control: id, problems }}
          fresh={false}
        />
      ) : (
        <ReferenceKindSelect field={field} group={group} references={references} label={label} />
      )}
      <ProblemLines id={`${id}-problems`} problems={place.problems} />
    </div>
  );
}

/** Fields that have no place in the line stand below it once they say something that the line does not. */
function Rest({
  item,
  shape,
  columns,
  path,
}: {
  item: Field;
  shape: Group;
  columns: readonly string[];
  path: Path;
}) {
  const { findings } = useForm();
  const read = useReader();
  const references = referencesOf(item.words);
  const told = references !== undefined && isChoice(references, referentOf(references, read(path).value));
  const rest = shape.fields.filter(
    ({ key }) =>
      !columns.includes(key) &&
      (findings.below([...path, key]).length > 0 ||
        (read([...path, key]).value !== undefined && !(key === 'group' && told))),
  );
  return rest.map((one) => <LeafField key={one.key} field={one} group={path} />);
}
