'use client';
/** What a field means, on press: the sentence, and what holds when nothing is set. */
import { CircleHelp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Popover } from '#components/ui/layers/popover.tsx';
import styles from './field.module.css';

export interface HelpButtonProps {
  /** "About {field}" */
  label: string;
  children: ReactNode;
}

export function HelpButton({ label, children }: HelpButtonProps) {
  return (
    <Popover
      label={label}
      width={300}
      trigger={(trigger) => (
        <button type="button" className={styles.help} aria-label={label} {...trigger}>
          <CircleHelp size={13} aria-hidden />
        </button>
      )}
    >
      {() => <div className={styles.helpText}>{children}</div>}
    </Popover>
  );
}
