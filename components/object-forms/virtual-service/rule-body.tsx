'use client';
/** An open HTTP rule: when it matches, what happens then, its limits, and rare parts by name until they are used. */
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { actionOf, chooseAction, ruleActions } from '#lib/istio/virtual-service/lens/rules.ts';
import { GroupFields } from '../fields/group-fields.tsx';
import { useForm } from '../form-context.ts';
import { KeptIn } from '../kept-in.tsx';
import styles from '../rules/rules.module.css';
import { useReader } from '../use-field.ts';
import { Destinations } from './destinations.tsx';
import { Limits } from './limits.tsx';
import { MatchBuilder } from './match-builder.tsx';
import { RulePart } from './rule-part.tsx';

/** Shown by parts of their own; a delegate may stand beside nothing else, so what follows is left to `more`. */
const parts = ['match', 'route', 'redirect', 'directResponse', 'delegate', 'timeout'];

export function RuleBody({ item, path }: { item: Field; path: Path }) {
  const t = useTranslations('forms.rules');
  const { document, apply, readOnly, findings } = useForm();
  const read = useReader();
  if (item.shape.type !== 'group') return null;
  const { shape } = item;
  const rule = read(path).value;
  const action = actionOf(rule);
  const present = ruleActions.filter((one) => read([...path, one]).value !== undefined);
  const limited = action === 'route' || action === 'delegate' || action === null;
  const groupOf = (key: string) => shape.fields.find((field) => field.key === key);
  return (
    <div className={styles.rule}>
      <ProblemLines problems={findings.at(path)} />
      <RulePart name={t('when')}>
        <MatchBuilder path={[...path, 'match']} />
      </RulePart>
      <RulePart name={t('then')}>
        <div className={styles.action}>
          <SelectInput
            label={t('then')}
            width={180}
            value={action ?? ''}
            disabled={readOnly}
            options={[
              ...(action === null ? [{ value: '', text: t('nowhere') }] : []),
              ...ruleActions.map((one) => ({ value: one, text: t(`action.${one}`) })),
            ]}
            onChange={(next) => {
              const chosen = ruleActions.find((one) => one === next);
              if (chosen !== undefined) apply(chooseAction(document.value, path, chosen));
            }}
          />
        </div>
        {(present.includes('route') || action === null) && (
          <Destinations path={[...path, 'route']} list="http" />
        )}
        {present.map((one) => {
          const field = groupOf(one);
          if (one === 'route' || field?.shape.type !== 'group') return null;
          return (
            <div key={one} className={styles.actionFields}>
              <ProblemLines problems={findings.at([...path, one])} />
              <GroupFields shape={field.shape} words={field.words} path={[...path, one]} />
            </div>
          );
        })}
      </RulePart>
      {limited && (
        <RulePart name={t('limits')}>
          <Limits path={path} />
        </RulePart>
      )}
      <RulePart name={t('more')}>
        <GroupFields
          shape={shape}
          words={item.words}
          path={path}
          skip={new Set(limited ? [...parts, 'retries'] : parts)}
        />
      </RulePart>
      <KeptIn path={path} />
    </div>
  );
}
