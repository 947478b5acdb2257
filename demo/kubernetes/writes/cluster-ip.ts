/** The address that a new Service gets (kubernetes pkg/registry/core/service/ipallocator), above those of the demo's own content. */
import type { KubernetesObject, Service } from '#lib/istio/objects.ts';
import { causeOf, goQuote, invalid } from '../api-error.ts';
import { at, isKubernetesObject, type JsonRecord, record, text, withValue } from '../coding/json.ts';
import type { ObjectStore } from '../types.ts';
import { pathSegmentProblem } from './names.ts';

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

/** An address is kept in an object that names its Service; what that may not name gets none. */
function refuseAllocation(
  { metadata: { name }, spec }: KubernetesObject & { spec?: unknown },
  address: string,
): void {
  const problem = pathSegmentProblem(name);
  if (text(spec, 'clusterIP') !== '' || (name !== '' && problem === '')) return;
  const why = name === '' ? 'Required value' : `Invalid value: ${goQuote(name)}: ${problem}`;
  throw invalid('', 'Service', name, [
    causeOf({
      reason: 'FieldValueInvalid',
      field: 'spec.clusterIPs',
      value: [''],
      detail: `failed to allocate IP: IPAddress.networking.k8s.io "${address}" is invalid: spec.parentRef.name: ${why}`,
    }),
  ]);
}

export function withClusterIp(store: ObjectStore, object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Service' || text(object, 'spec', 'type') === 'ExternalName') return object;
  const address = text(object, 'spec', 'clusterIP') || freeAddress(store);
  refuseAllocation(object, address);
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
