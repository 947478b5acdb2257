import { expect, test } from 'vitest';
import type { Pod } from '#lib/istio/objects.ts';
import { isDemoVersion, istioVersions } from './versions.ts';

const pod = (labels: Record<string, string>, image: string, container = 'discovery'): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x', namespace: 'istio-system', labels },
  spec: { containers: [{ name: container, image }] },
});

test('one entry for each revision and version of istiod', () => {
  const istiod = { app: 'istiod', 'istio.io/rev': 'stable' };
  expect(
    istioVersions([
      pod(istiod, 'docker.io/istio/pilot:1.31.1'),
      pod(istiod, 'docker.io/istio/pilot:1.31.1'),
      pod(
        { app: 'istiod', 'istio.io/rev': 'canary' },
        'registry.test:5000/istio/pilot:v1.32.0-distroless@sha256:abc',
      ),
      pod({ app: 'istiod' }, 'pilot', 'other'),
      pod({ app: 'reviews' }, 'reviews:1.2.3'),
    ]),
  ).toEqual([
    { revision: 'canary', version: '1.32.0', namespace: 'istio-system' },
    { revision: 'default', version: '?', namespace: 'istio-system' },
    { revision: 'stable', version: '1.31.1', namespace: 'istio-system' },
  ]);
});

test.each([
  ['v1.36.3+sluice.demo', true],
  ['v1.36.3', false],
  ['v1.36.3+sluice.demo.evil', false],
  [null, false],
])('%s is the embedded mesh: %s', (version, expected) => {
  expect(isDemoVersion(version)).toBe(expected);
});
