/** The rules that send to each service, by its full name: read once for all services of a set of objects. */
import { namespaceOf } from '../graph/cluster-index.ts';
import type { ClusterObjects } from '../istio/objects.ts';
import { serviceHost, splittable } from './entry-services.ts';
import { pointsOf, type SplitPoint } from './points.ts';

const found = new WeakMap<ClusterObjects, ReadonlyMap<string, SplitPoint[]>>();

export function pointsByHost(objects: ClusterObjects): ReadonlyMap<string, SplitPoint[]> {
  const known = found.get(objects);
  if (known !== undefined) return known;
  const { domain } = objects.meshConfig;
  const hosts = new Set(
    splittable(objects).map((one) =>
      serviceHost({ namespace: namespaceOf(one), name: one.metadata.name }, domain),
    ),
  );
  const byHost = new Map<string, SplitPoint[]>();
  for (const point of pointsOf(hosts, objects)) {
    for (const host of new Set(point.shares.map(({ target }) => target.host))) {
      if (!hosts.has(host)) continue;
      const list = byHost.get(host);
      if (list === undefined) byHost.set(host, [point]);
      else list.push(point);
    }
  }
  found.set(objects, byHost);
  return byHost;
}
