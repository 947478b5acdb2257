/** The head of a page behind a list: where it stands, what it is, and what can be done with it. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { NewsTitle } from './news-title.tsx';
import styles from './page-head.module.css';

export interface Crumb {
  text: string;
  /** Absent: a step that no page of its own shows. */
  href?: string;
}

export interface PageHeadProps {
  crumbs: readonly Crumb[];
  crumbsLabel: string;
  title: ReactNode;
  /** The title tells an outcome, and is read out when it changes. */
  titleIsNews?: boolean;
  /** Right after the title: its kind, who keeps it. */
  beside?: ReactNode;
  /** At the end of the title's line; below it where the window is narrow. */
  actions?: ReactNode;
  /** One line of state and facts under the title. */
  facts?: ReactNode;
  /** They end the head: their line is its border. */
  tabs?: ReactNode;
  children?: ReactNode;
}

export function PageHead(props: PageHeadProps) {
  const { crumbs, crumbsLabel, title, titleIsNews, beside, actions, facts, tabs, children } = props;
  return (
    <header className={styles.head} data-tabs={tabs !== undefined || undefined}>
      <nav className={styles.crumbs} aria-label={crumbsLabel}>
        {crumbs.map(({ text, href }, at) => (
          <span key={`${href}:${text}`}>
            {at > 0 && <span aria-hidden>/</span>}
            {href === undefined ? text : <Link href={href}>{text}</Link>}
          </span>
        ))}
      </nav>
      <div className={styles.titleRow}>
        {titleIsNews ? <NewsTitle title={title} /> : <h1>{title}</h1>}
        {beside}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {facts !== undefined && <div className={styles.facts}>{facts}</div>}
      {children}
      {tabs}
    </header>
  );
}
