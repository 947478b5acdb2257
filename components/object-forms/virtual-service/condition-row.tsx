'use client';
/** One condition: what is looked at, how it is compared, with what. */
import { X } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { Option } from '#components/kit/form-fields/option-list.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { type Path, valueAt } from '#lib/document/json.ts';
import { placeOf } from '#lib/document/place.ts';
import { positionOf } from '#lib/document/yaml/problem.ts';
import {
  type Condition,
  changeCondition,
  comparisonsOf,
  isTaken,
  newCondition,
  type ReadCondition,
  removeCondition,
  slotOf,
  subjects,
} from '#lib/istio/virtual-service/lens/conditions.ts';
import { DraftInput } from '../fields/draft-input.tsx';
import { PlaceHelp } from '../fields/place-help.tsx';
import { useParsers } from '../fields/use-parsers.ts';
import { placeName, useForm } from '../form-context.ts';
import styles from '../rules/rules.module.css';
import { useLabelValues, useSuggestions } from '../suggestions.ts';
import { useReader } from '../use-field.ts';
import { GatewayTokens } from './gateway-tokens.tsx';

export interface ConditionRowProps {
  condition: ReadCondition;
  match: Path;
  first: boolean;
  fresh: boolean;
  /** The whole case goes with its last condition. */
  onRemove: (() => void) | null;
}

const named = new Set(['header', 'cookie', 'query', 'sourceLabel']);
const compared = new Set(['uri', 'header', 'cookie', 'query', 'method', 'authority', 'scheme']);

export function ConditionRow({ condition, match, first, fresh, onRemove }: ConditionRowProps) {
  const t = useTranslations('forms.condition');
  const form = useForm();
  const read = useReader();
  const parsers = useParsers();
  const suggest = useSuggestions();
  const labelValues = useLabelValues();
  const id = useId();
  const { subject, name, comparison, negated, value, path } = condition;
  const { document, apply, readOnly, findings } = form;
  const here = valueAt(document.value, match) ?? null;
  const problems = findings.below(path);
  const wrong = problems.some(({ severity }) => severity === 'error');
  const describedBy = problems.length > 0 ? id : undefined;
  const { changed } = read(path);

  const change = (next: Condition): string | undefined => {
    const changes = changeCondition(document.value, match, condition, next);
    if (changes === null) return t('taken', { name: next.name });
    apply(changes);
    return undefined;
  };
  const chooseSubject = (next: string) => {
    const chosen = subjects.find((one) => one === next);
    if (chosen !== undefined) change(newCondition(chosen, here));
  };
  const options = (): readonly Option[] => {
    switch (subject) {
      case 'sourceLabel':
        return labelValues(name);
      case 'sourceNamespace':
        return suggest('namespaces', match);
      case 'method':
        return suggest('methods', match);
      case 'port':
        return suggest('ports', match);
      case 'scheme':
        return [{ value: 'http' }, { value: 'https' }];
      default:
        return [];
    }
  };
  const shared = { disabled: readOnly, wrong, describedBy };
  return (
    <div className={styles.condition} data-path={placeName(path)} data-changed={changed || undefined}>
      <span className={styles.word}>{t(first ? 'if' : 'and')}</span>
      <SelectInput
        label={t('subject')}
        className={styles.subject}
        value={subject}
        disabled={readOnly}
        options={subjects.map((one) => ({
          value: one,
          text: t(`subjects.${one}`),
          disabled: one !== subject && isTaken(here, slotOf(newCondition(one, here))),
        }))}
        onChange={chooseSubject}
      />
      {named.has(subject) && (
        <DraftInput<string>
          label={t('name', { subject: t(`subjects.${subject}`) })}
          className={styles.nameInput}
          code
          autoFocus={fresh}
          disabled={readOnly}
          options={subject === 'sourceLabel' ? suggest('labels', match) : []}
          shown={name}
          when="leaving"
          parse={(text) => (text.trim() === '' ? { problem: t('noName') } : { value: text.trim() })}
          format={(text) => text}
          onValue={(text) => change({ ...condition, name: text })}
        />
      )}
      {compared.has(subject) ? (
        <SelectInput
          label={t('comparison')}
          className={styles.comparison}
          value={`${negated ? 'not' : 'is'}.${comparison}`}
          disabled={readOnly}
          options={comparisonsOf(subject).map((one) => {
            const key = `${one.negated ? 'not' : 'is'}.${one.comparison}` as const;
            return { value: key, text: t(key) };
          })}
          onChange={(next) => {
            const one = comparisonsOf(subject).find(
              (other) => `${other.negated ? 'not' : 'is'}.${other.comparison}` === next,
            );
            if (one !== undefined) change({ ...condition, ...one });
          }}
        />
      ) : (
        <span className={styles.is}>{t(subject === 'gateways' ? 'among' : 'equals')}</span>
      )}
      {subject === 'gateways' && <GatewayTokens path={path} gateways={condition.gateways} />}
      {subject === 'port' && (
        <DraftInput
          {...shared}
          label={t('value')}
          numeric
          options={options()}
          shown={value}
          parse={parsers.number({ type: 'number', integer: true, min: 1, max: 65_535 }, true)}
          format={(number) => String(number ?? '')}
          onValue={(number) => change({ ...condition, value: String(number ?? '') })}
        />
      )}
      {subject !== 'gateways' && subject !== 'port' && comparison !== 'present' && (
        <DraftInput
          {...shared}
          label={t('value')}
          code
          autoFocus={fresh && !named.has(subject)}
          options={options()}
          shown={value}
          parse={(text) => ({ value: text })}
          format={(text) => text}
          onValue={(text) => change({ ...condition, value: text })}
        />
      )}
      {comparison === 'present' && <span className={styles.gap} />}
      <span className={styles.conditionTools}>
        <PlaceHelp words={['VirtualService', 'http', 'match', String(path[match.length])]} />
        {!readOnly && (
          <IconButton
            size="small"
            label={t('remove', { subject: t(`subjects.${subject}`), name })}
            icon={<X size={14} aria-hidden />}
            onClick={() => (onRemove ? onRemove() : apply(removeCondition(document.value, condition)))}
          />
        )}
      </span>
      <div className={styles.conditionNotes}>
        {condition.frame !== null && <CookieNote path={path} />}
        <ProblemLines id={id} problems={problems} />
      </div>
    </div>
  );
}

function CookieNote({ path }: { path: Path }) {
  const t = useTranslations('forms.condition');
  const { document } = useForm();
  const place = placeOf(document, [...path, 'regex']);
  const line = place === null ? 1 : positionOf(document.text, place.from).line;
  return <p className={styles.cookieNote}>{t('cookieKept', { line })}</p>;
}
