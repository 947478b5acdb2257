/** Says that what is shown is old, and how old. */
import type { ReactNode } from 'react';
import styles from './marks.module.css';
import { StateMark } from './state-mark.tsx';

export function StaleBadge({ children }: { children: ReactNode }) {
  return (
    <span className={styles.stale}>
      <StateMark state="degraded" size={13} />
      {children}
    </span>
  );
}
