import { expect, test } from 'vitest';
import { noObjects, type Pod } from '../objects.ts';
import { service, serviceEntry } from '../routing/testing/objects.ts';
import { endpointsOf, indexEndpoints } from './endpoints.ts';
import { parseIpRange, rangeContains } from './ip-range.ts';
import { buildRegistry } from './registry.ts';

const pod = (name: string, labels: Record<string, string>, ready: boolean, phase = 'Running'): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'app', labels },
  status: {
    phase,
    podIP: `10.1.0.${name}`,
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
  },
});

test('pods, WorkloadEntries and static endpoints stand behind a service and its subsets', () => {
  const objects = {
    ...noObjects,
    services: [service('web', 'http:80', { selector: { app: 'web' } })],
    serviceEntries: [
      serviceEntry('ext', {
        hosts: ['ext.com'],
        endpoints: [{ address: '1.1.1.1', labels: { v: '1' } }, { address: '2.2.2.2' }],
      }),
    ],
    pods: [
      pod('1', { app: 'web', v: '1' }, true),
      pod('2', { app: 'web', v: '2' }, false),
      pod('3', { app: 'web', v: '1' }, false, 'Succeeded'),
      pod('4', { app: 'other', v: '1' }, true),
    ],
    workloadEntries: [
      {
        apiVersion: '',
        kind: 'WorkloadEntry',
        metadata: { name: 'vm', namespace: 'app' },
        spec: { address: '9.9.9.9', labels: { app: 'web', v: '1' } },
      },
    ],
  };
  const registry = buildRegistry(objects);
  const index = indexEndpoints(objects);
  const behind = (host: string, subset?: Record<string, string>) => {
    const found = registry.byHost.get(host)?.[0];
    return found ? endpointsOf(index, found, subset).map(({ address, ready }) => `${address} ${ready}`) : [];
  };
  expect(behind('web.app.svc.cluster.local')).toEqual(['10.1.0.1 true', '10.1.0.2 false', '9.9.9.9 true']);
  expect(behind('web.app.svc.cluster.local', { v: '1' })).toEqual(['10.1.0.1 true', '9.9.9.9 true']);
  expect(behind('web.app.svc.cluster.local', { v: '3' })).toEqual([]);
  expect(behind('ext.com', { v: '1' })).toEqual(['1.1.1.1 true']);
});

test.each([
  ['10.0.0.0/8', '10.200.1.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['0.0.0.0/0', '1.2.3.4', true],
  ['2001:db8::/32', '2001:db8:1::5', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['10.0.0.0/8', '::1', false],
])('%s contains %s: %s', (range, address, expected) => {
  const [outer, inner] = [parseIpRange(range), parseIpRange(address)];
  expect(outer && inner && rangeContains(outer, inner)).toBe(expected);
});

test.each(['', 'x', '1.2.3', '1.2.3.256', '1.2.3.4/33', '1::2::3', '12345::'])('%s is no range', (text) => {
  expect(parseIpRange(text)).toBeUndefined();
});
