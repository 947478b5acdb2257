import { describe, expect, it } from 'vitest';
import { admit, denial } from './admit.ts';
import { verdict } from './testing/verdict.ts';

const to = (host: string, more: object = {}) => ({ destination: { host }, ...more });
const http = (...rules: object[]) => ({ hosts: ['reviews'], http: rules });
const rule = (more: object = {}) => ({ route: [to('reviews')], ...more });

type Case = [name: string, spec: unknown, findings: string[]];

const destinationRules: Case[] = [
  ['a host alone', { host: 'reviews' }, []],
  [
    'the same subset twice',
    { host: 'a', subsets: [{ name: 'v1' }, { name: 'v1' }] },
    ['E spec.subsets[1].name: duplicate subset names: v1'],
  ],
  [
    'an empty policy',
    { host: 'a', trafficPolicy: {} },
    ['E spec.trafficPolicy: traffic policy must have at least one field'],
  ],
  [
    'mutual TLS without files',
    { host: 'a', trafficPolicy: { tls: { mode: 'MUTUAL' } } },
    [
      'E spec.trafficPolicy.tls.clientCertificate: client certificate required for mutual tls',
      'E spec.trafficPolicy.tls.privateKey: private key required for mutual tls',
    ],
  ],
  [
    'a table size that is no prime',
    {
      host: 'a',
      trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true, maglev: { tableSize: 10 } } } },
    },
    [
      'E spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: tableSize must be a prime number for maglev',
    ],
  ],
  [
    'consecutiveErrors',
    { host: 'a', trafficPolicy: { outlierDetection: { consecutiveErrors: 5 } } },
    [
      'W spec.trafficPolicy.outlierDetection.consecutiveErrors: outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors instead',
    ],
  ],
  [
    'the same in a subset says nothing',
    { host: 'a', subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: { consecutiveErrors: 5 } } }] },
    [],
  ],
  [
    'failover without outlier detection',
    {
      host: 'a',
      trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } } },
    },
    [
      'W spec.trafficPolicy.loadBalancer.localityLbSetting: outlier detection policy must be provided for failover',
    ],
  ],
  [
    'locality weights',
    {
      host: 'a',
      trafficPolicy: {
        loadBalancer: { localityLbSetting: { distribute: [{ from: 'a/*', to: { 'b/*': 90 } }] } },
      },
    },
    ['E spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: total locality weight 90 != 100'],
  ],
  [
    'a port level without port',
    { host: 'a', trafficPolicy: { portLevelSettings: [{ tls: { mode: 'DISABLE' } }] } },
    ['E spec.trafficPolicy.portLevelSettings[0].port: portTrafficPolicy must have valid port'],
  ],
  [
    'a selector seen by others',
    { host: 'a', workloadSelector: { matchLabels: { a: 'b' } }, exportTo: ['*'] },
    [
      'E spec.exportTo: destination rule with workload selector cannot have exportTo beyond current namespace',
    ],
  ],
];

