/** Random rules of VirtualServices: http, tls and tcp, with every match and action that the evaluator knows. */
import type {
  HttpMatch,
  HttpRule,
  L4Match,
  StringMatch,
  TcpRule,
  TlsRule,
} from '#lib/istio/routing/rules.ts';
import type { Random } from './random.ts';
import { claimHeader, covers, destinationHost, namespaces, paths, ports, vault } from './vocabulary.ts';

type WeightedRoutes = NonNullable<HttpRule['route']>;

function stringMatch(random: Random): StringMatch {
  return random.one<StringMatch>([
    { exact: random.one(paths) },
    { prefix: random.one(paths) },
    { regex: random.one(['.*', '/a.*', 'j.*n', '/']) },
  ]);
}

/** An empty match asks only that the header or parameter be there. */
const matchOrPresence = (random: Random, presence: number): StringMatch =>
  random.maybe(presence) ? {} : stringMatch(random);

/** Claims are for rules of gateways alone: the webhook refuses others. */
function httpMatch(random: Random, atGateways: boolean): HttpMatch {
  const header = (name: string): string => (atGateways && random.maybe(0.25) ? claimHeader : name);
  return {
    uri: random.sometimes(0.5, () => stringMatch(random)),
    headers: random.sometimes(0.2, () => ({
      [header(random.one(['x', 'End-User']))]: matchOrPresence(random, 0.2),
    })),
    withoutHeaders: random.sometimes(0.1, () => ({
      [header(random.one(['x', 'end-user']))]: matchOrPresence(random, 0.3),
    })),
    queryParams: random.sometimes(0.1, () => ({ q: matchOrPresence(random, 0.3) })),
    method: random.sometimes(0.1, () => ({ exact: random.one(['GET', 'POST']) })),
    ignoreUriCase: random.sometimes(0.1, () => true),
    port: random.sometimes(0.15, () => random.one(ports)),
    sourceLabels: random.sometimes(0.1, () => ({ app: random.one(['x', 'y']) })),
    sourceNamespace: random.sometimes(0.1, () => random.one(namespaces)),
    gateways: random.sometimes(0.1, () => random.some(['mesh', 'istio-system/gw', 'app/gw2'])),
    authority: random.sometimes(0.08, () => stringMatch(random)),
    scheme: random.sometimes(0.05, () => ({ exact: random.one(['http', 'https']) })),
  };
}

function destination(random: Random): WeightedRoutes[number]['destination'] {
  return {
    host: destinationHost(random),
    subset: random.sometimes(0.4, () => random.one(['v1', 'v2', 'v9'])),
    port: random.sometimes(0.3, () => ({ number: random.one(ports) })),
  };
}

/** Of several weights at least one is not 0: the webhook refuses the rest. */
function weightedRoutes(random: Random): WeightedRoutes {
  const routes = random.many(1, 3, () => ({ destination: destination(random), weight: random.int(4) * 10 }));
  const [first] = routes;
  if (first && routes.length > 1 && routes.every((route) => route.weight === 0)) first.weight = 5;
  return routes;
}

const redirect = (random: Random): HttpRule => ({
  redirect: {
    ...random.one<NonNullable<HttpRule['redirect']>>([
      { uri: '/r' },
      { authority: 'z.com' },
      { uri: '/r', authority: 'z.com' },
      { prefixRewrite: '/p' },
      { prefixRewrite: '/p/', authority: 'z.com' },
    ]),
    redirectCode: random.one([undefined, 302, 308]),
    scheme: random.one([undefined, 'https']),
    ...random.one<NonNullable<HttpRule['redirect']>>([
      {},
      { port: 8080 },
      { port: 443 },
      { derivePort: 'FROM_REQUEST_PORT' },
      { derivePort: 'FROM_PROTOCOL_DEFAULT' },
    ]),
  },
});

/** A new prefix takes the place of one that was matched: the webhook refuses other matches. */
const withPrefixes = (random: Random, rule: HttpRule): HttpRule => ({
  ...rule,
  match: rule.match?.map((match) => ({
    ...match,
    uri: match.uri && { prefix: random.one(['/', '/a', '/a/b']) },
  })),
});

