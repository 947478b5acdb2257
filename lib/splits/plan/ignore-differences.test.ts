/** What Argo CD is told to leave alone: as little as is written, wherever it stands. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cluster, service, virtualService } from '../../istio/routing/testing/objects.ts';
import { canary, planned, world } from '../testing/plans.ts';
import { ignoreDifferences, leftBySplit, leftByWrites } from './ignore-differences.ts';

const to = (subset: string | null, weight?: number) => ({
  destination: { host: 'reviews', ...(subset === null ? {} : { subset }) },
  ...(weight === undefined ? {} : { weight }),
});
const record = ['.metadata.annotations."sluice.dev/release"', '.metadata.labels."sluice.dev/release"'];

describe('a split over Git', () => {
  test.each([
    [
      'both versions stand in Git’s rule: weights alone',
      [{ name: 'main', route: [to('v1', 100), to('v2', 0)] }],
      '.spec.http[]? | select(.name == "main") | .route[]?.weight',
    ],
    [
      'a destination is added: the route',
      [{ name: "it's", route: [to(null)] }],
      '.spec.http[]? | select(.name == "it\'s") | .route',
    ],
    ['without a name all rules of the layer', [{ route: [to('v1')] }], '.spec.http[]?.route'],
  ])('%s', (_, http, path) => {
    const { release } = planned(world(http), canary(10));
    const left = leftBySplit(release, 'cluster.local');
    expect(left).toEqual([
      { group: 'networking.istio.io', kind: 'VirtualService', name: 'reviews', paths: [path, ...record] },
    ]);
    expect(parse(ignoreDifferences(left))).toMatchObject({
      ignoreDifferences: [{ name: 'reviews', jqPathExpressions: [path, ...record] }],
      syncPolicy: { syncOptions: ['RespectIgnoreDifferences=true'] },
    });
  });

  test('of connections it is their rules', () => {
    const objects = cluster([
      service('shop/reviews', 'tcp:5432'),
      virtualService('shop/reviews', {
        hosts: ['reviews'],
        tcp: [{ match: [{ port: 5432 }], route: [to('v1', 100), to('v2', 0)] }],
      }),
    ]);
    const { release } = planned(objects, canary(10));
    expect(leftBySplit(release, 'cluster.local')[0]?.paths[0]).toBe('.spec.tcp[]?.route[]?.weight');
  });
});

test('a recipe over Git: its own fields, and none of the weights', () => {
  const objects = world([{ name: 'main', route: [to('v1')] }]);
  const changes = [
    { op: 'set', path: ['spec', 'http', 0, 'fault'], value: {} },
    { op: 'set', path: ['metadata', 'annotations', 'sluice.dev/fault'], value: '' },
  ] as const;
  const write = { group: 'networking.istio.io', namespace: 'shop', name: 'reviews', changes } as const;
  expect(leftByWrites([{ kind: 'VirtualService', ...write }], objects).map(({ paths }) => paths)).toEqual([
    ['.spec.http[]? | select(.name == "main") | .fault', '.metadata.annotations."sluice.dev/fault"'],
  ]);
  const policy = [{ op: 'set', path: ['spec', 'trafficPolicy', 'outlierDetection'], value: {} }] as const;
  const rule = { ...write, kind: 'DestinationRule', changes: policy } as const;
  expect(leftByWrites([rule], objects).map(({ paths }) => paths)).toEqual([
    ['.spec.trafficPolicy.outlierDetection'],
  ]);
});
