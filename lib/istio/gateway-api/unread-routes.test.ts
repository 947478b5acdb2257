import { expect, test } from 'vitest';
import type { KubernetesObject } from '../objects.ts';
import { unreadFor } from './unread-routes.ts';

const listeners = [
  { name: 'web', port: 80, protocol: 'HTTP' },
  { name: 'db', port: 5432, protocol: 'TCP' },
  { name: 'vault', port: 8443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
];
const gateway = (status?: object, gatewayClassName = 'istio'): KubernetesObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'shop' },
  spec: { gatewayClassName, listeners },
  ...(status && { status }),
});

const from = (type: 'gateway' | 'sidecar', namespace = 'shop') => ({ type, namespace, labels: {} });
const told = (object: KubernetesObject) =>
  [80, 5432, 8443]
    .flatMap((port) => unreadFor([object], { from: from('gateway'), port }))
    .map(({ listener, port, count }) => `${listener}:${port} ${count}`);

test('listeners for connections, where nobody says that they have no routes', () => {
  expect(told(gateway())).toEqual(['db:5432 null', 'vault:8443 null']);
  expect(
    told(
      gateway({
        listeners: [
          { name: 'web', attachedRoutes: 4 },
          { name: 'db', attachedRoutes: 2 },
          { name: 'vault', attachedRoutes: 0 },
        ],
      }),
    ),
  ).toEqual(['db:5432 2']);
  expect(unreadFor([gateway()], { from: from('gateway'), port: 5432 })).toEqual([
    { namespace: 'shop', name: 'edge', listener: 'db', port: 5432, count: null },
  ]);
});

test('they decide about what comes in by their own gateway only', () => {
  expect(unreadFor([gateway()], { from: from('sidecar'), port: 5432 })).toEqual([]);
  expect(unreadFor([gateway()], { from: from('gateway', 'other'), port: 5432 })).toEqual([]);
});

test('gateways of other classes are no listeners of ours', () => {
  expect(told(gateway(undefined, 'nginx'))).toEqual([]);
  expect(told({ ...gateway(), spec: {} } as KubernetesObject)).toEqual([]);
});
