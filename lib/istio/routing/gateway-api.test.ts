/** HTTPRoutes and GRPCRoutes as istiod hands them to proxies: which rule takes a request, and what becomes of it. */
import { describe, expect, it, test } from 'vitest';
import type { KubernetesObject } from '../objects.ts';
import { ask, brief, cluster, destinationRule, gatewayApi, service, virtualService } from './test-objects.ts';
import type { RouteAnswer, RouteRequest } from './types.ts';

const services = [
  service('web', 'http:80 http-alt:8080'),
  service('api', 'http:80'),
  service('far', 'http:80', {}, 0),
  service('other/far', 'http:80'),
  service('other/web', 'http:80'),
  service('edge', 'http:80 http-open:81', { selector: { app: 'edge' } }),
];
const namespaces: KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'app' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other', labels: { open: 'yes' } } },
];
const edge = gatewayApi(
  'Gateway',
  'edge',
  `{gatewayClassName: istio, addresses: [{type: Hostname, value: edge}], listeners: [
    {name: http, port: 80, protocol: HTTP, hostname: '*.example'},
    {name: exact, port: 80, protocol: HTTP, hostname: 'only.example'},
    {name: open, port: 81, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {open: 'yes'}}}}},
    {name: closed, port: 82, protocol: HTTP}]}`,
);
const http = (id: string, spec: string, age?: number) => gatewayApi('HTTPRoute', id, spec, age);
const toWeb = "parentRefs: [{group: '', kind: Service, name: web}]";
const at = (more = '') => `parentRefs: [{name: edge, namespace: app${more}}]`;
const to = (name: string, more = '') => `backendRefs: [{name: ${name}, port: 80${more}}]`;
const grant = (kind: string) =>
  gatewayApi(
    'ReferenceGrant',
    'other/app',
    `{from: [{group: gateway.networking.k8s.io, kind: ${kind}, namespace: app}], to: [{group: '', kind: Service, name: far}]}`,
  );

type Asked = Partial<RouteRequest>;
const answerTo = (objects: readonly KubernetesObject[], asked: Asked): RouteAnswer =>
  ask(cluster([...namespaces, ...services, edge, ...objects]), {
    host: 'web.app.svc.cluster.local',
    port: 80,
    ...asked,
  });
const atEdge: Asked = {
  from: { type: 'gateway', namespace: 'app', labels: { app: 'edge' } },
  host: 'a.example',
};
const told = (answer: RouteAnswer): string => {
  const { rule } = answer;
  return `${brief(answer)}${rule === null ? '' : ` by ${rule.kind} ${rule.namespace}/${rule.name}[${rule.index}]`}`;
};

const split = http(
  'web',
  `{${toWeb}, rules: [
    {backendRefs: [{name: web, port: 80, weight: 3}, {name: api, port: 80}]},
    {matches: [{path: {value: /api}}, {headers: [{name: X-Beta, value: 'yes'}]}], ${to('api')}},
    {matches: [{path: {value: /api/none}}]},
    {matches: [{path: {type: Exact, value: /old}}], filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]},
    {matches: [{path: {value: /get}, method: GET}], ${to('api')}},
    {matches: [{path: {value: /get}}], ${to('web')}},
    {matches: [{path: {value: /zero}}], backendRefs: [{name: web, port: 80, weight: 0}]},
    {matches: [{path: {value: /gone}}], ${to('nobody')}}]}`,
);

