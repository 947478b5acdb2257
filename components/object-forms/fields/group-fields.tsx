'use client';
/** The fields of a group: those that are set or always shown, choices between fields, and the rest by name. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { MoreButtons } from '#components/kit/form-fields/more-buttons.tsx';
import type { Path } from '#lib/document/json.ts';
import { setField } from '#lib/istio/forms/actions.ts';
import { arrangementOf } from '#lib/istio/forms/arrangement.ts';
import { type Field, pathOf, type Shape } from '#lib/istio/forms/field.ts';
import { firstValue } from '#lib/istio/forms/fields-of.ts';
import { isChoice, referencesOf, referentOf } from '#lib/istio/forms/references.ts';
import { agrees, unionOf } from '#lib/istio/forms/unions.ts';
import type { Words } from '#lib/istio/forms/words.ts';
import { DeprecationLine } from '../deprecation-line.tsx';
import { fieldText } from '../field-text.ts';
import { useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { useReader } from '../use-field.ts';
import { AlternativeFields } from './alternative-fields.tsx';
import { ReferenceKind } from './reference-kind.tsx';

type GroupShape = Extract<Shape, { type: 'group' }>;

export interface GroupFieldsProps {
  shape: GroupShape;
  words: Words;
  path: Path;
  /** Fields that are shown elsewhere. */
  skip?: ReadonlySet<string>;
}

/** So few fields need no choice. */
const fewFields = 5;

export function GroupFields({ shape, words, path, skip }: GroupFieldsProps) {
  const t = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [fresh, setFresh] = useState<string | null>(null);
  const arrangement = arrangementOf(words);
  const fields = shape.fields.filter(({ key }) => skip?.has(key) !== true);
  const offered = fields.filter(({ facts }) => !facts.deprecated && !facts.unused);
  const always = (field: Field): boolean =>
    arrangement === undefined ? offered.length <= fewFields : arrangement.first.includes(field.key);
  const references = referencesOf(words);
  const union = unionOf(words);
  const here = read(path).value;
  const referent = references === undefined ? null : referentOf(references, here);
  const isSaidElsewhere = ({ key }: Field): boolean =>
    (key === union?.tag && agrees(union, here)) ||
    (key === 'group' && references !== undefined && isChoice(references, referent));
  const isShown = (field: Field): boolean => {
    if (isSaidElsewhere(field) && form.findings.below([...path, field.key]).length === 0) return false;
    const { value, before } = read([...path, field.key]);
    if (value !== undefined) return true;
    if (field.facts.deprecated || field.facts.unused) return false;
    const asked = opened.includes(field.key) || (always(field) && field.shape.type !== 'any');
    return asked || before !== undefined || form.findings.below([...path, field.key]).length > 0;
  };
  const choiceOf = (field: Field) => shape.alternatives.find((keys) => keys.includes(field.key));
  const firstOf = (keys: readonly string[]) => fields.find(({ key }) => keys.includes(key));
  const hidden = form.readOnly
    ? []
    : offered.filter((field) => !isShown(field) && !isSaidElsewhere(field) && choiceOf(field) === undefined);
  const add = (key: string) => {
    const field = fields.find((one) => one.key === key);
    if (field === undefined) return;
    setOpened([...opened, key]);
    setFresh(key);
    const first = field.shape.type === 'any' ? {} : firstValue(field);
    if (first !== null) form.apply(setField(pathOf(path, field), first));
  };
  return (
    <div className={styles.fields}>
      {fields.map((field) => {
        const choice = choiceOf(field);
        if (choice !== undefined) {
          if (firstOf(choice) !== field) return null;
          const members = fields.filter(({ key }) => choice.includes(key));
          return (
            <AlternativeFields
              key={choice.join('|')}
              keys={choice}
              fields={members}
              words={words}
              group={path}
            />
          );
        }
        if (!isShown(field)) return null;
        if (field.key === 'kind' && references !== undefined)
          return <ReferenceKind key={field.key} field={field} group={path} references={references} />;
        const removable = !always(field) && !field.required;
        return (
          <div key={field.key} className={styles.field}>
            <form.Field
              field={field}
              group={path}
              fresh={fresh === field.key}
              onHide={removable ? () => setOpened(opened.filter((one) => one !== field.key)) : undefined}
            />
            <DeprecationLine path={[...path, field.key]} />
          </div>
        );
      })}
      <MoreButtons
        label={t('more')}
        moreText={(count) => t('moreCount', { count })}
        items={hidden.map((field) => {
          const name = fieldText(form.texts, field.words).label;
          return { key: field.key, name, label: t('addField', { field: name }) };
        })}
        onAdd={add}
      />
    </div>
  );
}
