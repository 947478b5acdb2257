'use client';
/** A map of groups: each under its name, which can be changed. */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { NameAdder } from '#components/kit/form-fields/name-adder.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { isJsonObject, type Path } from '#lib/document/json.ts';
import { clearField, renameEntry, setField } from '#lib/istio/forms/actions.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { FieldHelp } from '../field-help.tsx';
import { fieldText } from '../field-text.ts';
import { placeName, useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { useSuggestions } from '../suggestions.ts';
import { useFieldPlace, useReader } from '../use-field.ts';
import { DraftInput } from './draft-input.tsx';
import { GroupFields } from './group-fields.tsx';
import { LeafField } from './leaf-field.tsx';

export function EntryList({ field, path, entry }: { field: Field; path: Path; entry: Field }) {
  const t = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const suggest = useSuggestions();
  const place = useFieldPlace(path, true);
  const { label, help } = fieldText(form.texts, field.words);
  const entries = isJsonObject(place.value) ? Object.keys(place.value) : [];
  const inner = { ...entry, steps: entry.steps.slice(1), required: false };
  const first = entry.shape.type === 'choice' ? entry.shape.options.at(-1) : undefined;
  const add = (name: string) =>
    form.apply(setField([...path, name, ...(first === undefined ? [] : inner.steps)], first ?? {}));
  return (
    <fieldset className={styles.section} data-path={placeName(path)} aria-label={label}>
      <div className={styles.sectionHead}>
        <span className={styles.sectionName}>{label}</span>
        <FieldHelp label={label} help={help} name={field.words.slice(1).join('.')} />
      </div>
      <ProblemLines problems={place.problems} />
      {entries.map((name, index) => {
        const at = [...path, name];
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry stays the same one while its name changes
            key={index}
            className={styles.entry}
            data-path={placeName(at)}
            data-changed={read(at).changed || undefined}
          >
            <div className={styles.entryName}>
              <DraftInput<string>
                label={t('nameIn', { list: label })}
                code
                width={200}
                disabled={form.readOnly}
                shown={name}
                when="leaving"
                parse={(text) =>
                  text.trim() === '' ? { problem: t('problems.required') } : { value: text.trim() }
                }
                format={(text) => text}
                onValue={(next) => {
                  const changes = renameEntry(form.document.value, path, name, next);
                  if (changes === null) return t('pairs.taken', { name: next });
                  form.apply(changes);
                }}
              />
              {!form.readOnly && (
                <IconButton
                  size="small"
                  label={t('removeField', { field: name })}
                  icon={<X size={14} aria-hidden />}
                  onClick={() => form.apply(clearField(form.document.value, at))}
                />
              )}
            </div>
            {entry.shape.type === 'group' ? (
              <GroupFields shape={entry.shape} words={entry.words} path={[...at, ...inner.steps]} />
            ) : (
              <LeafField field={inner} group={at} />
            )}
            <ProblemLines problems={form.findings.at(at)} />
          </div>
        );
      })}
      {!form.readOnly && (
        <NameAdder
          text={t('addOne')}
          buttonLabel={t('addTo', { text: t('addOne'), list: label })}
          label={t('nameIn', { list: label })}
          taken={new Set(entries)}
          takenText={(name) => t('pairs.taken', { name })}
          options={suggest(field.words.at(-1) === 'portLevelMtls' ? 'ports' : undefined, path)}
          onName={add}
        />
      )}
    </fieldset>
  );
}
