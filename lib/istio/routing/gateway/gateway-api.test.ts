/** HTTPRoutes and GRPCRoutes as istiod hands them to proxies: which rule takes a request, and why. */
import { describe, expect, it, test } from 'vitest';
import type { KubernetesObject } from '../../objects.ts';
import {
  type Asked,
  answerTo,
  at,
  atEdge,
  grant,
  http,
  split,
  to,
  told,
  toWeb,
} from '../testing/gateway-api.ts';
import { brief, gatewayApi, virtualService } from '../testing/objects.ts';

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
