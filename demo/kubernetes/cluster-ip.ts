/** The address that a new Service gets (kubernetes pkg/registry/core/service/ipallocator), above those of the demo's own content. */
import type { KubernetesObject, Service } from '#lib/istio/objects.ts';
import { at, isKubernetesObject, type JsonRecord, record, text, withValue } from './json.ts';
import type { ObjectStore } from './types.ts';

function freeAddress(store: ObjectStore): string {
  const taken = new Set(store.list<Service>('', 'services').map((service) => service.spec?.clusterIP));
  for (let index = 0; ; index += 1) {
    const address = `10.96.${128 + (Math.floor(index / 250) % 128)}.${(index % 250) + 1}`;
    if (!taken.has(address)) return address;
  }
}

const allocated = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const;

/** A Service that an update says nothing of its addresses for keeps those that it has. */
export function keepingClusterIp(previous: KubernetesObject, next: KubernetesObject): KubernetesObject {
  if (next.kind !== 'Service' || text(next, 'spec', 'type') === 'ExternalName') return next;
  const kept = allocated.reduce<JsonRecord>((service, name) => {
    const before = at(previous, 'spec', name);
    return before === undefined || at(service, 'spec', name) !== undefined
      ? service
      : withValue(service, ['spec', name], before);
  }, record(next));
  return isKubernetesObject(kept) ? kept : next;
}

export function withClusterIp(store: ObjectStore, object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Service' || text(object, 'spec', 'type') === 'ExternalName') return object;
  const address = text(object, 'spec', 'clusterIP') || freeAddress(store);
  const next = [
    ['clusterIP', address],
    ['clusterIPs', [address]],
    ['ipFamilies', ['IPv4']],
    ['ipFamilyPolicy', 'SingleStack'],
  ].reduce(
    (service, [name, value]) =>
      at(service, 'spec', `${name}`) === undefined ? withValue(service, ['spec', `${name}`], value) : service,
    record(object),
  );
  return isKubernetesObject(next) ? next : object;
}
