/** One choice: what it is and what it means at the left, the control at the right; 56 high. */
import type { ReactNode } from 'react';
import form from '../form.module.css';
import styles from './choice-row.module.css';

export interface ChoiceRowProps {
  name: string;
  detail: string;
  children: ReactNode;
}

export function ChoiceRow({ name, detail, children }: ChoiceRowProps) {
  return (
    <div className={form.choice}>
      <div className={form.choiceText}>
        <b>{name}</b>
        <p>{detail}</p>
      </div>
      {children}
    </div>
  );
}

export interface SwitchProps {
  label: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

export function Switch({ label, on, disabled = false, onChange }: SwitchProps) {
  return (
    <input
      type="checkbox"
      role="switch"
      className={styles.switch}
      aria-label={label}
      checked={on}
      aria-checked={on}
      disabled={disabled}
      onChange={({ target }) => onChange(target.checked)}
    />
  );
}
