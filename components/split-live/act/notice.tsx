'use client';
/** One line above the verdict: something about the split itself that somebody has to decide. */
import type { ReactNode } from 'react';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import styles from './notice.module.css';

export interface NoticeProps {
  tone: 'quiet' | 'degraded' | 'failing';
  title: ReactNode;
  detail?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

export function Notice({ tone, title, detail, actions, children }: NoticeProps) {
  return (
    <section className={styles.notice} data-tone={tone} role={tone === 'quiet' ? undefined : 'alert'}>
      {tone !== 'quiet' && <StateMark state={tone} size={16} />}
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {detail !== undefined && detail !== null && detail !== '' && (
          <p className={styles.detail}>{detail}</p>
        )}
        {children}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
