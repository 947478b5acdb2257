/** What configuration does to the traffic of a host, as badges: read from VirtualServices, routes, DestinationRules and Gateways. */
import type { GraphNode } from '../api/graph.ts';
import { HostTable } from '../istio/hosts/host-table.ts';
import type { ClusterObjects, VirtualService } from '../istio/objects.ts';
import type { RouteGroup } from '../istio/routing/route-groups.ts';
import type { HttpRule, TcpRule, TlsRule } from '../istio/routing/rules.ts';
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

export function sortBadges(badges: Iterable<Badge>): Badge[] {
  return [...badges].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/**
 * Badges by full host name. A VirtualService marks the hosts it names and, at a gateway, the hosts it sends to; what its delegates say
 * is said by it. Routes of the Gateway API mark what they are bound to as VirtualServices do. Wildcards speak for hosts that no other
 * object of the kind names. Read once for a snapshot, whose routes come to `groups`.
 */
export function hostBadges(
  objects: ClusterObjects,
  groups: readonly RouteGroup[],
): (host: string) => ReadonlySet<Badge> {
  const known = badgesOf.get(objects);
  if (known !== undefined) return known;
  const badges = readBadges(objects, groups);
  badgesOf.set(objects, badges);
  return badges;
}

const badgesOf = new WeakMap<ClusterObjects, (host: string) => ReadonlySet<Badge>>();

function readBadges(
  objects: ClusterObjects,
  groups: readonly RouteGroup[],
): (host: string) => ReadonlySet<Badge> {
  const routed = new HostTable<Set<Badge>>();
  const limited = new HostTable<Set<Badge>>();
  const mark = (table: HostTable<Set<Badge>>, host: string, marks: readonly Badge[]) => {
    const present = table.getOrCreate(host, () => new Set());
    for (const badge of marks) present.add(badge);
  };
  const domain = objects.meshConfig.domain;
  const releasing = runningReleases(objects.virtualServices);
  const byName = new Map(
    objects.virtualServices.map((object) => [`${namespaceOf(object)}/${object.metadata.name}`, object]),
  );
  for (const virtualService of objects.virtualServices) {
    const parts = [virtualService, ...delegatesOf(virtualService, byName)];
    const marks = new Set(parts.flatMap(({ spec = {} }) => marksOf(spec)));
    if (parts.some((part) => releasing.has(part))) marks.add('release');
    if (isAtGateway(virtualService)) marks.add('gateway');
    for (const host of subjectHosts(virtualService, parts, domain)) mark(routed, host, [...marks]);
  }
  for (const { gateway, host, rules } of groups) {
    const http = rules.map(({ rule }) => rule);
    const marks = marksOf({ http });
    if (gateway === 'mesh') mark(routed, host, marks);
    else for (const reached of hostsReached({ http })) mark(routed, reached, [...marks, 'gateway']);
  }
  for (const rule of objects.destinationRules) {
    const { host, trafficPolicy, subsets = [] } = rule.spec ?? {};
    if (host === undefined) continue;
    const policies = [trafficPolicy, ...subsets.map((subset) => subset.trafficPolicy)];
    const breaks = policies.some(
      (policy) =>
        policy?.connectionPool !== undefined ||
        policy?.outlierDetection !== undefined ||
        policy?.portLevelSettings?.some(
          (port) => port.connectionPool !== undefined || port.outlierDetection !== undefined,
        ),
    );
    mark(limited, fullHost(host, namespaceOf(rule), domain), breaks ? ['circuit-breaker'] : []);
  }
  const asked = new Map<string, ReadonlySet<Badge>>();
  return (host) => {
    const before = asked.get(host);
    if (before !== undefined) return before;
    const badges = new Set([...(routed.mostSpecific(host) ?? []), ...(limited.mostSpecific(host) ?? [])]);
    // Callers write any Host header.
    if (asked.size < mostAsked) asked.set(host, badges);
    return badges;
  };
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
