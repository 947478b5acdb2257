'use client';
/** One choice of a few, as buttons side by side: small, for toolbars. An option with an icon shows only that; its name is its tooltip. */
import type { ReactNode } from 'react';
import styles from './segments.module.css';

export interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; name: string; icon?: ReactNode }[];
  onChange: (value: Value) => void;
}

export function Segments<Value extends string>({ label, value, options, onChange }: SegmentsProps<Value>) {
  return (
    <fieldset className={styles.segments} aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          aria-label={option.icon ? option.name : undefined}
          title={option.icon ? option.name : undefined}
          onClick={() => onChange(option.value)}
        >
          {option.icon ?? option.name}
        </button>
      ))}
    </fieldset>
  );
}
