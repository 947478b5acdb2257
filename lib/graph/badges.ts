/** What configuration does to the traffic of a host, as badges: read from VirtualServices, DestinationRules and Gateways. */
import type { GraphNode } from '../api/graph.ts';
import type { ClusterObjects, VirtualService } from '../istio/objects.ts';
import { namespaceOf } from './cluster-index.ts';
import { runningReleases } from './release-annotation.ts';

export type Badge = GraphNode['badges'][number];

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

/** Badges by full host name. A VirtualService marks the hosts it names and, at a gateway, the hosts it sends to. */
export function hostBadges(objects: ClusterObjects): Map<string, Set<Badge>> {
  const badges = new Map<string, Set<Badge>>();
  const mark = (host: string, marks: readonly Badge[]) => {
    const present = badges.get(host);
    if (present === undefined) badges.set(host, new Set(marks));
    else for (const badge of marks) present.add(badge);
  };
  const domain = objects.meshConfig.domain;
  const releasing = runningReleases(objects.virtualServices);
  for (const virtualService of objects.virtualServices) {
    const marks = marksOf(virtualService);
    if (releasing.has(virtualService)) marks.push('release');
    for (const host of subjectHosts(virtualService, domain)) mark(host, marks);
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
    if (breaks) mark(fullHost(host, namespaceOf(rule), domain), ['circuit-breaker']);
  }
  return badges;
}

/** Short names belong to the namespace of the object that holds them; anything with a dot is taken as it is. */
export function fullHost(host: string, namespace: string, domain: string): string {
  return host.includes('.') || host.includes('*') ? host : `${host}.${namespace}.svc.${domain}`;
}

export function isAtGateway({ spec }: VirtualService): boolean {
  return (spec?.gateways ?? []).some((name) => name !== 'mesh');
}

/** Full names of the hosts whose traffic this object steers. */
export function subjectHosts(virtualService: VirtualService, domain: string): Set<string> {
  const namespace = namespaceOf(virtualService);
  const hosts = new Set<string>();
  for (const host of virtualService.spec?.hosts ?? []) hosts.add(fullHost(host, namespace, domain));
  if (isAtGateway(virtualService)) {
    for (const host of destinationHosts(virtualService)) hosts.add(fullHost(host, namespace, domain));
  }
  return hosts;
}

function destinationHosts({ spec }: VirtualService): string[] {
  const rules = [...(spec?.http ?? []), ...(spec?.tls ?? []), ...(spec?.tcp ?? [])];
  return rules.flatMap(({ route = [] }) => route.map(({ destination }) => destination.host));
}

function marksOf(virtualService: VirtualService): Badge[] {
  const { http = [], tls = [], tcp = [] } = virtualService.spec ?? {};
  const marks: Badge[] = ['virtual-service'];
  const shares = ({ route = [] }: { route?: { weight?: number }[] }) =>
    route.filter(({ weight = 0 }) => weight > 0).length > 1;
  if ([...http, ...tls, ...tcp].some(shares)) marks.push('split');
  if (http.some(({ fault }) => fault !== undefined)) marks.push('fault');
  if (http.some(({ mirror, mirrors }) => mirror !== undefined || (mirrors ?? []).length > 0))
    marks.push('mirror');
  if (http.some(({ timeout }) => timeout !== undefined && !/^0[a-z]*$/.test(timeout))) marks.push('timeout');
  if (isAtGateway(virtualService)) marks.push('gateway');
  return marks;
}
