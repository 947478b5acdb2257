/**
 * The names under which checks look objects up. An object is filed under a few of them; a check that looked a name up is
 * run again when an object comes, goes or changes under it.
 */
import { isWildcard } from '../hosts/host-name.ts';
import type {
  DestinationRule,
  KubernetesObject,
  Labels,
  MeshConfig,
  ServiceEntry,
  VirtualService,
} from '../objects.ts';
import { resolveGatewayName } from '../routing/virtual-service-index.ts';
import { fullHost } from './full-host.ts';

export const named = {
  object: (kind: string, namespace: string, name: string) => `${kind}/${namespace}/${name}`,
  all: (kind: string) => `all ${kind}`,
  inNamespace: (kind: string, namespace: string) => `all ${kind} in ${namespace}`,
  /** What has a host of this full name: services and ServiceEntries. */
  provided: (host: string) => `provided ${host}`,
  providedWildcard: () => 'provided *',
  /** VirtualServices of the mesh gateway. */
  meshHost: (host: string) => `mesh ${host}`,
  meshWildcard: () => 'mesh *',
  rulesOf: (host: string) => `rules ${host}`,
  boundTo: (gateway: string) => `bound ${gateway}`,
  delegating: (root: string) => `delegate ${root}`,
  podsWith: (key: string, value: string) => `pod ${key}=${value}`,
  /** VirtualServices that send a part of their own host, as written, to a subset. */
  splits: (host: string) => `splits ${host}`,
} as const;

const kindsByPrefix: ReadonlyMap<string, readonly string[]> = new Map([
  ['provided', ['Service', 'ServiceEntry']],
  ['mesh', ['VirtualService']],
  ['bound', ['VirtualService']],
  ['delegate', ['VirtualService']],
  ['splits', ['VirtualService']],
  ['rules', ['DestinationRule']],
  ['pod', ['Pod']],
]);

/** The kinds of what may be found under a name. */
export function kindsUnder(name: string): readonly string[] {
  const [first = '', second = ''] = name.split(' ', 2);
  if (first === 'all') return [second];
  return kindsByPrefix.get(first) ?? [first.split('/')[0] ?? ''];
}

/** A name may come more than once. */
export function namesOf(
  object: KubernetesObject,
  kind: string,
  namespace: string,
  mesh: MeshConfig,
): string[] {
  const names = [
    named.object(kind, namespace, object.metadata.name),
    named.all(kind),
    named.inNamespace(kind, namespace),
  ];
  switch (kind) {
    case 'Service':
      names.push(named.provided(fullHost(object.metadata.name, namespace, mesh.domain)));
      break;
    case 'ServiceEntry':
      names.push(...hostsOfEntry(object as ServiceEntry, namespace, mesh));
      break;
    case 'VirtualService':
      names.push(...ofVirtualService(object as VirtualService, namespace, mesh));
      break;
    case 'DestinationRule': {
      const { spec } = object as DestinationRule;
      if (spec) names.push(named.rulesOf(fullHost(spec.host, namespace, mesh.domain)));
      break;
    }
    case 'Pod':
      names.push(...labelNames(object.metadata.labels ?? {}));
      break;
  }
  return names;
}

function labelNames(labels: Labels): string[] {
  return Object.entries(labels).map(([key, value]) => named.podsWith(key, value));
}

function hostsOfEntry({ spec }: ServiceEntry, namespace: string, mesh: MeshConfig): string[] {
  return (spec?.hosts ?? []).flatMap((host) => {
    const provided = named.provided(fullHost(host, namespace, mesh.domain));
    return isWildcard(host) ? [provided, named.providedWildcard()] : [provided];
  });
}

function ofVirtualService({ spec = {} }: VirtualService, namespace: string, mesh: MeshConfig): string[] {
  const hosts = spec.hosts ?? [];
  const gateways = spec.gateways ?? [];
  const names = gateways.map((gateway) => named.boundTo(resolveGatewayName(gateway, namespace)));
  if (gateways.length === 0 || gateways.includes('mesh')) {
    for (const host of hosts) {
      names.push(named.meshHost(fullHost(host, namespace, mesh.domain)));
      if (isWildcard(host)) names.push(named.meshWildcard());
    }
  }
  for (const route of spec.http ?? []) {
    if (route.delegate) {
      names.push(named.delegating(`${route.delegate.namespace || namespace}/${route.delegate.name ?? ''}`));
    }
    for (const { destination } of route.route ?? []) {
      if (destination.subset && hosts.includes(destination.host)) names.push(named.splits(destination.host));
    }
  }
  return names;
}
