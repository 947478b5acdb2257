'use client';
/** A dialog over the page: traps the focus, closes by Escape and by a click beside it, gives the focus back. */
import { Modal } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  title: string;
  /** Absent: the title is said but not shown, and there is no frame around the content. */
  closeLabel?: string;
  size: number;
  /** From the upper edge of the window; centred when absent. */
  top?: string;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, closeLabel, size, top, onClose, children }: DialogProps) {
  return (
    <Modal.Root opened onClose={onClose} size={size} padding={0} centered={top === undefined} yOffset={top}>
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label={title}>
        {closeLabel === undefined ? (
          children
        ) : (
          <>
            <div className={styles.head}>
              <h2>{title}</h2>
              <IconButton label={closeLabel} icon={<X size={16} aria-hidden />} onClick={onClose} />
            </div>
            <div className={styles.body}>{children}</div>
          </>
        )}
      </Modal.Content>
    </Modal.Root>
  );
}
