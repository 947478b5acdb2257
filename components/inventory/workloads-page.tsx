'use client';
/** Every workload, worst first. */
import { useQuery } from '@tanstack/react-query';
import { EarlyQuestion } from '#components/shell/document/early-question.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { routes } from '#lib/client/address/routes.ts';
import { pageRanges } from '#lib/client/address/scope.ts';
import { listPath, queries } from '#lib/client/queries/queries.ts';
import { ListPage } from './list-page.tsx';
import { useWorkloadColumns } from './workload-columns.tsx';

export function WorkloadsPage() {
  const { namespaces, range } = useScope();
  const view = { namespaces, window: range ?? pageRanges.workloads.fallback };
  const query = useQuery(queries.workloads(view));
  return (
    <>
      <EarlyQuestion path={listPath('workloads', view)} />
      <ListPage
        list="workloads"
        query={query}
        rows={query.data?.workloads ?? null}
        columns={useWorkloadColumns()}
        hrefOf={(row) => routes.workload(row, { range })}
      />
    </>
  );
}