test.each<[string, KubernetesObject[], Asked, string]>([
  ['weights', [split], {}, 'web 80 0.75 | api 80 0.25 by HTTPRoute app/web[0]'],
  ['the longest prefix, not the first rule', [split], { path: '/api/x' }, 'api 80 by HTTPRoute app/web[1]'],
  [
    'whole segments of a path',
    [split],
    { path: '/apix' },
    'web 80 0.75 | api 80 0.25 by HTTPRoute app/web[0]',
  ],
  ['the prefix itself', [split], { path: '/api' }, 'api 80 by HTTPRoute app/web[1]'],
  ['any of its matches', [split], { headers: { 'x-beta': 'yes' } }, 'api 80 by HTTPRoute app/web[1]'],
  ['a rule without backends', [split], { path: '/api/none' }, 'direct-response 500 by HTTPRoute app/web[2]'],
  ['backends without weight', [split], { path: '/zero' }, 'direct-response 500 by HTTPRoute app/web[6]'],
  ['a backend that is not there', [split], { path: '/gone' }, 'nobody 80 missing by HTTPRoute app/web[7]'],
  ['a redirect', [split], { path: '/old' }, 'redirect 302 by HTTPRoute app/web[3]'],
  ['a method before none', [split], { path: '/get' }, 'api 80 by HTTPRoute app/web[4]'],
  ['another method', [split], { path: '/get', method: 'PUT' }, 'web 80 by HTTPRoute app/web[5]'],
  [
    'callers of its own namespace where it stands elsewhere',
    [
      http(
        'other/r',
        `{parentRefs: [{group: '', kind: Service, name: web, namespace: app}], rules: [{${to('far')}}]}`,
      ),
    ],
    { from: { type: 'sidecar', namespace: 'other', labels: {} } },
    'far.other 80 by HTTPRoute other/r[0]',
  ],
  [
    'no other callers there',
    [
      http(
        'other/r',
        `{parentRefs: [{group: '', kind: Service, name: web, namespace: app}], rules: [{${to('far')}}]}`,
      ),
    ],
    {},
    'web 80',
  ],
  [
    'the route of the caller before that of the service',
    [
      http('r', `{${toWeb}, rules: [{${to('api')}}]}`, 9),
      http(
        'other/r',
        `{parentRefs: [{group: '', kind: Service, name: web, namespace: app}], rules: [{${to('far')}}]}`,
      ),
    ],
    { from: { type: 'sidecar', namespace: 'other', labels: {} } },
    'far.other 80 by HTTPRoute other/r[0]',
  ],
  [
    'one port of a service',
    [http('r', `{parentRefs: [{group: '', kind: Service, name: web, port: 8080}], rules: [{${to('api')}}]}`)],
    { port: 8080 },
    'api 80 by HTTPRoute app/r[0]',
  ],
  [
    'not its other ports',
    [http('r', `{parentRefs: [{group: '', kind: Service, name: web, port: 8080}], rules: [{${to('api')}}]}`)],
    {},
    'web 80',
  ],
  [
    'no Service that is not there',
    [http('r', `{parentRefs: [{group: '', kind: Service, name: nobody}], rules: [{${to('api')}}]}`)],
    { host: 'nobody.app.svc.cluster.local' },
    'passthrough',
  ],
  [
    'another namespace on the mesh without anybody’s leave',
    [http('r', `{${toWeb}, rules: [{${to('far', ', namespace: other')}}]}`)],
    {},
    'far.other 80 by HTTPRoute app/r[0]',
  ],
  [
    'the rules of two routes in one order',
    [
      http('a', `{${toWeb}, rules: [{matches: [{path: {value: /x}}], ${to('web')}}]}`, 2),
      http('b', `{${toWeb}, rules: [{matches: [{path: {value: /x/y}}], ${to('api')}}]}`, 1),
    ],
    { path: '/x/y' },
    'api 80 by HTTPRoute app/b[0]',
  ],
  [
    'of equal rules that of the oldest route',
    [
      http('a', `{${toWeb}, rules: [{${to('web')}}]}`, 1),
      http('b', `{${toWeb}, rules: [{${to('api')}}]}`, 2),
    ],
    {},
    'api 80 by HTTPRoute app/b[0]',
  ],
  [
    'of equally old routes that whose name, with a tilde behind, comes first',
    [http('r1', `{${toWeb}, rules: [{${to('web')}}]}`), http('r10', `{${toWeb}, rules: [{${to('api')}}]}`)],
    {},
    'api 80 by HTTPRoute app/r10[0]',
  ],
  [
    'a prefix before a regular expression',
    [
      http(
        'r',
        `{${toWeb}, rules: [{matches: [{path: {type: RegularExpression, value: '/x.*'}}], ${to('web')}}, {matches: [{path: {value: /x}}], ${to('api')}}]}`,
      ),
    ],
    { path: '/x/long' },
    'api 80 by HTTPRoute app/r[1]',
  ],
  [
    'a VirtualService that is older',
    [
      http('r', `{${toWeb}, rules: [{${to('api')}}]}`, 1),
      virtualService('vs', { hosts: ['web'], http: [{ route: [{ destination: { host: 'far' } }] }] }, 2),
    ],
    { from: { type: 'sidecar', namespace: 'other', labels: {} } },
    'far 80 by VirtualService app/vs[0]',
  ],
  [
    'its own namespace’s route before an older VirtualService',
    [
      http('r', `{${toWeb}, rules: [{${to('api')}}]}`, 1),
      virtualService('vs', { hosts: ['web'], http: [{ route: [{ destination: { host: 'far' } }] }] }, 2),
    ],
    {},
    'api 80 by HTTPRoute app/r[0]',
  ],
  [
    'a call by its service',
    [
      gatewayApi(
        'GRPCRoute',
        'r',
        `{${toWeb}, rules: [{matches: [{method: {service: shop.Web}}], ${to('api')}}]}`,
      ),
    ],
    { path: '/shop.Web/Get', method: 'POST' },
    'api 80 by GRPCRoute app/r[0]',
  ],
  [
    'calls of both kinds together',
    [
      gatewayApi(
        'GRPCRoute',
        'g',
        `{${toWeb}, rules: [{matches: [{method: {service: shop.Web, method: Get}}], ${to('api')}}]}`,
        1,
      ),
      http('h', `{${toWeb}, rules: [{${to('web')}}]}`, 2),
    ],
    { path: '/shop.Web/Get', method: 'POST' },
    'api 80 by GRPCRoute app/g[0]',
  ],
])('on the mesh a route leads by %s', (_, objects, asked, expected) => {
  expect(told(answerTo(objects, asked))).toBe(expected);
});

