/**
 * One rule of an HTTPRoute or GRPCRoute as rules of a VirtualService, one for each of its matches, as istiod makes them, as far as they
 * decide where requests go
 * (`convertHTTPRoute`, `convertGRPCRoute` and `sortHTTPRoutes` of istio pilot/pkg/config/kube/gateway/conversion.go).
 */
import type { HttpMatch, HttpRedirect, HttpRule, StringMatch } from '../../routing/rules.ts';
import type {
  GrantObject,
  NamedMatch,
  Reference,
  RouteFilter,
  RouteMatch,
  RouteObject,
  RouteRule,
} from './objects.ts';

/** Where a translated rule comes from; kept in its name, as names of rules decide nothing. */
export interface RuleOrigin {
  kind: string;
  namespace: string;
  name: string;
  index: number;
  route: string | null;
}

export interface RankedRule {
  rule: HttpRule;
  /** Compared in order; the larger comes first. */
  rank: readonly number[];
}

export interface RuleWorld {
  domain: string;
  grants: readonly GrantObject[];
}

export function translatedRules(
  route: RouteObject,
  port: number | undefined,
  world: RuleWorld,
): RankedRule[] {
  return (route.spec?.rules ?? []).flatMap((rule, index) => {
    const origin: RuleOrigin = {
      kind: route.kind,
      namespace: route.metadata.namespace ?? '',
      name: route.metadata.name,
      index,
      route: rule.name ?? null,
    };
    const action = actionOf(rule, route, world);
    const matches: readonly RouteMatch[] = rule.matches?.length ? rule.matches : [{}];
    return matches.map((match): RankedRule => {
      const own = matchOf(match);
      const asked = { ...own, ...(port === undefined ? {} : { port }) };
      const matched = Object.keys(asked).length === 0 ? {} : { match: [asked] };
      return { rule: { name: JSON.stringify(origin), ...matched, ...action }, rank: rankOf(own) };
    });
  });
}

export function originOf(name: string | undefined): RuleOrigin | null {
  return name === undefined ? null : JSON.parse(name);
}

/** An exact path before a prefix before a regular expression, longer before shorter, then method, headers and parameters. */
function rankOf({ uri, method, headers, queryParams }: HttpMatch): number[] {
  const kinds = [uri?.exact !== undefined, uri?.prefix !== undefined, uri?.regex !== undefined];
  const place = kinds.indexOf(true);
  const text = uri?.exact ?? uri?.prefix ?? uri?.regex ?? '';
  return [
    place === -1 ? 1 : 3 - place,
    text.length,
    method === undefined ? 0 : 1,
    Object.keys(headers ?? {}).length,
    Object.keys(queryParams ?? {}).length,
  ];
}

export function byRank(one: RankedRule, other: RankedRule): number {
  for (const [place, value] of one.rank.entries()) {
    const difference = (other.rank[place] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return 0;
}

function matchOf({ path, method, headers, queryParams }: RouteMatch): HttpMatch {
  const uri = pathOf(path) ?? (typeof method === 'object' ? callOf(method) : null);
  return {
    ...(uri === null ? {} : { uri }),
    ...(typeof method === 'string' ? { method: { exact: method } } : {}),
    ...(headers?.length ? { headers: named(headers, (name) => name.toLowerCase()) } : {}),
    ...(queryParams?.length ? { queryParams: named(queryParams, (name) => name) } : {}),
  };
}

/** Null where it takes every path. */
function pathOf(path: RouteMatch['path']): StringMatch | null {
  if (path === undefined) return null;
  if (path.type === 'Exact') return { exact: path.value };
  if (path.type === 'RegularExpression') return { regex: path.value };
  return path.value === '/' ? null : { prefix: path.value };
}

function callOf({
  type,
  service,
  method,
}: Exclude<RouteMatch['method'], string | undefined>): StringMatch | null {
  if (service === undefined && method === undefined) return null;
  if (type === 'Exact' && service !== undefined)
    return method === undefined ? { prefix: `/${service}/` } : { exact: `/${service}/${method}` };
  return { regex: `/${service ?? '[^/]+'}/${method ?? '[^/]+'}` };
}

/** Of a name that is there twice the first counts. */
function named(list: readonly NamedMatch[], key: (name: string) => string): Record<string, StringMatch> {
  const found: Record<string, StringMatch> = {};
  for (const { name, type, value } of list)
    if (!Object.hasOwn(found, key(name)))
      found[key(name)] = type === 'Exact' ? { exact: value } : { regex: value };
  return found;
}

/** Requests that nobody answers get 500. */
const refused = { directResponse: { status: 500 } };

function actionOf(
  { filters = [], backendRefs = [] }: RouteRule,
  route: RouteObject,
  world: RuleWorld,
): HttpRule {
  const mirrors = filters.flatMap(({ requestMirror: mirror }) => {
    const host = mirror === undefined ? null : hostOf(mirror.backendRef, route, world);
    if (mirror === undefined || host === null) return [];
    const { percent, fraction } = mirror;
    const share =
      fraction === undefined ? (percent ?? 100) : (fraction.numerator / fraction.denominator) * 100;
    return [{ destination: { host }, percentage: { value: share } }];
  });
  const redirect = filters.find(({ requestRedirect }) => requestRedirect !== undefined)?.requestRedirect;
  if (redirect !== undefined) return { redirect: redirectOf(redirect) };
  const copied = mirrors.length === 0 ? {} : { mirrors };
  const weighted = backendRefs.filter(({ weight }) => weight > 0);
  const reached = weighted.map((backend) => ({
    host: hostOf(backend, route, world),
    weight: backend.weight,
  }));
  if (reached.every(({ host }) => host === null)) return refused;
  return {
    ...copied,
    // What may not be referred to is a destination that nobody has.
    route: reached.map(({ host, weight }) => ({
      destination: { host: host ?? 'reference.invalid' },
      weight,
    })),
  };
}

function redirectOf(redirect: NonNullable<RouteFilter['requestRedirect']>): HttpRedirect {
  const { scheme, hostname, port, statusCode, path } = redirect;
  return {
    redirectCode: statusCode,
    ...(scheme === undefined ? {} : { scheme }),
    ...(hostname === undefined ? {} : { authority: hostname }),
    ...(port === undefined ? {} : { port }),
    ...(path?.replaceFullPath === undefined ? {} : { uri: path.replaceFullPath }),
    ...(path?.replacePrefixMatch === undefined ? {} : { prefixRewrite: path.replacePrefixMatch }),
  };
}

/** Null where the reference may not be made. */
function hostOf(backend: Reference, route: RouteObject, { domain, grants }: RuleWorld): string | null {
  if (backend.kind === 'Hostname') return backend.name;
  if (backend.kind !== 'Service' || backend.group !== '') return null;
  const own = route.metadata.namespace ?? '';
  const namespace = backend.namespace ?? own;
  if (namespace !== own && !isGranted(backend, { namespace, from: own, kind: route.kind }, grants))
    return null;
  return `${backend.name}.${namespace}.svc.${domain}`;
}

function isGranted(
  { group, kind, name }: Reference,
  { namespace, from, kind: own }: { namespace: string; from: string; kind: string },
  grants: readonly GrantObject[],
): boolean {
  return grants.some(
    ({ metadata, spec }) =>
      metadata.namespace === namespace &&
      spec?.from.some((one) => one.kind === own && one.namespace === from) &&
      spec.to.some((one) => one.group === group && one.kind === kind && (one.name ?? name) === name),
  );
}
