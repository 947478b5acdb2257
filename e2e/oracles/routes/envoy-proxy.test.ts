/** The reading of Envoy's configuration that judges the evaluator, on configurations written by hand. */
import { describe, expect, test } from 'vitest';
import { type AnswerFacts, differingFacts } from './answer-facts.ts';
import type { FilterChain, NetworkFilter, ProxyConfig, Route, VirtualHost } from './envoy-config.ts';
import { answerOfProxy, type Connection } from './envoy-proxy.ts';

const to = (cluster: string): Route['route'] => ({ cluster: `outbound|80||${cluster}` });
const http = (routes: Route[], domains = ['*']): NetworkFilter => ({
  typedConfig: {
    '@type': 'type.googleapis.com/x.HttpConnectionManager',
    routeConfig: { virtualHosts: [{ name: 'any', domains, routes }] },
  },
});
const tcp = (cluster: string): NetworkFilter => ({
  typedConfig: { '@type': 'type.googleapis.com/x.TcpProxy', cluster: `outbound|80||${cluster}` },
});

function proxyWith(filterChains: FilterChain[]): ProxyConfig {
  const address = { socketAddress: { address: '0.0.0.0', portValue: 80 } };
  return {
    listeners: [{ name: '0.0.0.0_80', address, filterChains }],
    routes: [],
    clusters: ['outbound|80||a'],
  };
}

const connection: Connection = {
  atGateway: false,
  address: '10.0.0.1',
  port: 80,
  protocol: 'http',
  host: 'a.com',
  path: '/a?q=1',
  method: 'GET',
  headers: { 'End-User': 'jason' },
};

const ask = (config: ProxyConfig, more: Partial<Connection> = {}) =>
  answerOfProxy(config, { ...connection, ...more });

const hostOf = (config: ProxyConfig, more?: Partial<Connection>) => {
  const { outcome, destinations } = ask(config, more);
  return destinations[0]?.host ?? outcome;
};

test.each<[what: string, match: Route['match'], isTaken: boolean]>([
  ['prefix', { prefix: '/' }, true],
  ['path without query', { path: '/a' }, true],
  ['path in another case', { path: '/A' }, false],
  ['path, case aside', { path: '/A', caseSensitive: false }, true],
  ['whole path by pattern', { safeRegex: { regex: '/' } }, false],
  ['header', { headers: [{ name: 'end-user', stringMatch: { exact: 'jason' } }] }, true],
  ['header that is absent', { headers: [{ name: 'x', stringMatch: { exact: '' } }] }, false],
  [
    'absent header, inverted',
    { headers: [{ name: 'x', stringMatch: { exact: 'y' }, invertMatch: true }] },
    false,
  ],
  [
    'absent header as empty, inverted',
    {
      headers: [
        { name: 'x', stringMatch: { exact: 'y' }, invertMatch: true, treatMissingHeaderAsEmpty: true },
      ],
    },
    true,
  ],
  ['absence', { headers: [{ name: 'x', presentMatch: true, invertMatch: true }] }, true],
  ['query parameter', { queryParameters: [{ name: 'q', stringMatch: { exact: '1' } }] }, true],
  ['query parameter that is absent', { queryParameters: [{ name: 'p', presentMatch: true }] }, false],
])('route by %s', (_, match, isTaken) => {
  const config = proxyWith([{ filters: [http([{ match, route: to('a') }, { route: to('b') }])] }]);
  expect(hostOf(config)).toBe(isTaken ? 'a' : 'b');
});

test.each([
  [['a.com'], ['*.com'], 'a.com'],
  [['*'], ['*.com'], '*.com'],
  [['*m'], ['*.com'], '*.com'],
  [['b.com'], ['*.org'], 'not-found'],
])('of the domains %j and %j the request goes to %s', (one, other, expected) => {
  const virtualHosts: VirtualHost[] = [one, other].map((domains) => ({
    name: domains.join(),
    domains,
    routes: [{ route: to(domains.join()) }],
  }));
  const filter = http([]);
  const config = proxyWith([
    { filters: [{ typedConfig: { ...filter.typedConfig, routeConfig: { virtualHosts } } }] },
  ]);
  expect(hostOf(config)).toBe(expected);
});

