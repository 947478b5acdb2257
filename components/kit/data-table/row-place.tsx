/** Where a row's object lives, under its name: only where the table has no room for that column, because names repeat from place to place. */
import styles from './row-place.module.css';

export function RowPlace({ children }: { children: string }) {
  return (
    <small className={styles.place} data-place aria-hidden>
      {children}
    </small>
  );
}
