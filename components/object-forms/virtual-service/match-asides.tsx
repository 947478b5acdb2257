'use client';
/** What a case has beside its conditions: a name, a name for statistics, whether the path's case counts. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import { isJsonObject, type Json, own, type Path } from '#lib/document/json.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { formOf } from '#lib/istio/forms/fields-of.ts';
import { fieldText } from '../field-text.ts';
import { LeafField } from '../fields/leaf-field.tsx';
import { isBelow, useForm } from '../form-context.ts';
import styles from '../rules/rules.module.css';
import { useReader } from '../use-field.ts';

export interface MatchAsidesProps {
  match: Json;
  path: Path;
  onAnd: (() => void) | null;
}

const names = ['ignoreUriCase', 'name', 'statPrefix'];

export function MatchAsides({ match, path, onAnd }: MatchAsidesProps) {
  const t = useTranslations('forms.condition');
  const { texts, focusPath, readOnly } = useForm();
  const read = useReader();
  const [asked, setAsked] = useState<readonly string[]>([]);
  const fields = matchFields().filter(({ key }) => names.includes(key));
  const hasUri = isJsonObject(match) && own(match, 'uri') !== undefined;
  const isShown = ({ key }: Field) => {
    const { value, before } = read([...path, key]);
    const led = focusPath !== null && isBelow(focusPath, [...path, key]);
    return value !== undefined || before !== undefined || asked.includes(key) || led;
  };
  const offered = fields.filter((field) => !isShown(field) && (field.key !== 'ignoreUriCase' || hasUri));
  return (
    <>
      {fields.filter(isShown).map((field) => (
        <div key={field.key} className={styles.aside}>
          <LeafField
            field={field}
            group={path}
            fresh={asked.includes(field.key)}
            onHide={() => setAsked(asked.filter((key) => key !== field.key))}
          />
        </div>
      ))}
      {!readOnly && (
        <div className={styles.asides}>
          {onAnd !== null && <AddButton text={t('addAnd')} onAdd={onAnd} />}
          <span className={styles.gap} />
          {offered.map((field) => (
            <AddButton
              key={field.key}
              text={fieldText(texts, field.words).label}
              onAdd={() => setAsked([...asked, field.key])}
            />
          ))}
        </div>
      )}
    </>
  );
}

function matchFields(): readonly Field[] {
  const spec = formOf('networking.istio.io', 'VirtualService');
  const http = spec?.shape.type === 'group' ? spec.shape.fields.find(({ key }) => key === 'http') : undefined;
  const rule = http?.shape.type === 'items' ? http.shape.item.shape : undefined;
  const match = rule?.type === 'group' ? rule.fields.find(({ key }) => key === 'match') : undefined;
  const item = match?.shape.type === 'items' ? match.shape.item.shape : undefined;
  return item?.type === 'group' ? item.fields : [];
}
