'use client';
/** One condition of a route: what is looked at, how it is compared, with what. */
import { X } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import type { Path } from '#lib/document/json.ts';
import { setField } from '#lib/istio/forms/actions.ts';
import { httpMethods } from '#lib/istio/forms/field-facts.ts';
import {
  changeSubject,
  comparisonsOf,
  isTaken,
  type RouteCondition,
  type RouteKind,
  removeCondition,
  subjectsOf,
} from '#lib/istio/gateway-api/lens/conditions.ts';
import { DraftInput } from '../fields/draft-input.tsx';
import { PlaceHelp } from '../fields/place-help.tsx';
import { placeName, useForm } from '../form-context.ts';
import styles from '../rules/rules.module.css';
import { useReader } from '../use-field.ts';

export interface RouteConditionRowProps {
  kind: RouteKind;
  condition: RouteCondition;
  /** All of the match. */
  conditions: readonly RouteCondition[];
  match: Path;
  first: boolean;
  fresh: boolean;
  /** The whole case goes with its last condition. */
  onRemove: (() => void) | null;
}

export function RouteConditionRow(props: RouteConditionRowProps) {
  const { kind, condition, conditions, match, first, fresh, onRemove } = props;
  const t = useTranslations('forms.condition');
  const own = useTranslations('forms.routes');
  const { document, apply, readOnly, findings } = useForm();
  const read = useReader();
  const id = useId();
  const { subject, name, comparison, value, path, valuePath, comparisonPath } = condition;
  const problems = findings.below(path);
  const wrong = problems.some(({ severity }) => severity === 'error');
  const describedBy = problems.length > 0 ? id : undefined;
  const named = subject === 'header' || subject === 'query';
  const subjectName = own(`subjects.${subject}`);
  return (
    <div
      className={styles.condition}
      data-path={placeName(path)}
      data-changed={read(path).changed || undefined}
    >
      <span className={styles.word}>{t(first ? 'if' : 'and')}</span>
      <SelectInput
        label={t('subject')}
        className={styles.subject}
        value={subject}
        disabled={readOnly}
        options={subjectsOf(kind).map((one) => ({
          value: one,
          text: own(`subjects.${one}`),
          disabled: one !== subject && isTaken(conditions, one),
        }))}
        onChange={(next) => {
          const chosen = subjectsOf(kind).find((one) => one === next);
          if (chosen !== undefined) apply(changeSubject(document.value, match, condition, chosen));
        }}
      />
      {named && (
        <DraftInput
          label={t('name', { subject: subjectName })}
          className={styles.nameInput}
          code
          autoFocus={fresh}
          disabled={readOnly}
          shown={name}
          parse={(text) => ({ value: text.trim() })}
          format={(text) => text}
          onValue={(text) => apply(setField([...path, 'name'], text))}
        />
      )}
      {comparisonPath === null ? (
        <span className={styles.is}>{t('equals')}</span>
      ) : (
        <SelectInput
          label={t('comparison')}
          className={styles.comparison}
          value={comparison}
          disabled={readOnly}
          options={comparisonsOf(subject).map((one) => ({
            value: one,
            text: own(`comparison.${one}`),
          }))}
          onChange={(next) => apply(setField(comparisonPath, next))}
        />
      )}
      <DraftInput
        label={t('value')}
        code
        disabled={readOnly}
        wrong={wrong}
        describedBy={describedBy}
        autoFocus={fresh && !named}
        options={subject === 'method' ? httpMethods.map((one) => ({ value: one })) : []}
        shown={value}
        parse={(text) => ({ value: text })}
        format={(text) => text}
        onValue={(text) => apply(setField(valuePath, text))}
      />
      <span className={styles.conditionTools}>
        <PlaceHelp
          words={[
            kind,
            'rules',
            'matches',
            ...path.slice(match.length).filter((step) => typeof step === 'string'),
          ]}
        />
        {!readOnly && (
          <IconButton
            size="small"
            label={t('remove', { subject: subjectName, name })}
            icon={<X size={14} aria-hidden />}
            onClick={() => (onRemove ? onRemove() : apply(removeCondition(document.value, condition)))}
          />
        )}
      </span>
      <div className={styles.conditionNotes}>
        <ProblemLines id={id} problems={problems} />
      </div>
    </div>
  );
}
