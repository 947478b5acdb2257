/** Callers that no rule reaches, told from telemetry and pods. */
import { expect, test } from 'vitest';
import type { Pod } from '../../istio/objects.ts';
import { cluster, service } from '../../istio/routing/testing/objects.ts';
import { host } from '../testing/plans.ts';
import { callersWithoutProxy } from './callers-without-proxy.ts';

const pod = (name: string, proxy: boolean, labels: object = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${name}-0`,
    namespace: 'shop',
    labels: { app: name, ...labels },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid: 'u', controller: true }],
  },
  spec: { containers: [{ name: 'app' }, ...(proxy ? [{ name: 'istio-proxy', image: 'proxyv2:1' }] : [])] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

const objects = cluster([service('shop/reviews', 'http:9080')]);
const pods = [pod('cron', false), pod('page', true)];

const record = (workload: string, requestsPerSecond = 1, to = host) =>
  ({
    source: { cluster: '', namespace: workload === '' ? '' : 'shop', workload, app: '', version: '' },
    destination: { host: to },
    totals: { requestsPerSecond },
  }) as never;

test('are workloads without a proxy, and whoever nothing names', () => {
  const records = [record('page'), record('cron'), record(''), record('cron')];
  expect(callersWithoutProxy(records, new Set([host]), { ...objects, pods }, false)).toEqual([
    'shop/cron',
    'unknown',
  ]);
});

test('are not those of other services, nor those that are silent', () => {
  const records = [record('cron', 1, 'cart.shop.svc.cluster.local'), record('cron', 0)];
  expect(callersWithoutProxy(records, new Set([host]), { ...objects, pods }, false)).toEqual([]);
});

test('are those of the ambient mesh where no waypoint serves: ztunnel reads no VirtualService', () => {
  const ambient = [pod('cron', false, { 'istio.io/dataplane-mode': 'ambient' }), pod('page', true)];
  const told = (waypoint: boolean) =>
    callersWithoutProxy(
      [record('page'), record('cron')],
      new Set([host]),
      { ...objects, pods: ambient },
      waypoint,
    );
  expect([told(false), told(true)]).toEqual([['shop/cron'], []]);
});
