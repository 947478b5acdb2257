/** A table of the mesh page: its columns told in words. */
import type { ReactNode } from 'react';
import { PlainTable } from '#components/ui/plain-table.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import styles from './mesh-page.module.css';

export interface MeshTableHead {
  text: string;
  number?: boolean;
  /** Said, not shown. */
  hidden?: boolean;
  /** Explains the column. */
  hint?: string;
}

export function MeshTable({
  title,
  heads,
  children,
}: {
  title: string;
  heads: readonly MeshTableHead[];
  children: ReactNode;
}) {
  return (
    <PlainTable
      title={title}
      className={styles.table}
      heads={heads.map(({ text, number, hidden, hint }) => (
        <th key={text} className={number ? styles.number : undefined} title={hint}>
          {hidden ? <VisuallyHidden>{text}</VisuallyHidden> : text}
        </th>
      ))}
    >
      {children}
    </PlainTable>
  );
}
