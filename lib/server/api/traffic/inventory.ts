/** `GET /api/v1/services` and `GET /api/v1/workloads`: what there is in the caller's namespaces. */
import { routes } from '#lib/api/routes.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import { inventoryAsker } from '../../mesh/inventory-book.ts';
import { parseNamespaces, requestScope } from '../../mesh/scope.ts';
import type { Services } from '../../services.ts';
import { parseSeconds, windowBounds } from './graph.ts';

export function inventoryOperations({ access, inventories }: Services): Operation[] {
  return (['services', 'workloads'] as const).map((list) =>
    defineOperation(routes[list], async ({ query, caller }) => {
      const wanted = parseNamespaces(query.namespaces);
      const windowSeconds = parseSeconds('window', query.window, windowBounds);
      const { credential } = caller.session;
      const scope = requestScope(await access.visibility(credential), wanted);
      const asker = inventoryAsker(scope, await access.rights(credential));
      return { kind: 'packed', ...(await inventories.packed({ list, windowSeconds, at: null }, asker)) };
    }),
  );
}
