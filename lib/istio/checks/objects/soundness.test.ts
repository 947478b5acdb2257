/** Every rule that CRD and istiod have for VirtualServices and DestinationRules (istio pkg/config/validation) is said at its place. */
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../objects.ts';
import { judge } from './soundness.ts';

/** `said`: a part of the message. */
type Row = [rule: string, spec: object, said: string];

const to = (destination: object, more: object = {}) => ({ destination, ...more });
const reviews = to({ host: 'reviews' });
const vs = (more: object) => ({ hosts: ['reviews'], http: [{ route: [reviews] }], ...more });
const rule = (more: object) => vs({ http: [{ route: [reviews], ...more }] });
const match = (one: object) => rule({ match: [one] });
const answer = (more: object) => vs({ http: [more] });
const dr = (trafficPolicy: object) => ({ host: 'reviews', trafficPolicy });
const lb = (loadBalancer: object) => dr({ loadBalancer });
const hash = (consistentHash: object) => lb({ consistentHash });

const virtualServices: Row[] = [
  ['a host that is none', vs({ hosts: ['a b'] }), 'invalid'],
  ['everything on the mesh', vs({ hosts: ['*'] }), 'wildcard host * is not allowed'],
  ['the same host twice', vs({ hosts: ['reviews', 'reviews'] }), 'duplicate hosts'],
  ['no rules', { hosts: ['reviews'] }, 'http, tcp or tls must be provided'],
  ['a gateway in this namespace by ./', vs({ gateways: ['./web'] }), 'namespace'],
  ['exportTo twice', vs({ exportTo: ['.', '.'] }), 'duplicate'],
  ['exportTo of all and of some', vs({ exportTo: ['*', 'shop'] }), 'public'],
  ['exportTo of none', vs({ exportTo: ['~'] }), '~'],
  ['a regular expression that does not compile', match({ uri: { regex: '(' } }), 'RE2'],
  ['an empty regular expression', match({ uri: { regex: '' } }), 'empty'],
  [
    'an empty prefix of a method',
    match({ method: { prefix: '' } }),
    'prefix string match should not be empty',
  ],
  ['two ways to match', match({ uri: { exact: '/a', prefix: '/b' } }), 'only one schema'],
  ['a header that is no name', match({ headers: { 'a b': { exact: 'x' } } }), 'header'],
  ['a header of any value by a pattern', match({ headers: { a: { regex: '*' } } }), 'RE2'],
  ['a query parameter of any value by a pattern', match({ queryParams: { a: { regex: '*' } } }), 'RE2'],
  ['a port out of range', match({ port: 70000 }), '65535'],
  ['labels that are none', match({ sourceLabels: { 'a b': 'x' } }), 'invalid'],
  ['a namespace that is none', match({ sourceNamespace: 'a_b' }), 'sourceNamespace'],
  ['a gateway of a match', match({ gateways: ['./web'] }), 'namespace'],
  ['no destination', vs({ http: [{ route: [{}] }] }), 'destination'],
  ['a destination without a host', vs({ http: [{ route: [to({ subset: 'v1' })] }] }), 'host'],
  ['everything as a destination', vs({ http: [{ route: [to({ host: '*' })] }] }), 'invalid destination host'],
  ['a subset that is no name', vs({ http: [{ route: [to({ host: 'a', subset: 'a_b' })] }] }), 'subset'],
  ['a destination port', vs({ http: [{ route: [to({ host: 'a', port: { number: 0 } })] }] }), 'port'],
  ['a weight below zero', vs({ http: [{ route: [to({ host: 'a' }, { weight: -1 })] }] }), 'weight'],
  [
    'weights that come to nothing',
    vs({ http: [{ route: [to({ host: 'a' }), to({ host: 'b' })] }] }),
    'total destination weight = 0',
  ],
  ['Host set on answers', rule({ headers: { response: { set: { host: 'a' } } } }), 'host'],
  ['a pseudo header removed', rule({ headers: { request: { remove: [':path'] } } }), 'header'],
  ['a lone percent sign', rule({ headers: { request: { set: { a: '50%' } } } }), '%'],
  ['nothing to redirect to', answer({ redirect: {} }), 'redirect'],
  ['two paths to redirect to', answer({ redirect: { uri: '/a', prefixRewrite: '/b' } }), 'redirect'],
  [
    'a prefix to redirect without a prefix',
    answer({ match: [{ uri: { exact: '/a' } }], redirect: { prefixRewrite: '/b' } }),
    'prefix match type',
  ],
  ['a code that is no redirect', answer({ redirect: { uri: '/a', redirectCode: 200 } }), 'must be 3xx'],
  [
    'two ports of a redirect',
    answer({ redirect: { port: 80, derivePort: 'FROM_REQUEST_PORT' } }),
    'only one schema',
  ],
  ['a scheme of a redirect', answer({ redirect: { scheme: 'ftp' } }), 'scheme'],
  ['a redirect and a route', rule({ redirect: { uri: '/a' } }), 'redirect'],
  ['an answer with no status of HTTP', answer({ directResponse: { status: 700 } }), '200-599'],
  ['a direct answer and a route', rule({ directResponse: { status: 200 } }), 'direct_response'],
  ['no way to go', answer({ match: [{ uri: { prefix: '/' } }] }), 'HTTP route, redirect or direct_response'],
  ['a delegate and a route', rule({ delegate: { name: 'x' } }), 'must not specify route'],
  ['a delegate of a delegate', { http: [{ delegate: { name: 'x' } }] }, 'delegate'],
  ['two rewrites', rule({ rewrite: { uri: '/', uriRegexRewrite: { match: 'a', rewrite: 'b' } } }), 'rewrite'],
  ['an empty rewrite', rule({ rewrite: {} }), 'rewrite'],
  [
    'half a rewrite by pattern',
    rule({ rewrite: { uriRegexRewrite: { match: 'a' } } }),
    'requires both Rewrite and Match',
  ],
  ['a time-out of nothing', rule({ timeout: '0s' }), '1ms'],
  ['a time-out that is none', rule({ timeout: 'soon' }), 'timeout'],
  ['fewer than no attempts', rule({ retries: { attempts: -1 } }), 'attempts'],
  ['no attempts, and when', rule({ retries: { attempts: 0, retryOn: '5xx' } }), 'attempts are set to 0'],
  ['an unknown condition', rule({ retries: { attempts: 1, retryOn: 'sometimes' } }), 'retryOn'],
  ['a delay of nothing', rule({ fault: { delay: { fixedDelay: '0s' } } }), '1ms'],
  [
    'more than all',
    rule({ fault: { delay: { fixedDelay: '1s', percentage: { value: 101 } } } }),
    'percentage',
  ],
  [
    'less than can be told',
    rule({ fault: { abort: { httpStatus: 503, percentage: { value: 0.00001 } } } }),
    'percentage',
  ],
  ['a status that is none', rule({ fault: { abort: { httpStatus: 700, percentage: { value: 1 } } } }), '200'],
  [
    'a gRPC status that is none',
    rule({ fault: { abort: { grpcStatus: 'NOPE', percentage: { value: 1 } } } }),
    'status',
  ],
  ['a fault of nothing', rule({ fault: {} }), 'fault'],
  [
    'more than all is mirrored',
    rule({ mirror: { host: 'b' }, mirrorPercentage: { value: 101 } }),
    'percentage',
  ],
  [
    'both ways to mirror',
    rule({ mirror: { host: 'b' }, mirrors: [{ destination: { host: 'b' } }] }),
    'mirror',
  ],
  ['a mirror to nowhere', rule({ mirrors: [{ percentage: { value: 1 } }] }), 'destination'],
  ['an origin of nothing', rule({ corsPolicy: { allowOrigins: [{ exact: '' }] } }), 'match type'],
  ['a method that is none', rule({ corsPolicy: { allowMethods: ['FETCH'] } }), 'method'],
  ['a header that is none', rule({ corsPolicy: { allowHeaders: ['a b'] } }), 'header'],
  ['an age by parts of a second', rule({ corsPolicy: { maxAge: '1500ms' } }), 'seconds'],
  [
    'the authority twice',
    rule({ rewrite: { authority: 'a' }, headers: { request: { set: { host: 'b' } } } }),
    'authority',
  ],
  [
    'claims on the mesh',
    match({ headers: { '@request.auth.claims.group': { exact: 'a' } } }),
    'only supported for gateway',
  ],
  ['TLS without a match', { hosts: ['a.com'], tls: [{ route: [reviews] }] }, 'match'],
  [
    'TLS without a server name',
    { hosts: ['a.com'], tls: [{ match: [{ port: 443 }], route: [reviews] }] },
    'sni',
  ],
  [
    'a server name of another host',
    { hosts: ['a.com'], tls: [{ match: [{ sniHosts: ['b.com'] }], route: [reviews] }] },
    'SNI host',
  ],
  ['TLS to nowhere', { hosts: ['a.com'], tls: [{ match: [{ sniHosts: ['a.com'] }] }] }, 'route is required'],
  [
    'a network that is none',
    { hosts: ['a.com'], tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/99'] }], route: [reviews] }] },
    'CIDR',
  ],
  ['TCP to nowhere', { hosts: ['a.com'], tcp: [{ match: [{ port: 1 }] }] }, 'route is required'],
];

const tls = (more: object) => dr({ tls: { ...more } });
const keys = { clientCertificate: '/c', privateKey: '/k' };

const destinationRules: Row[] = [
  ['no host', { trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }, 'host'],
  ['a host that is none', { host: 'a b' }, 'invalid'],
  [
    'exportTo with a selector',
    { host: 'a', exportTo: ['*'], workloadSelector: { matchLabels: { a: 'b' } } },
    'exportTo',
  ],
  ['a selector of anything', { host: 'a', workloadSelector: { matchLabels: { a: '*' } } }, 'wildcard'],
  ['a selector of nothing', { host: 'a', workloadSelector: { matchLabels: {} } }, 'workload selector'],
  ['the same subset twice', { host: 'a', subsets: [{ name: 'v1' }, { name: 'v1' }] }, 'duplicate subset'],
  ['a subset without a name', { host: 'a', subsets: [{ labels: { a: 'b' } }] }, 'name'],
  ['a subset that is no name', { host: 'a', subsets: [{ name: 'a_b' }] }, 'subset name'],
  ['labels that are none', { host: 'a', subsets: [{ name: 'v1', labels: { 'a b': 'c' } }] }, 'invalid'],
  ['an empty policy', dr({}), 'at least one field'],
  [
    'tunnel and proxy protocol',
    dr({ tunnel: { targetHost: 'a', targetPort: 1 }, proxyProtocol: { version: 'V1' } }),
    'tunnel',
  ],
  ['two ways to balance', lb({ simple: 'RANDOM', consistentHash: { useSourceIp: true } }), 'only one schema'],
  ['two things to hash', hash({ useSourceIp: true, httpHeaderName: 'a' }), 'only one schema'],
  ['a cookie without a name', hash({ httpCookie: { ttl: '0s' } }), 'name'],
  [
    'the same attribute twice',
    hash({ httpCookie: { name: 'a', attributes: [{ name: 'x' }, { name: 'x' }] } }),
    'attribute',
  ],
  ['a table that is no prime', hash({ useSourceIp: true, maglev: { tableSize: 10 } }), 'prime'],
  ['a table that is too large', hash({ useSourceIp: true, maglev: { tableSize: 5000077 } }), 'tableSize'],
  [
    'the ring of old beside the new',
    hash({ useSourceIp: true, minimumRingSize: 1, maglev: { tableSize: 7 } }),
    'only one of MinimumRingSize',
  ],
  [
    'shares that are not all',
    lb({ localityLbSetting: { distribute: [{ from: 'a', to: { b: 50 } }] } }),
    '100',
  ],
  [
    'distribution and failover',
    lb({
      localityLbSetting: { distribute: [{ from: 'a', to: { b: 100 } }], failover: [{ from: 'a', to: 'b' }] },
    }),
    'failover',
  ],
  ['failover to itself', lb({ localityLbSetting: { failover: [{ from: 'a', to: 'a' }] } }), 'failover'],
  ['failover to a zone', lb({ localityLbSetting: { failover: [{ from: 'a', to: 'b/c' }] } }), 'region'],
  [
    'failover without outlier detection',
    lb({ localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } }),
    'outlier',
  ],
  ['a warm-up without its time', lb({ simple: 'ROUND_ROBIN', warmup: { aggression: 1 } }), 'duration'],
  [
    'a warm-up from above all',
    lb({ simple: 'ROUND_ROBIN', warmup: { duration: '1s', minimumPercent: 101 } }),
    '100',
  ],
  ['an empty pool', dr({ connectionPool: {} }), 'connection pool'],
  ['fewer than no connections', dr({ connectionPool: { tcp: { maxConnections: -1 } } }), 'max connections'],
  ['no time to connect', dr({ connectionPool: { tcp: { connectTimeout: '0s' } } }), '1ms'],
  ['fewer than no requests', dr({ connectionPool: { http: { http1MaxPendingRequests: -1 } } }), 'pending'],
  [
    'an upgrade and the protocol of the client',
    dr({ connectionPool: { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } } }),
    'client protocol',
  ],
  ['half a keep-alive', dr({ connectionPool: { http: { http2KeepAlive: { interval: '1s' } } } }), 'eepalive'],
  ['no interval', dr({ outlierDetection: { interval: '0s' } }), '1ms'],
  ['more than all is ejected', dr({ outlierDetection: { maxEjectionPercent: 101 } }), 'percent'],
  [
    'local failures that are not split',
    dr({ outlierDetection: { consecutiveLocalOriginFailures: 1 } }),
    'local origin',
  ],
  ['the count of old', dr({ outlierDetection: { consecutiveErrors: 1 } }), 'deprecated'],
  ['codes that are none', dr({ outlierDetection: { outlierDetectionHttpErrorCodes: [99] } }), '100'],
  ['mutual TLS without files', tls({ mode: 'MUTUAL' }), 'certificate'],
  ['files and a Secret', tls({ mode: 'MUTUAL', credentialName: 'a', ...keys }), 'credential'],
  [
    'authorities that are not asked',
    tls({ mode: 'SIMPLE', insecureSkipVerify: true, caCertificates: '/c' }),
    'InsecureSkipVerify',
  ],
  ['a port without its number', dr({ portLevelSettings: [{ loadBalancer: { simple: 'RANDOM' } }] }), 'port'],
  ['a port with nothing', dr({ portLevelSettings: [{ port: { number: 80 } }] }), 'at least one field'],
  ['a tunnel to nowhere', dr({ tunnel: { targetPort: 1 } }), 'targetHost'],
  ['a tunnel to no port', dr({ tunnel: { targetHost: 'a' } }), 'targetPort'],
  [
    'a tunnel of another protocol',
    dr({ tunnel: { protocol: 'GET', targetHost: 'a', targetPort: 1 } }),
    'tunnel',
  ],
  ['a budget of more than all', dr({ retryBudget: { percent: 101 } }), 'percent'],
];

test.each([
  ...virtualServices.map(([name, spec, said]) => ['VirtualService', name, spec, said] as const),
  ...destinationRules.map(([name, spec, said]) => ['DestinationRule', name, spec, said] as const),
])('%s: %s', (kind, _, spec, said) => {
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name: 'x', namespace: 'shop' },
    spec,
  } as KubernetesObject;
  const found = judge(object).observations.filter(({ message }) => `${message.params.reason}`.includes(said));
  expect(found).not.toEqual([]);
  for (const { path } of found) expect(path[0]).toBe('spec');
});
