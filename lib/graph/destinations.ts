/** Where VirtualServices send traffic, and whether anything is there. Resolution: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
import type { ClusterObjects, Labels, VirtualService } from '../istio/objects.ts';
import { fullHost } from './badges.ts';
import type { ClusterIndex, IndexedWorkload } from './cluster-index.ts';
import { namespaceOf, parseServiceHost, selects } from './cluster-index.ts';

export interface RouteDestination {
  /** Full host name. */
  host: string;
  subset: string | null;
  /** Share of the rule's traffic, or of what is copied for a mirror, 0..1. */
  share: number;
  mirrored: boolean;
}

export interface RouteRule {
  virtualService: VirtualService;
  protocol: 'http' | 'tls' | 'tcp';
  index: number;
  destinations: RouteDestination[];
}

/** Every rule with its destinations; weights need not add up to 100, a single destination gets everything. */
export function routeRules({ virtualServices, meshConfig }: ClusterObjects): RouteRule[] {
  return virtualServices.flatMap((virtualService): RouteRule[] => {
    const namespace = namespaceOf(virtualService);
    const resolve = (host: string) => fullHost(host, namespace, meshConfig.domain);
    const { http = [], tls = [], tcp = [] } = virtualService.spec ?? {};
    const shares = (route: { destination: { host: string; subset?: string }; weight?: number }[] = []) => {
      const total = route.reduce((sum, { weight = 0 }) => sum + weight, 0);
      return route
        .map(({ destination, weight = 0 }) => ({
          host: resolve(destination.host),
          subset: destination.subset ?? null,
          share: route.length === 1 ? 1 : total > 0 ? weight / total : 0,
          mirrored: false,
        }))
        .filter(({ share }) => share > 0);
    };
    return [
      ...http.map((rule, index): RouteRule => {
        const single = rule.mirror
          ? [
              {
                destination: rule.mirror,
                percentage: rule.mirrorPercentage ?? {
                  value: rule.mirrorPercent ?? rule.mirror_percent ?? 100,
                },
              },
            ]
          : [];
        const mirrors = [...single, ...(rule.mirrors ?? [])].map(({ destination, percentage }) => ({
          host: resolve(destination.host),
          subset: destination.subset ?? null,
          share: (percentage?.value ?? 100) / 100,
          mirrored: true,
        }));
        return { virtualService, protocol: 'http', index, destinations: [...shares(rule.route), ...mirrors] };
      }),
      ...tls.map(
        ({ route }, index): RouteRule => ({
          virtualService,
          protocol: 'tls',
          index,
          destinations: shares(route),
        }),
      ),
      ...tcp.map(
        ({ route }, index): RouteRule => ({
          virtualService,
          protocol: 'tcp',
          index,
          destinations: shares(route),
        }),
      ),
    ];
  });
}

/** Labels of a subset, from the rules that may speak for the client or the host; null when none defines it. */
export function subsetLabels(
  objects: ClusterObjects,
  { host, subset }: RouteDestination,
  clientNamespace: string,
): Labels | null {
  const domain = objects.meshConfig.domain;
  const home = parseServiceHost(host, domain)?.namespace;
  const namespaces = [clientNamespace, home, objects.meshConfig.rootNamespace];
  for (const rule of objects.destinationRules) {
    if (!namespaces.includes(namespaceOf(rule))) continue;
    const ruleHost = fullHost(rule.spec?.host ?? '', namespaceOf(rule), domain);
    if (ruleHost !== host && !(ruleHost.startsWith('*') && host.endsWith(ruleHost.slice(1)))) continue;
    const found = rule.spec?.subsets?.find(({ name }) => name === subset);
    if (found !== undefined) return found.labels ?? {};
  }
  return null;
}

/** The workloads that get a destination's traffic; null when the host has none of its own (external). */
export function workloadsOf(
  objects: ClusterObjects,
  index: ClusterIndex,
  destination: RouteDestination,
  clientNamespace: string,
): readonly IndexedWorkload[] | null {
  const service = index.services.get(destination.host);
  if (service === undefined) return null;
  if (destination.subset === null) return service.workloads;
  const labels = subsetLabels(objects, destination, clientNamespace);
  return labels === null ? [] : service.workloads.filter((workload) => selects(labels, workload.labels));
}

/** What a destination lacks, e.g. "subset v9" or the host itself; null when traffic arrives, or nobody can tell. */
export function missingPart(
  objects: ClusterObjects,
  index: ClusterIndex,
  destination: RouteDestination,
  clientNamespace: string,
): string | null {
  const { host, subset } = destination;
  if (host.includes('*') || index.services.size === 0) return null;
  const entry = index.entries.get(host);
  const service = index.services.get(host);
  if (service === undefined && entry === undefined && !matchesWildcard(index, host)) return host;
  if (subset === null) return null;
  const labels = subsetLabels(objects, destination, clientNamespace);
  if (labels === null) return subset;
  if (service === undefined || service.workloads.length === 0) return null;
  const chosen = service.workloads.filter((workload) => selects(labels, workload.labels));
  const empty = chosen.every(({ pods, running }) => (pods === null ? running === 0 : pods.ready === 0));
  return empty ? subset : null;
}

function matchesWildcard(index: ClusterIndex, host: string): boolean {
  for (const entry of index.entries.keys()) {
    if (entry.startsWith('*.') && host.endsWith(entry.slice(1))) return true;
  }
  return false;
}
