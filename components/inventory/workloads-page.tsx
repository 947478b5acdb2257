'use client';
/** Every workload, worst first. */
import { useQuery } from '@tanstack/react-query';
import { useScope } from '#components/shell/use-scope.ts';
import { queries } from '#lib/client/queries.ts';
import { routes } from '#lib/client/routes.ts';
import { pageRanges } from '#lib/client/scope.ts';
import { ListPage } from './list-page.tsx';
import { useWorkloadColumns } from './workload-columns.tsx';

export function WorkloadsPage() {
  const { namespaces, range } = useScope();
  const query = useQuery(queries.workloads({ namespaces, window: range ?? pageRanges.workloads.fallback }));
  return (
    <ListPage
      list="workloads"
      query={query}
      rows={query.data?.workloads ?? null}
      columns={useWorkloadColumns()}
      hrefOf={(row) => routes.workload(row, { range })}
    />
  );
}
