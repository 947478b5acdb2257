/** A part of a rule: its name at the left, as in a sentence. */
import type { ReactNode } from 'react';
import styles from '../rules/rules.module.css';

export function RulePart({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.part}>
      <div className={styles.partName}>{name}</div>
      <div className={styles.partBody}>{children}</div>
    </div>
  );
}
