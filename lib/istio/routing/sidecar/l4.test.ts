import { describe, expect, test } from 'vitest';
import type { VirtualServiceSpec } from '../../generated/types.ts';
import type { KubernetesObject } from '../../objects.ts';
import {
  ask,
  brief,
  cluster,
  destinationRule,
  service,
  serviceEntry,
  sidecar,
  virtualService,
} from '../testing/objects.ts';
import type { RouteRequest } from '../types.ts';

const db = service('db', 'tcp:5432');
const vault = service('vault', 'tls:8200 http:80');
const web = service('web', 'web:8080');
const subsets = ['db', 'vault', 'web'].map((host) =>
  destinationRule(host, { host, subsets: [{ name: 'v1' }, { name: 'v2' }] }),
);
const to = (host: string, subset: string) => ({ route: [{ destination: { host, subset } }] });

function go(
  objects: KubernetesObject[],
  request: Partial<RouteRequest> & { host: string },
  mesh = {},
): string {
  return brief(ask(cluster([db, vault, web, ...subsets, ...objects], mesh), request));
}

describe('TCP', () => {
  const rules = (...tcp: NonNullable<VirtualServiceSpec['tcp']>) =>
    virtualService('db', { hosts: ['db'], tcp });
  const connect = { host: 'db', port: 5432, protocol: 'tcp' } as const;
  test.each<[string, KubernetesObject[], Partial<RouteRequest>, string]>([
    ['no VirtualService', [], {}, 'db 5432'],
    [
      'http rules do not count',
      [virtualService('db', { hosts: ['db'], http: [to('db', 'v1')] })],
      {},
      'db 5432',
    ],
    ['HTTP on a TCP port is TCP', [rules(to('db', 'v1'))], { protocol: 'http' }, 'db v1 5432'],
    ['TLS on a TCP port is TCP', [rules(to('db', 'v1'))], { protocol: 'tls' }, 'db v1 5432'],
    ['a rule without matches', [rules(to('db', 'v1'), to('db', 'v2'))], {}, 'db v1 5432'],
    ['other port', [rules({ match: [{ port: 1 }], ...to('db', 'v1') })], {}, 'db 5432'],
    ['this port', [rules({ match: [{ port: 5432 }], ...to('db', 'v1') })], {}, 'db v1 5432'],
    [
      'source labels',
      [rules({ match: [{ sourceLabels: { a: '1' } }], ...to('db', 'v1') }, to('db', 'v2'))],
      { from: sidecar('app', { a: '1' }) },
      'db v1 5432',
    ],
    [
      'other source labels',
      [rules({ match: [{ sourceLabels: { a: '1' } }], ...to('db', 'v1') }, to('db', 'v2'))],
      {},
      'db v2 5432',
    ],
    [
      'gateways and source conditions both count',
      [rules({ match: [{ gateways: ['mesh'], sourceNamespace: 'x' }], ...to('db', 'v1') })],
      {},
      'db 5432',
    ],
    [
      'subnet that fits',
      [rules({ match: [{ destinationSubnets: ['10.9.0.0/16'] }], ...to('db', 'v1') })],
      { address: '10.9.1.1' },
      'passthrough',
    ],
    [
      'weights',
      [
        rules({
          route: [
            { destination: { host: 'db', subset: 'v1' }, weight: 1 },
            { destination: { host: 'db', subset: 'v2' }, weight: 3 },
          ],
        }),
      ],
      {},
      'db v1 5432 0.25 | db v2 5432 0.75',
    ],
    [
      'the service’s only port',
      [rules({ route: [{ destination: { host: 'nobody' } }] })],
      {},
      'nobody 5432 missing',
    ],
    [
      'another service’s only port',
      [service('other', 'tcp:99'), rules({ route: [{ destination: { host: 'other' } }] })],
      {},
      'other 99',
    ],
    ['unknown host', [], { host: 'x.com' }, 'passthrough'],
    [
      'a sniffed port obeys tcp rules',
      [virtualService('web', { hosts: ['web'], tcp: [to('web', 'v1')] })],
      { host: 'web', port: 8080 },
      'web v1 8080',
    ],
    [
      'a sniffed port obeys http rules for HTTP',
      [virtualService('web', { hosts: ['web'], http: [to('web', 'v2')], tcp: [to('web', 'v1')] })],
      { host: 'web', port: 8080, protocol: 'http' },
      'web v2 8080',
    ],
    ['raw TCP to an HTTP port is let through', [], { host: 'vault', port: 80 }, 'passthrough'],
    [
      'a wildcard VirtualService',
      [virtualService('a', { hosts: ['*.app.svc.cluster.local'], tcp: [to('db', 'v1')] })],
      {},
      'db v1 5432',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(go(objects, { ...connect, ...request })).toBe(expected);
  });

  test('subnets choose by the destination address', () => {
    const address = db.spec?.clusterIP ?? '';
    const rule = rules({ match: [{ destinationSubnets: [`${address}/32`] }], ...to('db', 'v1') });
    const miss = rules({ match: [{ destinationSubnets: ['99.0.0.0/8'] }], ...to('db', 'v1') });
    expect(go([rule], connect)).toBe('db v1 5432');
    const missed = ask(cluster([db, ...subsets, miss]), connect);
    expect(brief(missed)).toBe('db 5432');
    expect(missed.tried[0]?.reason).toBe(`destination address is ${address}, not in 99.0.0.0/8`);
  });

  test('REGISTRY_ONLY closes', () => {
    expect(go([], { ...connect, host: 'x.com' }, { outboundTrafficPolicy: 'REGISTRY_ONLY' })).toBe('closed');
  });
});

describe('TLS', () => {
  const rules = (...tls: NonNullable<VirtualServiceSpec['tls']>) =>
    virtualService('vault', { hosts: ['vault'], tls });
  const connect = { host: 'vault.app.svc.cluster.local', port: 8200, protocol: 'tls' } as const;
  const full = 'vault.app.svc.cluster.local';
  test.each<[string, KubernetesObject[], Partial<RouteRequest>, string]>([
    ['no VirtualService', [], {}, 'vault 8200'],
    [
      'by SNI',
      [
        rules({
          match: [{ sniHosts: [full] }],
          route: [{ destination: { host: 'vault', subset: 'v1', port: { number: 8200 } } }],
        }),
      ],
      {},
      'vault v1 8200',
    ],
    [
      'several ports and none named: the listener’s',
      [rules({ match: [{ sniHosts: [full] }], ...to('vault', 'v1') })],
      {},
      'vault v1 8200',
    ],
    [
      'another SNI leaves the service',
      [rules({ match: [{ sniHosts: ['vault'] }], ...to('vault', 'v1') })],
      {},
      'passthrough',
    ],
    [
      'a match that does not apply here',
      [rules({ match: [{ sniHosts: ['vault'], port: 1 }], ...to('vault', 'v1') })],
      {},
      'vault 8200',
    ],
    [
      'first match of the same SNI',
      [
        rules(
          { match: [{ sniHosts: [full] }], ...to('vault', 'v1') },
          { match: [{ sniHosts: [full] }], ...to('vault', 'v2') },
        ),
      ],
      {},
      'vault v1 8200',
    ],
    [
      'exact before wildcard',
      [
        rules(
          { match: [{ sniHosts: ['*.local'] }], ...to('vault', 'v1') },
          { match: [{ sniHosts: [full] }], ...to('vault', 'v2') },
        ),
      ],
      {},
      'vault v2 8200',
    ],
    [
      'https is TLS for a sidecar',
      [rules({ match: [{ sniHosts: [full] }], ...to('vault', 'v1') })],
      { protocol: 'https' },
      'vault v1 8200',
    ],
    [
      'tcp rules do not count',
      [virtualService('v', { hosts: ['vault'], tcp: [to('vault', 'v1')] })],
      {},
      'vault 8200',
    ],
    [
      'plain HTTP has no SNI',
      [rules({ match: [{ sniHosts: [full] }], ...to('vault', 'v1') })],
      { protocol: 'http' },
      'passthrough',
    ],
    ['plain HTTP where nothing asks for SNI', [], { protocol: 'http' }, 'vault 8200'],
  ])('%s', (_, objects, request, expected) => {
    expect(go(objects, { ...connect, ...request })).toBe(expected);
  });

  test('REGISTRY_ONLY closes what no SNI covers', () => {
    const rule = rules({ match: [{ sniHosts: ['vault'] }], ...to('vault', 'v1') });
    expect(go([rule], connect, { outboundTrafficPolicy: 'REGISTRY_ONLY' })).toBe('closed');
  });

  describe('ServiceEntries without addresses share a port by SNI', () => {
    const entry = (id: string, hosts: string[]) =>
      serviceEntry(id, { hosts, ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' });
    const both = [entry('a', ['api.com']), entry('b', ['*.wild.com'])];
    const viaEgress = virtualService('v', {
      hosts: ['api.com'],
      tls: [{ match: [{ sniHosts: ['api.com'], port: 443 }], ...to('db', 'v1') }],
    });
    test.each<[string, KubernetesObject[], string, string]>([
      ['exact', both, 'api.com', 'api.com 443'],
      ['wildcard', both, 'x.wild.com', '*.wild.com 443'],
      ['unknown', both, 'other.com', 'passthrough'],
      ['a VirtualService', [...both, viaEgress], 'api.com', 'db v1 5432'],
    ])('%s', (_, objects, host, expected) => {
      expect(go(objects, { host, port: 443, protocol: 'tls' })).toBe(expected);
    });
  });
});
