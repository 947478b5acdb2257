import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../objects.ts';
import type { HttpRule } from '../rules.ts';
import {
  ask,
  brief,
  cluster,
  destinationRule,
  service,
  serviceEntry,
  sidecar,
  sidecarObject,
  virtualService,
  withAnnotation,
} from '../testing/objects.ts';
import type { RouteRequest } from '../types.ts';

const to = (host: string, subset?: string): HttpRule => ({ route: [{ destination: { host, subset } }] });
const reviews = service('reviews', 'http:9080');
const subsets = destinationRule('reviews', { host: 'reviews', subsets: [{ name: 'v1' }, { name: 'v2' }] });

function go(
  objects: KubernetesObject[],
  request: Partial<RouteRequest> & { host: string },
  mesh = {},
): string {
  return brief(ask(cluster(objects, mesh), request));
}

describe('without a VirtualService', () => {
  test.each([
    ['reviews', 'app', 'reviews 9080'],
    ['REVIEWS', 'app', 'reviews 9080'],
    ['reviews.app', 'other', 'reviews 9080'],
    ['reviews.app.svc', 'other', 'reviews 9080'],
    ['reviews.app.svc.cluster.local', 'other', 'reviews 9080'],
    ['reviews.app.svc.cluster.local.', 'other', 'reviews 9080'],
    ['reviews', 'other', 'passthrough'],
    ['reviews.app.svc.cluster', 'app', 'passthrough'],
  ])('%s from namespace %s goes to %s', (host, namespace, expected) => {
    expect(go([reviews], { host, from: sidecar(namespace) })).toBe(expected);
  });

  test('the default route retries twice and never times out', () => {
    expect(ask(cluster([reviews]), { host: 'reviews' })).toMatchObject({
      outcome: 'forward',
      timeout: null,
      retries: {
        attempts: 2,
        on: expect.stringContaining('connect-failure,refused-stream,unavailable,cancelled'),
      },
      rule: null,
      tried: [],
    });
  });

  test('by address', () => {
    const host = reviews.spec?.clusterIP ?? '';
    expect(go([reviews], { host })).toBe('reviews 9080');
  });

  test.each([
    ['a port that the service has not', { host: 'reviews', port: 80 }, 'passthrough'],
    ['an unknown host where HTTP is spoken', { host: 'example.com', port: 9080 }, 'passthrough'],
  ])('%s', (_, request, expected) => {
    expect(go([reviews], request)).toBe(expected);
  });

  test('REGISTRY_ONLY answers 502 where the port speaks HTTP and closes elsewhere', () => {
    const mesh = { outboundTrafficPolicy: 'REGISTRY_ONLY' } as const;
    expect(go([reviews], { host: 'example.com' }, mesh)).toBe('closed 502');
    expect(go([reviews], { host: 'example.com', port: 1234 }, mesh)).toBe('closed');
  });

  test('names below a headless service are its pods', () => {
    const web = service('web', 'http:80', { clusterIP: 'None' });
    expect(go([web], { host: 'web-0.web.app.svc.cluster.local', port: 80 })).toBe('web 80');
    expect(go([web], { host: 'web-0.web', port: 80 })).toBe('web 80');
  });
});

