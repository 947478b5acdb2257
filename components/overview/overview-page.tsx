'use client';
/** Overview: what is wrong now, how every namespace is doing, who is busiest, and what was changed. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { NoMesh } from '#components/shell/notes/no-mesh.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Overview } from '#lib/api/traffic/overview.ts';
import { pageRanges } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { AttentionList } from './attention-list.tsx';
import { ChangeList } from './change-list.tsx';
import { NamespacesTable } from './namespaces-table.tsx';
import styles from './overview.module.css';
import { OverviewHead } from './overview-head.tsx';
import { OverviewSkeleton } from './overview-skeleton.tsx';
import { SplitList } from './split-list.tsx';
import { TopLists } from './top-lists.tsx';

function Quiet({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const format = useFormat();
  const now = useNow(5000);
  const { metricsAt } = overview;
  return (
    <p className={styles.quiet}>
      <StateMark state={metricsAt === null ? 'unknown' : 'healthy'} />
      {metricsAt === null ? t('quietBlind') : t('quietLine', { age: format.age(now - metricsAt) })}
    </p>
  );
}

function Loaded({ overview }: { overview: Overview }) {
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        <OverviewHead overview={overview} />
        {overview.attention.length === 0 ? (
          <Quiet overview={overview} />
        ) : (
          <AttentionList overview={overview} />
        )}
        <NamespacesTable overview={overview} />
        <TopLists overview={overview} />
      </div>
      <div className={styles.rail}>
        <SplitList splits={overview.splits} />
        <ChangeList overview={overview} />
      </div>
    </div>
  );
}

export function OverviewPage() {
  const t = useTranslations('overview');
  const { namespaces, range } = useScope();
  const overview = useQuery(queries.overview({ namespaces, range: range ?? pageRanges.overview.fallback }));
  if (overview.data === undefined) {
    if (overview.error === null) return <OverviewSkeleton />;
    return (
      <QueryProblem centered error={overview.error} title={t('failed')} onRetry={() => overview.refetch()} />
    );
  }
  if (overview.data.namespaces.every(({ injected }) => !injected) && overview.data.attention.length === 0)
    return <NoMesh />;
  return <Loaded overview={overview.data} />;
}
