/** Short facts in one line, or several where it is narrow, with a dot between each two. */
import styles from './facts.module.css';

export function Facts({ facts }: { facts: readonly string[] }) {
  return (
    <ul className={styles.facts}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
