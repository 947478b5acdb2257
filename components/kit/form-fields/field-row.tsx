'use client';
/** A field in its row: name and help at the left, the control, what it was, and what is wrong with it below. */
import { type ReactNode, useId } from 'react';
import styles from './field.module.css';
import { type Problem, ProblemLines } from './problem-lines.tsx';

export interface FieldIds {
  control: string;
  /** For aria-describedby; undefined while nothing is wrong. */
  problems: string | undefined;
}

export interface FieldRowProps {
  label: string;
  help?: ReactNode;
  /** Names the place in the document. */
  path?: string;
  changed?: boolean;
  /** "was 2 s" */
  was?: string | null;
  problems: readonly Problem[];
  /** The control is a group of controls, which a label cannot point at. */
  group?: boolean;
  /** "required" */
  note?: string | undefined;
  /** Buttons at the end of the row. */
  trailing?: ReactNode;
  children(ids: FieldIds): ReactNode;
}

export function FieldRow(props: FieldRowProps) {
  const { label, help, path, changed, was, problems, group, note, trailing, children } = props;
  const id = useId();
  const described = problems.length > 0 ? `${id}-problems` : undefined;
  return (
    <div
      className={styles.row}
      data-path={path}
      data-changed={changed || undefined}
      data-group={group || undefined}
    >
      <div className={styles.label}>
        {group ? <span>{label}</span> : <label htmlFor={`${id}-control`}>{label}</label>}
        {note !== undefined && <span className={styles.note}>{note}</span>}
        {help}
      </div>
      <div className={styles.value}>
        <div className={styles.control}>
          {children({ control: `${id}-control`, problems: described })}
          {was != null && <span className={styles.was}>{was}</span>}
          {trailing}
        </div>
        <ProblemLines id={described} problems={problems} />
      </div>
    </div>
  );
}
