/**
 * What a proxy's configuration is cut down to: the Sidecar object that selects it, its egress listeners and the hosts
 * these import (istio pilot/pkg/model/sidecar.go). Gateways always see everything exported to them.
 */
import { hostsOverlap, isWithin } from '../../hosts/host-name.ts';
import { selectsLabels } from '../../hosts/labels.ts';
import { oldestFirst } from '../../hosts/object-order.ts';
import { type PortProtocol, parseProtocol } from '../../hosts/port-protocol.ts';
import { portOf, type RegistryService } from '../../hosts/registry.ts';
import type { ClusterObjects, MeshConfig, ProxyRef, Sidecar } from '../../objects.ts';
import type { IndexedVirtualService } from '../rules.ts';

interface ImportedHosts {
  allowed: string[];
  excluded: string[];
}

export interface EgressListener {
  /** Null serves every port that no listener before it names. */
  port: number | null;
  /** What is spoken on the port; it overrides the services' own protocol. */
  protocol: PortProtocol | null;
  /** By namespace, `*` for all; null imports everything. */
  imports: ReadonlyMap<string, ImportedHosts> | null;
  /** Services of this listener by host, filled as asked. */
  services: Map<string, readonly RegistryService[]>;
  /** Whether HTTP is spoken on 0.0.0.0 of a port, filled as asked. */
  openPorts: Map<number, boolean>;
  /** VirtualServices by host in the order of precedence, filled as asked. */
  virtualServices: Map<string, readonly IndexedVirtualService[]>;
}

export interface ProxyScope {
  proxyType: ProxyRef['type'];
  namespace: string;
  outboundTrafficPolicy: MeshConfig['outboundTrafficPolicy'];
  listeners: readonly EgressListener[];
}

export interface SidecarIndex {
  meshConfig: MeshConfig;
  /** Those with a selector first, each oldest first. */
  byNamespace: ReadonlyMap<string, readonly Sidecar[]>;
  meshWide: Sidecar | undefined;
  scopes: Map<string, ProxyScope>;
}

export function indexSidecars(objects: ClusterObjects): SidecarIndex {
  const byAge = oldestFirst(objects.sidecars).filter((sidecar) => sidecar.spec);
  const ordered = [
    ...byAge.filter((sidecar) => sidecar.spec?.workloadSelector),
    ...byAge.filter((sidecar) => !sidecar.spec?.workloadSelector),
  ];
  return {
    meshConfig: objects.meshConfig,
    byNamespace: Map.groupBy(ordered, (sidecar) => sidecar.metadata.namespace ?? ''),
    meshWide: byAge.find(
      (sidecar) =>
        sidecar.metadata.namespace === objects.meshConfig.rootNamespace && !sidecar.spec?.workloadSelector,
    ),
    scopes: new Map(),
  };
}

export function scopeOf(index: SidecarIndex, proxy: ProxyRef): ProxyScope {
  const sidecar =
    proxy.type === 'gateway'
      ? undefined
      : (index.byNamespace
          .get(proxy.namespace)
          ?.find((candidate) => selectsLabels(candidate.spec?.workloadSelector?.labels, proxy.labels)) ??
        index.meshWide);
  const key = `${proxy.type}/${proxy.namespace}/${sidecar ? `${sidecar.metadata.namespace}/${sidecar.metadata.name}` : ''}`;
  const known = index.scopes.get(key);
  if (known) return known;
  const scope = createScope(index.meshConfig, proxy, sidecar);
  index.scopes.set(key, scope);
  return scope;
}

function createScope(
  meshConfig: MeshConfig,
  { type, namespace }: ProxyRef,
  sidecar: Sidecar | undefined,
): ProxyScope {
  const policy = sidecar?.spec?.outboundTrafficPolicy;
  const egress = sidecar?.spec?.egress ?? [];
  return {
    proxyType: type,
    namespace,
    // The block without a mode means the enum's zero value.
    outboundTrafficPolicy: policy
      ? policy.mode === 'ALLOW_ANY'
        ? 'ALLOW_ANY'
        : 'REGISTRY_ONLY'
      : meshConfig.outboundTrafficPolicy,
    listeners:
      egress.length === 0
        ? [createListener(null, null, null)]
        : egress.map(({ port, hosts }) =>
            createListener(
              port?.number ?? null,
              port ? parseProtocol(port.protocol) : null,
              readImports(hosts, namespace),
            ),
          ),
  };
}

function createListener(
  port: number | null,
  protocol: PortProtocol | null,
  imports: EgressListener['imports'],
): EgressListener {
  return { port, protocol, imports, services: new Map(), openPorts: new Map(), virtualServices: new Map() };
}

/** `namespace/host`, where the namespace may be `*`, `.` (the proxy's), `~` (none), and `~namespace` takes hosts out again. */
function readImports(hosts: readonly string[], ownNamespace: string): Map<string, ImportedHosts> {
  const imports = new Map<string, ImportedHosts>();
  for (const entry of hosts) {
    const [scope = '', host = '', ...rest] = entry.split('/');
    if (rest.length > 0 || host === '') continue;
    const excluded = scope.startsWith('~');
    const named = excluded ? scope.slice(1) || '*' : scope;
    const namespace = named === '.' ? ownNamespace : named;
    const present = imports.get(namespace) ?? { allowed: [], excluded: [] };
    (excluded ? present.excluded : present.allowed).push(host);
    imports.set(namespace, present);
  }
  return imports;
}

/** The first listener for the port, as istiod picks it. */
export function listenerFor(scope: ProxyScope, port: number): EgressListener | undefined {
  return scope.listeners.find((listener) => listener.port === null || listener.port === port);
}

export function importsService(listener: EgressListener, service: RegistryService): boolean {
  if (listener.port !== null && !portOf(service, listener.port)) return false;
  const lists = listsFor(listener, service.namespace);
  if (!lists) return true;
  if (lists.some((list) => list.excluded.some((host) => isWithin(service.host, host)))) return false;
  return lists.some((list) => list.allowed.some((host) => isWithin(service.host, host)));
}

/** Whether a VirtualService that the listener imports may bring a destination with it: one for a port only services that have it. */
export function mayBringIn({ port, imports }: EgressListener, service: RegistryService): boolean {
  if (port !== null) return portOf(service, port) !== undefined;
  return imports === null || [...imports.values()].some(({ allowed }) => allowed.length > 0);
}

/** The name of an ExternalName service comes with the service that it points to, where the Sidecar's hosts cover it, too. */
export function importsAlias(listener: EgressListener, service: RegistryService, alias: string): boolean {
  const lists = listsFor(listener, service.namespace);
  const importing = lists?.find((list) => list.allowed.some((host) => isWithin(service.host, host)));
  return lists === null || (importing?.allowed.some((host) => isWithin(alias, host)) ?? false);
}

/** A VirtualService is imported when one of its hosts and an imported host cover each other, either way; a route where its host is covered. */
export function importsVirtualService(
  listener: EgressListener,
  virtualService: IndexedVirtualService,
): boolean {
  const lists = listsFor(listener, virtualService.ref.namespace);
  if (!lists) return true;
  return virtualService.hosts.some(
    (own) =>
      !lists.some((list) => list.excluded.some((host) => isWithin(own, host))) &&
      lists.some((list) =>
        list.allowed.some((host) =>
          virtualService.routes === null ? hostsOverlap(own, host) : isWithin(own, host),
        ),
      ),
  );
}

function listsFor(listener: EgressListener, namespace: string): ImportedHosts[] | null {
  if (!listener.imports) return null;
  return [listener.imports.get(namespace), listener.imports.get('*')].filter((list) => list !== undefined);
}
