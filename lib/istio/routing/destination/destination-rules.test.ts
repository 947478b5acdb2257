import { describe, expect, test } from 'vitest';
import type { DestinationRuleSpec } from '../../generated/types.ts';
import type { DestinationRule, KubernetesObject } from '../../objects.ts';
import { effectivePolicy, findDestinationRule } from '../route.ts';
import { indexRouting } from '../routing-index.ts';
import { cluster, destinationRule, service, sidecar } from '../testing/objects.ts';

const host = 'reviews.app.svc.cluster.local';
const rule = (id: string, more: Partial<DestinationRuleSpec> = {}, age = 0) =>
  destinationRule(id, { host, subsets: [{ name: id.replace('/', '-') }], ...more }, age);

function found(objects: KubernetesObject[], client = sidecar('client')) {
  const index = indexRouting(cluster([service('reviews', 'http:9080'), ...objects]));
  return findDestinationRule(index, client, host);
}

const names = (objects: KubernetesObject[], client = sidecar('client')) =>
  found(objects, client)?.sources.map(({ namespace, name }) => `${namespace}/${name}`) ?? [];

describe('whose rule counts', () => {
  const wildcard = '*.app.svc.cluster.local';
  test.each<[string, DestinationRule[], string[]]>([
    ['none', [], []],
    ['the service’s namespace', [rule('app/s')], ['app/s']],
    ['the client’s namespace before it', [rule('app/s', {}, 9), rule('client/c')], ['client/c']],
    ['the root namespace last', [rule('istio-system/r', {}, 9), rule('app/s')], ['app/s']],
    ['the root namespace', [rule('istio-system/r')], ['istio-system/r']],
    ['a third namespace never', [rule('other/o')], []],
    ['short names belong to the rule’s namespace', [rule('app/s', { host: 'reviews' })], ['app/s']],
    ['and so miss elsewhere', [rule('client/c', { host: 'reviews' }), rule('app/s')], ['app/s']],
    ['a wildcard', [rule('app/s', { host: wildcard })], ['app/s']],
    [
      'exact before wildcard in one namespace',
      [rule('app/w', { host: wildcard }, 9), rule('app/s')],
      ['app/s'],
    ],
    [
      'a client’s wildcard before the service’s exact rule',
      [rule('client/c', { host: '*.local' }), rule('app/s')],
      ['client/c'],
    ],
    ['private to the service’s namespace', [rule('app/s', { exportTo: ['.'] })], []],
    [
      'private masks nothing',
      [rule('app/s', { exportTo: ['.'] }), rule('app/w', { host: wildcard })],
      ['app/w'],
    ],
    [
      'exported to others masks a wildcard',
      [rule('app/s', { exportTo: ['x'] }), rule('app/w', { host: wildcard })],
      [],
    ],
    ['exported to the client', [rule('app/s', { exportTo: ['client'] })], ['app/s']],
    ['a client’s rule for others only', [rule('client/c', { exportTo: ['x'] }), rule('app/s')], ['app/s']],
  ])('%s', (_, objects, expected) => {
    expect(names(objects)).toEqual(expected);
  });

  test('clients in the root namespace take only its private rules first', () => {
    const root = sidecar('istio-system');
    expect(names([rule('istio-system/r'), rule('app/s')], root)).toEqual(['app/s']);
    expect(names([rule('istio-system/r', { exportTo: ['.'] }), rule('app/s')], root)).toEqual([
      'istio-system/r',
    ]);
  });

  test('no rule for an unknown service', () => {
    const index = indexRouting(cluster([rule('app/s')]));
    expect(findDestinationRule(index, sidecar(), host)).toBeNull();
  });
});

