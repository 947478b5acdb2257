/**
 * The names under which checks look objects up. An object is filed under a few of them; a check that looked a name up is
 * run again when an object comes, goes or changes under it.
 */
import type { VirtualServiceSpec } from '../../generated/types.ts';
import { isWildcard } from '../../hosts/host-name.ts';
import type {
  DestinationRule,
  HttpRoute,
  KubernetesObject,
  Labels,
  MeshConfig,
  ServiceEntry,
  Sidecar,
  VirtualService,
} from '../../objects.ts';
import { resolveGatewayName } from '../../routing/virtual-service-index.ts';
import { fullHost } from './full-host.ts';

/** Each object asks for these again: the same text is hashed once. */
const ofKinds = new Map<string, { all: string; byNamespace: Map<string, string> }>();

function ofKind(kind: string): { all: string; byNamespace: Map<string, string> } {
  let known = ofKinds.get(kind);
  if (known === undefined) {
    known = { all: `all ${kind}`, byNamespace: new Map() };
    ofKinds.set(kind, known);
  }
  return known;
}

function inNamespace(kind: string, namespace: string): string {
  const { byNamespace } = ofKind(kind);
  let name = byNamespace.get(namespace);
  if (name === undefined) {
    // Namespaces come and go.
    if (byNamespace.size >= mostNamespaces) byNamespace.clear();
    name = `all ${kind} in ${namespace}`;
    byNamespace.set(namespace, name);
  }
  return name;
}

const mostNamespaces = 10_000;

export const named = {
  object: (kind: string, namespace: string, name: string) => `${kind}/${namespace}/${name}`,
  all: (kind: string) => ofKind(kind).all,
  inNamespace,
  /** What has a host of this full name: services and ServiceEntries. */
  provided: (host: string) => `provided ${host}`,
  providedWildcard: () => 'provided *',
  /** The same as the registry knows it: a Service by its full name, a ServiceEntry by its hosts as they stand there. */
  known: (host: string) => `known ${host}`,
  /** VirtualServices of the mesh gateway. */
  meshHost: (host: string) => `mesh ${host}`,
  meshWildcard: () => 'mesh *',
  rulesOf: (host: string) => `rules ${host}`,
  rulesWildcard: () => 'rules *',
  /** Sidecars for the whole namespace: those of the root namespace are for the whole mesh. */
  defaultSidecar: (namespace: string) => `default-sidecar ${namespace}`,
  boundTo: (gateway: string) => `bound ${gateway}`,
  /** Bound to a gateway with this host. */
  boundHost: (gateway: string, host: string) => `bound-host ${gateway} ${host}`,
  boundWildcard: (gateway: string) => `bound-host ${gateway} *`,
  /** Bound to a gateway with rules for connections. */
  boundConnections: (gateway: string) => `bound-connections ${gateway}`,
  /** Routes of the Gateway API by their parents: a Service by its full name, a ServiceEntry and a Gateway by namespace/name. */
  routed: (host: string) => `routed ${host}`,
  routedEntry: (entry: string) => `routed-entry ${entry}`,
  routedAt: (gateway: string) => `routed-at ${gateway}`,
  /** Nothing is filed here: what is found holds for those alone who see all there is of a kind. */
  every: (kind: string) => `every ${kind}`,
  delegating: (root: string) => `delegate ${root}`,
  podsWith: (key: string, value: string) => `pod ${key}=${value}`,
  /** VirtualServices that send a part of their own host, as written, to a subset. */
  splits: (host: string) => `splits ${host}`,
} as const;

const kindsByPrefix: ReadonlyMap<string, readonly string[]> = new Map([
  ['provided', ['Service', 'ServiceEntry']],
  ['known', ['Service', 'ServiceEntry']],
  ['mesh', ['VirtualService']],
  ['default-sidecar', ['Sidecar']],
  ['bound-host', ['VirtualService']],
  ['bound-connections', ['VirtualService']],
  ['bound', ['VirtualService']],
  ['delegate', ['VirtualService']],
  ['splits', ['VirtualService']],
  ['routed', ['HTTPRoute', 'GRPCRoute']],
  ['routed-entry', ['HTTPRoute', 'GRPCRoute']],
  ['routed-at', ['HTTPRoute', 'GRPCRoute']],
  ['rules', ['DestinationRule']],
  ['pod', ['Pod']],
]);

