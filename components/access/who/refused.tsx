'use client';
/** Why it was refused: in our words, and below them in those of the API server. */
import { StateMark } from '#components/ui/states/state-mark.tsx';
import styles from '../access.module.css';

export function Refused({ text, message }: { text: string | null; message: string | null }) {
  return (
    <div role="status" className={styles.verdict}>
      {text !== null && (
        <p data-state="failing">
          <StateMark state="failing" size={15} />
          {text}
        </p>
      )}
      {text !== null && message !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        <pre tabIndex={0}>{message}</pre>
      )}
    </div>
  );
}
