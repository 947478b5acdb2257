/**
 * Whose metrics are asked for on behalf of a caller. By default those of the whole mesh, once for everybody, and each caller's part is
 * cut from the answer; in strict mode (SLUICE_METRICS_SCOPE=namespaces) those of the namespaces that this caller may see and asked for.
 */
import type { Warning } from '#lib/api/problem.ts';
import { type MetricsScope, mostNamespaces } from '#lib/metrics/metrics-scope.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { RequestScope } from './scope.ts';

export interface MetricsScoping {
  /** Nothing is asked before it is known for whom. */
  strict: boolean;
  of(scope: Pick<RequestScope, 'visible' | 'requested'>): MetricsScope;
  /** Where there is no scope but somebody who sees some namespaces and not others. */
  seenBy(sees: (namespace: string) => boolean): MetricsScope;
  /**
   * The same for work on something, where nobody can choose namespaces: of more than may be asked about at once those that the work is
   * about are left, each told by a warning. Anything beside namespaces in `places` is left out.
   */
  near(sees: (namespace: string) => boolean, places: ReadonlySet<string>): NearScope;
}

export interface NearScope {
  scope: MetricsScope;
  warnings: readonly Warning[];
}

/** Of the whole mesh, for everybody. */
export const meshWideMetrics: MetricsScoping = {
  strict: false,
  of: () => null,
  seenBy: () => null,
  near: () => ({ scope: null, warnings: [] }),
};

export function createMetricsScoping(
  scope: 'mesh' | 'namespaces',
  snapshot: Pick<Snapshot, 'objects'>,
): MetricsScoping {
  if (scope === 'mesh') return meshWideMetrics;
  const seenBy = (sees: (namespace: string) => boolean) =>
    snapshot
      .objects()
      .namespaces.map(({ metadata }) => metadata.name)
      .filter(sees)
      .sort();
  return {
    strict: true,
    of: ({ visible, requested }) =>
      seenBy(
        (name) => (visible === null || visible.has(name)) && (requested === null || requested.has(name)),
      ),
    seenBy,
    near: (sees, places) => {
      const all = seenBy(sees);
      const own = all.filter((name) => places.has(name));
      if (all.length <= mostNamespaces || own.length === 0 || own.length > mostNamespaces)
        return { scope: all, warnings: [] };
      const warnings = own.map((detail): Warning => {
        return { code: 'prometheus-scope-near', source: 'prometheus', detail };
      });
      return { scope: own, warnings };
    },
  };
}

/** Why nothing is asked in this scope; null where it is. */
export function unasked(scope: MetricsScope): { code: string; detail: string } | null {
  if (scope === null) return null;
  if (scope.length === 0)
    return { code: 'prometheus-no-namespace', detail: 'There is no namespace to ask about.' };
  if (scope.length > mostNamespaces) {
    const detail = `Metrics are asked for by namespace, of at most ${mostNamespaces} at once: choose some.`;
    return { code: 'prometheus-scope-wide', detail };
  }
  return null;
}