describe('filter chains', () => {
  const chains: FilterChain[] = [
    {
      filterChainMatch: { prefixRanges: [{ addressPrefix: '10.0.0.0', prefixLen: 8 }] },
      filters: [tcp('wide')],
    },
    {
      filterChainMatch: { prefixRanges: [{ addressPrefix: '10.0.0.1', prefixLen: 32 }] },
      filters: [tcp('near')],
    },
    { filterChainMatch: { serverNames: ['*.com'], transportProtocol: 'tls' }, filters: [tcp('tls')] },
  ];
  test.each<[more: Partial<Connection>, expected: string]>([
    [{}, 'near'],
    [{ address: '10.9.9.9' }, 'wide'],
    [{ address: '192.0.2.1' }, 'closed'],
    [{ address: '192.0.2.1', protocol: 'tls' }, 'tls'],
    [{ address: '10.9.9.9', protocol: 'tls' }, 'wide'],
    [{ port: 81 }, 'closed'],
  ])('%j → %s', (more, expected) => expect(hostOf(proxyWith(chains), more)).toBe(expected));

  test('two that fit equally well are a tie', () => {
    expect(ask(proxyWith([{ filters: [tcp('a')] }, { filters: [tcp('b')] }])).tie).toBe(true);
    expect(ask(proxyWith([{ filters: [tcp('a')] }])).tie).toBe(false);
  });
});

test('weights become shares; clusters that were not sent are missing', () => {
  const weighted = {
    clusters: ['a', 'b'].map((name, at) => ({ name: `outbound|80|v1|${name}`, weight: at * 2 + 1 })),
  };
  const config = proxyWith([{ filters: [http([{ route: { weightedClusters: weighted } }])] }]);
  const { destinations } = ask({ ...config, clusters: ['outbound|80|v1|a'] });
  expect(destinations).toEqual([
    { host: 'a', subset: 'v1', port: 80, share: 0.25, missing: false },
    { host: 'b', subset: 'v1', port: 80, share: 0.75, missing: true },
  ]);
});

test.each<[action: Route['route'], match: Route['match'], path: string]>([
  [{ prefixRewrite: '/w' }, { prefix: '/' }, '/wa?q=1'],
  [{ prefixRewrite: '/w' }, { path: '/a' }, '/w?q=1'],
  [{ regexRewrite: { pattern: { regex: '/(.)' }, substitution: '/\\1\\1$1' } }, {}, '/aa$1?q=1'],
])('rewrite %j', (action, match, path) => {
  const config = proxyWith([{ filters: [http([{ match, route: { ...to('a'), ...action } }])] }]);
  expect(ask(config).sentOn).toEqual({ path, host: 'a.com' });
});

test.each<[redirect: NonNullable<Route['redirect']>, location: string]>([
  [{ hostRedirect: 'z.com', pathRedirect: '', responseCode: 'FOUND' }, '302 http://z.com:80/a?q=1'],
  [{ schemeRedirect: 'https', pathRedirect: '/r' }, '301 https://a.com:443/r?q=1'],
  [{ portRedirect: 8080 }, '301 http://a.com:8080/a?q=1'],
])('redirect %j', (redirect, location) => {
  const { redirect: found } = ask(proxyWith([{ filters: [http([{ redirect }])] }]));
  expect(`${found?.code} ${found?.scheme}://${found?.host}:${found?.port}${found?.path}`).toBe(location);
});

test('only what Istio tells is compared, numbers by value', () => {
  const forward = (share: number): AnswerFacts => ({
    outcome: 'forward',
    destinations: [{ host: 'a', subset: null, port: 80, missing: false, share }],
  });
  const sluice = { ...forward(0.1 + 0.2), timeout: '3s' };
  expect(differingFacts(forward(0.3), sluice)).toEqual([]);
  expect(differingFacts({ ...forward(0.3), timeout: null }, sluice)).toEqual(['timeout']);
  expect(differingFacts(forward(0.31), sluice)).toEqual(['destinations']);
});
