/** The rules of a VirtualService that may apply to one caller, and where they send its traffic. */
import type { Labels, ProxyRef } from '../istio/objects.ts';
import { selectDestinationRule } from '../istio/routing/destination-rules.ts';
import { weigh } from '../istio/routing/destinations.ts';
import { destinationService } from '../istio/routing/mesh-view.ts';
import type { RoutingIndex } from '../istio/routing/routing-index.ts';
import type {
  CompiledHttpRule,
  Destination,
  HttpRule,
  IndexedVirtualService,
  L4Match,
} from '../istio/routing/rules.ts';
import type { ProxyScope } from '../istio/routing/sidecar-scope.ts';
import { gatewayL4Mismatch, httpStaticMismatch, l4StaticMismatch } from '../istio/routing/static-match.ts';

/** http rules speak for requests, tls and tcp rules for connections. */
export type RouteLayer = 'http' | 'l4';

export interface RouteTarget {
  /** Full name, lower case. */
  host: string;
  subset: string | null;
  /** What its workloads carry: nothing in particular for a whole host; null where no DestinationRule defines the subset. */
  labels: Labels | null;
  /** Of the rule's traffic, 0..1; weight 0 is no target. Of a mirror, the share that is copied. */
  share: number;
  mirrored: boolean;
}

export interface RuleContext {
  routing: RoutingIndex;
  scope: ProxyScope;
  proxy: ProxyRef;
  /** `mesh`, or namespace/name. */
  gateway: string;
}

/** One list of targets a rule; empty where it answers by itself. A rule behind one that takes everything never applies. */
export function rulesFor(
  context: RuleContext,
  virtualService: IndexedVirtualService,
  layer: RouteLayer,
): RouteTarget[][] {
  if (layer === 'l4') {
    return [...virtualService.tls, ...virtualService.tcp]
      .filter(({ match = [] }) => match.length === 0 || match.some((item) => mayMatchL4(context, item)))
      .map(({ route = [] }) => weighted(context, route));
  }
  const rules: RouteTarget[][] = [];
  for (const compiled of virtualService.http) {
    const applied = appliedMatches(context, compiled);
    if (applied === 'none') continue;
    rules.push(httpTargets(context, compiled.rule));
    if (applied === 'all') break;
  }
  return rules;
}

/** Whether its rules differ from client to client of one namespace. */
export function isConditional({ http, tls, tcp }: IndexedVirtualService): boolean {
  return (
    http.some(({ rule }) => rule.match?.some(({ sourceLabels }) => sourceLabels !== undefined)) ||
    [...tls, ...tcp].some(({ match }) => match?.some(({ sourceLabels }) => sourceLabels !== undefined))
  );
}

const named = new WeakMap<IndexedVirtualService, ReadonlySet<string>>();

/** Hosts that any rule sends to or copies to, lower case. */
export function namedHosts(virtualService: IndexedVirtualService): ReadonlySet<string> {
  let hosts = named.get(virtualService);
  if (hosts === undefined) {
    const { http, tls, tcp } = virtualService;
    const routes = [...http.map(({ rule }) => rule), ...tls, ...tcp].flatMap(({ route = [] }) => route);
    const mirrors = http.flatMap(({ rule }) => mirrorsOf(rule));
    hosts = new Set([...routes, ...mirrors].map(({ destination }) => destination.host.toLowerCase()));
    named.set(virtualService, hosts);
  }
  return hosts;
}

/** Telemetry tells no port: a match that names one is taken to be about it. */
function appliedMatches(context: RuleContext, { matches }: CompiledHttpRule): 'none' | 'some' | 'all' {
  if (matches.length === 0) return 'all';
  const applied = matches.filter(
    ({ match }) => httpStaticMismatch(match, { ...context, port: match.port ?? 0 }) === null,
  );
  if (applied.some(({ match, catchAll }) => catchAll && !match.port)) return 'all';
  return applied.length > 0 ? 'some' : 'none';
}

function mayMatchL4(context: RuleContext, match: L4Match): boolean {
  const mismatch = context.proxy.type === 'gateway' ? gatewayL4Mismatch : l4StaticMismatch;
  return mismatch(match, { ...context, port: match.port ?? 0 }) === null;
}

function httpTargets(context: RuleContext, rule: HttpRule): RouteTarget[] {
  const copies = mirrorsOf(rule)
    .filter(({ share }) => share > 0)
    .map(({ destination, share }) => ({ ...targetOf(context, destination), share, mirrored: true }));
  return [...weighted(context, rule.route ?? []), ...copies];
}

function weighted(
  context: RuleContext,
  routes: readonly { destination: Destination; weight?: number }[],
): RouteTarget[] {
  return weigh(routes).map(({ route, share }) => ({
    ...targetOf(context, route.destination),
    share,
    mirrored: false,
  }));
}

function mirrorsOf(rule: HttpRule): { destination: Destination; share: number }[] {
  const share = rule.mirrorPercentage?.value ?? rule.mirrorPercent ?? rule.mirror_percent ?? 100;
  const single = rule.mirror === undefined ? [] : [{ destination: rule.mirror, share: share / 100 }];
  const several = (rule.mirrors ?? []).map(({ destination, percentage }) => ({
    destination,
    share: (percentage?.value ?? 100) / 100,
  }));
  return [...single, ...several];
}

function targetOf(
  { routing, scope, proxy }: RuleContext,
  destination: Destination,
): Pick<RouteTarget, 'host' | 'subset' | 'labels'> {
  const host = destination.host.toLowerCase();
  const subset = destination.subset || null;
  if (subset === null) return { host, subset, labels: {} };
  const service = destinationService(routing, scope, host);
  const rule = service && selectDestinationRule(routing.destinationRules, proxy, service);
  const found = rule?.subsets.find(({ name }) => name === subset);
  return { host, subset, labels: found === undefined ? null : (found.labels ?? {}) };
}
