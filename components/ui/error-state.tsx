/** Something failed and nothing older can be shown: what, the way to report it, and what to do. */
import type { ReactNode } from 'react';
import styles from './state-block.module.css';
import { StateMark } from './state-mark.tsx';

export interface ErrorStateProps {
  title: ReactNode;
  detail?: ReactNode;
  /** "Request 01J…": what support asks for. */
  reference?: ReactNode;
  actions?: ReactNode;
  centered?: boolean;
}

export function ErrorState({ title, detail, reference, actions, centered }: ErrorStateProps) {
  return (
    <section className={styles.block} data-centered={centered || undefined} role="alert">
      <h2 className={styles.title}>
        <StateMark state="failing" size={18} />
        {title}
      </h2>
      {detail !== undefined && <p className={styles.detail}>{detail}</p>}
      {reference !== undefined && <p className={styles.small}>{reference}</p>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
