/** What belongs together in one grey bracket, and the word between two of them on a hairline. */
import type { ReactNode } from 'react';
import styles from './bracket.module.css';

export function Bracket({ changed, children }: { changed: boolean; children: ReactNode }) {
  return (
    <div className={styles.bracket} data-changed={changed || undefined}>
      {children}
    </div>
  );
}

export function JoinWord({ word }: { word: string }) {
  return (
    <div className={styles.join}>
      <span>{word}</span>
    </div>
  );
}
