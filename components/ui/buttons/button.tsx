/** The button: 32 high, 26 when small; one of tone "accent" a screen. */
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './button.module.css';

export type ButtonTone = 'default' | 'accent' | 'quiet' | 'danger';

export interface ButtonLook {
  tone?: ButtonTone;
  size?: 'default' | 'small';
  /** An icon before the text. */
  leading?: ReactNode;
}

export function Button({
  tone = 'default',
  size = 'default',
  leading,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonLook & ComponentProps<'button'>) {
  return (
    <button
      type={type}
      data-tone={tone}
      data-size={size}
      className={classNames(styles.button, className)}
      {...rest}
    >
      {leading}
      {children}
    </button>
  );
}
