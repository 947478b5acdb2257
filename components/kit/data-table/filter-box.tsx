'use client';
/** Text that rows must hold. "/" focuses it (shell's shortcuts look for data-find), Escape empties it, down goes to the rows. */
import { Search } from 'lucide-react';
import styles from './list-tools.module.css';

export interface FilterBoxProps {
  value: string;
  label: string;
  placeholder: string;
  onChange(value: string): void;
}

export function FilterBox({ value, label, placeholder, onChange }: FilterBoxProps) {
  return (
    <search className={styles.filter}>
      <Search size={14} aria-hidden />
      <input
        type="text"
        data-find
        value={value}
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            document.querySelector<HTMLElement>('[data-row-link][tabindex="0"]')?.focus();
          }
        }}
      />
    </search>
  );
}
