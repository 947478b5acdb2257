import { describe, expect, test } from 'vitest';
import { imageVersion, injectionWish, proxyOfPod } from './injection.ts';
import type { Container, Labels, Pod } from './objects.ts';

function pod(metadata: Partial<Pod['metadata']>, spec: Partial<Pod['spec']> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'x', namespace: 'shop', ...metadata },
    spec: { containers: [{ name: 'app' }], ...spec },
  };
}

const inject = 'sidecar.istio.io/inject';

describe('a webhook matches (mutatingwebhook.yaml)', () => {
  test.each<[string, Labels, Partial<Pod['metadata']>, boolean, boolean]>([
    ['injection enabled', { 'istio-injection': 'enabled' }, {}, true, false],
    ['enabled wins over a revision', { 'istio-injection': 'enabled', 'istio.io/rev': 'x' }, {}, true, false],
    [
      'enabled, the pod refuses',
      { 'istio-injection': 'enabled' },
      { labels: { [inject]: 'false' } },
      false,
      true,
    ],
    [
      'disabled, whatever the pod says',
      { 'istio-injection': 'disabled' },
      { labels: { [inject]: 'true' } },
      false,
      false,
    ],
    ['a revision', { 'istio.io/rev': '1-31' }, {}, true, false],
    ['neither, the pod has a revision', {}, { labels: { 'istio.io/rev': '1-31' } }, true, false],
    ['neither, the pod asks', {}, { labels: { [inject]: 'true' } }, true, false],
    ['neither', {}, {}, false, false],
    [
      'the annotation of old refuses',
      { 'istio-injection': 'enabled' },
      { annotations: { [inject]: 'false' } },
      false,
      true,
    ],
    [
      'a label beats the annotation',
      { 'istio-injection': 'enabled' },
      { labels: { [inject]: 'true' }, annotations: { [inject]: 'false' } },
      true,
      false,
    ],
    ['never in kube-system', { 'istio-injection': 'enabled' }, { namespace: 'kube-system' }, false, false],
  ])('%s', (_, labels, metadata, wanted, optedOut) => {
    expect(injectionWish(pod(metadata), labels)).toEqual({ wanted, optedOut });
  });

  test('never on the network of the host', () => {
    const wish = injectionWish(pod({}, { hostNetwork: true }), { 'istio-injection': 'enabled' });
    expect(wish).toEqual({ wanted: false, optedOut: false });
  });
});

describe('the proxy of a pod', () => {
  const proxy: Container = { name: 'istio-proxy', image: 'istio/proxyv2:1.31.1' };
  const mode = (given: Pod, namespaceLabels: Labels = {}, gateway = false) =>
    proxyOfPod(given, { namespaceLabels, gateway }).mode;

  test.each<[string, string]>([
    [mode(pod({}, { containers: [{ name: 'app' }, proxy] })), 'sidecar'],
    [mode(pod({}, { initContainers: [{ ...proxy, restartPolicy: 'Always' }] })), 'native-sidecar'],
    [mode(pod({}, { initContainers: [proxy] })), 'none'],
    [mode(pod({}, { containers: [proxy] }), {}, true), 'gateway'],
    [mode(pod({}), {}, true), 'gateway'],
    [mode(pod({}), { 'istio.io/dataplane-mode': 'ambient' }), 'ambient'],
    [
      mode(pod({ labels: { 'istio.io/dataplane-mode': 'none' } }), { 'istio.io/dataplane-mode': 'ambient' }),
      'none',
    ],
    [
      mode(pod({ annotations: { 'ambient.istio.io/redirection': 'pending' } }), {
        'istio.io/dataplane-mode': 'ambient',
      }),
      'none',
    ],
    [mode(pod({ annotations: { 'ambient.istio.io/redirection': 'enabled' } })), 'ambient'],
    [mode(pod({})), 'none'],
  ])('%s is %s', (found, expected) => expect(found).toBe(expected));

  test('knows its revision by annotation, else by what the injector wrote, else by label', () => {
    const revision = (metadata: Partial<Pod['metadata']>) =>
      proxyOfPod(pod(metadata), { namespaceLabels: {}, gateway: false }).revision;
    const written = { 'sidecar.istio.io/status': '{"containers":["istio-proxy"],"revision":"1-30"}' };
    expect(revision({ annotations: { 'istio.io/rev': '1-31', ...written } })).toBe('1-31');
    expect(revision({ annotations: written, labels: { 'istio.io/rev': 'x' } })).toBe('1-30');
    expect(revision({ labels: { 'istio.io/rev': 'x' } })).toBe('x');
    expect(revision({ annotations: { 'sidecar.istio.io/status': 'not json' } })).toBeNull();
  });
});

test.each([
  ['docker.io/istio/proxyv2:1.31.1', '1.31.1'],
  ['gcr.io:5000/x/proxyv2:v1.30.0-rc.2', '1.30.0-rc.2'],
  ['istio/proxyv2:1.31.1-distroless', '1.31.1'],
  ['istio/proxyv2:1.31.1-debug@sha256:ab', '1.31.1'],
  ['istio/proxyv2@sha256:0123456789', null],
  ['istio/proxyv2:latest', null],
  [null, null],
])('the version of %s is %s', (image, version) => expect(imageVersion(image)).toBe(version));