/** The kinds of what may be found under a name. */
export function kindsUnder(name: string): readonly string[] {
  const [first = '', second = ''] = name.split(' ', 2);
  if (first === 'all' || first === 'every') return [second];
  return kindsByPrefix.get(first) ?? [first.split('/')[0] ?? ''];
}

/** Beside that of the object itself, which is its id. A name may come more than once. */
export function namesOf(
  object: KubernetesObject,
  kind: string,
  namespace: string,
  mesh: MeshConfig,
): string[] {
  const names = [named.all(kind), named.inNamespace(kind, namespace)];
  switch (kind) {
    case 'Service': {
      const host = fullHost(object.metadata.name, namespace, mesh.domain);
      names.push(named.provided(host), named.known(host));
      break;
    }
    case 'ServiceEntry':
      names.push(...hostsOfEntry(object as ServiceEntry, namespace, mesh));
      break;
    case 'VirtualService':
      names.push(...ofVirtualService(object as VirtualService, namespace, mesh));
      break;
    case 'DestinationRule': {
      const { spec } = object as DestinationRule;
      if (!spec) break;
      names.push(named.rulesOf(fullHost(spec.host, namespace, mesh.domain)));
      if (isWildcard(spec.host)) names.push(named.rulesWildcard());
      break;
    }
    case 'Sidecar':
      if (!(object as Sidecar).spec?.workloadSelector) names.push(named.defaultSidecar(namespace));
      break;
    case 'HTTPRoute':
    case 'GRPCRoute':
      names.push(...parentNames(object as HttpRoute, namespace, mesh));
      break;
    case 'Pod':
      names.push(...labelNames(object.metadata.labels ?? {}));
      break;
  }
  return names;
}

function parentNames({ spec }: HttpRoute, own: string, mesh: MeshConfig): string[] {
  return (spec?.parentRefs ?? []).map(({ kind = 'Gateway', namespace = own, name }) => {
    if (kind === 'Service') return named.routed(fullHost(name, namespace, mesh.domain));
    return kind === 'ServiceEntry'
      ? named.routedEntry(`${namespace}/${name}`)
      : named.routedAt(`${namespace}/${name}`);
  });
}

function labelNames(labels: Labels): string[] {
  return Object.entries(labels).map(([key, value]) => named.podsWith(key, value));
}

function hostsOfEntry({ spec }: ServiceEntry, namespace: string, mesh: MeshConfig): string[] {
  return (spec?.hosts ?? []).flatMap((host) => {
    const found = [named.provided(fullHost(host, namespace, mesh.domain)), named.known(host.toLowerCase())];
    return isWildcard(host) ? [...found, named.providedWildcard()] : found;
  });
}

function ofVirtualService({ spec = {} }: VirtualService, namespace: string, mesh: MeshConfig): string[] {
  const hosts = spec.hosts ?? [];
  const gateways = spec.gateways ?? [];
  const names = gateways.flatMap((gateway) =>
    boundNames(resolveGatewayName(gateway, namespace), { spec, namespace, mesh }),
  );
  if (gateways.length === 0 || gateways.includes('mesh')) {
    for (const host of hosts) {
      const full = fullHost(host, namespace, mesh.domain);
      const lower = full.toLowerCase();
      names.push(named.meshHost(full));
      if (lower !== full) names.push(named.meshHost(lower));
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

function boundNames(
  gateway: string,
  {
    spec: { hosts = [], tls, tcp },
    namespace,
    mesh,
  }: { spec: Partial<VirtualServiceSpec>; namespace: string; mesh: MeshConfig },
): string[] {
  const byHost = hosts.map((host) =>
    isWildcard(host)
      ? named.boundWildcard(gateway)
      : named.boundHost(gateway, fullHost(host, namespace, mesh.domain).toLowerCase()),
  );
  const takesConnections = (tls ?? []).length > 0 || (tcp ?? []).length > 0;
  return [named.boundTo(gateway), ...byHost, ...(takesConnections ? [named.boundConnections(gateway)] : [])];
}
