/** Text for screen readers alone. */
import type { ReactNode } from 'react';
import styles from './marks.module.css';

export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={styles.unseen}>{children}</span>;
}
