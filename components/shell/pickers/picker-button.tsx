/** A control of the top bar that opens a choice: dim label, value, chevron. */
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import styles from '../frame/top-bar.module.css';

export interface PickerButtonProps extends ComponentProps<'button'> {
  label: string;
  value: string;
  /** The label is said, but only the value is shown. */
  labelHidden?: boolean;
  labelClassName?: string;
}

export function PickerButton({
  label,
  value,
  labelHidden,
  labelClassName,
  className,
  ...rest
}: PickerButtonProps) {
  return (
    <button type="button" className={classNames(styles.picker, className)} {...rest}>
      <span className={classNames(styles.pickerLabel, labelHidden && styles.unseen, labelClassName)}>
        {label}
      </span>{' '}
      <span className={styles.pickerValue}>{value}</span>
      <ChevronDown size={14} aria-hidden />
    </button>
  );
}
