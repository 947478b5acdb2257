/** A table without tools: its heading is said, not shown, and it scrolls by itself where it is narrow. */
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { VisuallyHidden } from '../states/visually-hidden.tsx';
import styles from './plain-table.module.css';
import { ScrollRegion } from './scroll-region.tsx';

export interface PlainTableProps {
  title: string;
  /** Cells of the one row of heads. */
  heads: ReactNode;
  /** As wide as it must be. */
  narrow?: boolean;
  className?: string | undefined;
  /** Rows. */
  children: ReactNode;
}

export function PlainTable({ title, heads, narrow, className, children }: PlainTableProps) {
  return (
    <ScrollRegion label={title}>
      <table className={classNames(styles.table, className)} data-narrow={narrow}>
        <caption>
          <VisuallyHidden>{title}</VisuallyHidden>
        </caption>
        <thead>
          <tr>{heads}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollRegion>
  );
}
