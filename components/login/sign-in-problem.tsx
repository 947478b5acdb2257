'use client';
/** Why a sign-in at the issuer came to nothing, and what to do about it. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SignInProblem } from '#lib/api/access/session.ts';
import styles from './login.module.css';

export function SignInProblemNotice({ problem, issuer }: { problem: SignInProblem; issuer: string }) {
  const t = useTranslations('login.problem');
  return (
    <div className={styles.problem} data-calm={problem === 'denied' || undefined} role="alert">
      <StateMark state={problem === 'denied' ? 'degraded' : 'failing'} size={16} />
      <p>
        <span className={styles.problemTitle}>{t(`${problem}.title`, { issuer })}</span>
        {t(`${problem}.todo`, { issuer })}
      </p>
    </div>
  );
}
