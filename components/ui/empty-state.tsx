/** Nothing to show, and why: a title, one sentence, perhaps the next step. */
import type { ReactNode } from 'react';
import styles from './state-block.module.css';
import { StateMark } from './state-mark.tsx';

export interface EmptyStateProps {
  title: ReactNode;
  detail?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  centered?: boolean;
}

export function EmptyState({ title, detail, children, actions, centered }: EmptyStateProps) {
  return (
    <section className={styles.block} data-centered={centered || undefined}>
      <h2 className={styles.title}>
        <StateMark state="idle" size={18} />
        {title}
      </h2>
      {detail !== undefined && <p className={styles.detail}>{detail}</p>}
      {children}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
