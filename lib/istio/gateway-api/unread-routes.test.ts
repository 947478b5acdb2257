import { expect, test } from 'vitest';
import type { KubernetesObject } from '../objects.ts';
import { unreadRoutes } from './unread-routes.ts';

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

const told = (object: KubernetesObject) =>
  unreadRoutes([object]).map(({ listener, port, count }) => `${listener}:${port} ${count}`);

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
  expect(unreadRoutes([gateway()])[0]).toMatchObject({ namespace: 'shop', name: 'edge' });
});

test('gateways of other classes are no listeners of ours', () => {
  expect(told(gateway(undefined, 'nginx'))).toEqual([]);
  expect(told({ ...gateway(), spec: {} } as KubernetesObject)).toEqual([]);
});
