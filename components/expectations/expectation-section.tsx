'use client';
/** The saved requests of one object or of the chosen namespaces, with their count, and asked again at a press. */
import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useWriters } from '#components/shell/use-may-write.ts';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ExpectationResult } from '#lib/api/configuration/expectations.ts';
import type { KindName, TestedRequest } from '#lib/client/address/routes.ts';
import type { Scope } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { ExpectationList } from './expectation-list.tsx';
import styles from './expectations.module.css';
import { NoExpectations } from './no-expectations.tsx';

export interface ExpectationSectionProps {
  of: KindName | { namespaces: Scope['namespaces'] };
  onTest?: (result: ExpectationResult) => void;
  /** What the way to the tester begins with; absent on its own page. */
  start?: TestedRequest;
}

export function ExpectationSection({ of, onTest, start }: ExpectationSectionProps) {
  const t = useTranslations('expectations');
  const mayWrite = useWriters();
  const query = useQuery(queries.expectations(of));
  const { data, error, isFetching, dataUpdatedAt } = query;
  const known = data !== undefined && data.objects.length > 0;
  return (
    <section aria-label={t('title')}>
      <div className={styles.head}>
        <h2>{t('title')}</h2>
        <span className={styles.dim}>{t('lead')}</span>
        {known && (
          <div className={styles.run} role="status">
            {data.met + data.unmet > 0 && (
              <span className={styles.counts}>
                <StateMark state={data.unmet > 0 ? 'failing' : 'healthy'} size={14} />
                {t('counts', { met: data.met, unmet: data.unmet })}
              </span>
            )}
            <Asked atMs={dataUpdatedAt} />
            <Button
              size="small"
              disabled={isFetching}
              leading={<RotateCw size={14} aria-hidden />}
              onClick={() => void query.refetch()}
            >
              {t('run')}
            </Button>
          </div>
        )}
      </div>
      {error !== null && <QueryProblem error={error} title={t('failed')} onRetry={() => query.refetch()} />}
      {data === undefined && error === null && <SkeletonBar width="62%" />}
      {known && (
        <ExpectationList
          expectations={data}
          withObject={!('name' in of)}
          mayWrite={mayWrite}
          onTest={onTest}
        />
      )}
      {data !== undefined && !known && <NoExpectations start={start} />}
    </section>
  );
}

function Asked({ atMs }: { atMs: number }) {
  const t = useTranslations('expectations');
  const format = useFormat();
  const now = useNow(10_000);
  const age = now - atMs / 1000;
  return <span className={styles.dim}>{age < 1 ? null : t('ran', { age: format.age(age) })}</span>;
}
