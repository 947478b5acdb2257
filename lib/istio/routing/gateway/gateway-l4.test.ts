import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../objects.ts';
import type { GatewayServer } from '../rules.ts';
import { gateway, serviceEntry } from '../testing/objects.ts';
import { answer, bound, go, selector, server, to, web } from '../testing/one-gateway.ts';
import type { RouteRequest } from '../types.ts';

describe('TLS on a gateway', () => {
  const tls = (mode: 'SIMPLE' | 'PASSTHROUGH' | 'AUTO_PASSTHROUGH') => ({ mode, credentialName: 'c' });
  const https = (hosts: string[], more = {}) => server(hosts, { tls: tls('SIMPLE'), ...more }, 443, 'HTTPS');
  const one = (...servers: GatewayServer[]) => gateway('istio-system/web', { selector, servers });
  const secure: Partial<RouteRequest> = { port: 443, protocol: 'https' };

  test.each<[string, KubernetesObject[], Partial<RouteRequest>, string]>([
    ['terminated and routed', [one(https(['a.com'])), bound('v', ['a.com'], [to()])], secure, 'reviews 9080'],
    [
      'a raw TLS client',
      [one(https(['a.com'])), bound('v', ['a.com'], [to()])],
      { ...secure, protocol: 'tls' },
      'reviews 9080',
    ],
    [
      'a name that no server has',
      [one(https(['a.com'])), bound('v', ['*'], [to()])],
      { ...secure, host: 'b.com' },
      'closed',
    ],
    [
      'a name without a VirtualService',
      [one(https(['*'])), bound('v', ['a.com'], [to()])],
      { ...secure, host: 'b.com' },
      'not-found 404',
    ],
    [
      'plain text to a TLS port',
      [one(https(['a.com'])), bound('v', ['a.com'], [to()])],
      { port: 443, protocol: 'http' },
      'closed',
    ],
    ['TLS to a plain-text port', [web(), bound('v', ['a.com'], [to()])], { protocol: 'https' }, 'closed'],
    [
      'the scheme is https',
      [one(https(['a.com'])), bound('v', ['a.com'], [{ match: [{ scheme: { exact: 'https' } }], ...to() }])],
      secure,
      'reviews 9080',
    ],
    [
      'servers by name',
      [one(https(['*.com']), https(['a.com'])), bound('v', ['a.com'], [to()])],
      secure,
      'reviews 9080',
    ],
    [
      'a server that repeats a host is dropped',
      [one(https(['a.com', 'b.com']), https(['b.com', 'c.com'])), bound('v', ['*'], [to()])],
      { ...secure, host: 'c.com' },
      'closed',
    ],
    [
      'redirect to https',
      [one(server(['a.com'], { tls: { httpsRedirect: true } })), bound('v', ['a.com'], [to()])],
      { path: '/x?q' },
      'redirect 301',
    ],
    [
      'redirect without a VirtualService',
      [one(server(['a.com'], { tls: { httpsRedirect: true } }))],
      {},
      'redirect 301',
    ],
    [
      'no redirect for other hosts',
      [one(server(['a.com'], { tls: { httpsRedirect: true } }))],
      { host: 'b.com' },
      'not-found 404',
    ],
    [
      'TLS beside plain text on one port is dropped',
      [
        one(server(['*']), server(['a.com'], { tls: tls('SIMPLE') }, 80, 'HTTPS')),
        bound('v', ['a.com'], [to()]),
      ],
      { protocol: 'https' },
      'closed',
    ],
    [
      'TCP beside HTTP on one port is dropped',
      [one(server(['*']), server(['*'], {}, 80, 'TCP')), bound('v', ['a.com'], [to()])],
      {},
      'reviews 9080',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(go(objects, request)).toBe(expected);
  });

  test('the redirect keeps host and path', () => {
    const objects = [one(server(['*'], { tls: { httpsRedirect: true } }))];
    expect(answer(objects, { path: '/x?q' }).redirect).toEqual({
      code: 301,
      scheme: 'https',
      host: 'a.com',
      port: 443,
      path: '/x?q',
    });
  });

  const passthrough = one(server(['*'], { tls: tls('PASSTHROUGH') }, 443, 'TLS'));
  const byName = (sniHosts: string[], subset: string, more = {}) => ({
    match: [{ sniHosts, ...more }],
    ...to(subset),
  });
  const tlsRules = (...rules: ReturnType<typeof byName>[]) =>
    bound('v', ['*'], [], 0, { http: undefined, tls: rules });

  test.each<[string, KubernetesObject[], string, string]>([
    ['by SNI', [passthrough, tlsRules(byName(['a.com'], 'v1'))], 'a.com', 'reviews v1 9080'],
    ['no SNI fits', [passthrough, tlsRules(byName(['a.com'], 'v1'))], 'b.com', 'closed'],
    [
      'exact before wildcard',
      [passthrough, tlsRules(byName(['*.com'], 'v1'), byName(['a.com'], 'v2'))],
      'a.com',
      'reviews v2 9080',
    ],
    [
      'repeated SNI: the first',
      [passthrough, tlsRules(byName(['a.com'], 'v1'), byName(['a.com'], 'v2'))],
      'a.com',
      'reviews v1 9080',
    ],
    ['other port', [passthrough, tlsRules(byName(['a.com'], 'v1', { port: 8443 }))], 'a.com', 'closed'],
    [
      'source conditions do not count',
      [passthrough, tlsRules(byName(['a.com'], 'v1', { sourceNamespace: 'x' }))],
      'a.com',
      'reviews v1 9080',
    ],
    ['http rules do not count', [passthrough, bound('v', ['*'], [to()])], 'a.com', 'closed'],
    [
      'auto passthrough reads the cluster from the name',
      [one(server(['*.local'], { tls: tls('AUTO_PASSTHROUGH') }, 443, 'TLS'))],
      'outbound_.9080_.v1_.reviews.app.svc.cluster.local',
      'reviews v1 9080',
    ],
    [
      'auto passthrough to nothing',
      [one(server(['*.local'], { tls: tls('AUTO_PASSTHROUGH') }, 443, 'TLS'))],
      'outbound_.1_._.reviews.app.svc.cluster.local',
      'closed',
    ],
    [
      'auto passthrough leads to nothing outside of the mesh',
      [
        one(server(['*'], { tls: tls('AUTO_PASSTHROUGH') }, 443, 'TLS')),
        serviceEntry('ext', { hosts: ['ext.com'], ports: [{ number: 443, name: 't', protocol: 'TLS' }] }),
      ],
      'outbound_.443_._.ext.com',
      'closed',
    ],
  ])('passthrough: %s', (_, objects, name, expected) => {
    expect(go(objects, { port: 443, protocol: 'tls', host: name })).toBe(expected);
  });
});

describe('TCP on a gateway', () => {
  const tcp = gateway('istio-system/web', { selector, servers: [server(['*'], {}, 31400, 'TCP')] });
  const connect: Partial<RouteRequest> = { port: 31400, protocol: 'tcp', host: '' };
  const rules = (id: string, subset: string, match?: object[], age = 0) =>
    bound(id, ['*'], [], age, { http: undefined, tcp: [{ match, ...to(subset) }] });
  test.each<[string, KubernetesObject[], string]>([
    ['a rule without matches', [rules('v', 'v1')], 'reviews v1 9080'],
    ['the port', [rules('v', 'v1', [{ port: 31400 }])], 'reviews v1 9080'],
    ['another port', [rules('v', 'v1', [{ port: 1 }])], 'closed'],
    [
      'only the first VirtualService counts',
      [rules('v', 'v1', undefined, 1), rules('w', 'v2', undefined, 5)],
      'reviews v2 9080',
    ],
    [
      'the next one when the first has no rule for the port',
      [rules('v', 'v1'), rules('w', 'v2', [{ port: 1 }], 5)],
      'reviews v1 9080',
    ],
    ['nothing', [], 'closed'],
  ])('%s', (_, objects, expected) => {
    expect(go([tcp, ...objects], connect)).toBe(expected);
  });

  test('HTTP is carried as TCP, and TLS too', () => {
    expect(go([tcp, rules('v', 'v1')], { ...connect, protocol: 'http' })).toBe('reviews v1 9080');
    expect(go([tcp, rules('v', 'v1')], { ...connect, protocol: 'tls' })).toBe('reviews v1 9080');
  });

  test('TLS ended at the gateway, TCP inside', () => {
    const ending = gateway('istio-system/web', {
      selector,
      servers: [server(['a.com'], { tls: { mode: 'SIMPLE' } }, 31400, 'TLS')],
    });
    expect(go([ending, rules('v', 'v1')], { ...connect, protocol: 'tls', host: 'a.com' })).toBe(
      'reviews v1 9080',
    );
    expect(go([ending, rules('v', 'v1')], { ...connect, protocol: 'tls', host: 'b.com' })).toBe('closed');
  });
});
