import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../objects.ts';
import type { HttpRule } from '../rules.ts';
import { destinationRule, gateway, service, serviceEntry, virtualService } from '../testing/objects.ts';
import { answer, bound, go, selector, server, to, web } from '../testing/one-gateway.ts';
import type { RouteRequest } from '../types.ts';

describe('which virtual host', () => {
  test.each<[string, KubernetesObject[], Partial<RouteRequest>, string]>([
    ['no gateway', [bound('v', ['a.com'], [to()])], {}, 'closed'],
    ['no server on the port', [web(), bound('v', ['a.com'], [to()])], { port: 8080 }, 'closed'],
    [
      'a gateway of other pods',
      [
        gateway('istio-system/web', { selector: { istio: 'egress' }, servers: [server(['*'])] }),
        bound('v', ['a.com'], [to()]),
      ],
      {},
      'closed',
    ],
    [
      'a gateway without selector',
      [gateway('istio-system/web', { servers: [server(['*'])] }), bound('v', ['a.com'], [to()])],
      {},
      'reviews 9080',
    ],
    [
      'a gateway in another namespace',
      [
        gateway('web', { selector, servers: [server(['*'])] }),
        virtualService('v', { hosts: ['a.com'], gateways: ['web'], http: [to()] }),
      ],
      {},
      'reviews 9080',
    ],
    ['nothing bound', [web()], {}, 'not-found 404'],
    [
      'bound elsewhere',
      [web(), virtualService('v', { hosts: ['a.com'], gateways: ['other'], http: [to()] })],
      {},
      'not-found 404',
    ],
    [
      'bound to the mesh only',
      [web(), virtualService('v', { hosts: ['a.com'], http: [to()] })],
      {},
      'not-found 404',
    ],
    ['exact host', [web(), bound('v', ['a.com'], [to()])], {}, 'reviews 9080'],
    ['other host', [web(), bound('v', ['a.com'], [to()])], { host: 'b.com' }, 'not-found 404'],
    ['host in capitals', [web(), bound('v', ['a.com'], [to()])], { host: 'A.com' }, 'reviews 9080'],
    ['* in the VirtualService', [web(), bound('v', ['*'], [to()])], {}, 'reviews 9080'],
    [
      'server narrower than the VirtualService',
      [web(['a.com']), bound('v', ['*'], [to()])],
      { host: 'b.com' },
      'not-found 404',
    ],
    [
      'server wildcard',
      [web(['*.a.com']), bound('v', ['x.a.com'], [to()])],
      { host: 'x.a.com' },
      'reviews 9080',
    ],
    [
      'VirtualService wildcard',
      [web(['x.a.com']), bound('v', ['*.a.com'], [to()])],
      { host: 'x.a.com' },
      'reviews 9080',
    ],
    ['no intersection', [web(['b.com']), bound('v', ['a.com'], [to()])], {}, 'not-found 404'],
    [
      'exact before wildcard',
      [web(), bound('v', ['*'], [to('v1')], 9), bound('w', ['a.com'], [to('v2')])],
      {},
      'reviews v2 9080',
    ],
    [
      'longest wildcard',
      [web(), bound('v', ['*.com'], [to('v1')], 9), bound('w', ['*.a.com'], [to('v2')])],
      { host: 'x.a.com' },
      'reviews v2 9080',
    ],
    ['server host of a namespace', [web(['app/a.com']), bound('v', ['a.com'], [to()])], {}, 'reviews 9080'],
    [
      'server host of another namespace',
      [web(['shop/a.com']), bound('v', ['a.com'], [to()])],
      {},
      'not-found 404',
    ],
    ['server host of any namespace', [web(['*/a.com']), bound('v', ['a.com'], [to()])], {}, 'reviews 9080'],
    [
      'server host of the own namespace',
      [web(['./a.com']), bound('v', ['a.com'], [to()])],
      {},
      'not-found 404',
    ],
    [
      'not exported to the gateway',
      [web(), bound('v', ['a.com'], [to()], 0, { exportTo: ['.'] })],
      {},
      'not-found 404',
    ],
    [
      'exported to the gateway',
      [web(), bound('v', ['a.com'], [to()], 0, { exportTo: ['istio-system'] })],
      {},
      'reviews 9080',
    ],
    [
      'legacy gateway name',
      [
        web(),
        virtualService('v', {
          hosts: ['a.com'],
          gateways: ['web.istio-system.svc.cluster.local'],
          http: [to()],
        }),
      ],
      {},
      'reviews 9080',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(go(objects, request)).toBe(expected);
  });
});

describe('rules on a gateway', () => {
  const at = (prefix: string, subset: string): HttpRule => ({ match: [{ uri: { prefix } }], ...to(subset) });

  test('several VirtualServices are merged, older first, what takes everything last', () => {
    const objects = [
      web(),
      bound('young', ['a.com'], [at('/y', 'v1'), to('v1')], 1),
      bound('old', ['a.com'], [at('/o', 'v2'), to('v2')], 5),
    ];
    expect(go(objects, { path: '/y' })).toBe('reviews v1 9080');
    expect(go(objects, { path: '/o' })).toBe('reviews v2 9080');
    expect(go(objects, { path: '/' })).toBe('reviews v2 9080');
    expect(
      answer(objects, { path: '/' }).tried.map(({ name, index, matched }) => `${name} ${index} ${matched}`),
    ).toEqual(['old 0 false', 'young 0 false', 'old 1 true']);
  });

  test.each([
    ['prefix /', { uri: { prefix: '/' } }],
    ['regex .*', { uri: { regex: '.*' } }],
  ])('%s counts as taking everything', (_, match) => {
    const objects = [
      web(),
      bound('old', ['a.com'], [{ match: [match], ...to('v1') }], 5),
      bound('young', ['a.com'], [at('/y', 'v2')]),
    ];
    expect(go(objects, { path: '/y' })).toBe('reviews v2 9080');
  });

  test('what follows a rule that takes everything in its VirtualService is never written', () => {
    const objects = [web(), bound('old', ['a.com'], [to('v1'), at('/x', 'v2')], 5)];
    expect(go(objects, { path: '/x' })).toBe('reviews v1 9080');
  });

  test('a rule without conditions but headers does not take everything', () => {
    const withHeader: HttpRule = { match: [{ headers: { a: {} } }], ...to('v1') };
    expect(go([web(), bound('v', ['a.com'], [withHeader])])).toBe('not-found 404');
  });

  test.each<[string, HttpRule['match'], string]>([
    ['port of the server', [{ port: 80 }], 'reviews v1 9080'],
    ['another port', [{ port: 8080 }], 'not-found 404'],
    ['this gateway', [{ gateways: ['istio-system/web'] }], 'reviews v1 9080'],
    ['mesh only', [{ gateways: ['mesh'] }], 'not-found 404'],
    ['labels of the gateway pod', [{ sourceLabels: selector }], 'reviews v1 9080'],
    ['labels of others', [{ sourceLabels: { app: 'x' } }], 'not-found 404'],
    ['namespace of the gateway pod', [{ sourceNamespace: 'istio-system' }], 'reviews v1 9080'],
    ['scheme of plain text', [{ scheme: { exact: 'http' } }], 'reviews v1 9080'],
  ])('%s', (_, match, expected) => {
    expect(go([web(), bound('v', ['a.com'], [{ match, ...to('v1') }])])).toBe(expected);
  });
});

describe('destinations from a gateway', () => {
  const two = service('two', 'http:9080 admin:15000');
  test.each<[string, HttpRule, string]>([
    ['the only port of the service', to(), 'reviews 9080'],
    ['several ports: the server’s', { route: [{ destination: { host: 'two' } }] }, 'two 80 missing'],
    ['an explicit one', { route: [{ destination: { host: 'two', port: { number: 15000 } } }] }, 'two 15000'],
    ['unknown host', { route: [{ destination: { host: 'nobody' } }] }, 'nobody 80 missing'],
    ['unknown subset', to('v9'), 'reviews v9 9080 missing'],
  ])('%s', (_, rule, expected) => {
    expect(go([web(), two, bound('v', ['a.com'], [rule])])).toBe(expected);
  });

  test('subsets need a DestinationRule that the gateway’s namespace may see', () => {
    const hidden = destinationRule('two', { host: 'two', subsets: [{ name: 'v1' }], exportTo: ['.'] });
    const rule: HttpRule = {
      route: [{ destination: { host: 'two', subset: 'v1', port: { number: 9080 } } }],
    };
    expect(go([web(), two, hidden, bound('v', ['a.com'], [rule])])).toBe('two v1 9080 missing');
  });
});

test('one host in two namespaces: the gateway prefers the VirtualService’s own', () => {
  const entry = (id: string, number: number) =>
    serviceEntry(id, { hosts: ['x.com'], ports: [{ number, name: 'h', protocol: 'HTTP' }] });
  const rule: HttpRule = { route: [{ destination: { host: 'x.com' } }] };
  expect(go([web(), entry('shop/e', 81), entry('app/e', 82), bound('v', ['a.com'], [rule])])).toBe(
    'x.com 82',
  );
});
