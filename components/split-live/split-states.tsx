'use client';
/** The page without an answer: its final shape while it loads, and what is not there. */
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import styles from './page.module.css';
import skeleton from './skeleton.module.css';
import { Crumbs } from './split-header.tsx';

/** The name is known from the address: it stands there at once. */
export function SplitSkeleton({ namespace, name }: ObjectName) {
  const common = useTranslations('common');
  return (
    <div className={styles.page} role="status" aria-label={common('loading')}>
      <div className={styles.head}>
        <Crumbs namespace={namespace} />
        <div className={styles.title}>
          <h1>{name}</h1>
        </div>
        <div className={styles.meta}>
          <SkeletonBar width={320} />
        </div>
        <div style={{ height: 38 }} />
      </div>
      <div className={styles.columns}>
        <div className={styles.main}>
          <div className={skeleton.verdict}>
            <SkeletonBar width="46%" height={12} />
            <SkeletonBar width="62%" height={12} />
          </div>
          <div className={skeleton.bars}>
            <SkeletonBar width="100%" height={16} />
            <SkeletonBar width="100%" height={16} />
          </div>
          <div className={styles.cards}>
            {[1, 2].map((card) => (
              <div key={card} className={skeleton.card}>
                <SkeletonBar width="30%" height={12} />
                <SkeletonBar width="90%" height={12} />
              </div>
            ))}
          </div>
        </div>
        <div className={styles.rail}>
          <div className={styles.railSection}>
            <SkeletonBar width={120} height={12} />
          </div>
        </div>
      </div>
    </div>
  );
}

export function SplitProblem({
  split: { namespace, name },
  error,
  onRetry,
}: {
  split: ObjectName;
  error: unknown;
  onRetry: () => void;
}) {
  const t = useTranslations('release');
  const { namespaces, range } = useScope();
  if (!(error instanceof ApiError) || (error.code !== 'not-found' && error.code !== 'invalid'))
    return <QueryProblem centered error={error} title={t('failed')} onRetry={onRetry} />;
  return (
    <EmptyState
      centered
      title={t('missing.title', { name, namespace })}
      actions={<ButtonLink href={routes.splits({ namespaces, range })}>{t('missing.back')}</ButtonLink>}
    />
  );
}
