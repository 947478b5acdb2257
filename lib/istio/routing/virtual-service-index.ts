/**
 * VirtualServices as istiod keeps them, with those that it makes of routes: short names completed, delegates merged, oldest first,
 * findable by host and gateway
 * (`initVirtualServices`, `ResolveVirtualServiceShortnames`, `mergeVirtualServices` of pilot/pkg/model).
 * What is made of one object is kept as long as the object, and the delegates that it names, stay: the same rules are the same things
 * in every index.
 */
import { resolveShortName } from '../hosts/host-name.ts';
import { HostTable } from '../hosts/host-table.ts';
import { oldestFirst } from '../hosts/object-order.ts';
import { isVisibleTo, parseExportTo } from '../hosts/visibility.ts';
import type { ClusterObjects, ObjectMeta, VirtualService } from '../objects.ts';
import { delegateRules } from './delegates.ts';
import { compileConditions, isCatchAll } from './http/http-conditions.ts';
import type { RouteGroup } from './route-groups.ts';
import type {
  CompiledHttpRule,
  Destination,
  HttpMatch,
  HttpRule,
  IndexedVirtualService,
  TcpRule,
  TlsRule,
} from './rules.ts';

export interface VirtualServiceIndex {
  /** VirtualServices on the mesh by their hosts, oldest first. */
  meshByHost: HostTable<readonly IndexedVirtualService[]>;
  mesh: readonly IndexedVirtualService[];
  /** By namespace/name of the gateway, oldest first. */
  byGateway: ReadonlyMap<string, readonly IndexedVirtualService[]>;
}

export function indexVirtualServices(
  objects: ClusterObjects,
  groups: readonly RouteGroup[],
): VirtualServiceIndex {
  const domain = objects.meshConfig.domain;
  const byName = new Map(
    objects.virtualServices.map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]),
  );
  const meshByHost = new HostTable<IndexedVirtualService[]>();
  const mesh: IndexedVirtualService[] = [];
  const byGateway = new Map<string, IndexedVirtualService[]>();
  const written = objects.virtualServices
    // Without hosts it is a delegate: reached through its root alone.
    .filter(({ spec }) => spec?.hosts && spec.hosts.length > 0)
    .map((object) => entrant(object.metadata, (order) => keptOne(object, order, domain, byName)));
  const made = groups.map((group) => entrant(group.metadata, (order) => keptGroup(group, order)));
  for (const [order, { index }] of oldestFirst([...written, ...made]).entries()) {
    const entry = index(order);
    for (const gateway of entry.gateways) {
      if (gateway !== 'mesh') {
        const bound = byGateway.get(gateway);
        if (bound) bound.push(entry);
        else byGateway.set(gateway, [entry]);
        continue;
      }
      mesh.push(entry);
      for (const host of entry.hosts) meshByHost.getOrCreate(host, () => []).push(entry);
    }
  }
  return { meshByHost, mesh, byGateway };
}

interface Entrant {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  index(order: number): IndexedVirtualService;
}

/** All of them stand in one line. */
function entrant(metadata: ObjectMeta, index: Entrant['index']): Entrant {
  return { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, index };
}

/** Private to the namespace, then exported to it by name, then its own routes of the Gateway API, then public; each oldest first. */
export function inClientOrder(
  virtualServices: readonly IndexedVirtualService[] | undefined,
  clientNamespace: string,
): IndexedVirtualService[] {
  const ranks: IndexedVirtualService[][] = [[], [], [], []];
  for (const entry of virtualServices ?? []) {
    if (!isVisibleTo(entry.visibility, clientNamespace)) continue;
    const isOwn = entry.ref.namespace === clientNamespace;
    const isPublic = entry.visibility === 'all';
    const rank = isPublic ? (isOwn && entry.routes !== null ? 2 : 3) : isOwn ? 0 : 1;
    ranks[rank]?.push(entry);
  }
  return ranks.flat();
}

export function comesBefore(
  one: IndexedVirtualService,
  other: IndexedVirtualService,
  clientNamespace: string,
): boolean {
  const byAge = one.order < other.order ? [one, other] : [other, one];
  return one !== other && inClientOrder(byAge, clientNamespace)[0] === one;
}

/** `name`, `namespace/name`, `./name` and the old `name.namespace…` become namespace/name; `mesh` stays. */
export function resolveGatewayName(gateway: string, namespace: string): string {
  if (gateway === 'mesh') return gateway;
  if (gateway.startsWith('./')) return namespace + gateway.slice(1);
  if (gateway.includes('/')) return gateway;
  const [name = '', dottedNamespace] = gateway.split('.');
  return `${dottedNamespace ?? namespace}/${name}`;
}

interface KeptOne {
  domain: string;
  /** What each delegate that it names was. */
  delegates: readonly (readonly [string, VirtualService | undefined])[];
  entry: IndexedVirtualService;
}

const keptOnes = new WeakMap<VirtualService, KeptOne>();

function keptOne(
  object: VirtualService,
  order: number,
  domain: string,
  byName: ReadonlyMap<string, VirtualService>,
): IndexedVirtualService {
  const known = keptOnes.get(object);
  if (known?.domain === domain && known.delegates.every(([name, one]) => byName.get(name) === one))
    return inPlace(known.entry, order);
  const { namespace } = object.metadata;
  const named = (object.spec?.http ?? []).flatMap(({ delegate }) =>
    delegate ? `${delegate.namespace || (namespace ?? '')}/${delegate.name ?? ''}` : [],
  );
  const entry = indexOne(object, order, domain, byName);
  keptOnes.set(object, { domain, delegates: named.map((name) => [name, byName.get(name)]), entry });
  return entry;
}

