'use client';
/** An open TLS or TCP rule: which connections, and where they go. */
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Field as FormField } from '#lib/istio/forms/field.ts';
import { useForm } from '../form-context.ts';
import { KeptIn } from '../kept-in.tsx';
import styles from '../rules/rules.module.css';
import { Destinations } from './destinations.tsx';
import { RulePart } from './rule-part.tsx';

export function Layer4RuleBody({ item, path }: { item: FormField; path: Path }) {
  const t = useTranslations('forms.rules');
  const { findings, Field } = useForm();
  const match =
    item.shape.type === 'group' ? item.shape.fields.find(({ key }) => key === 'match') : undefined;
  const list = item.words.at(-1) === 'tls' ? 'tls' : 'tcp';
  return (
    <div className={styles.rule}>
      <ProblemLines problems={findings.at(path)} />
      <RulePart name={t('when')}>{match && <Field field={match} group={path} />}</RulePart>
      <RulePart name={t('then')}>
        <Destinations path={[...path, 'route']} list={list} />
      </RulePart>
      <KeptIn path={path} />
    </div>
  );
}
