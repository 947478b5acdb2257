'use client';
/** Several lines of text. */
import styles from './inputs.module.css';

export interface TextAreaProps {
  id?: string;
  label: string;
  value: string;
  onChange(value: string): void;
  disabled?: boolean;
  wrong?: boolean;
  describedBy?: string | undefined;
}

export function TextArea({ id, label, value, onChange, disabled, wrong, describedBy }: TextAreaProps) {
  return (
    <textarea
      id={id}
      aria-label={label}
      aria-invalid={wrong || undefined}
      aria-describedby={describedBy}
      className={styles.area}
      value={value}
      disabled={disabled}
      spellCheck={false}
      rows={Math.min(12, Math.max(3, value.split('\n').length))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
