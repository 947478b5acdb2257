/** Names that several virtual hosts want: of ExternalName services, of services and VirtualServices that are called alike, of twins. */
import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../objects.ts';
import type { HttpRule } from '../rules.ts';
import {
  ask,
  brief,
  cluster,
  service,
  serviceEntry,
  sidecar,
  sidecarObject,
  virtualService,
} from '../testing/objects.ts';
import type { RouteRequest } from '../types.ts';

const to = (host: string, port?: number): HttpRule => ({
  route: [{ destination: { host, ...(port === undefined ? {} : { port: { number: port } }) } }],
});
const rule = (id: string, hosts: string[], host: string, age = 0) =>
  virtualService(id, { hosts, http: [to(host)] }, age);

const reviews = service('reviews', 'http:9080 http-80:80');
const ratings = service('ratings', 'http:9080 http-80:80');
const details = service('details', 'http:9080');
const pointingTo = (id: string, externalName: string, ports = 'http:9080') =>
  service(id, ports, { type: 'ExternalName', externalName });
const alias = pointingTo('alias', 'reviews.app.svc.cluster.local');

function go(objects: KubernetesObject[], request: Partial<RouteRequest> & { host: string }): string {
  return brief(ask(cluster([reviews, ratings, details, ...objects]), request));
}

