/** Cases about DestinationRules, Gateways, ServiceEntries and Services. */
import { type CheckCase, checkCase } from './case.ts';
import {
  destinationRule,
  gateway,
  httpServer,
  httpsServer,
  ingressPod,
  ingressService,
  make,
  pod,
  service,
} from './objects.ts';

const reviews = service('reviews');
const v1 = pod('reviews-v1', { app: 'reviews', version: 'v1' });
const withSubset = (version: string) =>
  destinationRule('reviews', { host: 'reviews', subsets: [{ name: 'one', labels: { version } }] });
const tls = (settings: object) => ({ trafficPolicy: { tls: settings } });
const portTls = (settings: object) => ({
  trafficPolicy: { portLevelSettings: [{ port: { number: 9080 }, tls: settings }] },
});
const entry = (id: string, port: object, more: object = {}) =>
  make('ServiceEntry', id, { hosts: ['db.example.com'], ports: [port], resolution: 'DNS', ...more });
const tcp = { number: 5432, name: 'tcp', protocol: 'TCP' };
const secret = (certificate: string) =>
  make('Secret', 'gateways/cert', undefined, {
    top: { data: { 'tls.crt': btoa(certificate), 'tls.key': btoa('key') } },
  });
/** Signed by itself, for example.com, until 2126. */
const pem = `-----BEGIN CERTIFICATE-----
MIIBgzCCASmgAwIBAgIUQG8cxQddP5uDX0xLb+TYzgGfDogwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLZXhhbXBsZS5jb20wIBcNMjYxMTI4MjI1MTU4WhgPMjEyNjEx
MDQyMjUxNThaMBYxFDASBgNVBAMMC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAE+U1dmu3pcY/akNwflz1V2hXCV7Out6TWMHKUGtQETfOAXa3D
v2ghrw16dugva3v718FHqxAhf0uaf5BCUYkyA6NTMFEwHQYDVR0OBBYEFApBLvfR
8D3xbwzZBcYiXL5WBZNqMB8GA1UdIwQYMBaAFApBLvfR8D3xbwzZBcYiXL5WBZNq
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgFXPAyFWjFSjPs5PT
R1q+lIZN0LDggst6icgkODwqockCIQD3uFGGfpeUTBlighlN/IIYhCxr+rq4CQXS
CaEqQ/9btA==
-----END CERTIFICATE-----
`;

