import { describe, expect, test } from 'vitest';
import type { ControlPlane } from '../istio/control-plane.ts';
import {
  type ControlPlaneQueryId,
  controlPlaneQueries,
  controlPlaneQueryIds,
} from '../metrics/control-plane-queries.ts';
import type { InstantSample } from '../metrics/samples.ts';
import { type ControlPlaneAnswers, readFigures } from './figures.ts';

function plane(revision: string, pod: string, address: string): ControlPlane {
  return {
    revision,
    namespace: 'istio-system',
    versions: [],
    tags: [],
    isDefault: false,
    ready: 1,
    wanted: 1,
    pods: [{ name: pod, address }],
  };
}

const planes = [plane('default', 'istiod-a', '10.0.0.1'), plane('next', 'istiod-b', '10.0.0.2')];
const sample = (labels: Record<string, string>, value: number): InstantSample => ({ labels, value });

function answers(some: Partial<Record<ControlPlaneQueryId, InstantSample[] | null>>): ControlPlaneAnswers {
  const silent = Object.fromEntries(controlPlaneQueryIds.map((id) => [id, []]));
  return { ...silent, ...some } as ControlPlaneAnswers;
}

describe('whose figures they are', () => {
  test.each<[string, Record<string, string>, readonly ControlPlane[], string]>([
    ['by the pod', { namespace: 'istio-system', pod: 'istiod-b' }, planes, 'istio-system/next'],
    ['a pod of the same name elsewhere is another', { namespace: 'x', pod: 'istiod-b' }, planes, 'other'],
    ['by the address', { instance: '10.0.0.2:15014' }, planes, 'istio-system/next'],
    ['by the revision', { instance: 'istiod:15014', istio_io_rev: 'next' }, planes, 'istio-system/next'],
    ['there is only one', { instance: 'istiod:15014' }, planes.slice(0, 1), 'istio-system/default'],
    ['nobody’s', { instance: 'istiod:15014' }, planes, 'other'],
    ['an empty address is nobody’s', { instance: '' }, [plane('a', 'x', ''), plane('b', 'y', '')], 'other'],
  ])('%s', (_, labels, all, expected) => {
    const { byPlane, other, scraped } = readFigures(answers({ connected: [sample(labels, 3)] }), all);
    expect(scraped).toBe(true);
    expect(other === null ? [...byPlane.keys()] : ['other']).toEqual([expected]);
  });
});

test('replicas are added up, the dearest and the nearest stand for all', () => {
  const one = { pod: 'istiod-a', namespace: 'istio-system' };
  const { byPlane } = readFigures(
    answers({
      connected: [
        sample({ ...one, version: '1.31.1' }, 4),
        sample({ ...one, version: '1.30.3', instance: 'x' }, 2),
        sample({ ...one, version: '1.31.1', instance: 'y' }, 3),
      ],
      pushes: [sample({ ...one, type: 'cds' }, 0.5), sample({ ...one, type: 'lds_senderr' }, 0.01)],
      rejects: [sample({ ...one, type: 'cds' }, 0.001), sample({ ...one, type: 'lds' }, 0.1)],
      convergence: [
        sample(one, 0.4),
        sample({ ...one, instance: 'y' }, 1.5),
        sample({ ...one, instance: 'z' }, Number.NaN),
      ],
      rootExpiry: [sample(one, 2_000), sample({ ...one, instance: 'y' }, 1_000)],
      clusters: [sample({ ...one, cluster_type: 'local' }, 5), sample({ ...one, cluster_type: 'remote' }, 2)],
    }),
    planes,
  );
  expect(byPlane.get('istio-system/default')).toEqual({
    connected: 9,
    connectedVersions: [
      { version: '1.31.1', proxies: 7 },
      { version: '1.30.3', proxies: 2 },
    ],
    pushesPerSecond: 0.5,
    pushErrors: 3,
    rejects: [
      { type: 'lds', count: 30 },
      { type: 'cds', count: 1 },
    ],
    convergenceP99Seconds: 1.5,
    rootExpiresAt: 1_000,
    remoteClusters: 2,
  });
});

test('what was not answered is not known, what was answered with nothing is nothing', () => {
  const connected = [sample({ pod: 'istiod-a', namespace: 'istio-system' }, 3)];
  const { byPlane } = readFigures(answers({ connected, pushes: null, rejects: [] }), planes);
  expect(byPlane.get('istio-system/default')).toMatchObject({
    pushesPerSecond: null,
    pushErrors: null,
    rejects: [],
    convergenceP99Seconds: null,
    rootExpiresAt: null,
    remoteClusters: null,
  });
  expect(readFigures(answers({}), planes)).toEqual({ byPlane: new Map(), other: null, scraped: false });
});

test('the questions are few, whatever the mesh, and of one istiod each', () => {
  expect(controlPlaneQueries().map(({ id }) => id)).toEqual([...controlPlaneQueryIds]);
  for (const { promql } of controlPlaneQueries())
    expect(promql).toContain('sum by (namespace, pod, instance, istio_io_rev');
});
