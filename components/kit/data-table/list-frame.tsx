/** A page that is a table: how much there is, what is missing or old, what filters it, and the table, which takes the height that is left. */
import type { ReactNode } from 'react';
import { Facts } from '#components/ui/page/facts.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import styles from './list-frame.module.css';

export interface ListFrameProps {
  /** What the page lists; spoken while nothing is known yet. */
  name: string;
  /** How many there are; null while the first answer is on its way. */
  title: string | null;
  facts?: readonly string[];
  /** The one thing to do here, at the end of the title's line. */
  action?: ReactNode;
  /** What is missing or old. */
  notes?: ReactNode;
  /** What wants a decision, above the list. */
  open?: ReactNode;
  filters?: ReactNode;
  /** At the end of the filters' line. */
  tools?: ReactNode;
  /** The table, and what belongs below it. */
  children: ReactNode;
}

export function ListFrame({
  name,
  title,
  facts = [],
  action,
  notes,
  open,
  filters,
  tools,
  children,
}: ListFrameProps) {
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>
          {title ?? (
            <>
              <VisuallyHidden>{name}</VisuallyHidden>
              <SkeletonBar width={140} height={20} />
            </>
          )}
        </h1>
        {facts.length > 0 && <Facts facts={facts} />}
        {action}
      </div>
      <div className={styles.notes} role="status">
        {notes}
      </div>
      {open}
      {filters !== undefined && (
        <div className={styles.tools}>
          {filters}
          <div className={styles.end}>{tools}</div>
        </div>
      )}
      {children}
    </div>
  );
}