describe('several rules for one host in one namespace', () => {
  const policy = (name: 'RANDOM' | 'ROUND_ROBIN') => ({ trafficPolicy: { loadBalancer: { simple: name } } });

  test('are joined, the oldest first', () => {
    const merged = found([
      rule('app/b', policy('RANDOM'), 1),
      rule('app/a', {}, 5),
      rule('app/c', policy('ROUND_ROBIN'), 0),
    ]);
    expect(merged?.sources.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(merged?.subsets.map(({ name }) => name)).toEqual(['app-a', 'app-b', 'app-c']);
    expect(merged?.trafficPolicy).toEqual({ loadBalancer: { simple: 'RANDOM' } });
  });

  test('of two subsets with one name the older stays', () => {
    const subset = (version: string) => ({ subsets: [{ name: 'v', labels: { version } }] });
    expect(found([rule('app/a', subset('old'), 5), rule('app/b', subset('new'))])?.subsets).toEqual([
      { name: 'v', labels: { version: 'old' } },
    ]);
  });

  test('are not joined when they are exported differently', () => {
    const objects = [rule('app/a', { exportTo: ['client'] }, 5), rule('app/b', { exportTo: ['app', 'x'] })];
    expect(names(objects)).toEqual(['app/a']);
  });

  test.each([
    [{ app: 'x' }, ['client/w']],
    [{ app: 'y' }, ['client/c']],
  ])('a workloadSelector counts for clients with labels %j', (labels, expected) => {
    const objects = [
      rule('client/c', {}, 9),
      rule('client/w', { workloadSelector: { matchLabels: { app: 'x' } } }),
    ];
    expect(names(objects, sidecar('client', labels))).toEqual(expected);
  });

  test('rules with one selector are joined, rules with another are not', () => {
    const selected = (id: string, app: string, age: number) =>
      rule(id, { workloadSelector: { matchLabels: { app } } }, age);
    const objects = [
      selected('client/a', 'x', 3),
      selected('client/b', 'x', 2),
      selected('client/c', 'y', 1),
    ];
    expect(names(objects, sidecar('client', { app: 'x' }))).toEqual(['client/a', 'client/b']);
    expect(names(objects, sidecar('client', { app: 'y' }))).toEqual(['client/c']);
  });

  test('a rule for other workloads hides the service’s own', () => {
    const objects = [rule('client/w', { workloadSelector: { matchLabels: { app: 'x' } } }), rule('app/s')];
    expect(names(objects)).toEqual([]);
  });
});

describe('effective policy', () => {
  const index = indexRouting(
    cluster([
      service('reviews', 'http:9080 admin:15000'),
      rule('app/s', {
        trafficPolicy: {
          loadBalancer: { simple: 'RANDOM' },
          outlierDetection: { consecutive5xxErrors: 7 },
          portLevelSettings: [{ port: { number: 15000 }, tls: { mode: 'DISABLE' } }],
        },
        subsets: [
          { name: 'plain' },
          { name: 'own', trafficPolicy: { loadBalancer: { simple: 'ROUND_ROBIN' } } },
          {
            name: 'port',
            trafficPolicy: { portLevelSettings: [{ port: { number: 9080 }, tls: { mode: 'SIMPLE' } }] },
          },
        ],
      }),
    ]),
  );
  const random = { simple: 'RANDOM' };
  const outlierDetection = { consecutive5xxErrors: 7 };
  test.each([
    ['of the host', 9080, null, { loadBalancer: random, outlierDetection }],
    ['a port inherits nothing', 15000, null, { tls: { mode: 'DISABLE' } }],
    ['a subset without its own', 9080, 'plain', { loadBalancer: random, outlierDetection }],
    [
      'a subset overrides by block',
      9080,
      'own',
      { loadBalancer: { simple: 'ROUND_ROBIN' }, outlierDetection },
    ],
    [
      'a subset over the settings of the port',
      15000,
      'own',
      { loadBalancer: { simple: 'ROUND_ROBIN' }, tls: { mode: 'DISABLE' } },
    ],
    ['a subset’s port replaces all blocks', 9080, 'port', { tls: { mode: 'SIMPLE' } }],
  ])('%s', (_, port, subset, expected) => {
    const { portLevelSettings: __, ...policy } = effectivePolicy(index, sidecar(), host, port, subset) ?? {};
    expect(JSON.parse(JSON.stringify(policy))).toEqual(expected);
  });

  test('none', () => {
    expect(
      effectivePolicy(indexRouting(cluster([service('reviews', 'http:9080')])), sidecar(), host, 9080, null),
    ).toBeUndefined();
  });
});
