import { describe, expect, test } from 'vitest';
import { indexOf } from '../graph/build/cluster-index.ts';
import type { KubernetesObject, Labels } from '../istio/objects.ts';
import { revisionNames } from '../istio/revisions.ts';
import { countPods, injectionTarget } from './pod-states.ts';
import { cluster, deployment, istiod, namespace, type PodSketch, tagService } from './testing/objects.ts';

const planes = [
  istiod(),
  istiod('next', '1.32.0'),
  tagService('canary', 'next'),
].flat() as KubernetesObject[];
const versions: Readonly<Record<string, string>> = { default: '1.31.1', next: '1.32.0' };

function counted(labels: Labels, pod: PodSketch, home = 'app') {
  const place = namespace(home, labels);
  const objects = cluster(place, planes, deployment(`${home}/web`, pod));
  const workloads = [...indexOf(objects).workloads.values()].filter((one) => one.namespace === home);
  const names = revisionNames(objects);
  return countPods(place, workloads, { objects, names, versionOf: (name) => versions[name] ?? null });
}

const enabled = { 'istio-injection': 'enabled' };
const next = { 'istio.io/rev': 'next' };
const canary = { 'istio.io/rev': 'canary' };
const ambient = { 'istio.io/dataplane-mode': 'ambient' };
const refuses = { labels: { 'sidecar.istio.io/inject': 'false' } };

describe('who wants a restart', () => {
  test.each<[string, Labels, PodSketch, string | null]>([
    ['as it should be', enabled, { proxy: {} }, null],
    ['a native sidecar', enabled, { proxy: { native: true } }, null],
    ['without a proxy that the namespace asks for', enabled, {}, 'no-proxy null default'],
    [
      'without a proxy that the pod asks for',
      {},
      { labels: { 'sidecar.istio.io/inject': 'true' } },
      'no-proxy null default',
    ],
    ['opted out', enabled, refuses, null],
    [
      'opted out by the annotation of old',
      enabled,
      { annotations: { 'sidecar.istio.io/inject': 'false' } },
      null,
    ],
    ['on the network of the node', enabled, { hostNetwork: true }, null],
    ['with a proxy that nobody asks for', {}, { proxy: {} }, 'unwanted-proxy default null'],
    [
      'with a proxy in a namespace that is off',
      { 'istio-injection': 'disabled' },
      { proxy: {} },
      'unwanted-proxy default null',
    ],
    [
      'with a proxy that it no longer wants',
      enabled,
      { ...refuses, proxy: {} },
      'unwanted-proxy default null',
    ],
    ['of another revision', next, { proxy: {} }, 'other-revision default next'],
    ['of another revision, by a tag', canary, { proxy: {} }, 'other-revision default next'],
    ['of the tag’s revision', canary, { proxy: { revision: 'next', version: '1.32.0' } }, null],
    ['of an older version', enabled, { proxy: { version: '1.30.3' } }, 'other-version 1.30.3 1.31.1'],
    ['a revision that nobody knows brings none', { 'istio.io/rev': 'gone' }, {}, null],
    [
      'a revision that nobody knows, and a proxy from before',
      { 'istio.io/rev': 'gone' },
      { proxy: {} },
      null,
    ],
    ['ambient needs none', ambient, {}, null],
    ['ambient, still with a sidecar', ambient, { proxy: {} }, 'unwanted-proxy default null'],
    ['nothing asked, nothing there', {}, {}, null],
  ])('%s', (_, labels, pod, expected) => {
    const found = counted(labels, pod).workloads.flatMap(({ restart }) =>
      restart.map(({ reason, from, to }) => `${reason} ${from} ${to}`),
    );
    expect(found).toEqual(expected === null ? [] : [expected]);
  });

  test('never in namespaces of the system', () => {
    expect(counted(enabled, {}, 'kube-system').workloads[0]?.restart).toEqual([]);
  });

  test('the control plane itself goes without', () => {
    const place = namespace('istio-system', enabled);
    const objects = cluster(place, planes);
    const around = { objects, names: revisionNames(objects), versionOf: () => null };
    const { workloads } = countPods(place, [...indexOf(objects).workloads.values()], around);
    expect(workloads.map(({ restart }) => restart)).toEqual([[], []]);
  });
});

describe('how many have what', () => {
  test.each<[string, Labels, PodSketch, object]>([
    ['a sidecar', enabled, { proxy: {} }, { pods: 1, sidecars: 1, ambient: 0, uncovered: 0, optedOut: 0 }],
    ['none', enabled, {}, { pods: 1, sidecars: 0, ambient: 0, uncovered: 1, optedOut: 0 }],
    ['opted out', enabled, refuses, { pods: 1, sidecars: 0, ambient: 0, uncovered: 1, optedOut: 1 }],
    ['ambient', ambient, {}, { pods: 1, sidecars: 0, ambient: 1, uncovered: 0, optedOut: 0 }],
    [
      'on the network of the node',
      enabled,
      { hostNetwork: true },
      { pods: 1, sidecars: 0, ambient: 0, uncovered: 1, optedOut: 1 },
    ],
    ['on its way out', enabled, { proxy: {}, terminating: true }, { pods: 0, sidecars: 0, uncovered: 0 }],
    [
      'a gateway of the Gateway API',
      enabled,
      { labels: { 'gateway.networking.k8s.io/gateway-name': 'x' } },
      { pods: 0, gateways: 1 },
    ],
  ])('%s', (_, labels, pod, expected) => {
    expect(counted(labels, pod)).toMatchObject(expected);
  });

  test('versions of proxies, and the revisions that they are of', () => {
    const { versions: found, byRevision } = counted(enabled, { proxy: { version: '1.30.3' } });
    expect(found).toEqual([{ version: '1.30.3', pods: 1 }]);
    expect([...byRevision]).toEqual([['default', 1]]);
  });
});

test.each<[string, Labels, string | null, boolean]>([
  ['the default revision', enabled, 'default', false],
  ['a tag', canary, 'next', false],
  ['a name that nobody knows', { 'istio.io/rev': 'gone' }, null, true],
  ['off', { 'istio-injection': 'disabled' }, null, false],
  ['ambient', ambient, null, false],
  ['nothing', {}, null, false],
])('where a namespace’s labels lead: %s', (_, labels, revision, unknown) => {
  const names = revisionNames(cluster(planes));
  expect(injectionTarget(namespace('app', labels), names)).toEqual({ revision, unknown });
});
