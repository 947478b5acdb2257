'use client';
/** A button that is only an icon: its name is its tooltip and what a screen reader says. */
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { useTooltip } from '../layers/tooltip.tsx';
import styles from './button.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  label: string;
  icon: ReactNode;
  size?: 'default' | 'small';
}

export function IconButton({
  label,
  icon,
  size = 'default',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  const { anchorProps, bubble } = useTooltip(label);
  return (
    <>
      <button
        type={type}
        aria-label={label}
        data-size={size}
        className={classNames(styles.icon, className)}
        {...anchorProps}
        {...rest}
      >
        {icon}
      </button>
      {bubble}
    </>
  );
}
