'use client';
/** Every tool beside the console: its state for this reader, the way in, and what to ask for where there is none. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { EarlyQuestion } from '#components/shell/document/early-question.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import { apiRoutes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { toolIds } from '#lib/links/tool.ts';
import styles from './links.module.css';
import { ToolRow } from './tool-row.tsx';

export function LinksPage() {
  const t = useTranslations('links');
  const query = useQuery(queries.links());
  const { data: whoami } = useQuery(queries.whoami());
  const { data: links, error } = query;
  return (
    <div className={styles.page}>
      <EarlyQuestion path={apiRoutes.links()} />
      <h1>{t('title')}</h1>
      <p className={styles.lead}>{t('lead')}</p>
      {links !== undefined && (error !== null || links.warnings.length > 0) && (
        <div className={styles.notes} role="status">
          {error !== null && <StaleBadge>{t('notRenewed')}</StaleBadge>}
          <WarningNotes warnings={links.warnings} />
        </div>
      )}
      {links === undefined && error !== null ? (
        <QueryProblem error={error} title={t('failed')} onRetry={() => query.refetch()} />
      ) : (
        <ul className={styles.tools} aria-busy={links === undefined}>
          {links === undefined
            ? toolIds.map((tool) => (
                <li key={tool} className={styles.row}>
                  <SkeletonBar width={110} />
                  <SkeletonBar width={220} />
                </li>
              ))
            : links.tools.map((tool) => (
                <ToolRow
                  key={tool.tool}
                  tool={tool}
                  all={links.tools}
                  domain={links.domain}
                  user={whoami?.user.name ?? ''}
                />
              ))}
        </ul>
      )}
    </div>
  );
}
