/** The address that a new Service gets (kubernetes pkg/registry/core/service/ipallocator), above those of the demo's own content. */
import type { KubernetesObject, Service } from '#lib/istio/objects.ts';
import { isKubernetesObject, text, withValue } from './json.ts';
import type { ObjectStore } from './types.ts';

function freeAddress(store: ObjectStore): string {
  const taken = new Set(store.list<Service>('', 'services').map((service) => service.spec?.clusterIP));
  for (let index = 0; ; index += 1) {
    const address = `10.96.${128 + (Math.floor(index / 250) % 128)}.${(index % 250) + 1}`;
    if (!taken.has(address)) return address;
  }
}

export function withClusterIp(store: ObjectStore, object: KubernetesObject): KubernetesObject {
  const wants =
    object.kind === 'Service' &&
    text(object, 'spec', 'type') !== 'ExternalName' &&
    text(object, 'spec', 'clusterIP') === '';
  if (!wants) return object;
  const address = freeAddress(store);
  const next = withValue(
    withValue(object, ['spec', 'clusterIP'], address),
    ['spec', 'clusterIPs'],
    [address],
  );
  return isKubernetesObject(next) ? next : object;
}
