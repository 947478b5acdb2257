/** VirtualServices by name, as rows of a list of objects. They have no pages of their own. */
import styles from './side-panel.module.css';

const kind = 'VirtualService';

export function RuleRows({ names }: { names: readonly string[] }) {
  return names.map((name) => (
    <li key={name}>
      <span className={styles.kind}>{kind}</span>
      <span className={styles.cut} title={name}>
        {name}
      </span>
    </li>
  ));
}
