'use client';
/**
 * A dialog over the page: the platform's own, which makes the rest inert, closes by Escape and gives the focus back.
 * It is open as long as it is there.
 */
import { X } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { IconButton } from '../buttons/icon-button.tsx';
import { classNames } from '../class-names.ts';
import styles from './dialog.module.css';

export interface DialogProps {
  title: string;
  /** Absent: the title is said but not shown, and there is no frame around the content. */
  closeLabel?: string;
  /** Pixels. */
  width: number;
  /** In the middle; near the upper edge, which stays where it is when answers make it longer; or along the left one. */
  place?: 'middle' | 'top' | 'left';
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, closeLabel, width, place = 'middle', onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key that does the same
    <dialog
      ref={dialog}
      aria-label={title}
      className={classNames(styles.dialog, styles[place])}
      style={{ width }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        // The content covers the whole box: a click on the dialog itself is one beside it.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles.content}>
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
      </div>
    </dialog>
  );
}
