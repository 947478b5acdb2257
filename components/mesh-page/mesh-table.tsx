/** A table of the mesh page: its columns told in words, on a telephone beside each fact. */
import type { CSSProperties, ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { PlainTable } from '#components/ui/page/plain-table.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import styles from './mesh-page.module.css';

export interface MeshTableHead {
  text: string;
  number?: boolean;
  /** Said, not shown. */
  hidden?: boolean;
  /** Explains the column. */
  hint?: string;
}

export interface MeshTableProps {
  title: string;
  heads: readonly MeshTableHead[];
  /** On a telephone the last column stands under the others: it is what the table is read for. */
  lastBelow?: boolean;
  children: ReactNode;
}

/** As CSS takes them: cells that stand under one another say what they are. */
function headTexts(heads: readonly MeshTableHead[]): CSSProperties {
  return Object.fromEntries(
    heads.map(({ text }, at) => [`--head-${at + 1}`, `"${text.replaceAll(/["\\\n]/g, ' ')}"`]),
  );
}

export function MeshTable({ title, heads, lastBelow, children }: MeshTableProps) {
  return (
    <div style={headTexts(heads)}>
      <PlainTable
        title={title}
        className={classNames(styles.table, lastBelow ? styles.lastBelow : styles.stacked)}
        heads={heads.map(({ text, number, hidden, hint }) => (
          <th key={text} className={number ? styles.number : undefined} title={hint}>
            {hidden ? <VisuallyHidden>{text}</VisuallyHidden> : text}
          </th>
        ))}
      >
        {children}
      </PlainTable>
    </div>
  );
}
