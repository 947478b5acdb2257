/** The rules of a VirtualService that may apply to one caller, and where they send its traffic. */
import type { Labels, ProxyRef } from '../../istio/objects.ts';
import type { MergedDestinationRule } from '../../istio/routing/destination/destination-rules.ts';
import { selectDestinationRule } from '../../istio/routing/destination/destination-rules.ts';
import { weigh } from '../../istio/routing/destination/destinations.ts';
import {
  gatewayL4Mismatch,
  httpStaticMismatch,
  l4StaticMismatch,
} from '../../istio/routing/http/static-match.ts';
import { destinationService } from '../../istio/routing/mesh-view.ts';
import type { RoutingIndex } from '../../istio/routing/routing-index.ts';
import type {
  CompiledHttpRule,
  Destination,
  HttpMatch,
  HttpRule,
  IndexedVirtualService,
  L4Match,
  TcpRule,
  TlsRule,
} from '../../istio/routing/rules.ts';
import type { ProxyScope } from '../../istio/routing/sidecar/sidecar-scope.ts';

/** http rules speak for requests, tls and tcp rules for connections. */
export type RouteLayer = 'http' | 'l4';

export interface RouteTarget {
  /** Full name, lower case. */
  host: string;
  subset: string | null;
  /** What its workloads carry: nothing in particular for a whole host; null where no DestinationRule defines the subset, or nothing may be sent there. */
  labels: Labels | null;
  /** Of the rule's traffic, 0..1; weight 0 is no target. Of a mirror, the share that is copied. */
  share: number;
  mirrored: boolean;
}

export type RouteRule = HttpRule | TlsRule | TcpRule;

export interface RuleContext {
  routing: RoutingIndex;
  scope: ProxyScope;
  proxy: ProxyRef;
  /** `mesh`, or namespace/name. */
  gateway: string;
}

/** The rules that may apply: one behind a rule that takes everything never does. */
export function rulesFor(
  context: RuleContext,
  { http, tls, tcp }: IndexedVirtualService,
  layer: RouteLayer,
): RouteRule[] {
  if (layer === 'l4') {
    return [...tls, ...tcp].filter(
      ({ match = [] }) => match.length === 0 || match.some((item) => mayMatchL4(context, item)),
    );
  }
  const rules: RouteRule[] = [];
  for (const compiled of http) {
    const applied = appliedMatches(context, compiled);
    if (applied === 'none') continue;
    rules.push(compiled.rule);
    if (applied === 'all') break;
  }
  return rules;
}

/** The http rules that may apply, each with those of its matches that may; none means every request. */
export function httpRulesFor(
  context: RuleContext,
  { http }: IndexedVirtualService,
): { compiled: CompiledHttpRule; matches: readonly HttpMatch[] }[] {
  const rules: { compiled: CompiledHttpRule; matches: readonly HttpMatch[] }[] = [];
  for (const compiled of http) {
    const applied = appliedMatches(context, compiled);
    if (applied === 'all') {
      rules.push({ compiled, matches: [] });
      break;
    }
    if (applied === 'some') {
      const matches = compiled.matches
        .map(({ match }) => match)
        .filter((match) => mayMatchHttp(context, match));
      rules.push({ compiled, matches });
    }
  }
  return rules;
}

/** The same for connections, with the list and the place of each. `port`: the one that they were made to, where there is no other. */
export function l4RulesFor(
  context: RuleContext,
  { tls, tcp }: IndexedVirtualService,
  port: number | null,
): { rule: TlsRule | TcpRule; list: 'tls' | 'tcp'; index: number; matches: readonly L4Match[] }[] {
  const of = (list: 'tls' | 'tcp', rules: readonly (TlsRule | TcpRule)[]) =>
    rules.flatMap((rule, index) => {
      const match: readonly L4Match[] = rule.match ?? [];
      const matches = match
        .filter((item) => mayMatchL4(context, item) && (port === null || (item.port ?? port) === port))
        .map((item) => (port === null ? item : withoutPort(item)));
      // An item that asks for nothing takes every connection.
      const takesAll = match.length === 0 || matches.some((item) => isEmptyMatch(item));
      if (takesAll) return { rule, list, index, matches: [] };
      return matches.length > 0 ? { rule, list, index, matches } : [];
    });
  return [...of('tls', tls), ...of('tcp', tcp)];
}