describe('which VirtualService owns a host', () => {
  const owned = (id: string, hosts: string[], subset: string, age = 0, exportTo?: string[]) =>
    virtualService(id, { hosts, http: [to('reviews.app.svc.cluster.local', subset)], exportTo }, age);

  test.each<[string, KubernetesObject[], string]>([
    ['short name in its own namespace', [owned('a', ['reviews'], 'v1')], 'reviews v1 9080'],
    ['short name in another namespace', [owned('other/a', ['reviews'], 'v1')], 'reviews 9080'],
    ['full name', [owned('other/a', ['reviews.app.svc.cluster.local'], 'v1')], 'reviews v1 9080'],
    ['a dotted short form is taken verbatim', [owned('a', ['reviews.app'], 'v1')], 'reviews 9080'],
    ['capitals', [owned('a', ['Reviews.app.svc.cluster.local'], 'v1')], 'reviews v1 9080'],
    ['the oldest', [owned('b', ['reviews'], 'v1', 1), owned('a', ['reviews'], 'v2', 5)], 'reviews v2 9080'],
    [
      'of equal age the first by name',
      [owned('b', ['reviews'], 'v1'), owned('a', ['reviews'], 'v2')],
      'reviews v2 9080',
    ],
    [
      'a private one before an older public one',
      [owned('a', ['reviews'], 'v1', 9), owned('b', ['reviews'], 'v2', 1, ['.'])],
      'reviews v2 9080',
    ],
    [
      'one exported by name before an older public one',
      [
        owned('other/a', ['reviews.app.svc.cluster.local'], 'v1', 9),
        owned('other/b', ['reviews.app.svc.cluster.local'], 'v2', 1, ['app']),
      ],
      'reviews v2 9080',
    ],
    ['not exported', [owned('other/a', ['reviews.app.svc.cluster.local'], 'v1', 0, ['.'])], 'reviews 9080'],
    ['exportTo ~', [owned('a', ['reviews'], 'v1', 0, ['~'])], 'reviews 9080'],
    ['a wildcard', [owned('a', ['*.app.svc.cluster.local'], 'v1')], 'reviews v1 9080'],
    [
      'the exact name before an older wildcard',
      [owned('a', ['*.app.svc.cluster.local'], 'v1', 9), owned('b', ['reviews'], 'v2')],
      'reviews v2 9080',
    ],
    [
      'the longer wildcard',
      [owned('a', ['*.cluster.local'], 'v1', 9), owned('b', ['*.app.svc.cluster.local'], 'v2')],
      'reviews v2 9080',
    ],
    [
      'one for gateways alone',
      [virtualService('a', { hosts: ['reviews'], gateways: ['g'], http: [to('reviews', 'v1')] })],
      'reviews 9080',
    ],
    [
      'mesh beside a gateway',
      [virtualService('a', { hosts: ['reviews'], gateways: ['g', 'mesh'], http: [to('reviews', 'v1')] })],
      'reviews v1 9080',
    ],
    [
      'tcp rules only',
      [virtualService('a', { hosts: ['reviews'], tcp: [to('reviews', 'v1')] })],
      'reviews 9080',
    ],
  ])('%s', (_, objects, expected) => {
    expect(go([reviews, subsets, ...objects], { host: 'reviews' })).toBe(expected);
  });

  test('an owner none of whose rules applies here makes way for the next exact one', () => {
    const first = virtualService(
      'a',
      { hosts: ['reviews'], http: [{ match: [{ port: 80 }], ...to('reviews', 'v1') }] },
      9,
    );
    const answer = ask(cluster([reviews, subsets, first, owned('b', ['reviews'], 'v2')]), {
      host: 'reviews',
    });
    expect(brief(answer)).toBe('reviews v2 9080');
    expect(answer.tried.map(({ name, matched }) => `${name} ${matched}`)).toEqual(['a false', 'b true']);
  });

  test('but not for a wildcard', () => {
    const first = virtualService('a', {
      hosts: ['reviews'],
      http: [{ match: [{ port: 80 }], ...to('reviews', 'v1') }],
    });
    expect(
      go([reviews, subsets, first, owned('b', ['*.app.svc.cluster.local'], 'v2')], { host: 'reviews' }),
    ).toBe('reviews 9080');
  });

  test('the loser is named', () => {
    const objects = [reviews, subsets, owned('b', ['reviews'], 'v1', 1), owned('a', ['reviews'], 'v2', 5)];
    expect(ask(cluster(objects), { host: 'reviews' }).tried).toMatchObject([
      { name: 'a', matched: true },
      { name: 'b', matched: false, reason: 'VirtualService app/a comes first and has this host to itself' },
    ]);
  });

  test('the first matching rule wins', () => {
    const rules = virtualService('a', {
      hosts: ['reviews'],
      http: [
        { name: 'one', match: [{ uri: { prefix: '/a' } }], ...to('reviews', 'v1') },
        { name: 'two', ...to('reviews', 'v2') },
        { name: 'three', ...to('reviews') },
      ],
    });
    const answer = ask(cluster([reviews, subsets, rules]), { host: 'reviews', path: '/b' });
    expect(brief(answer)).toBe('reviews v2 9080');
    expect(answer.rule).toEqual({
      kind: 'VirtualService',
      namespace: 'app',
      name: 'a',
      index: 1,
      route: 'two',
    });
    expect(answer.tried.map(({ index, matched }) => [index, matched])).toEqual([
      [0, false],
      [1, true],
    ]);
  });
});

