import { expect, test } from 'vitest';
import type { Labels } from '../../istio/objects.ts';
import { service } from '../../istio/routing/testing/objects.ts';
import { type SplitWorkload, sharedVersion, versionLabelsOf, versionsOf } from './versions.ts';

const reviews = service('shop/reviews', 'http:9080', { selector: { app: 'reviews' } });
const workload = (name: string, labels: Labels, ready = 1, podLabels?: Labels[]): SplitWorkload => ({
  namespace: 'shop',
  name,
  labels: { app: 'reviews', ...labels },
  ready,
  total: 2,
  ...(podLabels === undefined ? {} : { podLabels }),
});

const codes = (workloads: readonly SplitWorkload[], of = reviews) =>
  versionsOf(of, workloads).refusals.map(({ code }) => code);

test('workloads are told apart by the version label, v2 before v10', () => {
  const { label, versions, refusals } = versionsOf(reviews, [
    workload('b', { version: 'v10' }, 2),
    workload('a', { version: 'v2' }),
    workload('canary', {}),
  ]);
  expect(label).toBe('version');
  expect(refusals).toEqual([]);
  expect(versions).toEqual([
    { value: 'v2', labels: { version: 'v2' }, workloads: ['shop/a'], ready: 1, total: 2 },
    { value: 'v10', labels: { version: 'v10' }, workloads: ['shop/b'], ready: 2, total: 2 },
  ]);
});

test('a label that tells them apart is better than one that all share', () => {
  const both = ['1', '2'].map((value) =>
    workload(`w${value}`, { version: 'stable', 'app.kubernetes.io/version': value }),
  );
  expect(versionsOf(reviews, both).label).toBe('app.kubernetes.io/version');
});

test('the label of Istio’s own telemetry is the last that is tried', () => {
  const both = ['r1', 'r2'].map((value) => workload(value, { 'service.istio.io/canonical-revision': value }));
  expect(versionsOf(reviews, both)).toMatchObject({
    label: 'service.istio.io/canonical-revision',
    versions: [{ labels: { 'service.istio.io/canonical-revision': 'r1' } }, { value: 'r2' }],
  });
});

test('the installation’s own label comes first', () => {
  const both = ['1', '2'].map((value) => workload(`w${value}`, { track: value, version: value }));
  expect(versionsOf(reviews, both, versionLabelsOf({ versionLabel: 'track' })).label).toBe('track');
});

test.each([
  [
    'an ExternalName service',
    service('shop/x', 'http:80', { type: 'ExternalName', externalName: 'a.b' }),
    [],
    'external-name',
  ],
  ['a service without selector', service('shop/x', 'http:80'), [], 'no-selector'],
  ['no label', reviews, [workload('a', {}), workload('b', {})], 'no-version-label'],
  ['one version', reviews, [workload('a', { version: 'v1' })], 'one-version'],
  [
    'two Deployments, both of one version, and no other',
    reviews,
    [workload('a', { version: 'v1' }), workload('b', { version: 'v1' })],
    'shared-version',
  ],
  [
    'a selector that holds the version',
    service('shop/reviews', 'http:9080', { selector: { app: 'reviews', version: 'v1' } }),
    [workload('a', { version: 'v1' }), workload('b', { version: 'v2' })],
    'selector-has-version',
  ],
  [
    'a new version that replaces the old inside one Deployment',
    reviews,
    [workload('a', { version: 'v2' }, 1, [{ version: 'v1' }, { version: 'v2' }])],
    'rolling-update',
  ],
] as const)('refused: %s', (_name, of, workloads, code) => {
  expect(codes(workloads, of)).toEqual([code]);
});

test('two Deployments with one version share it', () => {
  const { versions } = versionsOf(reviews, [
    workload('a', { version: 'v1' }),
    workload('b', { version: 'v1' }),
    workload('c', { version: 'v2' }),
  ]);
  expect(versions.map(sharedVersion)).toEqual([
    { code: 'shared-version', about: { version: 'v1', first: 'shop/a', second: 'shop/b' } },
    null,
  ]);
});
