/** The Kubernetes objects that nodes name: each once, in the order of the nodes. What lives outside of the cluster has none. */
import type { GraphNode } from '#lib/api/traffic/graph.ts';
import type { ObjectName } from '#lib/client/address/routes.ts';

const elsewhere: readonly GraphNode['kind'][] = ['service-entry', 'external', 'unknown', 'restricted'];

export function objectsOf(nodes: readonly GraphNode[], field: 'service' | 'workload'): ObjectName[] {
  const found = new Map<string, ObjectName>();
  for (const { kind, namespace, [field]: name } of nodes)
    if (name !== null && namespace !== '' && !elsewhere.includes(kind))
      found.set(`${namespace}/${name}`, { namespace, name });
  return [...found.values()];
}

/** The host of a ServiceEntry, by which it is split; null for other nodes, and for wildcards. */
export function entryHostOf({ kind, namespace, hosts }: GraphNode): ObjectName | null {
  const name = hosts.find((host) => !host.includes('*'));
  return kind !== 'service-entry' || namespace === '' || name === undefined ? null : { namespace, name };
}
