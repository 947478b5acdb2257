'use client';
/** Text that rows must hold. "/" focuses it (shell's shortcuts look for data-find), Escape empties it, down goes to the rows. */
import { Search } from 'lucide-react';
import { useTypedText } from '../use-typed-text.ts';
import styles from './list-tools.module.css';

export interface FilterBoxProps {
  value: string;
  label: string;
  placeholder: string;
  onChange(value: string): void;
}

export function FilterBox({ value, label, placeholder, onChange }: FilterBoxProps) {
  const { text, change, leave } = useTypedText(value, onChange);
  return (
    <search className={styles.filter}>
      <Search size={14} aria-hidden />
      <input
        type="text"
        data-find
        value={text}
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.stopPropagation();
            change('');
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
