'use client';
/** A VirtualService: for which hosts it holds, then its rules in the order in which they are tried. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { MoreButtons } from '#components/kit/form-fields/more-buttons.tsx';
import { insertItem } from '#lib/istio/forms/actions.ts';
import type { Field, Shape } from '#lib/istio/forms/field.ts';
import { newRule, type RuleList } from '#lib/istio/virtual-service/lens/rules.ts';
import { useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { useReader } from '../use-field.ts';
import { AppliesTo } from './applies-to.tsx';
import { NoRules } from './no-rules.tsx';
import { Rules } from './rules.tsx';

export interface VirtualServiceFormProps {
  form: Field;
  shape: Extract<Shape, { type: 'group' }>;
}

const lists: readonly RuleList[] = ['http', 'tls', 'tcp'];

export function VirtualServiceForm({ form, shape }: VirtualServiceFormProps) {
  const t = useTranslations('forms.rules');
  const { apply, document, readOnly, findings } = useForm();
  const read = useReader();
  const [fresh, setFresh] = useState<RuleList | null>(null);
  const has = (list: RuleList): boolean => {
    const { value } = read(['spec', list]);
    return value !== undefined || findings.below(['spec', list]).length > 0;
  };
  const shown = lists.filter(has);
  const missing = shown.length === 0 ? [] : lists.filter((list) => !has(list));
  return (
    <div className={styles.fields}>
      <AppliesTo form={form} shape={shape} />
      {shown.length === 0 && <NoRules />}
      {shown.map((list) => {
        const field = shape.fields.find(({ key }) => key === list);
        return field?.shape.type === 'items' ? (
          <Rules key={list} list={list} field={field} item={field.shape.item} fresh={fresh === list} />
        ) : null;
      })}
      {!readOnly && (
        <MoreButtons
          label={t('otherProtocols')}
          moreText={String}
          items={missing.map((list) => ({ key: list, name: t(`add.${list}`), label: t(`add.${list}`) }))}
          onAdd={(key) => {
            const list = lists.find((one) => one === key) ?? 'http';
            setFresh(list);
            apply(insertItem(document.value, ['spec', list], 0, newRule(document.value, list, 'last')));
          }}
        />
      )}
    </div>
  );
}
