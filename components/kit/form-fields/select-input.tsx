'use client';
/** One of a few values: the platform's own list, in our frame. A value that is not among them is shown all the same. */
import { ChevronDown } from 'lucide-react';
import { classNames } from '#components/ui/class-names.ts';
import styles from './inputs.module.css';

export interface SelectOption {
  value: string;
  text: string;
  disabled?: boolean;
}

export interface SelectInputProps {
  id?: string;
  label: string;
  value: string;
  options: readonly SelectOption[];
  onChange(value: string): void;
  disabled?: boolean;
  wrong?: boolean;
  describedBy?: string;
  width?: number | undefined;
  className?: string;
}

export function SelectInput(props: SelectInputProps) {
  const { id, label, value, options, onChange, disabled, wrong, describedBy, width, className } = props;
  const known = options.some((option) => option.value === value);
  return (
    <div
      className={classNames(styles.box, styles.select, className)}
      data-wrong={wrong || undefined}
      data-disabled={disabled || undefined}
      style={width === undefined ? undefined : { width }}
    >
      <select
        id={id}
        aria-label={label}
        aria-invalid={wrong || undefined}
        aria-describedby={describedBy}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {!known && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.text}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden />
    </div>
  );
}
