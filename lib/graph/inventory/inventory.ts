/**
 * The lists of services and workloads: everything there is, called or not, with numbers and health of the graph's nodes.
 * Listed once for the mesh (services.ts, workloads.ts); here each user gets their part.
 */
import type { Health } from '../../api/traffic/graph.ts';
import type { ServiceRow, WorkloadRow } from '../../api/traffic/inventory.ts';
import type { GraphInput } from '../build/build.ts';
import type { IndexedWorkload } from '../build/cluster-index.ts';
import { podsOf } from '../build/node-draft.ts';
import { judgeHealth } from '../health/health.ts';
import type { Touching } from './touching.ts';

export type InventoryInput = Omit<GraphInput, 'type' | 'serviceNodes'>;

/** A row before the rights of a user say which configuration they may count. */
export type Listed<Row> = Omit<Row, 'configuration'> & { touching: readonly Touching[] };
export type ListedService = Listed<ServiceRow>;
export type ListedWorkload = Listed<WorkloadRow>;

export interface InventoryScope {
  /** Namespaces that the user may see; null for all. */
  visible: ReadonlySet<string> | null;
  /** Namespaces asked for; null for all that are visible. */
  requested: ReadonlySet<string> | null;
  mayRead(namespace: string, kind: string): boolean;
}

export function scopeServices(rows: readonly ListedService[], scope: InventoryScope): ServiceRow[] {
  return scopeRows(rows, scope).map((row) =>
    // Seeing traffic shows that a host is called; what its ServiceEntry says is configuration.
    row.kind === 'ServiceEntry' && !scope.mayRead(row.namespace, row.kind)
      ? { ...row, ports: [], createdAt: null }
      : row,
  );
}

export function scopeWorkloads(rows: readonly ListedWorkload[], scope: InventoryScope): WorkloadRow[] {
  return scopeRows(rows, scope);
}

export function isInScope(namespace: string, { visible, requested }: InventoryScope): boolean {
  return (
    namespace !== '' &&
    (visible === null || visible.has(namespace)) &&
    (requested === null || requested.has(namespace))
  );
}

function scopeRows<Row extends { namespace: string; touching: readonly Touching[] }>(
  rows: readonly Row[],
  scope: InventoryScope,
): (Omit<Row, 'touching'> & Pick<ServiceRow, 'configuration'>)[] {
  return rows
    .filter(({ namespace }) => isInScope(namespace, scope))
    .map(({ touching, ...row }) => ({
      ...row,
      configuration: scope.mayRead(row.namespace, 'VirtualService') ? countsOf(touching, scope) : null,
    }));
}

function countsOf(
  touching: readonly Touching[],
  { mayRead }: InventoryScope,
): NonNullable<ServiceRow['configuration']> {
  const counts = new Map<string, number>();
  for (const { kind, namespace, count } of touching) {
    if (mayRead(namespace, kind)) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

/** Of what is not part of the mesh: nobody reports its traffic, but its pods are known. */
export function healthOutside(workloads: readonly IndexedWorkload[], windowSeconds: number): Health {
  return judgeHealth({ traffic: null, windowSeconds, silence: 'unknown', pods: podsOf(workloads) });
}

/** Unix seconds of an RFC 3339 time; null when there is none. */
export function unixSeconds(time: string | null | undefined): number | null {
  const milliseconds = Date.parse(time ?? '');
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}

/** By namespace, then by name. */
export function byPlace(
  a: { namespace: string; name: string },
  b: { namespace: string; name: string },
): number {
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.name === b.name ? 0 : a.name < b.name ? -1 : 1;
}
