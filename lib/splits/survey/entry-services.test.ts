/** Hosts outside of the cluster: their versions, and what a split of them writes. */
import { expect, test } from 'vitest';
import { cluster, serviceEntry } from '../../istio/routing/testing/objects.ts';
import { planSplit } from '../plan/plan.ts';
import { act, canary, intent } from '../testing/plans.ts';
import { entryServices } from './entry-services.ts';
import { splitServiceOf } from './service-versions.ts';
import { standingSplits } from './survey.ts';

const host = 'pay.example.com';
const endpoint = (address: string, version: string) => ({ address, labels: { version } });
const entry = (more: object = {}) =>
  serviceEntry('shop/pay', {
    hosts: [host, '*.pay.example.com'],
    location: 'MESH_EXTERNAL',
    resolution: 'STATIC',
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS' },
    ],
    endpoints: [endpoint('10.9.0.1', 'v1'), endpoint('10.9.0.2', 'v1'), endpoint('10.9.0.3', 'v2')],
    ...more,
  });

test('are told apart by the labels of their endpoints', () => {
  const found = splitServiceOf(cluster([entry()]), { namespace: 'shop', name: host });
  expect(found?.versions.refusals).toEqual([]);
  expect(found?.versions.versions.map(({ value, ready }) => [value, ready])).toEqual([
    ['v1', 2],
    ['v2', 1],
  ]);
  expect(entryServices(cluster([entry()])).map(({ metadata }) => metadata.name)).toEqual([host]);
});

test('whoever connects to the address that it has picks no version', () => {
  const found = splitServiceOf(cluster([entry({ resolution: 'NONE' })]), { namespace: 'shop', name: host });
  expect(found?.versions.refusals.map(({ code }) => code)).toEqual(['no-version-label']);
});

test('are split by subsets and weights, http by rules and TLS by the name that is asked for', () => {
  const objects = cluster([entry()]);
  const service = { namespace: 'shop', name: host };
  const versions = splitServiceOf(objects, service)?.versions.versions ?? [];
  const [stable, candidate] = versions;
  if (stable === undefined || candidate === undefined) throw new Error('no versions');
  const plan = planSplit(
    { ...intent(objects, canary(10), { points: [] }), service, stable, candidate },
    objects,
  );
  expect(plan.refusals).toEqual([]);
  expect(plan.release?.service).toEqual({ ...service, host });
  expect(plan.writes.map(({ kind, create }) => [kind, create])).toMatchObject([
    ['DestinationRule', { spec: { host, subsets: [{ name: 'v1' }, { name: 'v2' }] } }],
    [
      'VirtualService',
      {
        spec: {
          hosts: [host],
          http: [{ route: [{ weight: 90 }, { weight: 10 }] }],
          tls: [{ match: [{ port: 443, sniHosts: [host] }], route: [{ weight: 90 }, { weight: 10 }] }],
        },
      },
    ],
  ]);
  const [rule, route] = plan.writes.map(({ create }) => create);
  const after = cluster([entry(), rule as never, route as never]);
  expect(standingSplits(after).map(({ service: of, release }) => [of.host, release?.phase])).toEqual([
    [host, 'Progressing'],
  ]);
  if (plan.release === null) throw new Error('no release');
  const aborted = act(plan.release, { kind: 'abort' }, after).after.virtualServices[0];
  expect(aborted?.spec?.http?.[0]?.route?.map(({ weight }) => weight)).toEqual([100, 0]);
  expect(aborted?.spec?.tls?.[0]?.route?.map(({ weight }) => weight)).toEqual([100, 0]);
});
