'use client';
/** Where a row is in the graph: the type of graph that has it, with its node selected. */
import { useCallback } from 'react';
import { useScope } from '#components/shell/use-scope.ts';
import { routes } from '#lib/client/address/routes.ts';
import type { InventoryRow } from './list-filter.ts';

/** Null for what is not part of the mesh. */
export function useGraphAddress(): (row: InventoryRow) => string | null {
  const { range } = useScope();
  return useCallback(
    (row) =>
      row.node === null
        ? null
        : routes.graph(
            { namespaces: [row.namespace], range },
            row.node,
            'hosts' in row ? 'service' : 'workload',
          ),
    [range],
  );
}