test.each<[string, KubernetesObject[], Asked, string]>([
  [
    'its host names',
    [http('r', `{${at(', sectionName: http')}, hostnames: [a.example], rules: [{${to('web')}}]}`)],
    {},
    'web 80 by HTTPRoute app/r[0]',
  ],
  [
    'no others',
    [http('r', `{${at()}, hostnames: [b.example, a.elsewhere], rules: [{${to('web')}}]}`)],
    {},
    'not-found 404',
  ],
  [
    'none, for all of the listener',
    [http('r', `{${at()}, rules: [{${to('web')}}]}`)],
    { host: 'b.example' },
    'web 80 by HTTPRoute app/r[0]',
  ],
  [
    'a listener that names the host more exactly',
    [
      http('r', `{${at(', sectionName: http')}, rules: [{${to('web')}}]}`),
      http('e', `{${at(', sectionName: exact')}, hostnames: [only.example], rules: [{${to('api')}}]}`),
    ],
    { host: 'only.example' },
    'api 80 by HTTPRoute app/e[0]',
  ],
  [
    'not a wildcard’s listener, where another names the host',
    [http('r', `{${at(', sectionName: http')}, hostnames: [only.example], rules: [{${to('web')}}]}`)],
    { host: 'only.example' },
    'not-found 404',
  ],
  [
    'a listener that does not allow the namespace',
    [http('r', `{${at(', sectionName: open')}, rules: [{${to('web')}}]}`)],
    { port: 81 },
    'not-found 404',
  ],
  [
    'a listener that allows it by its labels',
    [http('other/r', `{${at(', sectionName: open')}, rules: [{${to('far')}}]}`)],
    { port: 81 },
    'far.other 80 by HTTPRoute other/r[0]',
  ],
  [
    'a port that the Service does not have',
    [http('r', `{${at(', sectionName: closed')}, rules: [{${to('web')}}]}`)],
    { port: 82 },
    'closed',
  ],
  [
    'another port than the route names',
    [http('r', `{${at(', port: 81')}, rules: [{${to('web')}}]}`)],
    {},
    'not-found 404',
  ],
  [
    'another namespace without its grant',
    [http('r', `{${at()}, rules: [{${to('far', ', namespace: other')}}]}`)],
    {},
    'far.other 80 missing by HTTPRoute app/r[0]',
  ],
  [
    'another namespace with its grant',
    [http('r', `{${at()}, rules: [{${to('far', ', namespace: other')}}]}`), grant('HTTPRoute')],
    {},
    'far.other 80 by HTTPRoute app/r[0]',
  ],
  [
    'a grant for another kind',
    [http('r', `{${at()}, rules: [{${to('far', ', namespace: other')}}]}`), grant('GRPCRoute')],
    {},
    'far.other 80 missing by HTTPRoute app/r[0]',
  ],
  [
    'a grant for another Service',
    [http('r', `{${at()}, rules: [{${to('web', ', namespace: other')}}]}`), grant('HTTPRoute')],
    {},
    'web.other 80 missing by HTTPRoute app/r[0]',
  ],
])('at a gateway a route leads by %s', (_, objects, asked, expected) => {
  expect(told(answerTo(objects, { ...atEdge, ...asked }))).toBe(expected);
});

