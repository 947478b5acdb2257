/** A part of the document that the form leaves alone, shown as it is written. */
import styles from './field.module.css';

export interface KeptRowProps {
  /** Names the place in the document. */
  path: string;
  name: string;
  text: string;
  /** "kept as written, line 41" */
  note: string;
}

export function KeptRow({ path, name, text, note }: KeptRowProps) {
  return (
    <div className={styles.kept} data-path={path} tabIndex={-1}>
      <span className={styles.keptName}>{name}</span>
      <code>{text}</code>
      <span className={styles.was}>{note}</span>
    </div>
  );
}
