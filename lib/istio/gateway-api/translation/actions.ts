/**
 * What a rule of a route does with a request, as a rule of a VirtualService does it
 * (`convertHTTPRoute`, `convertGRPCRoute`, `buildHTTPDestination` and `buildDestination` of istio pilot/pkg/config/kube/gateway/conversion.go).
 */
import type {
  Destination,
  HttpRedirect,
  HttpRule,
  Refusal,
  WeightedDestination,
} from '../../routing/rules.ts';
import { isOfGroup } from './classes.ts';
import { millisecondsOf, secondsText } from './durations.ts';
import type {
  Backend,
  GrantObject,
  HeaderOperations,
  Reference,
  RouteFilter,
  RouteObject,
  RouteRule,
} from './objects.ts';

export interface RuleWorld {
  domain: string;
  grants: readonly GrantObject[];
  /** Of Services: namespace/name. */
  services: ReadonlySet<string>;
  /** Hosts of the mesh by their exact names, for backends that are called by a host. */
  isKnownHost(host: string): boolean;
  /** Callers of the mesh need nobody's leave to be sent to another namespace. */
  onMesh: boolean;
}

type Action = Omit<HttpRule, 'match' | 'name'>;

/** Null where istiod gives up on the rule, and with it on its whole route. */
export function actionOf(rule: RouteRule, route: RouteObject, world: RuleWorld): Action | null {
  const { filters = [], backendRefs = [] } = rule;
  const filtered = filteredBy(filters, route, world);
  if (filtered === null) return null;
  const action = { ...filtered, ...waiting(rule) };
  const weights = backendRefs.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0 && action.redirect === undefined) return { ...action, directResponse: { status: 500 } };
  const destinations = backendRefs
    .filter(({ weight }) => weight > 0)
    .map((backend) => weighted(backend, route, world));
  if (destinations.includes(null)) return null;
  return { ...action, route: destinations.filter((one) => one !== null) };
}

const supported: Readonly<Record<string, readonly string[]>> = {
  HTTPRoute: [
    'RequestHeaderModifier',
    'ResponseHeaderModifier',
    'RequestRedirect',
    'RequestMirror',
    'URLRewrite',
    'CORS',
  ],
  GRPCRoute: ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror'],
};

function filteredBy(filters: readonly RouteFilter[], route: RouteObject, world: RuleWorld): Action | null {
  const action: Action = {};
  for (const filter of filters) {
    if (!supported[route.kind]?.includes(filter.type)) return null;
    const { requestRedirect, requestMirror, urlRewrite } = filter;
    if (!addHeaders(action, filter)) return null;
    if (requestRedirect !== undefined) action.redirect = redirectOf(requestRedirect);
    if (urlRewrite !== undefined) action.rewrite = rewriteOf(urlRewrite);
    if (requestMirror === undefined) continue;
    const referred = referredBy(requestMirror.backendRef, route, world);
    if (referred?.leads)
      action.mirrors = [
        ...(action.mirrors ?? []),
        { destination: referred.destination, percentage: { value: copiedPercent(requestMirror) } },
      ];
    // A copy that leads nowhere is left out; istiod gives up on a GRPCRoute for it.
    else if (route.kind === 'GRPCRoute') return null;
  }
  return action;
}

function copiedPercent({ percent, fraction }: NonNullable<RouteFilter['requestMirror']>): number {
  return fraction === undefined ? (percent ?? 100) : (100 * fraction.numerator) / fraction.denominator;
}

/** False for a value that no header may have. */
function addHeaders(
  into: { headers?: HttpRule['headers'] },
  { requestHeaderModifier, responseHeaderModifier }: RouteFilter,
): boolean {
  for (const [side, written] of [
    ['request', requestHeaderModifier],
    ['response', responseHeaderModifier],
  ] as const) {
    if (written === undefined) continue;
    const { set = [], add = [], remove = [] } = written;
    if ([...set, ...add].some(({ value }) => !isHeaderValue(value))) return false;
    into.headers = { ...into.headers, [side]: { set: byName(set), add: byName(add), remove } };
  }
  return true;
}

function isHeaderValue(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value);
}

/** The first of a name counts. */
function byName(list: NonNullable<HeaderOperations['set']>): Record<string, string> {
  return Object.fromEntries(list.toReversed().map(({ name, value }) => [name.toLowerCase(), value]));
}

