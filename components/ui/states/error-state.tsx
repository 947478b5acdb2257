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
  // Alone on the page it is the page's heading.
  const Heading = centered ? 'h1' : 'h2';
  return (
    <section className={styles.block} data-centered={centered || undefined} role="alert">
      <Heading className={styles.title}>
        <StateMark state="failing" size={18} />
        {title}
      </Heading>
      {detail !== undefined && <p className={styles.detail}>{detail}</p>}
      {reference !== undefined && <p className={styles.small}>{reference}</p>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
