/** Which rows of the lists an object acts on: services by name or host; workloads only where it touches no service. Pure. */
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import type { ServiceRow, WorkloadRow } from '#lib/api/traffic/inventory.ts';

export interface Steered {
  /** Null when it acts on neither. */
  kind: 'services' | 'workloads' | null;
  /** Where to look. */
  namespaces: readonly string[];
  includes(row: ServiceRow | WorkloadRow): boolean;
}

type Acting = Pick<ConfigurationObject, 'kind' | 'namespace' | 'name' | 'hosts' | 'touches'>;

export function steered({ kind, namespace, name, hosts, touches }: Acting): Steered {
  // It lets others refer to Services: no request goes there by it.
  if (kind.startsWith('referencegrants.')) return { kind: null, namespaces: [], includes: () => false };
  const of = (what: 'service' | 'workload') =>
    new Map(
      touches
        .filter((one) => one.what === what)
        .map((one) => [`${one.namespace}/${one.name}`, one.namespace]),
    );
  const services = of('service');
  const own = kind.startsWith('serviceentries.');
  if (services.size > 0 || own) {
    const known = new Set(hosts);
    return {
      kind: 'services',
      namespaces: [...new Set([...services.values(), ...(own ? [namespace] : [])])].sort(),
      includes: (row) =>
        services.has(`${row.namespace}/${row.name}`) ||
        (own &&
          'hosts' in row &&
          row.namespace === namespace &&
          (row.name === name || row.hosts.some((host) => known.has(host)))),
    };
  }
  const workloads = of('workload');
  return {
    kind: workloads.size > 0 ? 'workloads' : null,
    namespaces: [...new Set(workloads.values())].sort(),
    includes: (row) => workloads.has(`${row.namespace}/${row.name}`),
  };
}
