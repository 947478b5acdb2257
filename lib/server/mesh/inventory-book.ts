/** The lists of services and workloads: made once for each reading, cut to what the caller may see and, of configuration, read. */
import type { Rights } from '#lib/access/rights.ts';
import type { Services, Workloads } from '#lib/api/traffic/inventory.ts';
import { indexOf } from '#lib/graph/build/cluster-index.ts';
import {
  type InventoryScope,
  isInScope,
  type ListedService,
  type ListedWorkload,
  scopeServices,
  scopeWorkloads,
} from '#lib/graph/inventory/inventory.ts';
import { listServices } from '#lib/graph/inventory/services.ts';
import { listWorkloads } from '#lib/graph/inventory/workloads.ts';
import { configurationKey, mayReadConfiguration } from './configuration-rights.ts';
import type { RequestScope } from './scope.ts';
import {
  type Asker,
  createSharedBook,
  type MeshOptions,
  type MeshRequest,
  type MeshState,
  type SharedBook,
} from './shared-book.ts';

interface InventoryRequest extends MeshRequest {
  list: 'services' | 'workloads';
}

export interface InventoryAsker extends Asker {
  scope: InventoryScope;
}

export type InventoryBook = SharedBook<InventoryRequest, InventoryAsker>;

type Listed =
  | { list: 'services'; mesh: MeshState; rows: readonly ListedService[] }
  | { list: 'workloads'; mesh: MeshState; rows: readonly ListedWorkload[] };

export function inventoryAsker(scope: RequestScope, rights: Rights): InventoryAsker {
  const { visible, requested, warnings } = scope;
  return {
    key: JSON.stringify([scope.key, configurationKey(rights)]),
    visible,
    requested,
    warnings,
    scope: { visible, requested, mayRead: mayReadConfiguration(rights) },
  };
}

export function createInventoryBook(options: MeshOptions): InventoryBook {
  return createSharedBook<InventoryRequest, InventoryAsker, Listed, Services | Workloads>(options, {
    make: ({ list }, mesh) =>
      list === 'services'
        ? { list, mesh, rows: listServices(mesh) }
        : { list, mesh, rows: listWorkloads(mesh) },
    cut: (listed, { scope }) => {
      const { at, metricsAt, windowSeconds, warnings, objects } = listed.mesh;
      const head = {
        at,
        metricsAt,
        windowSeconds,
        allNamespaces: scope.visible === null,
        meshed: [...indexOf(objects).injected].some((namespace) => isInScope(namespace, scope)),
        warnings: [...warnings],
      };
      return listed.list === 'services'
        ? { ...head, services: scopeServices(listed.rows, scope) }
        : { ...head, workloads: scopeWorkloads(listed.rows, scope) };
    },
    keep: { wholes: 6, answers: 256 },
  });
}
