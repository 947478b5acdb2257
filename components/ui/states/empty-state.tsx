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
  // Alone on the page it is the page's heading.
  const Heading = centered ? 'h1' : 'h2';
  return (
    <section className={styles.block} data-centered={centered || undefined}>
      <Heading className={styles.title}>
        <StateMark state="idle" size={18} />
        {title}
      </Heading>
      {detail !== undefined && <p className={styles.detail}>{detail}</p>}
      {children}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
