'use client';
/** How long a request may take and how often it is tried again, in one line; the rest of retries on press. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Field, Shape } from '#lib/istio/forms/field.ts';
import { factsOf } from '#lib/istio/forms/field-facts.ts';
import { formOf } from '#lib/istio/forms/fields-of.ts';
import { FieldHelp } from '../field-help.tsx';
import { fieldText } from '../field-text.ts';
import { DraftInput } from '../fields/draft-input.tsx';
import { GroupFields } from '../fields/group-fields.tsx';
import { useParsers } from '../fields/use-parsers.ts';
import { isBelow, placeName, useForm } from '../form-context.ts';
import styles from '../rules/rules.module.css';
import { useFieldPlace, useReader } from '../use-field.ts';

const inLine = ['attempts', 'perTryTimeout'];

export function Limits({ path }: { path: Path }) {
  const t = useTranslations('forms.rules');
  const { findings, focusPath, readOnly, texts } = useForm();
  const read = useReader();
  const [asked, setAsked] = useState(false);
  const retries = [...path, 'retries'];
  const field = retriesField();
  const rest = field.shape.fields.filter(({ key }) => !inLine.includes(key));
  const used = rest.some(({ key }) => {
    const { value, before } = read([...retries, key]);
    return value !== undefined || before !== undefined || findings.below([...retries, key]).length > 0;
  });
  const led = focusPath !== null && rest.some(({ key }) => isBelow(focusPath, [...retries, key]));
  const open = asked || used || led;
  const help = (key: string, words: readonly string[]) => {
    const { label, help: text } = fieldText(texts, words);
    return (
      <FieldHelp
        label={label}
        help={text}
        name={key}
        facts={factsOf(words)}
        duration={key !== 'http.retries.attempts'}
      />
    );
  };
  return (
    <>
      <div className={styles.limits}>
        <Limit path={[...path, 'timeout']} label={t('timeout')} placeholder={t('noTimeout')} kind="duration">
          {help('http.timeout', ['VirtualService', 'http', 'timeout'])}
        </Limit>
        <Limit path={[...retries, 'attempts']} label={t('retries')} placeholder="2" kind="count">
          {help('http.retries.attempts', ['VirtualService', 'http', 'retries', 'attempts'])}
        </Limit>
        <Limit
          path={[...retries, 'perTryTimeout']}
          label={t('eachAtMost')}
          placeholder={t('noTimeout')}
          kind="duration"
        >
          {help('http.retries.perTryTimeout', ['VirtualService', 'http', 'retries', 'perTryTimeout'])}
        </Limit>
        {!open && !readOnly && (
          <button type="button" className={styles.link} onClick={() => setAsked(true)}>
            {t('moreRetries')}
          </button>
        )}
      </div>
      <ProblemLines problems={findings.at(retries)} />
      {open && <GroupFields shape={field.shape} words={field.words} path={retries} skip={new Set(inLine)} />}
    </>
  );
}

interface LimitProps {
  path: Path;
  label: string;
  placeholder: string;
  kind: 'duration' | 'count';
  children: React.ReactNode;
}

function Limit({ path, label, placeholder, kind, children }: LimitProps) {
  const { readOnly } = useForm();
  const parsers = useParsers();
  const place = useFieldPlace(path);
  const { value, problems, was, set, clear } = place;
  const shared = { label, placeholder, disabled: readOnly, width: 66 };
  const wrong = problems.some(({ severity }) => severity === 'error');
  return (
    <div className={styles.limit} data-path={placeName(path)} data-changed={place.changed || undefined}>
      <span className={styles.limitName}>
        {label}
        {children}
      </span>
      {kind === 'duration' ? (
        <DraftInput
          {...shared}
          wrong={wrong}
          shown={value === undefined ? '' : String(value)}
          parse={parsers.duration(false, false)}
          format={(text) => text}
          onValue={(text) => (text === '' ? clear() : set(text))}
        />
      ) : (
        <DraftInput
          {...shared}
          numeric
          wrong={wrong}
          shown={value === undefined ? '' : String(value)}
          parse={parsers.number({ type: 'number', integer: true, min: 0, max: null }, false)}
          format={(number) => (number === null ? '' : String(number))}
          onValue={(number) => (number === null ? clear() : set(number))}
        />
      )}
      {was !== null && <span className={styles.was}>{was}</span>}
      <ProblemLines problems={problems} />
    </div>
  );
}

type GroupField = Field & { shape: Extract<Shape, { type: 'group' }> };

function retriesField(): GroupField {
  const spec = formOf('networking.istio.io', 'VirtualService');
  const http = spec?.shape.type === 'group' ? spec.shape.fields.find(({ key }) => key === 'http') : undefined;
  const item = http?.shape.type === 'items' ? http.shape.item : undefined;
  const retries =
    item?.shape.type === 'group' ? item.shape.fields.find(({ key }) => key === 'retries') : undefined;
  if (retries?.shape.type !== 'group') throw new Error('the schema of VirtualService has no retries');
  return { ...retries, shape: retries.shape };
}
