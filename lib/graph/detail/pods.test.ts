import { describe, expect, test } from 'vitest';
import type { Pod } from '../../istio/objects.ts';
import { namespace, pod, service } from '../testing/fixture.ts';
import { everyone, input, page, shop, workloadOf } from './testing/shop.ts';

describe('pods', () => {
  const proxied = (image: string, more: Partial<Pod> = {}): Pod => ({
    ...pod(page, []),
    ...more,
    spec: { containers: [{ name: 'app' }, { name: 'istio-proxy', image }] },
  });
  const proxyIn = (one: Pod) => workloadOf('shop/page-v1', input(everyone, { ...shop, pods: [one] })).pods[0];

  test.each([
    ['docker.io/istio/proxyv2:1.31.1', '1.31.1', false],
    ['docker.io/istio/proxyv2:1.31.1-distroless', '1.31.1', false],
    ['docker.io/istio/proxyv2:1.29.0', '1.29.0', true],
    ['mirror:5000/istio/proxyv2@sha256:0123', null, false],
    ['istio/proxyv2:latest', null, false],
  ])('%s: version %s, restart %s', (image, version, restartNeeded) => {
    expect(proxyIn(proxied(image))?.proxy).toMatchObject({ mode: 'sidecar', version, restartNeeded });
  });

  test('of a revision whose tag was moved on are to be restarted', () => {
    const tagged = namespace('shop', { 'istio.io/rev': 'prod' });
    const one = proxied('istio/proxyv2:1.30.3');
    one.metadata.annotations = { 'sidecar.istio.io/status': '{"revision":"1-30"}' };
    const tag = {
      ...service('shop/istiod-revision-tag-prod'),
      metadata: {
        name: 'tag',
        namespace: 'istio-system',
        labels: { 'istio.io/tag': 'prod', 'istio.io/rev': '1-31' },
      },
    };
    const objects = { ...shop, namespaces: [tagged], pods: [one], services: [...(shop.services ?? []), tag] };
    const detail = workloadOf('shop/page-v1', input(everyone, objects));
    expect(detail.pods[0]?.proxy).toMatchObject({
      revision: '1-30',
      nextRevision: '1-31',
      restartNeeded: true,
    });
  });

  test('say what holds them up, and count only containers that keep running', () => {
    const shown = proxyIn({
      ...proxied('istio/proxyv2:1.31.1'),
      status: {
        phase: 'Running',
        containerStatuses: [
          { name: 'app', ready: false, restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } } },
          { name: 'istio-proxy', ready: true, restartCount: 0 },
        ],
        initContainerStatuses: [{ name: 'istio-init', ready: true, restartCount: 0 }],
      },
    });
    expect(shown).toMatchObject({
      status: 'CrashLoopBackOff',
      ready: false,
      readyContainers: 1,
      containers: 2,
      restarts: 7,
      proxy: { ready: true },
    });
  });
});
