'use client';
/** Every service, called or not, worst first. */
import { useQuery } from '@tanstack/react-query';
import { EarlyQuestion } from '#components/shell/document/early-question.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { routes } from '#lib/client/address/routes.ts';
import { pageRanges } from '#lib/client/address/scope.ts';
import { listPath, queries } from '#lib/client/queries/queries.ts';
import { ListPage } from './list-page.tsx';
import { useServiceColumns } from './service-columns.tsx';

export function ServicesPage() {
  const { namespaces, range } = useScope();
  const view = { namespaces, window: range ?? pageRanges.services.fallback };
  const query = useQuery(queries.services(view));
  return (
    <>
      <EarlyQuestion path={listPath('services', view)} />
      <ListPage
        list="services"
        query={query}
        rows={query.data?.services ?? null}
        columns={useServiceColumns()}
        hrefOf={(row) => routes.service(row, { range })}
      />
    </>
  );
}
