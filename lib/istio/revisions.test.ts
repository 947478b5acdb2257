import { describe, expect, test } from 'vitest';
import type { Labels, Pod, Service } from './objects.ts';
import { askedRevision, nextRevision, revisionNames } from './revisions.ts';

const istiod = (labels: Labels): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'istiod-x', namespace: 'istio-system', labels: { app: 'istiod', ...labels } },
});
const tag = (name: string, revision: string): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: `istiod-revision-tag-${name}`,
    namespace: 'istio-system',
    labels: { 'istio.io/tag': name, 'istio.io/rev': revision },
  },
});
const injected = (revision: string | null, labels: Labels = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'cart-1',
    namespace: 'shop',
    labels,
    ...(revision !== null && {
      annotations: { 'sidecar.istio.io/status': `{"containers":["istio-proxy"],"revision":"${revision}"}` },
    }),
  },
});
const names = revisionNames({
  services: [tag('prod', '1-31'), tag('moving', '1-30'), tag('moving', '1-31'), tag('default', '1-31')],
  pods: [istiod({ 'istio.io/rev': '1-30' }), istiod({ 'istio.io/rev': '1-31' })],
});

test.each<[string, Labels, Labels, string | null]>([
  [
    'the namespace’s injection label',
    { 'istio-injection': 'enabled', 'istio.io/rev': 'prod' },
    {},
    'default',
  ],
  ['injection switched off', { 'istio-injection': 'disabled' }, { 'istio.io/rev': 'prod' }, null],
  ['the namespace’s revision', { 'istio.io/rev': 'prod' }, { 'istio.io/rev': '1-30' }, 'prod'],
  ['the pod’s revision', {}, { 'istio.io/rev': '1-30' }, '1-30'],
  ['a pod that asks', {}, { 'sidecar.istio.io/inject': 'true' }, 'default'],
  ['nothing', {}, {}, null],
])('asked by %s', (_, namespace, pod, asked) => {
  expect(askedRevision(namespace, pod)).toBe(asked);
});

describe('a pod needs a restart', () => {
  test.each<[string, Pod, Labels, string | null]>([
    ['when its tag was moved on', injected('1-30'), { 'istio.io/rev': 'prod' }, '1-31'],
    ['not when its tag names what it has', injected('1-31'), { 'istio.io/rev': 'prod' }, null],
    [
      'when its namespace was moved to another revision',
      injected('1-31'),
      { 'istio.io/rev': '1-30' },
      '1-30',
    ],
    ['when the default tag was moved on', injected('1-30'), { 'istio-injection': 'enabled' }, '1-31'],
    [
      'not while two control planes disagree about the tag',
      injected('1-30'),
      { 'istio.io/rev': 'moving' },
      null,
    ],
    ['not by a tag that only a webhook knows', injected('1-30'), { 'istio.io/rev': 'canary' }, null],
    ['not when it was never injected', injected(null), { 'istio.io/rev': 'prod' }, null],
    ['not when nobody asks for injection', injected('1-30'), {}, null],
  ])('%s', (_, pod, namespaceLabels, next) => {
    expect(nextRevision(pod, namespaceLabels, names)).toBe(next);
  });

  test('not from an untagged default control plane', () => {
    const plain = revisionNames({ services: [], pods: [istiod({ 'istio.io/rev': 'default' })] });
    expect(nextRevision(injected('default'), { 'istio-injection': 'enabled' }, plain)).toBeNull();
    expect(nextRevision(injected('old'), { 'istio-injection': 'enabled' }, plain)).toBe('default');
  });
});