describe('an ExternalName service', () => {
  const own = 'alias.app.svc.cluster.local';
  const target = 'reviews.app.svc.cluster.local';

  test.each<[string, KubernetesObject[], Partial<RouteRequest> & { host: string }, string]>([
    ['leads to what it points to', [alias], { host: 'alias' }, 'reviews 9080'],
    ['also on ports that only its target has', [alias], { host: 'alias', port: 80 }, 'reviews 80'],
    [
      'leads nowhere when its target is not known',
      [pointingTo('alias', 'ext.com')],
      { host: 'alias' },
      'passthrough',
    ],
    ['may point to another one', [alias, pointingTo('far', own)], { host: 'far' }, 'reviews 9080'],
    [
      'that goes in circles leads nowhere',
      [pointingTo('a', 'b.app.svc.cluster.local'), pointingTo('b', 'a.app.svc.cluster.local')],
      { host: 'a' },
      'passthrough',
    ],
    [
      "obeys its target's VirtualService",
      [alias, rule('v', [target], 'ratings')],
      { host: own },
      'ratings 9080',
    ],
    ['obeys one of its own', [alias, rule('v', [own], 'ratings')], { host: 'alias' }, 'ratings 9080'],
    [
      'obeys the older of both',
      [alias, rule('v', [own], 'ratings', 1), rule('w', [target], 'details', 2)],
      { host: own },
      'details 9080',
    ],
    [
      'obeys its own where that is the older one',
      [alias, rule('v', [own], 'ratings', 2), rule('w', [target], 'details', 1)],
      { host: own },
      'ratings 9080',
    ],
    [
      'obeys its own although its target is not known',
      [pointingTo('alias', 'ext.com'), rule('v', [own], 'ratings')],
      { host: own },
      'ratings 9080',
    ],
    ['is a destination', [alias, rule('v', [target], 'alias')], { host: target }, 'reviews 9080'],
    [
      'is none on a port that it does not have',
      [alias, rule('v', [target], 'alias')],
      { host: target, port: 80 },
      'alias 80 missing',
    ],
    [
      'comes with its target where the Sidecar names both',
      [alias, sidecarObject('s', { egress: [{ hosts: ['./*'] }] })],
      { host: 'alias' },
      'reviews 9080',
    ],
    [
      'does not come with a target that the Sidecar names alone',
      [alias, sidecarObject('s', { egress: [{ hosts: [`*/${target}`] }] })],
      { host: 'alias' },
      'passthrough',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(go(objects, request)).toBe(expected);
  });

  test('comes with its target from another namespace, too', () => {
    const elsewhere = pointingTo('shop/alias', target);
    const imports = sidecarObject('s', { egress: [{ hosts: ['app/*'] }] });
    expect(go([elsewhere, imports], { host: 'alias.shop' })).toBe('reviews 9080');
  });
});

describe('a VirtualService for a host that is short for a service', () => {
  const literal = (age: number) =>
    virtualService('literal', { hosts: ['reviews.app', 'details'], http: [to('ratings')] }, age);
  const request = { host: 'reviews.app', port: 9080, from: sidecar('app') };

  test.each<[string, KubernetesObject[], string]>([
    ['has the name where nothing else speaks for the service', [literal(1)], 'ratings 9080'],
    [
      'has it where it is older',
      [literal(2), rule('w', ['reviews.app.svc.cluster.local'], 'details', 1)],
      'ratings 9080',
    ],
    [
      "leaves it to the service's VirtualService where that is older",
      [literal(1), rule('w', ['reviews.app.svc.cluster.local'], 'details', 2)],
      'details 9080',
    ],
  ])('%s', (_, objects, expected) => {
    expect(go(objects, request)).toBe(expected);
  });
});

describe('ServiceEntries of one namespace that share a host', () => {
  const port = { number: 80, name: 'http', protocol: 'HTTP' };
  const entry = (id: string, exportTo: string[], age: number) =>
    serviceEntry(`shop/${id}`, { hosts: ['ext.com'], ports: [port], exportTo }, age);
  const imports = sidecarObject('s', { egress: [{ hosts: ['./*'] }] });
  const rules = rule('v', ['reviews'], 'ext.com');
  const request = { host: 'reviews', port: 80 };

  test('outside of the Sidecar a destination is the oldest, if that is visible', () => {
    expect(go([imports, rules, entry('old', ['*'], 2), entry('new', ['.'], 1)], request)).toBe('ext.com 80');
  });

  test('a younger one does not stand in for it', () => {
    expect(go([imports, rules, entry('old', ['.'], 2), entry('new', ['*'], 1)], request)).toBe(
      'ext.com 80 missing',
    );
  });
});

describe('a name for TLS without an address of its own', () => {
  const vault = serviceEntry('vault', {
    hosts: ['vault.example.com'],
    resolution: 'DNS',
    ports: [{ number: 8443, name: 'tls', protocol: 'TLS' }],
  });
  const far = pointingTo('far', 'vault.example.com', 'tls:8443');
  const dial = (host: string, from = sidecar(), objects: KubernetesObject[] = [vault, far]) =>
    go(objects, { host, from, protocol: 'tls', port: 8443, address: '203.0.113.7' });

  test.each([
    ['its host', 'vault.example.com', 'app', 'vault.example.com 8443'],
    ['the ExternalName service', 'far.app.svc.cluster.local', 'shop', 'vault.example.com 8443'],
    ['that, shorter', 'far.app.svc', 'shop', 'vault.example.com 8443'],
    ['that, shorter still', 'far.app', 'shop', 'vault.example.com 8443'],
    ['that alone, beside it', 'far', 'app', 'vault.example.com 8443'],
    ['that alone, elsewhere', 'far', 'shop', 'passthrough'],
    ['another', 'near.app', 'app', 'passthrough'],
  ])('%s', (_, host, namespace, expected) => {
    expect(dial(host, sidecar(namespace))).toBe(expected);
  });

  test('not where a Sidecar does not import the ExternalName service', () => {
    const only = sidecarObject('only', { egress: [{ hosts: ['*/vault.example.com'] }] });
    expect(dial('vault.example.com', sidecar(), [vault, far, only])).toBe('vault.example.com 8443');
    expect(dial('far.app', sidecar(), [vault, far, only])).toBe('passthrough');
  });
});

test('a headless service takes every connection of a port that a Sidecar names', () => {
  const sets = service('sets', 'tcp:5432', { clusterIP: 'None' });
  const dial = (objects: KubernetesObject[]) =>
    go([sets, ...objects], {
      host: 'elsewhere.example',
      protocol: 'tcp',
      port: 5432,
      address: '203.0.113.7',
    });
  const named = sidecarObject('only', {
    egress: [{ port: { number: 5432, protocol: 'TCP', name: 'db' }, hosts: ['./*'] }],
  });
  expect(dial([named])).toBe('sets 5432');
  expect(dial([])).toBe('passthrough');
});
