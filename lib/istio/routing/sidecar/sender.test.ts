import { expect, test } from 'vitest';
import { noObjects } from '../../objects.ts';
import { readSenderName, senderOf, senderText } from './sender.ts';

test.each([
  ['shop/web', { kind: 'workload', namespace: 'shop', name: 'web' }],
  ['gateway:istio-ingress/public', { kind: 'gateway', namespace: 'istio-ingress', name: 'public' }],
] as const)('%s is read, and written the same', (text, sender) => {
  expect(readSenderName(text)).toEqual(sender);
  expect(senderText(sender)).toBe(text);
});

test.each(['', 'web', 'shop/', '/web', 'shop/web/v1', 'Shop/web', 'gateway:web', '-a/web', 'shop/w eb'])(
  '"%s" is no sender',
  (text) => {
    expect(readSenderName(text)).toBeNull();
  },
);

test('of several pods of a gateway always the same speaks for it', () => {
  const pod = (namespace: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'ingress', namespace, labels: { istio: 'ingress' } },
  });
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { istio: 'ingress' }, servers: [] },
  };
  const asked = { kind: 'gateway', namespace: 'shop', name: 'web' } as const;
  for (const pods of [
    [pod('a'), pod('b')],
    [pod('b'), pod('a')],
  ]) {
    expect(senderOf({ ...noObjects, pods, gateways: [gateway] }, asked)?.proxy.namespace).toBe('a');
  }
});
