'use client';
/** The page without an answer: its final shape while it loads, and what is not there. */
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { PageHead } from '#components/ui/page/page-head.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { ObjectName } from '#lib/client/address/routes.ts';
import { routes } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import styles from './detail.module.css';

export interface DetailSubject extends ObjectName {
  list: 'services' | 'workloads';
}

const rows = [1, 2, 3, 4, 5];

/** The name is known from the address: it stands there at once. */
export function DetailSkeleton({ list, namespace, name }: DetailSubject) {
  const common = useTranslations('common');
  const t = useTranslations('details');
  const pages = useTranslations('details.list');
  return (
    <div className={styles.page} role="status" aria-label={common('loading')}>
      <PageHead
        crumbs={[{ text: pages(list), href: routes[list]() }, { text: namespace }]}
        crumbsLabel={t('crumbs')}
        title={name}
        facts={<SkeletonBar width={280} />}
        tabs={<div style={{ height: 36 }} />}
      >
        <div className={styles.figures}>
          {rows.map((row) => (
            <div key={row} style={{ gap: 8, height: 38, justifyContent: 'center' }}>
              <SkeletonBar width={72} height={10} />
              <SkeletonBar width={88} height={14} />
            </div>
          ))}
        </div>
      </PageHead>
      <div className={styles.columns}>
        <div className={styles.main}>
          {rows.map((row) => (
            <div key={row} style={{ display: 'flex', alignItems: 'center', height: 32 }}>
              <SkeletonBar width={`${70 - row * 6}%`} />
            </div>
          ))}
        </div>
        <div className={styles.rail}>
          <div className={styles.railSection}>
            <SkeletonBar width={160} />
          </div>
        </div>
      </div>
    </div>
  );
}

export function DetailProblem({
  subject,
  error,
  onRetry,
}: {
  subject: DetailSubject;
  error: unknown;
  onRetry: () => void;
}) {
  const t = useTranslations('details');
  const { namespaces, range } = useScope();
  const { list, namespace, name } = subject;
  if (!(error instanceof ApiError) || (error.code !== 'not-found' && error.code !== 'invalid')) {
    return <QueryProblem centered error={error} title={t('failed')} onRetry={onRetry} />;
  }
  return (
    <EmptyState
      centered
      title={t(list === 'services' ? 'noService' : 'noWorkload', { name, namespace })}
      detail={t('notThere')}
      actions={
        <ButtonLink href={routes[list]({ namespaces, range })}>
          {t(list === 'services' ? 'toServices' : 'toWorkloads')}
        </ButtonLink>
      }
    />
  );
}
