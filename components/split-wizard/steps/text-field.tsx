'use client';
/** A field with its name above and what is wrong below. */
import { useId } from 'react';
import { TextInput, type TextInputProps } from '#components/kit/form-fields/text-input.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import styles from '../form.module.css';

export interface TextFieldProps
  extends Pick<TextInputProps, 'unit' | 'numeric' | 'code' | 'placeholder' | 'options'> {
  label: string;
  value: string;
  width?: number;
  /** What stands beside it says it already: it is told to those who do not see that. */
  bare?: boolean;
  /** What is wrong; null when nothing is. */
  fault: string | null;
  onChange: (value: string) => void;
}

export function TextField({
  label,
  value,
  width = 132,
  bare = false,
  fault,
  onChange,
  ...rest
}: TextFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      {!bare && <label htmlFor={id}>{label}</label>}
      <TextInput
        id={id}
        label={label}
        value={value}
        width={width}
        wrong={fault !== null}
        describedBy={fault === null ? undefined : `${id}-fault`}
        onChange={onChange}
        {...rest}
      />
      {fault !== null && (
        <span id={`${id}-fault`} className={styles.wrong}>
          <StateMark state="degraded" size={12} /> {fault}
        </span>
      )}
    </div>
  );
}
