/** What is wrong with a field, right below it. */
import { StateMark } from '#components/ui/states/state-mark.tsx';
import styles from './field.module.css';

export interface Problem {
  severity: 'error' | 'warning' | 'info';
  message: string;
}

export function ProblemLines({ id, problems }: { id?: string; problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul id={id} className={styles.problems}>
      {problems.map(({ severity, message }) => (
        <li key={`${severity} ${message}`} data-severity={severity}>
          <StateMark
            state={severity === 'error' ? 'failing' : severity === 'warning' ? 'degraded' : 'unknown'}
            size={13}
          />
          <span>{message}</span>
        </li>
      ))}
    </ul>
  );
}