const directResponse = (): HttpRule => ({ directResponse: { status: 418 } });

function forward(random: Random): HttpRule {
  const mirror = random.sometimes(0.1, () => destination(random));
  const rewrite = random.sometimes(0.12, () =>
    random.one<NonNullable<HttpRule['rewrite']>>([
      { uri: '/w' },
      { uri: '/w', authority: 'rw.com' },
      { authority: 'rw.com' },
      { uriRegexRewrite: { match: '/a(.*)', rewrite: '/z\\1' } },
    ]),
  );
  return {
    route: weightedRoutes(random),
    timeout: random.sometimes(0.2, () => random.one(['3s', '0.5s'])),
    retries: random.sometimes(0.2, () =>
      random.one<NonNullable<HttpRule['retries']>>([
        { attempts: 0 },
        { attempts: 1 },
        { attempts: 2, retryOn: '5xx' },
        { attempts: 3, retryOn: 'gateway-error,reset' },
      ]),
    ),
    rewrite,
    mirror,
    mirrorPercentage: mirror && random.sometimes(0.5, () => ({ value: random.one([0, 10, 12.5]) })),
    fault: random.sometimes(0.1, () => {
      const abort = { httpStatus: 503, percentage: { value: random.one([10, 0.5]) } };
      const delay = { fixedDelay: '2s', percentage: { value: random.one([10, 100]) } };
      return random.one<NonNullable<HttpRule['fault']>>([{ abort }, { delay }, { abort, delay }]);
    }),
    // The webhook refuses two ways to set the authority in one rule.
    headers: rewrite ? undefined : random.sometimes(0.05, () => ({ request: { set: { host: 'hh.com' } } })),
  };
}

/** `delegating` rules belong to roots: a delegate may not delegate further. */
export function httpRule(random: Random, delegating: boolean, atGateways: boolean): HttpRule {
  const conditions: HttpRule = {
    name: random.sometimes(0.3, () => random.one(['n1', 'n2'])),
    match: random.sometimes(0.6, () => random.many(1, 2, () => httpMatch(random, atGateways))),
  };
  if (delegating && random.maybe(0.3)) {
    const namespace = random.one([undefined, 'app', 'shop']);
    return { ...conditions, delegate: { name: random.one(['d1', 'd2', 'd3']), namespace } };
  }
  const kind = random.int(100);
  if (kind < 8) {
    const rule = { ...conditions, ...redirect(random) };
    return rule.redirect?.prefixRewrite ? withPrefixes(random, rule) : rule;
  }
  if (kind < 14) return { ...conditions, ...directResponse() };
  return { ...conditions, ...forward(random) };
}

const connectionMatch = (random: Random): L4Match => ({
  port: random.sometimes(0.2, () => random.one(ports)),
  sourceLabels: random.sometimes(0.15, () => ({ app: random.one(['x', 'y']) })),
  sourceNamespace: random.sometimes(0.15, () => random.one(namespaces)),
  gateways: random.sometimes(0.15, () => random.some(['mesh', 'istio-system/gw'])),
  destinationSubnets: random.sometimes(0.15, () => [
    random.one(['10.0.0.0/24', '10.0.0.5/32', '99.0.0.0/8']),
  ]),
});

export const tcpRule = (random: Random): TcpRule => ({
  match: random.sometimes(0.6, () => random.many(1, 2, () => connectionMatch(random))),
  route: weightedRoutes(random),
});

const serverNames = [vault, 'ext.com', 'a.wild.org', '*.wild.org'] as const;

export const tlsHost = (random: Random): string => random.one(serverNames);

/** Server names lie within the VirtualService's hosts: the webhook refuses others. */
export function tlsRule(random: Random, hosts: readonly string[]): TlsRule {
  const within = serverNames.filter((name) => hosts.some((host) => covers(host, name)));
  return {
    match: random.many(1, 2, () => ({
      ...connectionMatch(random),
      sniHosts: random.some([...within, ...hosts.filter((host) => host !== '*')]),
    })),
    route: weightedRoutes(random),
  };
}
