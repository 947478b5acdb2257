/** A link that looks like a button. */
import Link from 'next/link';
import type { ComponentProps } from 'react';
import { classNames } from '../class-names.ts';
import styles from './button.module.css';
import type { ButtonLook } from './button.tsx';

export function ButtonLink({
  tone = 'default',
  size = 'default',
  leading,
  className,
  children,
  ...rest
}: ButtonLook & ComponentProps<typeof Link>) {
  return (
    <Link data-tone={tone} data-size={size} className={classNames(styles.button, className)} {...rest}>
      {leading}
      {children}
    </Link>
  );
}