const filtered = (filters: string, match = '{path: {value: /in}}') =>
  http('r', `{${at()}, rules: [{matches: [${match}], filters: [${filters}], ${to('web')}}]}`);

describe('what a route does with a request', () => {
  const asked = { ...atEdge, path: '/in/x?q=1' };
  test.each<[string, string, string]>([
    [
      'a prefix',
      '{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /out/}}}',
      '/out/x?q=1 a.example',
    ],
    [
      'a prefix taken away',
      '{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}',
      '/x?q=1 a.example',
    ],
    [
      'the whole path',
      '{type: URLRewrite, urlRewrite: {path: {type: ReplaceFullPath, replaceFullPath: /all}}}',
      '/all?q=1 a.example',
    ],
    ['the host', '{type: URLRewrite, urlRewrite: {hostname: in.example}}', '/in/x?q=1 in.example'],
    [
      'the host by a header',
      '{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: Host, value: h.example}]}}',
      '/in/x?q=1 h.example',
    ],
  ])('rewrites %s', (_, filter, expected) => {
    const { rewrite } = answerTo([filtered(filter)], asked);
    expect(`${rewrite?.path} ${rewrite?.host}`).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['as asked', '{statusCode: 301}', '301 http://a.example:80/in/x?q=1'],
    ['the scheme', '{scheme: https}', '302 https://a.example:443/in/x?q=1'],
    ['a port', '{port: 8443, scheme: https}', '302 https://a.example:8443/in/x?q=1'],
    [
      'a host and a prefix',
      '{hostname: b.example, path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}}',
      '302 http://b.example:80/new/x?q=1',
    ],
    ['a path', '{path: {type: ReplaceFullPath, replaceFullPath: /new}}', '302 http://a.example:80/new?q=1'],
  ])('redirects to %s', (_, redirect, expected) => {
    const route = http(
      'r',
      `{${at()}, rules: [{matches: [{path: {value: /in}}], filters: [{type: RequestRedirect, requestRedirect: ${redirect}}]}]}`,
    );
    const { redirect: found } = answerTo([route], asked);
    expect(`${found?.code} ${found?.scheme}://${found?.host}:${found?.port}${found?.path}`).toBe(expected);
  });

  it('copies it, where the copy leads somewhere', () => {
    const mirror = (ref: string, more = '') =>
      `{type: RequestMirror, requestMirror: {backendRef: {${ref}, port: 80}${more}}}`;
    const route = filtered(
      [
        mirror('name: api', ', percent: 40'),
        mirror('name: web', ', fraction: {numerator: 1, denominator: 8}'),
        mirror('name: far'),
        mirror('name: nobody'),
        mirror('name: far, namespace: other'),
      ].join(', '),
    );
    const { mirrors } = answerTo([route], asked);
    expect(mirrors.map(({ host, share }) => `${host.split('.')[0]} ${share}`)).toEqual([
      'api 0.4',
      'web 0.125',
      'far 1',
    ]);
  });

  test.each<[string, string, string | null, RouteAnswer['retries']]>([
    [
      'the request’s limit',
      'timeouts: {request: 1m30s}',
      '90s',
      { attempts: 2, on: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes' },
    ],
    [
      'one try’s limit where there is one try',
      'timeouts: {request: 2s, backendRequest: 500ms}',
      '0.5s',
      { attempts: 2, on: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes' },
    ],
    [
      'none',
      'timeouts: {request: 0s}',
      null,
      { attempts: 2, on: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes' },
    ],
    [
      'retries of its own',
      'retry: {attempts: 3, codes: [503]}, timeouts: {request: 2s, backendRequest: 500ms}',
      '2s',
      { attempts: 3, on: 'connect-failure,refused-stream,unavailable,cancelled,503' },
    ],
    ['no retries', 'retry: {attempts: 0}', null, null],
  ])('waits for %s', (_, more, timeout, retries) => {
    const route = http('r', `{${at()}, rules: [{${more}, ${to('web')}}]}`);
    const answer = answerTo([route], atEdge);
    expect({ timeout: answer.timeout, retries: answer.retries }).toEqual({ timeout, retries });
  });

  it('obeys the DestinationRule of a backend', () => {
    const rule = destinationRule('web', { host: 'web', trafficPolicy: { tls: { mode: 'DISABLE' } } });
    expect(brief(answerTo([rule, filtered('')], asked))).toBe('web 80');
  });
});

describe('why', () => {
  it('tells every rule that was passed, in the order of trying', () => {
    const { tried } = answerTo([split], { path: '/api' });
    expect(
      tried.map(({ kind, name, index, matched, reason }) => `${kind} ${name}[${index}] ${matched} ${reason}`),
    ).toEqual([
      'HTTPRoute web[3] false path is "/api", not "/old"',
      'HTTPRoute web[2] false path is "/api", which is not "/api/none" or below it',
      'HTTPRoute web[6] false path is "/api", which is not "/zero" or below it',
      'HTTPRoute web[7] false path is "/api", which is not "/gone" or below it',
      'HTTPRoute web[4] false path is "/api", which is not "/get" or below it',
      'HTTPRoute web[1] true path is "/api" or below it',
    ]);
  });

  it('tells nothing of a path that nobody wrote', () => {
    const { tried } = answerTo([split], { headers: { 'x-beta': 'yes' } });
    expect(tried.at(-1)?.reason).toBe('header X-Beta is "yes"');
  });

  it('tells what a backend lacks', () => {
    const route = http('r', `{${at()}, rules: [{${to('far', ', namespace: other')}}]}`);
    expect(answerTo([route], atEdge).tried[0]?.reason).toBe(
      'takes every request and no ReferenceGrant in namespace other lets a HTTPRoute of app refer to Service far: its share gets 500',
    );
  });

  it('tells who has the host', () => {
    const objects = [
      http('r', `{${toWeb}, rules: [{${to('api')}}]}`, 1),
      virtualService('vs', { hosts: ['web'], http: [{ route: [{ destination: { host: 'far' } }] }] }, 2),
    ];
    expect(answerTo(objects, {}).tried.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([
      'HTTPRoute: takes every request',
      'VirtualService: HTTPRoute app/r comes first and has this host to itself',
    ]);
  });
});

describe('objects', () => {
  it('that the cluster would refuse are none', () => {
    const broken = [
      http('web', '{parentRefs: web, rules: 5}'),
      http('api', `{${toWeb}, rules: [{backendRefs: [{name: far}]}]}`),
      http('none', 'null'),
      gatewayApi('Gateway', 'more', '{listeners: {}}'),
    ];
    expect(told(answerTo(broken, {}))).toBe('web 80');
  });

  it('of another class are not Istio’s', () => {
    const nginx = gatewayApi(
      'Gateway',
      'nginx',
      '{gatewayClassName: nginx, listeners: [{name: http, port: 83, protocol: HTTP}]}',
    );
    const route = http('r', `{parentRefs: [{name: nginx}], rules: [{${to('web')}}]}`);
    expect(brief(answerTo([nginx, route], { ...atEdge, port: 83 }))).toBe('closed');
  });

  it('whose filter Istio does not know lead nowhere', () => {
    const route = http(
      'r',
      `{${toWeb}, rules: [{filters: [{type: ExtensionRef, extensionRef: {group: x.y, kind: F, name: f}}], ${to('api')}}]}`,
    );
    expect(told(answerTo([route], {}))).toBe('web 80');
  });
});
