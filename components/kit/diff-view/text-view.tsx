/** A text to read, where nothing is compared: its lines with their numbers. */
import { linesOf } from '#lib/document/diff/line-diff.ts';
import styles from './diff-view.module.css';
import { YamlLine } from './yaml-line.tsx';

export function TextView({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.diff} aria-label={label} tabIndex={0}>
      <div className={styles.part}>
        {linesOf(text).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is named by its number
          <div key={index} className={styles.line}>
            <span className={styles.number}>{index + 1}</span>
            <YamlLine text={line.replace(/\r?\n$/, '')} />
          </div>
        ))}
      </div>
    </section>
  );
}