function rewriteOf({ path, hostname }: NonNullable<RouteFilter['urlRewrite']>): Action['rewrite'] {
  const rewrite: NonNullable<Action['rewrite']> = {};
  if (path?.type === 'ReplaceFullPath')
    rewrite.uriRegexRewrite = { match: '/.*', rewrite: path.replaceFullPath ?? '' };
  else if (path !== undefined) {
    const prefix = path.replacePrefixMatch ?? '';
    const cut = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
    rewrite.uri = cut === '' ? '/' : cut;
  }
  if (hostname !== undefined) rewrite.authority = hostname;
  return Object.keys(rewrite).length === 0 ? undefined : rewrite;
}

function redirectOf(redirect: NonNullable<RouteFilter['requestRedirect']>): HttpRedirect {
  const { scheme, hostname, port, statusCode, path } = redirect;
  const derived = scheme === undefined ? 'FROM_REQUEST_PORT' : 'FROM_PROTOCOL_DEFAULT';
  return {
    redirectCode: statusCode,
    ...(scheme === undefined ? {} : { scheme }),
    ...(hostname === undefined ? {} : { authority: hostname }),
    ...(port === undefined ? { derivePort: derived } : { port }),
    ...(path?.type === 'ReplaceFullPath' ? { uri: path.replaceFullPath } : {}),
    ...(path?.type === 'ReplacePrefixMatch' ? { prefixRewrite: path.replacePrefixMatch } : {}),
  };
}

/** Timeouts and retries; one try's limit is the request's where nothing is tried again. */
function waiting({ timeouts = {}, retry }: RouteRule): Action {
  const [request, backend] = [timeouts.request, timeouts.backendRequest].map((text) => {
    const limit = text === undefined ? 0 : millisecondsOf(text);
    return limit === 0 ? undefined : secondsText(limit);
  });
  const retries = retry === undefined ? undefined : retriesOf(retry, backend);
  const timeout = retries === undefined ? (backend ?? request) : request;
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(retries === undefined ? {} : { retries }),
  };
}

function retriesOf(
  { attempts = 2, codes = [] }: NonNullable<RouteRule['retry']>,
  perTryTimeout: string | undefined,
): NonNullable<HttpRule['retries']> {
  const policies = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', ...codes.map(String)];
  return {
    attempts,
    ...(attempts === 0 ? {} : { retryOn: policies.join() }),
    ...(perTryTimeout === undefined ? {} : { perTryTimeout }),
  };
}

/** Null where istiod gives up. */
function weighted(backend: Backend, route: RouteObject, world: RuleWorld): WeightedDestination | null {
  const referred = referredBy(backend, route, world);
  const headers: { headers?: HttpRule['headers'] } = {};
  for (const filter of backend.filters ?? []) {
    if (!filter.type.endsWith('HeaderModifier') || !addHeaders(headers, filter)) return null;
  }
  return referred && { destination: referred.destination, weight: backend.weight, ...headers };
}

interface Referred {
  destination: Destination;
  /** To something that is there, and may be referred to. */
  leads: boolean;
}

/** Null where istiod gives up. */
function referredBy(reference: Reference, route: RouteObject, world: RuleWorld): Referred | null {
  const { group, kind, name, port } = reference;
  const own = route.metadata.namespace ?? '';
  const namespace = reference.namespace ?? own;
  const isHost = group === 'networking.istio.io' && kind === 'Hostname';
  const isImport = group === 'multicluster.x-k8s.io' && kind === 'ServiceImport';
  const isService = (group === '' && kind === 'Service') || isImport;
  const to = {
    host: isHost ? name : `${name}.${namespace}.svc.${world.domain}`,
    ...(port === undefined ? {} : { port: { number: port } }),
  };
  const refused = (why: Refusal['why']): Referred => ({
    // It keeps its name, for whoever asks why there is no answer.
    destination: { ...to, refused: { why, kind, namespace, name } },
    leads: false,
  });
  const isForeign = namespace !== own;
  if (isForeign && !world.onMesh && !isGranted(reference, { namespace, own, route }, world))
    return refused('no-grant');
  if (!isService && !isHost) return refused('kind');
  if (port === undefined || (isHost ? reference.namespace !== undefined : name.includes('.'))) return null;
  const leads = isHost ? world.isKnownHost(name) : world.services.has(`${namespace}/${name}`);
  return { destination: to, leads };
}

/** Of what can be granted, Services alone are sent requests. */
function isGranted(
  { group, kind, name }: Reference,
  { namespace, own, route }: { namespace: string; own: string; route: RouteObject },
  { grants }: RuleWorld,
): boolean {
  if (group !== '' || kind !== 'Service') return false;
  return grants.some(
    ({ metadata, spec }) =>
      metadata.namespace === namespace &&
      spec?.from.some((one) => isOfGroup(one) && one.kind === route.kind && one.namespace === own) &&
      spec.to.some((one) => one.group === '' && one.kind === 'Service' && (one.name ?? name) === name),
  );
}
