/** What configuration does to the traffic of a host, as badges: read from VirtualServices, routes, DestinationRules and Gateways. */
import type { GraphNode } from '../../api/traffic/graph.ts';
import { HostTable } from '../../istio/hosts/host-table.ts';
import type { ClusterObjects, DestinationRule, VirtualService } from '../../istio/objects.ts';
import type { RouteGroup } from '../../istio/routing/route-groups.ts';
import type { HttpRule, TcpRule, TlsRule } from '../../istio/routing/rules.ts';
import { namespaceOf } from './cluster-index.ts';
import { runningReleases } from './release-annotation.ts';

export type Badge = GraphNode['badges'][number];

const mostAsked = 20_000;

/** The order in which badges are listed. */
const order: readonly Badge[] = [
  'missing-sidecar',
  'release',
  'split',
  'circuit-breaker',
  'fault',
  'mirror',
  'timeout',
  'virtual-service',
  'gateway',
];

/** Several badges as one number: a bit for each, in their order. */
export type BadgeSet = number;

export function badgeSet(badges: Iterable<Badge>): BadgeSet {
  let set = 0;
  for (const badge of badges) set |= 1 << order.indexOf(badge);
  return set;
}

const lists = new Map<BadgeSet, Badge[]>();

/** In their order; the same list for the same badges, never to be changed. */
export function listBadges(set: BadgeSet): Badge[] {
  let list = lists.get(set);
  if (list === undefined) {
    list = order.filter((_, place) => (set & (1 << place)) !== 0);
    lists.set(set, list);
  }
  return list;
}

/**
 * Badges by full host name. A VirtualService marks the hosts it names and, at a gateway, the hosts it sends to; what its delegates say
 * is said by it. Routes of the Gateway API mark what they are bound to as VirtualServices do. Wildcards speak for hosts that no other
 * object of the kind names. Read once for a snapshot, whose routes come to `groups`, and once for each object.
 */
export function hostBadges(
  objects: ClusterObjects,
  groups: readonly RouteGroup[],
): (host: string) => BadgeSet {
  const known = badgesOf.get(objects);
  if (known !== undefined) return known;
  const badges = readBadges(objects, groups);
  badgesOf.set(objects, badges);
  return badges;
}

const badgesOf = new WeakMap<ClusterObjects, (host: string) => BadgeSet>();

function readBadges(objects: ClusterObjects, groups: readonly RouteGroup[]): (host: string) => BadgeSet {
  const routed = new HostTable<BadgeSet>();
  const limited = new HostTable<BadgeSet>();
  const mark = (table: HostTable<BadgeSet>, host: string, marks: BadgeSet) =>
    table.set(host, (table.get(host) ?? 0) | marks);
  const domain = objects.meshConfig.domain;
  const releasing = runningReleases(objects.virtualServices);
  const byName = new Map(
    objects.virtualServices.map((object) => [`${namespaceOf(object)}/${object.metadata.name}`, object]),
  );
  const release = badgeSet(['release']);
  for (const virtualService of objects.virtualServices) {
    const { parts, marks, hosts } = marksOfService(virtualService, byName, domain);
    const all = parts.some((part) => releasing.has(part)) ? marks | release : marks;
    for (const host of hosts) mark(routed, host, all);
  }
  for (const { gateway, host, rules } of groups) {
    const http = rules.map(({ rule }) => rule);
    const marks = badgeSet(marksOf({ http }));
    if (gateway === 'mesh') mark(routed, host, marks);
    else for (const reached of hostsReached({ http })) mark(routed, reached, marks | badgeSet(['gateway']));
  }
  for (const rule of objects.destinationRules) {
    const { host } = rule.spec ?? {};
    if (host !== undefined) mark(limited, fullHost(host, namespaceOf(rule), domain), limitsOf(rule));
  }
  const asked = new Map<string, BadgeSet>();
  return (host) => {
    const before = asked.get(host);
    if (before !== undefined) return before;
    const badges = (routed.mostSpecific(host) ?? 0) | (limited.mostSpecific(host) ?? 0);
    // Callers write any Host header.
    if (asked.size < mostAsked) asked.set(host, badges);
    return badges;
  };
}

interface ServiceMarks {
  domain: string;
  /** Itself and its delegates. */
  parts: readonly VirtualService[];
  marks: BadgeSet;
  /** Whose traffic it steers. */
  hosts: ReadonlySet<string>;
}

const serviceMarks = new WeakMap<VirtualService, ServiceMarks>();