describe('hosts that no service has', () => {
  const web = service('web', 'http:80');
  const foreign = (hosts: string[]) =>
    virtualService('a', { hosts, http: [to('web.app.svc.cluster.local')] });
  test.each<[string, KubernetesObject[], Partial<RouteRequest> & { host: string }, string]>([
    ['count on port 80', [web, foreign(['bookinfo.com'])], { host: 'bookinfo.com', port: 80 }, 'web 80'],
    ['not on others', [web, reviews, foreign(['bookinfo.com'])], { host: 'bookinfo.com' }, 'passthrough'],
    [
      'not where nothing speaks HTTP',
      [reviews, foreign(['bookinfo.com'])],
      { host: 'bookinfo.com', port: 80 },
      'passthrough',
    ],
    ['wildcards too', [web, foreign(['*.bookinfo.com'])], { host: 'www.bookinfo.com', port: 80 }, 'web 80'],
    [
      'on other ports beside a host that has a service there',
      [reviews, virtualService('a', { hosts: ['reviews', 'bookinfo.com'], http: [to('reviews')] })],
      { host: 'bookinfo.com' },
      'reviews 9080',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(go(objects, request)).toBe(expected);
  });
});

describe('ServiceEntries', () => {
  const entry = (hosts: string[], protocol = 'HTTP', number = 80) =>
    serviceEntry('ext', { hosts, ports: [{ number, name: 'p', protocol }], resolution: 'DNS' });
  test.each<[string, KubernetesObject[], Partial<RouteRequest> & { host: string }, string]>([
    ['exact host', [entry(['api.com'])], { host: 'api.com', port: 80 }, 'api.com 80'],
    ['wildcard host', [entry(['*.api.com'])], { host: 'x.api.com', port: 80 }, '*.api.com 80'],
    [
      'wildcard does not cover its apex',
      [entry(['*.api.com'])],
      { host: 'api.com', port: 80 },
      'passthrough',
    ],
    [
      'exact before wildcard',
      [entry(['*.api.com', 'x.api.com'])],
      { host: 'x.api.com', port: 80 },
      'x.api.com 80',
    ],
    ['unnamed protocol is sniffed', [entry(['api.com'], '')], { host: 'api.com', port: 80 }, 'api.com 80'],
    [
      'a VirtualService on its host',
      [
        entry(['api.com']),
        virtualService('a', { hosts: ['api.com'], http: [{ ...to('api.com'), timeout: '3s' }] }),
      ],
      { host: 'api.com', port: 80 },
      'api.com 80',
    ],
    [
      'a destination below a wildcard host does not exist',
      [entry(['*.api.com']), virtualService('a', { hosts: ['*.api.com'], http: [to('x.api.com')] })],
      { host: 'x.api.com', port: 80 },
      'x.api.com 80 missing',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(go(objects, request)).toBe(expected);
  });
});

describe('who sees which service', () => {
  const hidden = withAnnotation(service('shop/cart', 'http:80'), 'networking.istio.io/exportTo', '.');
  test.each([
    ['shop', 'cart.shop 80'],
    ['app', 'passthrough'],
  ])('exportTo annotation, seen from %s: %s', (namespace, expected) => {
    expect(go([hidden], { host: 'cart.shop', port: 80, from: sidecar(namespace) })).toBe(expected);
  });

  test('a hidden destination is missing', () => {
    const rule = virtualService('a', { hosts: ['reviews'], http: [to('cart.shop.svc.cluster.local')] });
    expect(go([reviews, hidden, rule], { host: 'reviews' })).toBe('cart.shop 9080 missing');
  });
});

describe('Sidecar objects', () => {
  const cart = service('shop/cart', 'http:9080');
  const scope = (id: string, hosts: string[], more = {}) =>
    sidecarObject(id, { egress: [{ hosts }], ...more });
  test.each<[string, KubernetesObject[], string, string]>([
    ['own namespace only', [scope('s', ['./*'])], 'cart.shop', 'passthrough'],
    ['own namespace', [scope('s', ['./*'])], 'reviews', 'reviews 9080'],
    ['another by name', [scope('s', ['shop/*'])], 'cart.shop', 'cart.shop 9080'],
    ['one host', [scope('s', ['shop/cart.shop.svc.cluster.local'])], 'cart.shop', 'cart.shop 9080'],
    [
      'one host leaves others out',
      [scope('s', ['shop/cart.shop.svc.cluster.local'])],
      'reviews',
      'passthrough',
    ],
    ['any namespace', [scope('s', ['*/*'])], 'cart.shop', 'cart.shop 9080'],
    ['nothing', [scope('s', ['~/*'])], 'reviews', 'passthrough'],
    ['exclusion', [scope('s', ['*/*', '~shop/*'])], 'cart.shop', 'passthrough'],
    ['a Sidecar elsewhere', [scope('shop/s', ['./*'])], 'cart.shop', 'cart.shop 9080'],
    ['mesh-wide in the root namespace', [scope('istio-system/s', ['./*'])], 'cart.shop', 'passthrough'],
    [
      'the namespace own before mesh-wide',
      [scope('istio-system/s', ['./*'], {}), scope('s', ['*/*'])],
      'cart.shop',
      'cart.shop 9080',
    ],
    [
      'a selector before none',
      [
        sidecarObject('a', { egress: [{ hosts: ['./*'] }] }, 9),
        scope('b', ['*/*'], { workloadSelector: { labels: { app: 'x' } } }),
      ],
      'cart.shop',
      'cart.shop 9080',
    ],
    [
      'a selector that does not fit',
      [scope('b', ['./*'], { workloadSelector: { labels: { app: 'y' } } })],
      'cart.shop',
      'cart.shop 9080',
    ],
    [
      'a listener for another port',
      [
        sidecarObject('s', {
          egress: [{ port: { number: 80, protocol: 'HTTP', name: 'h' }, hosts: ['*/*'] }],
        }),
      ],
      'cart.shop',
      'passthrough',
    ],
    [
      'listeners by port',
      [
        sidecarObject('s', {
          egress: [
            { port: { number: 9080, protocol: 'HTTP', name: 'h' }, hosts: ['shop/*'] },
            { hosts: ['./*'] },
          ],
        }),
      ],
      'cart.shop',
      'cart.shop 9080',
    ],
  ])('%s', (_, objects, host, expected) => {
    expect(go([reviews, cart, ...objects], { host, from: sidecar('app', { app: 'x' }) })).toBe(expected);
  });

  test('outboundTrafficPolicy of the Sidecar beats the mesh', () => {
    const strict = sidecarObject('s', { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
    const open = sidecarObject('s', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } });
    expect(go([reviews, strict], { host: 'x.com' })).toBe('closed 502');
    expect(go([reviews, open], { host: 'x.com' }, { outboundTrafficPolicy: 'REGISTRY_ONLY' })).toBe(
      'passthrough',
    );
  });

  test('a destination outside the imported hosts is pulled in by the VirtualService that names it', () => {
    const rule = virtualService('a', { hosts: ['reviews'], http: [to('cart.shop.svc.cluster.local')] });
    expect(go([reviews, cart, scope('s', ['./*']), rule], { host: 'reviews' })).toBe('cart.shop 9080');
    expect(go([reviews, cart, scope('s', ['./*']), rule], { host: 'cart.shop' })).toBe('passthrough');
  });

  test('VirtualServices count only when one of their hosts is imported', () => {
    const rule = virtualService('shop/a', { hosts: ['reviews.app.svc.cluster.local'], http: [to('cart')] });
    expect(go([reviews, cart, rule], { host: 'reviews' })).toBe('cart.shop 9080');
    expect(go([reviews, cart, scope('s', ['./*']), rule], { host: 'reviews' })).toBe('reviews 9080');
  });
});
