'use client';
/** Sign-in with a Kubernetes token. What is wrong with it is said beside the field. */
import { Eye, EyeOff } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import styles from './login.module.css';

export interface TokenFormProps {
  /** A sentence about the token that was sent last; null when it was not refused. */
  refused: string | null;
  busy: boolean;
  /** Nothing can be sent now. */
  disabled: boolean;
  /** The page has one main button; here it is when no persona can be chosen. */
  main: boolean;
  onSubmit(token: string): void;
}

const command = 'kubectl create token SERVICE_ACCOUNT --namespace NAMESPACE --duration 8h';

export function TokenForm({ refused, busy, disabled, main, onSubmit }: TokenFormProps) {
  const t = useTranslations('login');
  const common = useTranslations('common');
  const id = useId();
  // What stands in the field counts, also when it was pasted before this page had its scripts.
  const field = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [empty, setEmpty] = useState(false);
  const error = empty ? t('token.empty') : refused;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Tokens come from terminals, which wrap them.
    const clean = (field.current?.value ?? '').replace(/\s+/g, '');
    setEmpty(clean === '');
    if (clean !== '') onSubmit(clean);
  };
  return (
    <form onSubmit={submit} noValidate>
      <label className={styles.label} htmlFor={id}>
        {t('token.label')}
      </label>
      <div className={styles.token}>
        <input
          ref={field}
          id={id}
          className={styles.field}
          type={shown ? 'text' : 'password'}
          onChange={() => setEmpty(false)}
          placeholder={t('token.placeholder')}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={error !== null}
          aria-describedby={`${id}-hint${error === null ? '' : ` ${id}-error`}`}
        />
        <IconButton
          className={styles.reveal}
          label={shown ? t('token.hide') : t('token.show')}
          icon={shown ? <EyeOff size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
          onClick={() => setShown(!shown)}
        />
      </div>
      {error !== null && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          <StateMark state="failing" size={15} />
          {error}
        </p>
      )}
      <p id={`${id}-hint`} className={styles.hint}>
        {t('token.hint')}
      </p>
      <details className={styles.how}>
        <summary>{t('token.how')}</summary>
        <CopyBlock text={command} copyLabel={common('copy')} copiedLabel={common('copied')} />
      </details>
      <Button type="submit" tone={main ? 'accent' : 'default'} className={styles.submit} disabled={disabled}>
        {busy ? t('waiting') : t('token.submit')}
      </Button>
    </form>
  );
}