function marksOfService(
  virtualService: VirtualService,
  byName: ReadonlyMap<string, VirtualService>,
  domain: string,
): ServiceMarks {
  const parts = [virtualService, ...delegatesOf(virtualService, byName)];
  const known = serviceMarks.get(virtualService);
  if (
    known?.domain === domain &&
    known.parts.length === parts.length &&
    known.parts.every((part, place) => part === parts[place])
  )
    return known;
  const told = parts.flatMap(({ spec = {} }) => marksOf(spec));
  const marks = badgeSet(isAtGateway(virtualService) ? [...told, 'gateway'] : told);
  const read = { domain, parts, marks, hosts: subjectHosts(virtualService, parts, domain) };
  serviceMarks.set(virtualService, read);
  return read;
}

const limits = new WeakMap<DestinationRule, BadgeSet>();

function limitsOf(rule: DestinationRule): BadgeSet {
  const known = limits.get(rule);
  if (known !== undefined) return known;
  const { trafficPolicy, subsets = [] } = rule.spec ?? {};
  const policies = [trafficPolicy, ...subsets.map((subset) => subset.trafficPolicy)];
  const breaks = policies.some(
    (policy) =>
      policy?.connectionPool !== undefined ||
      policy?.outlierDetection !== undefined ||
      policy?.portLevelSettings?.some(
        (port) => port.connectionPool !== undefined || port.outlierDetection !== undefined,
      ),
  );
  const set = badgeSet(breaks ? ['circuit-breaker'] : []);
  limits.set(rule, set);
  return set;
}

/** Those that its http rules hand over to. */
function delegatesOf(
  { spec, metadata }: VirtualService,
  byName: ReadonlyMap<string, VirtualService>,
): VirtualService[] {
  return (spec?.http ?? []).flatMap(({ delegate }) => {
    if (delegate === undefined) return [];
    return byName.get(`${delegate.namespace || metadata.namespace}/${delegate.name}`) ?? [];
  });
}

/** Short names belong to the namespace of the object that holds them; anything with a dot is taken as it is. */
export function fullHost(host: string, namespace: string, domain: string): string {
  return host.includes('.') || host.includes('*') ? host : `${host}.${namespace}.svc.${domain}`;
}

function isAtGateway({ spec }: VirtualService): boolean {
  return (spec?.gateways ?? []).some((name) => name !== 'mesh');
}

/** Full names of the hosts whose traffic this object steers, itself or by its delegates. */
function subjectHosts(
  virtualService: VirtualService,
  parts: readonly VirtualService[],
  domain: string,
): Set<string> {
  const named = (virtualService.spec?.hosts ?? []).map((host) =>
    fullHost(host, namespaceOf(virtualService), domain),
  );
  const reached = isAtGateway(virtualService)
    ? parts.flatMap((part) =>
        hostsReached(part.spec ?? {}).map((host) => fullHost(host, namespaceOf(part), domain)),
      )
    : [];
  return new Set([...named, ...reached]);
}

/** The rules of one or more objects. */
interface Rules {
  http?: readonly HttpRule[];
  tls?: readonly TlsRule[];
  tcp?: readonly TcpRule[];
}

function hostsReached({ http = [], tls = [], tcp = [] }: Rules): string[] {
  const rules = [...http, ...tls, ...tcp];
  return rules.flatMap(({ route = [] }) => route.map(({ destination }) => destination.host));
}

function marksOf({ http = [], tls = [], tcp = [] }: Rules): Badge[] {
  const marks: Badge[] = ['virtual-service'];
  const shares = ({ route = [] }: { route?: { weight?: number }[] }) =>
    route.filter(({ weight = 0 }) => weight > 0).length > 1;
  if ([...http, ...tls, ...tcp].some(shares)) marks.push('split');
  if (http.some(injects)) marks.push('fault');
  if (http.some(copies)) marks.push('mirror');
  if (http.some(({ timeout }) => timeout !== undefined && !/^0[a-z]*$/.test(timeout))) marks.push('timeout');
  return marks;
}

/** Without a percentage a fault strikes nobody. */
function injects({ fault }: HttpRule): boolean {
  return (
    [fault?.delay, fault?.abort].some((one) => (one?.percentage?.value ?? 0) > 0) ||
    (fault?.delay?.percent ?? 0) > 0
  );
}

/** Without a percentage a mirror copies everything. */
function copies(rule: HttpRule): boolean {
  const { mirror, mirrors = [] } = rule;
  const single = rule.mirrorPercentage?.value ?? rule.mirrorPercent ?? rule.mirror_percent ?? 100;
  return (
    (mirror !== undefined && single > 0) || mirrors.some(({ percentage }) => (percentage?.value ?? 100) > 0)
  );
}
