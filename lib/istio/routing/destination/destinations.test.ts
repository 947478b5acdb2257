/** Ports of destinations: of a service that a Sidecar imports in part, and of ServiceEntries that are put together. */
import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../objects.ts';
import {
  ask,
  brief,
  cluster,
  gateway,
  ingress,
  service,
  serviceEntry,
  sidecarObject,
  virtualService,
} from '../testing/objects.ts';

describe('a service of several ports behind a listener for one of them', () => {
  const api = service('api', 'http:9080 grpc:7070 tcp:5432');
  const db = service('db', 'tcp:5432');
  const listener = (number: number, hosts: string[]) => ({
    port: { number, protocol: 'TCP', name: 'l' },
    hosts,
  });
  const toApi = (port?: number) =>
    virtualService('db', {
      hosts: ['db'],
      tcp: [{ route: [{ destination: { host: 'api', ...(port && { port: { number: port } }) } }] }],
    });
  const go = (objects: KubernetesObject[]) =>
    brief(ask(cluster([api, db, ...objects]), { host: 'db', protocol: 'tcp', port: 5432 }));

  test('has that port alone: it is the one that a destination without a port gets', () => {
    const sidecar = sidecarObject('s', {
      egress: [
        listener(7070, ['./api.app.svc.cluster.local']),
        listener(5432, ['./db.app.svc.cluster.local']),
      ],
    });
    // The rule brings the port of its own listener, too: two are as good as many.
    expect(go([toApi(), sidecar])).toBe('api 5432');
    expect(go([toApi(7070), sidecar])).toBe('api 7070');
    expect(go([toApi(9080), sidecar])).toBe('api 9080 missing');
  });

  test('a listener for all ports brings all of them', () => {
    const sidecar = sidecarObject('s', {
      egress: [listener(5432, ['./*']), { hosts: ['./*'] }],
    });
    expect(go([toApi(9080), sidecar])).toBe('api 9080');
    expect(go([toApi(9080)])).toBe('api 9080');
  });

  test('the only port that is left is what a connection elsewhere gets', () => {
    const sidecar = sidecarObject('s', {
      egress: [listener(7070, ['./*']), { hosts: ['./db.app.svc.cluster.local'] }],
    });
    const rule = virtualService('db', {
      hosts: ['db'],
      exportTo: ['.'],
      tcp: [{ route: [{ destination: { host: 'api' } }] }],
    });
    expect(go([rule, sidecar])).toBe('api 5432');
  });
});

describe('ServiceEntries that are put together', () => {
  const twin = (name: string, number: number, age: number) =>
    serviceEntry(
      `istio-system/${name}`,
      {
        hosts: ['api.example.com'],
        resolution: 'DNS',
        ports: [{ number, name: `http-${number}`, protocol: 'HTTP' }],
      },
      age,
    );
  const web = gateway('istio-system/web', {
    selector: { istio: 'ingressgateway' },
    servers: [{ hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } }],
  });
  const rule = (namespace: string, gateways: string[]) =>
    virtualService(`${namespace}/web`, {
      hosts: ['web.example.com'],
      gateways,
      http: [{ route: [{ destination: { host: 'api.example.com' } }] }],
    });
  const objects = [twin('older', 8080, 2), twin('younger', 8081, 1), web];
  const atGateway = (more: KubernetesObject[]) =>
    brief(ask(cluster([...objects, ...more]), { host: 'web.example.com', from: ingress, port: 80 }));

  test('a gateway takes the only port of the oldest for rules of their namespace', () => {
    expect(atGateway([rule('istio-system', ['istio-system/web'])])).toBe('api.example.com 8080');
  });

  test('and the port of its server for rules of another, where there are two', () => {
    expect(atGateway([rule('app', ['istio-system/web'])])).toBe('api.example.com 80 missing');
  });
});