function withoutPort({ port, ...match }: L4Match): L4Match {
  return match;
}

/** Of what telemetry may tell apart; who asks was looked at before. */
function isEmptyMatch(match: L4Match): boolean {
  const { gateways, sourceLabels, sourceNamespace, ...asked } = match;
  return Object.values(asked).every((value) => value === undefined);
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
  const applied = matches.filter(({ match }) => mayMatchHttp(context, match));
  if (applied.some(({ match, catchAll }) => catchAll && !match.port)) return 'all';
  return applied.length > 0 ? 'some' : 'none';
}

function mayMatchHttp(context: RuleContext, match: HttpMatch): boolean {
  return httpStaticMismatch(match, { ...context, port: match.port ?? 0 }) === null;
}

function mayMatchL4(context: RuleContext, match: L4Match): boolean {
  const mismatch = context.proxy.type === 'gateway' ? gatewayL4Mismatch : l4StaticMismatch;
  return mismatch(match, { ...context, port: match.port ?? 0 }) === null;
}

/** A destination of a rule with what each DestinationRule makes of it: clients who obey the same one share the target. */
interface RuleDestination {
  host: string;
  subset: string | null;
  /** A route may not refer to it. */
  refused: boolean;
  share: number;
  mirrored: boolean;
  /** Without a DestinationRule. */
  bare: RouteTarget | null;
  targets: WeakMap<MergedDestinationRule, RouteTarget>;
}

const destinations = new WeakMap<RouteRule, readonly RuleDestination[]>();

/** Where the rule sends to; nothing where it answers by itself. */
export function targetsOf(context: RuleContext, rule: RouteRule): RouteTarget[] {
  let known = destinations.get(rule);
  if (known === undefined) {
    known = readDestinations(rule);
    destinations.set(rule, known);
  }
  return known.map((destination) => targetOf(context, destination));
}

function readDestinations(rule: RouteRule): RuleDestination[] {
  const read = (
    { host, subset, refused }: Destination,
    share: number,
    mirrored: boolean,
  ): RuleDestination => ({
    host: host.toLowerCase(),
    subset: subset || null,
    refused: refused !== undefined,
    share,
    mirrored,
    bare: null,
    targets: new WeakMap(),
  });
  const weighted: readonly { destination: Destination; weight?: number }[] = rule.route ?? [];
  return [
    ...weigh(weighted).map(({ route, share }) => read(route.destination, share, false)),
    ...mirrorsOf(rule).flatMap(({ destination, share }) => (share > 0 ? read(destination, share, true) : [])),
  ];
}

function targetOf({ routing, scope, proxy }: RuleContext, destination: RuleDestination): RouteTarget {
  const { host, subset, refused, share, mirrored, targets, bare } = destination;
  const service = subset === null ? undefined : destinationService(routing, scope, host);
  const rule = service === undefined ? null : selectDestinationRule(routing.destinationRules, proxy, service);
  const known = rule === null ? bare : targets.get(rule);
  if (known) return known;
  const found = rule?.subsets.find(({ name }) => name === subset);
  const chosen = subset === null ? {} : found === undefined ? null : (found.labels ?? {});
  const labels = refused ? null : chosen;
  const target = { host, subset, labels, share, mirrored };
  if (rule === null) destination.bare = target;
  else targets.set(rule, target);
  return target;
}

function mirrorsOf(rule: RouteRule): { destination: Destination; share: number }[] {
  const { mirror, mirrors = [], ...http }: Partial<HttpRule> = rule;
  const share = http.mirrorPercentage?.value ?? http.mirrorPercent ?? http.mirror_percent ?? 100;
  const single = mirror === undefined ? [] : [{ destination: mirror, share: share / 100 }];
  const several = mirrors.map(({ destination, percentage }) => ({
    destination,
    share: (percentage?.value ?? 100) / 100,
  }));
  return [...single, ...several];
}
