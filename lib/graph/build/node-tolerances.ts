/** The tolerances that hold for a node: its workloads' own, else those of the services it serves, else its namespace's. */

import { healthAnnotation, parseTolerances, type Tolerance } from '../health/health-tolerance.ts';
import type { ClusterIndex, IndexedWorkload } from './cluster-index.ts';

interface Tolerating {
  key: { namespace: string };
  workloads: readonly IndexedWorkload[];
  /** Amount of traffic by full host name. */
  hosts: ReadonlyMap<string, number>;
}

const known = new WeakMap<Tolerating, readonly Tolerance[]>();

/** Empty where the defaults hold. */
export function tolerancesOf(node: Tolerating, index: ClusterIndex): readonly Tolerance[] {
  let tolerances = known.get(node);
  if (tolerances === undefined) {
    tolerances = find(node, index);
    known.set(node, tolerances);
  }
  return tolerances;
}

function find({ key, workloads, hosts }: Tolerating, index: ClusterIndex): readonly Tolerance[] {
  const called = [...hosts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const annotated = [
    ...workloads.map(({ annotations }) => annotations),
    ...called.map(([host]) => index.services.get(host)?.annotations),
    index.annotationsOf.get(key.namespace),
  ];
  for (const annotations of annotated) {
    const text = annotations?.[healthAnnotation];
    const tolerances = text === undefined ? [] : parseTolerances(text);
    if (tolerances.length > 0) return tolerances;
  }
  return [];
}