const others: [kind: string, ...Case][] = [
  [
    'Gateway',
    'http',
    { servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] },
    [],
  ],
  ['Gateway', 'no servers', {}, ['E spec.servers: gateway must have at least one server']],
  [
    'Gateway',
    'https without tls',
    { servers: [{ port: { number: 443, name: 'a', protocol: 'HTTPS' }, hosts: ['a.com'] }] },
    ['E spec.servers[0].tls: server must have TLS settings for HTTPS/TLS protocols'],
  ],
  [
    'Gateway',
    'a short name',
    { servers: [{ port: { number: 80, name: 'a', protocol: 'HTTP' }, hosts: ['reviews'] }] },
    ['E spec.servers[0].hosts[0]: short names (non FQDN) are not allowed'],
  ],
  [
    'Gateway',
    'simple without certificate',
    {
      servers: [
        { port: { number: 443, name: 'a', protocol: 'HTTPS' }, hosts: ['a.com'], tls: { mode: 'SIMPLE' } },
      ],
    },
    [
      'E spec.servers[0].tls.serverCertificate: SIMPLE TLS requires a server certificate',
      'E spec.servers[0].tls.privateKey: SIMPLE TLS requires a private key',
    ],
  ],
  [
    'ServiceEntry',
    'external',
    { hosts: ['paycard.example'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' },
    [],
  ],
  [
    'ServiceEntry',
    'an endpoint port of its own',
    {
      hosts: ['a.b'],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      resolution: 'STATIC',
      endpoints: [{ address: '10.0.0.1', ports: { other: 81 } }],
    },
    ['E spec.endpoints[0].ports.other: endpoint port 81 is not defined by the service entry'],
  ],
  [
    'ServiceEntry',
    'a name where an address is due',
    {
      hosts: ['a.b'],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      resolution: 'STATIC',
      endpoints: [{ address: 'a.b' }],
    },
    ['E spec.endpoints[0].address: endpoint address "a.b" is not a valid IP address'],
  ],
  ['Sidecar', 'empty', {}, ['E spec: sidecar: empty configuration provided']],
  [
    'Sidecar',
    'a host without namespace',
    { egress: [{ hosts: ['reviews'] }] },
    ['E spec.egress[0].hosts[0]: host must be of form namespace/dnsName'],
  ],
  ['Sidecar', 'the usual', { egress: [{ hosts: ['./*', 'istio-system/*'] }] }, []],
  [
    'PeerAuthentication',
    'ports without selector',
    { portLevelMtls: { '80': { mode: 'STRICT' } } },
    ['E spec.portLevelMtls: mesh/namespace peer authentication cannot have port level mTLS'],
  ],
  [
    'RequestAuthentication',
    'a key set that is none',
    { jwtRules: [{ issuer: 'a', jwks: 'nope' }] },
    ['E spec.jwtRules[0].jwks: jwks parse error: not JSON'],
  ],
  ['AuthorizationPolicy', 'allow nothing', {}, []],
  [
    'AuthorizationPolicy',
    'deny without rules',
    { action: 'DENY' },
    [
      'E spec.rules: invalid policy x.shop: DENY action without `rules` is meaningless as it will never be triggered, add an empty rule `{}` if you want it be triggered for every request',
    ],
  ],
  [
    'AuthorizationPolicy',
    'an unknown key',
    { rules: [{ when: [{ key: 'request.header[a]', values: ['b'] }] }] },
    [
      'E spec.rules[0].when[0].values: invalid policy x.shop: invalid `value` for `key` request.header[a]: unknown attribute: request.header[a]',
      'E spec.rules[0].when[0].notValues: invalid policy x.shop: invalid `notValue` for `key` request.header[a]: unknown attribute: request.header[a]',
    ],
  ],
  [
    'AuthorizationPolicy',
    'deny by path',
    { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/admin'] } }] }] },
    [
      'W spec.rules[0]: configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port',
    ],
  ],
];

describe('istiod’s validation', () => {
  it.each(destinationRules)('DestinationRule: %s', (_name, spec, findings) =>
    expect(verdict('DestinationRule', spec)).toEqual(findings),
  );
  it.each(others)('%s: %s', (kind, _name, spec, findings) => expect(verdict(kind, spec)).toEqual(findings));
  it('passes kinds it does not know', () => expect(verdict('WasmFilter', { url: 1 })).toEqual([]));
});

const empty = (where: string) => `W ${where}.matchLabels: workload selector specified without labels`;
const internals =
  'W spec: EnvoyFilter exposes internal implementation details that may change at any time. Prefer other APIs if possible, and exercise extreme caution, especially around upgrades.';

const smallKinds: [kind: string, ...Case][] = [
  ['WorkloadEntry', 'an address', { address: '10.0.0.1', ports: { http: 80 } }, []],
  [
    'WorkloadEntry',
    'a network alone',
    { network: 'n' },
    ['W spec.address: address is unset with network "n"'],
  ],
  ['WorkloadEntry', 'an empty network', { network: '' }, ['E spec.address: address is required']],
  [
    'WorkloadGroup',
    'a probe of no kind',
    { template: {}, probe: {} },
    ['E spec.probe: unknown health check method <nil>'],
  ],
  [
    'WorkloadGroup',
    'labels',
    { template: {}, metadata: { labels: { 'a b': 'c' } } },
    ['E spec.metadata.labels: invalid labels: 1 error occurred:\n\t* invalid tag key: "a b"\n\n'],
  ],
  ['ProxyConfig', 'an empty selector', { selector: {} }, [empty('spec.selector')]],
  [
    'Telemetry',
    'a tag without value, a filter that is no CEL',
    {
      metrics: [{ overrides: [{ tagOverrides: { a: { operation: 'UPSERT' } } }] }],
      accessLogging: [{ filter: { expression: '' } }],
    },
    [
      'E spec.metrics[0].overrides[0].tagOverrides.a: tagOverrides.value must be set when operation is UPSERT',
      expect.stringMatching(/^E spec.accessLogging\[0\].filter.expression: must be a valid CEL expression/),
    ],
  ],
  [
    'WasmPlugin',
    'a target that takes no plugins',
    { url: 'oci://a/b', targetRefs: [{ kind: 'ServiceEntry', name: 'x' }] },
    [
      'E spec.targetRefs[0]: targetRef must be to one of [core/v1/Service networking.istio.io/v1/ServiceEntry gateway.networking.k8s.io/v1/Gateway gateway.networking.k8s.io/v1/GatewayClass] but was /ServiceEntry',
    ],
  ],
  ['TrafficExtension', 'neither wasm nor lua', {}, ['E spec: exactly one of wasm or lua must be set']],
  [
    'EnvoyFilter',
    'a cluster match for routes',
    {
      configPatches: [
        { applyTo: 'HTTP_ROUTE', match: { cluster: { name: 'a' } }, patch: { operation: 'REMOVE' } },
      ],
    },
    [
      internals,
      'E spec.configPatches[0].match: Envoy filter: applyTo for http route class objects cannot have non route configuration match',
    ],
  ],
  [
    'EnvoyFilter',
    'nothing to patch with',
    { configPatches: [{ applyTo: 'CLUSTER', patch: { operation: 'ADD' } }] },
    [internals, 'E spec.configPatches[0]: Envoy filter: missing patch value for non-remove operation'],
  ],
  [
    'Sidecar',
    'an endpoint elsewhere',
    { ingress: [{ port: { number: 80, protocol: 'HTTP', name: 'a' }, defaultEndpoint: '10.0.0.1:80' }] },
    [
      'E spec.ingress[0].defaultEndpoint: sidecar: defaultEndpoint must be of form 127.0.0.1:<port>,0.0.0.0:<port>,[::1]:port,[::]:port,unix://filepath or unset',
    ],
  ],
  [
    'DestinationRule',
    'a budget of no duration',
    { host: 'a', trafficPolicy: { retryBudget: { budgetInterval: 'v1' } } },
    ['E spec.trafficPolicy.retryBudget.budgetInterval: bad Duration: time: invalid duration "v1"'],
  ],
];

describe('the smaller kinds', () => {
  it.each(smallKinds)('%s: %s', (kind, _name, spec, findings) =>
    expect(verdict(kind, spec)).toEqual(findings),
  );
});

describe('annotations', () => {
  const annotated = (kind: string, annotations: Record<string, string>) =>
    admit({
      apiVersion: kind === 'AuthorizationPolicy' ? 'security.istio.io/v1' : 'networking.istio.io/v1',
      kind,
      metadata: { name: 'x', namespace: 'shop', annotations },
      spec: { host: 'a' },
    }).map(({ message }) => message);
  it('knows a dry run of policies alone', () => {
    expect(annotated('AuthorizationPolicy', { 'istio.io/dry-run': 'true' })).toEqual([]);
    expect(annotated('DestinationRule', { 'istio.io/dry-run': 'true' })).toEqual([
      'shop/x has unsupported annotation istio.io/dry-run, please remove the annotation',
    ]);
  });
  it('takes no internal ones', () =>
    expect(annotated('DestinationRule', { 'internal.istio.io/parents': 'a' })).toEqual([
      '"internal.istio.io/parents" annotation found, this may not be set by users',
    ]));
});

describe('the words of a refusal', () => {
  const denied = (spec: unknown) =>
    denial(
      admit({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'x' }, spec }),
    );
  it('is silent when there are only warnings', () => expect(denied(http(rule(), rule()))).toBeNull());
  it('says one error as it is', () => {
    expect(denied(http({ route: [to('a', { weight: 0 }), to('b')] }))).toBe(
      'configuration is invalid: total destination weight = 0',
    );
  });
  it('lists several as Go does', () => {
    expect(denied(http({}, { route: [to('*')] }))).toBe(
      'configuration is invalid: 2 errors occurred:\n\t* HTTP route, redirect or direct_response is required\n\t* invalid destination host *\n\n',
    );
  });
});
