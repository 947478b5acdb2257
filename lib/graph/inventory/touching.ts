/**
 * How many objects of Istio speak of a service or a workload: those that its own page lists, save what is said of every workload of
 * the mesh, which tells no two rows apart.
 */
import type { ClusterObjects } from '../../istio/objects.ts';
import { narrowingBook } from '../../istio/touching/narrow.ts';
import { namespaceOf } from '../build/cluster-index.ts';
import { type ConfigurationSubject, touchingKinds, touchingObjects } from '../detail/configuration.ts';

/** How many objects of a kind, in one namespace: rights are given by namespace. */
export interface Touching {
  kind: string;
  namespace: string;
  count: number;
}

/** In the order of `touchingKinds`. A ServiceEntry does not touch itself. */
export function touchingBook(objects: ClusterObjects): (subject: ConfigurationSubject) => Touching[] {
  const narrow = narrowingBook(objects);
  return (subject) => {
    const counts = new Map<string, Touching>();
    for (const { object, reason } of touchingObjects(narrow(subject), subject)) {
      const { kind, metadata } = object;
      if (reason === 'mesh') continue;
      if (kind === 'ServiceEntry' && subject.serviceEntries.includes(metadata.name)) continue;
      const namespace = namespaceOf(object);
      const key = `${kind}/${namespace}`;
      const present = counts.get(key);
      if (present === undefined) counts.set(key, { kind, namespace, count: 1 });
      else present.count++;
    }
    return [...counts.values()].sort((a, b) => touchingKinds.indexOf(a.kind) - touchingKinds.indexOf(b.kind));
  };
}
