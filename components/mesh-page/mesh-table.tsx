/** A table of the mesh page: its heading, its columns, and its own way to scroll where it is narrow. */
import type { ReactNode } from 'react';
import { ScrollRegion } from '#components/ui/scroll-region.tsx';
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
    <ScrollRegion label={title}>
      <table className={styles.table}>
        <caption>
          <VisuallyHidden>{title}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            {heads.map(({ text, number, hidden, hint }) => (
              <th key={text} className={number ? styles.number : undefined} title={hint}>
                {hidden ? <VisuallyHidden>{text}</VisuallyHidden> : text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollRegion>
  );
}
