/** A link to what is no page of ours, looking like a button: the browser goes there itself. */
import type { ComponentProps } from 'react';
import { classNames } from '../class-names.ts';
import styles from './button.module.css';
import type { ButtonLook } from './button.tsx';

export function ButtonAnchor({
  tone = 'default',
  size = 'default',
  leading,
  className,
  children,
  ...rest
}: ButtonLook & ComponentProps<'a'>) {
  return (
    <a data-tone={tone} data-size={size} className={classNames(styles.button, className)} {...rest}>
      {leading}
      {children}
    </a>
  );
}