export const trafficCases: readonly CheckCase[] = [
  checkCase(
    'IST0128',
    'TLS towards anybody',
    [reviews, destinationRule('a', { host: 'reviews', ...tls({ mode: 'SIMPLE' }) })],
    [
      reviews,
      destinationRule('a', { host: 'reviews', ...tls({ mode: 'SIMPLE', caCertificates: '/ca.pem' }) }),
    ],
  ),
  checkCase(
    'IST0129',
    'TLS towards anybody on a port',
    [reviews, destinationRule('a', { host: 'reviews', ...portTls({ mode: 'SIMPLE' }) })],
    [reviews, destinationRule('a', { host: 'reviews', ...portTls({ mode: 'ISTIO_MUTUAL' }) })],
  ),
  checkCase(
    'IST0173',
    'a subset of nothing',
    [reviews, v1, withSubset('v2')],
    [reviews, v1, withSubset('v1')],
  ),
  checkCase(
    'IST0173',
    "a subset of another service's pods",
    [reviews, pod('ratings-v1', { app: 'ratings', version: 'v1' }), withSubset('v1')],
    [reviews, v1, withSubset('v1')],
  ),
  checkCase(
    'IST0174',
    'a rule for nobody',
    [destinationRule('a', { host: 'nobody' })],
    [reviews, destinationRule('a', { host: 'reviews' })],
  ),
  checkCase(
    'SLU0001',
    'a rule for a name with one dot',
    [service('other/reviews'), destinationRule('a', { host: 'reviews.other' })],
    [service('other/reviews'), destinationRule('a', { host: 'reviews.other.svc.cluster.local' })],
  ),
  checkCase(
    'SLU0007',
    'a rule that a client namespace replaces',
    [
      reviews,
      destinationRule('a', { host: 'reviews' }),
      destinationRule('client/b', { host: 'reviews.app.svc.cluster.local' }),
    ],
    [
      reviews,
      destinationRule('a', { host: 'reviews', exportTo: ['.'] }),
      destinationRule('client/b', { host: 'reviews.app.svc.cluster.local' }),
    ],
  ),
  checkCase(
    'IST0101',
    'a gateway without pods',
    [gateway('web', [httpServer(['*'])])],
    [gateway('web', [httpServer(['*'])]), ingressPod, ingressService],
  ),
  checkCase(
    'IST0162',
    'a port that the Service lacks',
    [gateway('web', [httpServer(['*'], 8080)]), ingressPod, ingressService],
    [gateway('web', [httpServer(['*'], 80)]), ingressPod, ingressService],
  ),
  checkCase(
    'IST0145',
    'two gateways on one place',
    [
      gateway('a', [httpServer(['x.example.com'])]),
      gateway('b', [httpServer(['x.example.com'])]),
      ingressPod,
    ],
    [
      gateway('a', [httpServer(['x.example.com'])]),
      gateway('b', [httpServer(['y.example.com'])]),
      ingressPod,
    ],
  ),
  checkCase(
    'IST0138',
    'a certificate of two gateways',
    [
      gateway('a', [httpsServer(['x.example.com'], 'cert')]),
      gateway('b', [httpsServer(['y.example.com'], 'cert')]),
      ingressPod,
    ],
    [
      gateway('a', [httpsServer(['x.example.com'], 'one')]),
      gateway('b', [httpsServer(['y.example.com'], 'two')]),
      ingressPod,
    ],
  ),
  checkCase(
    'IST0101',
    'a Secret that is not there',
    [gateway('a', [httpsServer(['x.example.com'], 'cert')]), ingressPod, ingressService],
    [gateway('a', [httpsServer(['x.example.com'], 'cert')]), ingressPod, ingressService, secret(pem)],
  ),
  checkCase(
    'IST0161',
    'a Secret without certificate',
    [gateway('a', [httpsServer(['x.example.com'], 'cert')]), ingressPod, ingressService, secret('nonsense')],
    [gateway('a', [httpsServer(['x.example.com'], 'cert')]), ingressPod, ingressService, secret(pem)],
  ),
  checkCase(
    'IST0134',
    'TCP without address',
    [entry('db', tcp)],
    [entry('db', tcp, { addresses: ['10.1.1.1'] })],
  ),
  checkCase(
    'IST0177',
    'one port, two protocols',
    [
      entry('a', { number: 443, name: 'a', protocol: 'TLS' }),
      entry('b', { number: 443, name: 'b', protocol: 'HTTPS' }),
    ],
    [
      entry('a', { number: 443, name: 'a', protocol: 'TLS' }),
      entry('b', { number: 443, name: 'b', protocol: 'TLS' }),
    ],
  ),
  checkCase('IST0118', 'a port named after nothing', [service('a', 'web:80')], [service('a', 'http-web:80')]),
  checkCase(
    'IST0150',
    'an ExternalName port for TCP',
    [
      make('Service', 'a', {
        type: 'ExternalName',
        externalName: 'x.example.com',
        ports: [{ name: 'tcp', port: 443, protocol: 'TCP' }],
      }),
    ],
    [
      make('Service', 'a', {
        type: 'ExternalName',
        externalName: 'x.example.com',
        ports: [{ name: 'https', port: 443, protocol: 'TCP' }],
      }),
    ],
  ),
  checkCase(
    'IST0171',
    'a waypoint that is not bound',
    [
      service('a', 'http:80', {
        top: {
          status: {
            conditions: [{ type: 'istio.io/WaypointBound', status: 'False', reason: 'x', message: 'y' }],
          },
        },
      }),
    ],
    [
      service('a', 'http:80', {
        top: {
          status: {
            conditions: [{ type: 'istio.io/WaypointBound', status: 'True', reason: 'x', message: 'y' }],
          },
        },
      }),
    ],
  ),
];