const keptGroups = new WeakMap<RouteGroup, IndexedVirtualService>();

function keptGroup(group: RouteGroup, order: number): IndexedVirtualService {
  const known = keptGroups.get(group);
  if (known !== undefined) return inPlace(known, order);
  const entry = indexGroup(group, order);
  keptGroups.set(group, entry);
  return entry;
}

/** Others before it may have come or gone: its rules stay the very same. */
function inPlace(entry: IndexedVirtualService, order: number): IndexedVirtualService {
  return entry.order === order ? entry : { ...entry, order };
}

function indexOne(
  object: VirtualService,
  order: number,
  domain: string,
  byName: ReadonlyMap<string, VirtualService>,
): IndexedVirtualService {
  const { name, namespace = '' } = object.metadata;
  const spec = object.spec ?? {};
  const ref = { kind: 'VirtualService', namespace, name };
  const names = { namespace, domain };
  const dropped: IndexedVirtualService['dropped'][number][] = [];
  const http: CompiledHttpRule[] = [];
  (spec.http ?? []).forEach((rule, index) => {
    const resolved = resolveHttpRule(rule, names);
    if (!rule.delegate) {
      http.push(compileRule(resolved, { of: ref, index, origin: null }));
      return;
    }
    const delegated = delegateRules(resolved, rule.delegate, namespace, byName, (leaf, leafNamespace) =>
      resolveHttpRule(leaf, { namespace: leafNamespace, domain }),
    );
    for (const { rule: merged, origin } of delegated.merged)
      http.push(compileRule(merged, { of: ref, index, origin }));
    for (const reason of delegated.dropped) dropped.push({ index, reason });
  });
  return {
    ref,
    path: `${namespace}/${name}`,
    routes: null,
    order,
    visibility: parseExportTo(spec.exportTo, namespace),
    hosts: (spec.hosts ?? []).map((host) => resolveShortName(host, namespace, domain).toLowerCase()),
    gateways: (spec.gateways && spec.gateways.length > 0 ? spec.gateways : ['mesh']).map((gateway) =>
      resolveGatewayName(gateway, namespace),
    ),
    http,
    tls: (spec.tls ?? []).map((rule) => resolveL4Rule(rule, names)),
    tcp: (spec.tcp ?? []).map((rule) => resolveL4Rule(rule, names)),
    dropped,
  };
}

/** Names in it are complete. */
function indexGroup(
  { metadata, host, gateway, routes, rules }: RouteGroup,
  order: number,
): IndexedVirtualService {
  const { namespace = '', name } = metadata;
  return {
    ref: routes[0] ?? { kind: 'HTTPRoute', namespace, name },
    path: `${namespace}/${name}`,
    routes,
    order,
    visibility: 'all',
    hosts: [host.toLowerCase()],
    gateways: [gateway],
    http: rules.map(({ of, index, rule }) => compileRule(rule, { of, index, origin: null }, unlessAnyPath)),
    tls: [],
    tcp: [],
    dropped: [],
  };
}

/** Their schema gives routes that name no path the path `/`: what nobody wrote is no condition to tell. */
function unlessAnyPath({ uri, ...match }: HttpMatch): HttpMatch {
  return uri === undefined || uri.prefix === '/' ? match : { ...match, uri };
}

function compileRule(
  rule: HttpRule,
  place: Pick<CompiledHttpRule, 'of' | 'index' | 'origin'>,
  asked: (match: HttpMatch) => HttpMatch = (match) => match,
): CompiledHttpRule {
  return {
    ...place,
    rule,
    matches: (rule.match ?? []).map((match) => ({
      match,
      conditions: compileConditions(asked(match)),
      catchAll: isCatchAll(match),
    })),
  };
}

interface NameScope {
  namespace: string;
  domain: string;
}

function resolveHttpRule(rule: HttpRule, names: NameScope): HttpRule {
  return {
    ...rule,
    match: rule.match?.map((match) => resolveGateways(match, names)),
    route: rule.route?.map((route) => ({
      ...route,
      destination: resolveDestination(route.destination, names),
    })),
    mirror: rule.mirror && resolveDestination(rule.mirror, names),
    mirrors: rule.mirrors?.map((mirror) => ({
      ...mirror,
      destination: resolveDestination(mirror.destination, names),
    })),
  };
}

function resolveL4Rule<Rule extends TlsRule | TcpRule>(rule: Rule, names: NameScope): Rule {
  return {
    ...rule,
    match: rule.match?.map((match) => resolveGateways(match, names)),
    route: rule.route?.map((route) => ({
      ...route,
      destination: resolveDestination(route.destination, names),
    })),
  };
}

function resolveGateways<Match extends { gateways?: string[] }>(match: Match, names: NameScope): Match {
  if (!match.gateways) return match;
  return {
    ...match,
    gateways: match.gateways.map((gateway) => resolveGatewayName(gateway, names.namespace)),
  };
}

/** In a draft that is being typed there may be none yet, or no host: that leads nowhere. */
function resolveDestination(destination: Partial<Destination> | undefined, names: NameScope): Destination {
  return { ...destination, host: resolveShortName(destination?.host ?? '', names.namespace, names.domain) };
}
