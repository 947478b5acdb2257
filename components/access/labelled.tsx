'use client';
/** A field with its name, before it or above it. */
import { type ReactNode, useId } from 'react';
import styles from './access.module.css';

export interface LabelledProps {
  text: string;
  above?: boolean;
  /** The control takes the id. */
  children(id: string): ReactNode;
}

export function Labelled({ text, above = false, children }: LabelledProps) {
  const id = useId();
  return (
    <div className={above ? styles.stacked : styles.field}>
      <label htmlFor={id}>{text}</label>
      {children(id)}
    </div>
  );
}
