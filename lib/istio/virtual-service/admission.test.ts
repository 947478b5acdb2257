import { expect, it } from 'vitest';
import { verdict } from '../admission/testing/verdict.ts';

const to = (host: string, more: object = {}) => ({ destination: { host }, ...more });
const http = (...rules: object[]) => ({ hosts: ['reviews'], http: rules });
const rule = (more: object = {}) => ({ route: [to('reviews')], ...more });

type Case = [name: string, spec: unknown, findings: string[]];

const virtualServices: Case[] = [
  ['one route', http(rule()), []],
  ['nothing to do', { hosts: ['a'] }, ['E spec: http, tcp or tls must be provided in virtual service']],
  [
    'a rule without action',
    http({}),
    ['E spec.http[0]: HTTP route, redirect or direct_response is required'],
  ],
  ['weights that need not be 100', http({ route: [to('a', { weight: 1 }), to('b', { weight: 2 })] }), []],
  [
    'weights that sum to nothing',
    http({ route: [to('a', { weight: 0 }), to('b')] }),
    ['E spec.http[0].route: total destination weight = 0'],
  ],
  [
    'a negative weight',
    http({ route: [to('a', { weight: -1 })] }),
    ['E spec.http[0].route[0].weight: weight -1 < 0'],
  ],
  [
    'the mesh for every host',
    { hosts: ['*'], http: [rule()] },
    ['E spec.hosts[0]: wildcard host * is not allowed for virtual services bound to the mesh gateway'],
  ],
  ['a gateway for every host', { hosts: ['*'], gateways: ['istio-ingress/public'], http: [rule()] }, []],
  [
    'hosts that overlap',
    { hosts: ['*.a.com', 'b.a.com'], http: [rule()] },
    ['E spec.hosts[0]: duplicate hosts in virtual service: *.a.com & b.a.com'],
  ],
  [
    'an underscore',
    { hosts: ['my_host'], http: [rule()] },
    ['E spec.hosts[0]: domain name "my_host" invalid (label "my_host" invalid)'],
  ],
  [
    'numbers as top level',
    { hosts: ['a.12'], http: [rule()] },
    ['E spec.hosts[0]: domain name "12" invalid (top level domain "12" cannot be all-numeric)'],
  ],
  [
    'a legacy gateway name',
    { hosts: ['a'], gateways: ['gw.ns.svc'], http: [rule()] },
    [
      'W spec.gateways[0]: using legacy gatewayName format "gw.ns.svc"; prefer the <namespace>/<name> format: "ns/gw"',
    ],
  ],
  [
    'a gateway of the own namespace by dot',
    { hosts: ['a'], gateways: ['./gw'], http: [rule()] },
    ['E spec.gateways[0]: invalid value for namespace: "."'],
  ],
  [
    'a destination for everything',
    http({ route: [to('*')] }),
    ['E spec.http[0].route[0].destination.host: invalid destination host *'],
  ],
  [
    'a port out of range',
    http({ route: [{ destination: { host: 'a', port: { number: 70000 } } }] }),
    ['E spec.http[0].route[0].destination.port.number: port number 70000 must be in the range 1..65535'],
  ],
  [
    'redirect beside route',
    http({ route: [to('a')], redirect: { uri: '/' } }),
    ['E spec.http[0].redirect: HTTP route cannot contain both route and redirect'],
  ],
  [
    'an empty redirect',
    http({ redirect: {} }),
    ['E spec.http[0].redirect: redirect must specify URI, authority, scheme, or port'],
  ],
  [
    'a redirect that is none',
    http({ redirect: { uri: '/', redirectCode: 200 } }),
    ['E spec.http[0].redirect.redirectCode: 200 is not a valid redirect code, must be 3xx'],
  ],
  ['status 600 slips through', http({ directResponse: { status: 600 } }), []],
  [
    'status 601',
    http({ directResponse: { status: 601 } }),
    ['E spec.http[0].directResponse.status: HTTP status 601 is not in range 200-599'],
  ],
  [
    'mirror and mirrors',
    http(rule({ mirror: { host: 'a' }, mirrors: [{ destination: { host: 'b' } }] })),
    ['E spec.http[0].mirror: HTTP route cannot contain both mirror and mirrors'],
  ],
  [
    'mirrorPercent',
    http(rule({ mirror: { host: 'a' }, mirrorPercent: 5 })),
    [
      'W spec.http[0].mirrorPercent: using deprecated setting "mirrorPercent", use "mirrorPercentage" instead',
    ],
  ],
  [
    'a fault without effect',
    http(rule({ fault: {} })),
    ['E spec.http[0].fault: HTTP fault injection must have an abort and/or a delay'],
  ],
  [
    'a fault below the least',
    http(rule({ fault: { abort: { httpStatus: 503, percentage: { value: 0.00001 } } } })),
    [
      'E spec.http[0].fault.abort.percentage: percentage 0.00001 is neither 0.0, nor in range [0.0001, 100.0]',
    ],
  ],
  [
    'retries of none, with a policy',
    http(rule({ retries: { attempts: 0, retryOn: '5xx' } })),
    ['E spec.http[0].retries.attempts: http retry policy configured when attempts are set to 0 (disabled)'],
  ],
  [
    'retryOn with a space',
    http(rule({ retries: { attempts: 1, retryOn: '5xx, reset' } })),
    ['E spec.http[0].retries.retryOn: " reset" is not a valid retryOn policy'],
  ],
  [
    'retryOn a code',
    http(rule({ retries: { attempts: 1, retryOn: '503,599' } })),
    ['E spec.http[0].retries.retryOn: "599" is not a valid retryOn policy'],
  ],
  [
    'half a millisecond',
    http(rule({ timeout: '1500us' })),
    ['E spec.http[0].timeout: only durations to ms precision are supported'],
  ],
  [
    'an empty prefix for a header',
    http(rule({ match: [{ headers: { a: { prefix: '' } } }] })),
    ['E spec.http[0].match[0].headers.a: "headers": prefix string match should not be empty'],
  ],
  ['an empty prefix for the path', http(rule({ match: [{ uri: { prefix: '' } }] })), []],
  [
    'a look-ahead',
    http(rule({ match: [{ uri: { regex: '(?=a)' } }] })),
    [
      'E spec.http[0].match[0].uri: "uri": error parsing regexp: `(?=a)`; Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)',
    ],
  ],
  ['a named group as RE2 writes it', http(rule({ match: [{ uri: { regex: '(?P<x>a)' } }] })), []],
  [
    'a header name with a space',
    http(rule({ match: [{ headers: { 'a b': { exact: 'c' } } }] })),
    ['E spec.http[0].match[0].headers.a b: header name a b is not a valid header name'],
  ],
  [
    'JWT claims on the mesh',
    http(rule({ match: [{ headers: { '@request.auth.claims.sub': { exact: 'c' } } }] })),
    [
      'E spec.http[0].match[0].headers.@request.auth.claims.sub: JWT claim based routing (key: @request.auth.claims.sub) is only supported for gateway, found no gateways: []',
    ],
  ],
  [
    'host among the response headers',
    http(rule({ headers: { response: { set: { host: 'a' } } } })),
    ['E spec.http[0].headers.response.set.host: invalid header "host": cannot set Host header'],
  ],
  ['host among the request headers', http(rule({ headers: { request: { set: { host: 'a' } } } })), []],
  [
    'a lone per cent sign',
    http(rule({ headers: { request: { set: { a: '50%' } } } })),
    [
      'E spec.http[0].headers.request.set.a: header value configuration: invalid header configuration. Un-escaped %',
    ],
  ],
  [
    'two catch-alls',
    http(rule(), rule()),
    ['W spec.http[1]: virtualService rule #1 not used (only the last rule can have no matches)'],
  ],
  [
    'a rule behind the catch-all',
    http(rule({ name: 'all' }), rule({ match: [{ uri: { exact: '/a' } }] })),
    ['W spec.http[1].match[0]: virtualService rule #1 not used (route without matches defined before)'],
  ],
  [
    'the same match twice',
    http(rule({ match: [{ uri: { exact: '/a' } }] }), rule({ match: [{ uri: { exact: '/a' } }] })),
    [
      'W spec.http[1].match[0]: virtualService rule #1 match #0 is not used (duplicate/overlapping match in rule #0)',
      'W spec.http[1]: virtualService rule #1 not used (all matches used by prior rules)',
    ],
  ],
  [
    'a prefix behind a shorter one',
    http(rule({ match: [{ uri: { prefix: '/a' } }] }), rule({ match: [{ uri: { prefix: '/ab' } }] })),
    [
      'W spec.http[1].match[0]: virtualService rule #1 match #0 of prefix /ab is not used (duplicate/overlapping match in rule #0 of prefix /a on #0)',
    ],
  ],
  [
    'a delegate with a gateway',
    { gateways: ['g'], http: [rule()] },
    ['E spec.gateways: delegate virtual service must have no gateways specified'],
  ],
  [
    'a root with route and delegate',
    http({ delegate: { name: 'd' }, route: [to('a')] }),
    ['E spec.http[0].route: root HTTP route  must not specify route'],
  ],
  [
    'a delegate of a delegate',
    { http: [{ delegate: { name: 'd' } }] },
    [
      'E spec.http[0]: HTTP route, redirect or direct_response is required',
      'E spec.http[0].delegate: delegate HTTP route cannot contain delegate',
    ],
  ],
  [
    'tls without match',
    { hosts: ['a.com'], tls: [{ route: [to('a')] }] },
    ['E spec.tls[0]: TLS route must have at least one match condition'],
  ],
  [
    'an SNI host beyond the hosts',
    { hosts: ['a.com'], tls: [{ match: [{ sniHosts: ['b.com'] }], route: [to('a')] }] },
    [
      'E spec.tls[0].match[0].sniHosts[0]: SNI host "b.com" is not a compatible subset of any of the virtual service hosts: [a.com]',
    ],
  ],
  ['tcp without route', { hosts: ['a'], tcp: [{}] }, ['E spec.tcp[0]: TCP route is required']],
  [
    'a subnet that is none',
    { hosts: ['a'], tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/33'] }], route: [to('a')] }] },
    ['E spec.tcp[0].match[0].destinationSubnets[0]: 10.0.0.0/33 is not a valid CIDR block'],
  ],
  [
    'exported twice',
    { hosts: ['a'], http: [rule()], exportTo: ['.', 'shop'] },
    ['E spec.exportTo[1]: duplicate entries in exportTo for entry shop'],
  ],
  [
    'exported to no one',
    { hosts: ['a'], http: [rule()], exportTo: ['~'] },
    ['E spec.exportTo[0]: exportTo ~ (none) is not allowed for Istio configuration objects'],
  ],
];

it.each(virtualServices)('VirtualService: %s', (_name, spec, findings) =>
  expect(verdict('VirtualService', spec)).toEqual(findings),
);
