'use client';
/** What happened to configuration in the namespaces of the scope, day by day. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { PageHead } from '#components/ui/page/page-head.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { ChangeHistory } from '#lib/api/configuration/history.ts';
import { routes } from '#lib/client/address/routes.ts';
import { rangeSeconds } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { ChangeDays } from './change-days.tsx';
import { filterChanges } from './change-filter.ts';
import styles from './changes.module.css';
import { ChangesTools } from './changes-tools.tsx';
import frame from './history.module.css';
import { KeptNote } from './kept-note.tsx';
import { useChangesUrl } from './use-changes-url.ts';

const daySeconds = 86_400;

export function ChangesPage() {
  const t = useTranslations('history');
  const format = useFormat();
  const { namespaces, range, at } = useScope();
  const [{ since }] = useChangesUrl();
  const seconds = rangeSeconds(since) ?? daySeconds;
  const query = useQuery(queries.configChanges({ namespaces, rangeSeconds: seconds, at }));
  const now = useNow(30_000);
  // The server does not know the reader's zone.
  const inBrowser = useInBrowser();
  return (
    <div className={styles.page}>
      <PageHead
        crumbs={[{ text: t('crumb'), href: routes.configuration({ namespaces, range }) }]}
        crumbsLabel={t('crumbs')}
        title={t('changes.title')}
        beside={
          <span className={frame.quiet}>
            {inBrowser &&
              format.phrases([
                at === null ? t('changes.toNow') : t('changes.until', { time: format.dateTime(at) }),
                format.zone(now),
              ])}
          </span>
        }
      >
        <p className={frame.quiet}>{t('changes.caption')}</p>
      </PageHead>
      {query.data === undefined ? (
        query.error === null ? (
          <Waiting />
        ) : (
          <QueryProblem error={query.error} title={t('changes.unreadable')} onRetry={() => query.refetch()} />
        )
      ) : (
        <Changes answer={query.data} failed={query.error !== null} />
      )}
    </div>
  );
}

function Waiting() {
  const common = useTranslations('common');
  return (
    <div className={frame.waiting} role="status" aria-label={common('loading')}>
      {[46, 40, 52, 34, 44].map((width) => (
        <SkeletonBar key={width} width={`${width}%`} />
      ))}
    </div>
  );
}

function Changes({ answer, failed }: { answer: ChangeHistory; failed: boolean }) {
  const t = useTranslations('history.changes');
  const { changes, history, warnings, truncated } = answer;
  const [url, setUrl] = useChangesUrl();
  const shown = filterChanges(changes, url);
  const clear = () => void setUrl({ q: null, kind: null, operation: null });
  return (
    <>
      <ChangesTools changes={changes} shown={shown.length} />
      {(history.state !== 'ok' || warnings.length > 0 || truncated || failed) && (
        <div className={styles.notes}>
          {failed && <StaleBadge>{t('unreadable')}</StaleBadge>}
          <KeptNote history={history} />
          <WarningNotes warnings={warnings} />
          {truncated && <StaleBadge>{t('truncated', { count: changes.length })}</StaleBadge>}
        </div>
      )}
      {shown.length === 0 && (
        <div className={styles.empty}>
          {changes.length === 0 ? (
            <EmptyState title={t('none')} detail={t('noneDetail')} />
          ) : (
            <EmptyState
              title={t('noMatch')}
              detail={t('noMatchDetail', { count: changes.length })}
              actions={<Button onClick={clear}>{t('clear')}</Button>}
            />
          )}
        </div>
      )}
      {shown.length > 0 && <ChangeDays changes={shown} />}
    </>
  );
}
