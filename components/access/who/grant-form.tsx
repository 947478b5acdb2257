'use client';
/** Whom, and which persona. */
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { type Grant, grantablePersonas } from '#lib/access/grant.ts';
import { type Subject, subjectKey, subjectKinds } from '#lib/access/rbac/subject.ts';
import type { Who } from '#lib/api/access/access.ts';
import styles from '../access.module.css';
import { Labelled } from '../labelled.tsx';

export interface GrantFormProps {
  grant: Grant;
  who: Who;
  onChange(grant: Grant): void;
  onReview(): void;
  onCancel(): void;
}

/** Subjects that bindings here name: whom one has granted something may be whom one grants more. */
function knownSubjects({ holders, unclear, grants }: Who): Subject[] {
  const all = [
    ...holders.map(({ subject }) => subject),
    ...unclear.flatMap(({ subjects }) => subjects),
    ...grants.flatMap(({ subjects }) => subjects),
  ];
  return [...new Map(all.map((subject) => [subjectKey(subject), subject])).values()];
}

const wide = /^system:(authenticated|serviceaccounts)$/;
const open = /^system:(unauthenticated|anonymous)$/;

export function GrantForm({ grant, who, onChange, onReview, onCancel }: GrantFormProps) {
  const t = useTranslations('access');
  const id = useId();
  const { subject, persona } = grant;
  const change = (next: Partial<Subject>) => onChange({ ...grant, subject: { ...subject, ...next } });
  const isAccount = subject.kind === 'ServiceAccount';
  const isComplete = subject.name.trim() !== '' && (!isAccount || (subject.namespace ?? '') !== '');
  const options = knownSubjects(who)
    .filter(({ kind }) => kind === subject.kind)
    .map(({ name, namespace }) => ({ value: name, detail: namespace ?? undefined }));
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) onReview();
      }}
    >
      <Segments
        label={t('grants.kind')}
        value={subject.kind}
        options={subjectKinds.map((value) => ({ value, name: t(`kinds.${value}`) }))}
        onChange={(kind) => change({ kind, namespace: kind === 'ServiceAccount' ? grant.namespace : null })}
      />
      <Labelled text={t('grants.name')} above>
        {(id) => (
          <TextInput
            id={id}
            label={t('grants.name')}
            value={subject.name}
            options={options}
            placeholder={t(`grants.nameHint.${subject.kind}`)}
            onChange={(name) => change({ name })}
            onLeave={() => change({ name: subject.name.trim() })}
            onEnter={() => undefined}
          />
        )}
      </Labelled>
      {isAccount && (
        <Labelled text={t('grants.accountNamespace')} above>
          {(id) => (
            <TextInput
              id={id}
              label={t('grants.accountNamespace')}
              value={subject.namespace ?? ''}
              onChange={(namespace) => change({ namespace })}
            />
          )}
        </Labelled>
      )}
      {wide.test(subject.name) && <p className={styles.warn}>{t('grants.wide')}</p>}
      {open.test(subject.name) && <p className={styles.warn}>{t('grants.open')}</p>}
      <fieldset className={styles.personas}>
        <legend>{t('grants.persona')}</legend>
        {grantablePersonas.map((value) => {
          const isThere = who.installed?.includes(value) ?? true;
          return (
            <label key={value} className={styles.persona} data-off={!isThere || undefined}>
              <input
                type="radio"
                name={id}
                checked={persona === value}
                disabled={!isThere}
                onChange={() => onChange({ ...grant, persona: value })}
              />
              <span>
                <span className={styles.name}>{t(`persona.${value}`)}</span>
                <span className={styles.dim}>
                  {isThere ? t(`personaDetail.${value}`) : t('grants.notInstalled')}
                </span>
              </span>
            </label>
          );
        })}
      </fieldset>
      <div className={styles.actions}>
        <Button onClick={onCancel}>{t('grants.cancel')}</Button>
        <Button type="submit" tone="accent" disabled={!isComplete}>
          {t('grants.review')}
        </Button>
      </div>
    </form>
  );
}
