'use client';
/** The history of one object: its revisions, and one of them compared. For a tab, or a page of its own. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { KindName } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { Comparison } from './comparison.tsx';
import styles from './history.module.css';
import { KeptNote } from './kept-note.tsx';
import { RevisionList } from './revision-list.tsx';
import { useHistoryUrl } from './use-history-url.ts';

export function HistoryPanel({ object }: { object: KindName }) {
  const t = useTranslations('history');
  const common = useTranslations('common');
  const format = useFormat();
  const [url, setUrl] = useHistoryUrl();
  const query = useQuery(queries.configHistory(object));
  if (query.data === undefined) {
    return query.error === null ? (
      <div className={styles.waiting} role="status" aria-label={common('loading')}>
        {[38, 30, 34, 28].map((width) => (
          <SkeletonBar key={width} width={`${width}%`} />
        ))}
      </div>
    ) : (
      <QueryProblem
        error={query.error}
        title={t('list.unreadable', { name: object.name })}
        onRetry={() => query.refetch()}
      />
    );
  }
  const { revisions, history, bounds } = query.data;
  const chosen = revisions.find(({ id }) => id === url.revision) ?? revisions[0];
  if (chosen === undefined) {
    return (
      <EmptyState title={t('list.empty')} detail={t('list.emptyDetail')}>
        <KeptNote history={history} />
      </EmptyState>
    );
  }
  return (
    <div className={styles.panel}>
      <div className={styles.side}>
        <div className={styles.sideHead}>
          <h2>{t('list.title')}</h2>
          <span className={styles.quiet}>{t('list.count', { count: revisions.length })}</span>
        </div>
        {history.state !== 'ok' && (
          <div className={styles.notes}>
            <KeptNote history={history} />
          </div>
        )}
        <RevisionList
          revisions={revisions}
          chosen={chosen.id}
          onChoose={(revision) => void setUrl({ revision })}
        />
        <p className={styles.bounds}>
          {t('list.bounds', { count: bounds.revisionsPerObject, span: format.span(bounds.maxAgeSeconds) })}
        </p>
      </div>
      <Comparison object={object} revisions={revisions} revision={chosen} />
    </div>
  );
}
